"""Score what code alone decides on labelled sentence-passage pairs, kind by kind.

    python -m benchmarks.verification

For each kind the table gives the pairs that exact checks let pass, and those that near quotations
(`verification.checker = "rules"`) show. Of `true` and `paraphrase` all should pass, of the others
none; what exact checks let pass of those is left to a checker of meaning. The pairs are of news, of
other texts (science, law, sport, manuals) and of a life, a recipe, school rules and a company.
"""

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from footnote.retrieval.answer import Hit
from footnote.retrieval.article import ArticleHead, Passage
from footnote.retrieval.options import ModelOptions, RerankingOptions
from footnote.retrieval.reading import Reader, ReaderInput
from footnote.retrieval.reranking import CrossEncoder
from footnote.retrieval.verification import Asked, Claim, Evidence, NearQuotes, exact_fault, hold

PAIRS = Path(__file__).parents[1] / "tests" / "data" / "verification" / "pairs.jsonl"


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence, the passage it is held against, and the truth about it."""

    id: str
    part: str
    kind: str
    supported: bool
    sentence: str
    passage: str


def load_pairs(path: Path = PAIRS) -> list[Pair]:
    """Return the labelled pairs."""
    return [Pair(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def decided(pair: Pair) -> tuple[bool, bool]:
    """Return whether exact checks let the sentence pass, and whether it is nearly a quotation."""
    passage = Passage("p", "a", 0, 0, len(pair.passage), pair.passage)
    offered = {1: Hit(passage, ArticleHead("a", "-"), 1.0)}
    held = hold(Claim(pair.sentence, (Evidence(1),)), offered)
    exact = exact_fault(held, Asked("-", date(2026, 11, 24))) is None
    (judgement,) = NearQuotes().judge([held], "-", offered)
    return exact, judgement.supported


def by_models(pairs: list[Pair]) -> None:
    """Print how well the reader and the cross-encoder tell fair pairs from each other kind."""
    models = ModelOptions()
    reader, encoder = Reader(models), CrossEncoder(RerankingOptions().model, models)
    logits = {
        "reader": [reader.read(p.sentence, [ReaderInput(p.passage)])[0].answers for p in pairs],
        "cross-encoder": [encoder.score(p.sentence, [p.passage])[0] for p in pairs],
    }
    print("| AUROC, fair pairs against | reader | cross-encoder |\n|---|---|---|")
    wrong = [pair.kind for pair in pairs if not pair.supported]
    for kind in ("all", *dict.fromkeys(wrong)):
        cells = []
        for found in logits.values():
            scored = list(zip(pairs, found, strict=True))
            fair = np.array([logit for pair, logit in scored if pair.supported])
            others = [v for p, v in scored if not p.supported and kind in ("all", p.kind)]
            cells.append(f"{np.mean(fair[:, None] > np.array(others)):.3f}")
        print(f"| {kind} | {' | '.join(cells)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", action="store_true", help="ask reader and cross-encoder")
    pairs = load_pairs()
    if parser.parse_args().models:
        by_models(pairs)
        return
    exact: Counter[str] = Counter()
    quoted: Counter[str] = Counter()
    of_kind = Counter(pair.kind for pair in pairs)
    for pair in pairs:
        passes, is_quoted = decided(pair)
        exact[pair.kind] += passes
        quoted[pair.kind] += is_quoted
    print("| kind | exact checks let pass | near quotations |\n|---|---|---|")
    for kind, count in of_kind.items():
        print(f"| {kind} | {exact[kind]} of {count} | {quoted[kind]} of {count} |")


if __name__ == "__main__":
    main()
