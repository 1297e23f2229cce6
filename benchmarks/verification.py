"""Score the verifier on labelled sentence-passage pairs, kind by kind.

    python -m benchmarks.verification [--wrong] [--part NAME]

A kept sentence counts as "said to be supported". For the two supported kinds the table gives the
share kept; for the others the share removed. Precision and recall are those of keeping and of
removing. The rules were tuned on `news`, then on what `other texts` (science, law, sport, manuals)
showed; `held-out` (a life, a recipe, school rules, farming, a company) was written last and decided
about no rule. `--wrong` prints the pairs of the first two that the verifier gets wrong.
"""

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from retrieval.article import Passage
from retrieval.verification import verify

PARTS = ["news", "other texts", "held-out"]
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


def judged(pair: Pair) -> tuple[bool, str]:
    """Return whether the verifier keeps the sentence, and its reason where not."""
    passage = Passage("p", "a", 0, 0, len(pair.passage), pair.passage)
    verdict = verify(pair.sentence, [1], {1: passage})
    return verdict.outcome != "removed", verdict.reason


def scores(pairs: list[Pair]) -> dict[str, tuple[int, int]]:
    """Return right and all of each kind."""
    table: dict[str, list[bool]] = defaultdict(list)
    for pair in pairs:
        table[pair.kind].append(judged(pair)[0] == pair.supported)
    return {kind: (sum(right), len(right)) for kind, right in table.items()}


def rates(pairs: list[Pair]) -> dict[str, float]:
    """Return precision and recall of keeping and of removing."""
    kept = [(judged(pair)[0], pair.supported) for pair in pairs]
    both = sum(k and s for k, s in kept)
    neither = sum(not k and not s for k, s in kept)
    return {
        "keep precision": both / max(sum(k for k, _ in kept), 1),
        "keep recall": both / max(sum(s for _, s in kept), 1),
        "remove precision": neither / max(sum(not k for k, _ in kept), 1),
        "remove recall": neither / max(sum(not s for _, s in kept), 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--part", choices=PARTS)
    arguments = parser.parse_args()
    pairs = load_pairs()
    parts = [arguments.part] if arguments.part else PARTS
    chosen = {part: [pair for pair in pairs if pair.part == part] for part in parts}
    print("| kind | " + " | ".join(parts) + " |\n|---|" + "---|" * len(parts))
    tables = {part: scores(of_part) for part, of_part in chosen.items()}
    for kind in next(iter(tables.values())):
        cells = [
            f"{right}/{n} ({right / n:.2f})" for right, n in (t[kind] for t in tables.values())
        ]
        print(f"| {kind} | " + " | ".join(cells) + " |")
    figures = {part: rates(of_part) for part, of_part in chosen.items()}
    for name in next(iter(figures.values())):
        print(
            f"| {name} | " + " | ".join(f"{figure[name]:.3f}" for figure in figures.values()) + " |"
        )
    if arguments.wrong:
        for pair in pairs:
            kept, reason = judged(pair)
            if pair.part != "held-out" and kept != pair.supported:
                print(f"{pair.kind}: {pair.sentence} [{reason or 'kept'}]")


if __name__ == "__main__":
    main()
