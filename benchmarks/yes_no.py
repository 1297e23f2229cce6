"""How often "Yes" or "No" said before a quote would be right, told by a negation in its words.

python -m benchmarks.yes_no
"""

import json
import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from footnote.retrieval import Footnote, Question

QUESTIONS = Path(__file__).with_name("yes_no.jsonl")
"""Each with what the articles say to it: yes, no, or neither, where they leave it open or tie it to
a condition. Those with a `span`, the words that answer, are of the reader's own set."""

SAMPLES = Path(__file__).parents[1] / "samples" / "articles"
SAID = ("yes", "no", "neither")

_NEGATION = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|nor|cannot|without)\b|n['’]t\b", re.IGNORECASE
)
_TURNED = re.compile(r"\b(?:without|only|or|not|no)\b|n['’]t\b", re.IGNORECASE)
"""In a question: a negation in its answer does not make it "No"."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with what the articles say to it and the words that answer it."""

    question: str
    said: str
    words: str


def main() -> None:
    """Print it for words that are known to answer, and for answers of the samples."""
    asked = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    known = [
        Answered(each["question"], each["said"], each["span"]) for each in asked if "span" in each
    ]
    others = [each for each in asked if "span" not in each]
    with tempfile.TemporaryDirectory() as home, Footnote.open(home, create=True) as footnote:
        footnote.ingest([SAMPLES])
        told = [_answered(footnote, each) for each in others]
        samples = [each for each in told if each is not None]
        for said in SAID:
            of = sum(each["said"] == said for each in others)
            print(f"samples, {said}: {sum(each.said == said for each in samples)} of {of} answered")
    by_negation("known words", known)
    by_negation("samples", samples)


def by_negation(of: str, answered: list[Answered]) -> None:
    """Print what the articles say where a negation, or none, would have told."""
    counted = Counter(
        ("No" if _NEGATION.search(each.words) else "Yes", each.said)
        for each in answered
        if not _TURNED.search(each.question)
    )
    for told in ("No", "Yes"):
        cells = ", ".join(f"{counted[told, said]} {said}" for said in SAID)
        print(f"{of}: a negation or none tells “{told}” where the articles say {cells}")


def _answered(footnote: Footnote, each: dict[str, str]) -> Answered | None:
    """Return a question with the answering words of its first quote, or the whole quote."""
    asked = Question(each["question"], date.fromisoformat(each["asked"]))
    citations = footnote.ask(asked).citations
    if not citations:
        return None
    quote = citations[0]
    words = quote.quote
    if quote.answer_start is not None and quote.answer_end is not None:
        words = words[quote.answer_start - quote.start : quote.answer_end - quote.start]
    return Answered(each["question"], each["said"], words)


if __name__ == "__main__":
    main()
