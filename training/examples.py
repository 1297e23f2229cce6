"""What a reader learns from: a question, a passage, and where its answer stands, if it does."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Question:
    """A question over one text; `spans` are the annotators' answers as (start, end) offsets."""

    id: str
    text: str
    spans: tuple[tuple[int, int], ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text with its questions; `title` is its article's, empty where that says nothing."""

    article: str
    title: str
    text: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One pair to train or test on.

    `span` is None where the passage does not answer; `kind` says how the pair came about;
    `weight` is below 1 where that is only probably so. `article` is the unit of splits and of
    resampling, `group` ties together what is made from one question.
    """

    question: str
    lead: str
    passage: str
    span: tuple[int, int] | None
    kind: str
    article: str
    group: str
    weight: float = 1.0


def lead_of(title: str, headings: Sequence[str] = ()) -> str:
    """Return what stands in front of a passage: its title and the headings above it."""
    return " › ".join(part for part in (title, *headings) if part)


def checked(path: Path, sha256: str) -> Path:
    """Return the path of a file whose bytes are the known ones.

    Raises:
        ValueError: They are not.
    """
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != sha256:
        raise ValueError(f"{path} has sha256 {digest}, expected {sha256}")
    return path


def read_squad(path: Path, *, titled: bool = True) -> list[Paragraph]:
    """Read a file in SQuAD's format; without titles every paragraph counts as an article."""
    paragraphs = []
    for article in json.loads(path.read_text())["data"]:
        for number, paragraph in enumerate(article["paragraphs"]):
            text = paragraph["context"]
            questions = tuple(_question(item, text) for item in paragraph["qas"])
            title = article["title"].replace("_", " ") if titled else ""
            name = article["title"] if titled else f"{article['title']}-{number}"
            paragraphs.append(Paragraph(name, title, text, questions))
    return paragraphs


def _question(item: dict[str, Any], text: str) -> Question:
    spans = []
    for answer in item["answers"]:
        start = answer["answer_start"]
        stripped = answer["text"].strip()
        start += answer["text"].find(stripped)
        if text[start : start + len(stripped)] == stripped and stripped:
            spans.append((start, start + len(stripped)))
    return Question(item["id"], item["question"].strip(), tuple(spans))


def agreed_span(question: Question, text: str) -> tuple[int, int]:
    """Return the span that shares most words with the other annotators'; of equals the shortest."""

    def likeness(one: tuple[int, int]) -> float:
        return sum(_overlap(one, other) for other in question.spans)

    return max(question.spans, key=lambda span: (round(likeness(span), 6), span[0] - span[1]))


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return 2 * shared / (one[1] - one[0] + other[1] - other[0])


def read_examples(path: Path) -> Iterator[Example]:
    """Read pairs that `write_examples` wrote."""
    with path.open() as lines:
        for line in lines:
            item = json.loads(line)
            span = item.pop("span")
            yield Example(**item, span=tuple(span) if span else None)


def write_examples(path: Path, examples: Sequence[Example]) -> None:
    """Write pairs, one JSON object a line."""
    with path.open("w") as lines:
        for one in examples:
            item = {name: getattr(one, name) for name in Example.__slots__}
            lines.write(json.dumps(item, ensure_ascii=False) + "\n")
