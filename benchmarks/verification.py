"""Score what code alone decides on labelled sentence-passage pairs, kind by kind.

    python -m benchmarks.verification

For each kind the table gives the pairs that exact checks let pass, and those that near quotations
(`verification.checker = "rules"`) show. Of `true` and `paraphrase` all should pass, of the others
none; what exact checks let pass of those is left to a checker of meaning. The pairs are of news, of
other texts (science, law, sport, manuals) and of a life, a recipe, school rules and a company.
"""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from footnote.retrieval.answer import Hit
from footnote.retrieval.article import ArticleHead, Passage
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


def main() -> None:
    pairs = load_pairs()
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
