"""Our own articles cut under their headings, as the bot reads them: with offsets of the answers."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from training.examples import lead_of

_HEADING = re.compile(r"(#{1,6}) +(.*)")
_ITEM = re.compile(r"( *)(?:[-*+]|\d+[.)]) +(.*)")
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+ *")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question with its gold strings in order, none where the article does not answer.

    Where a heading answers ("2.4.0"), `at` is what the question tells of the text below it.
    """

    text: str
    answers: tuple[str, ...]
    type: str
    note: str
    at: str = ""

    @property
    def marked(self) -> tuple[str, ...]:
        """What is to be found in the text of a section: the gold strings, or `at`."""
        return (self.at,) if self.at else self.answers


@dataclass(frozen=True, slots=True)
class OwnArticle:
    """An article of our own set; `text` is Markdown."""

    id: str
    kind: str
    title: str
    text: str
    questions: tuple[OwnQuestion, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A run of lines under one heading path, as shown: bullets for items, cells between bars."""

    headings: tuple[str, ...]
    lines: tuple[str, ...] = field(default=())

    @property
    def text(self) -> str:
        """The lines in one string."""
        return "\n".join(self.lines)


def read_own(path: Path) -> list[OwnArticle]:
    """Read a part of the set."""
    articles = []
    for line in path.read_text().splitlines():
        item = json.loads(line)
        questions = tuple(
            OwnQuestion(
                one["question"],
                tuple(one["answers"]),
                one["type"],
                one["note"],
                one.get("at", ""),
            )
            for one in item["questions"]
        )
        articles.append(
            OwnArticle(item["id"], item["kind"], item["title"], item["text"], questions)
        )
    return articles


def sections_of(article: OwnArticle) -> list[Section]:
    """Cut an article at its headings; the title is in no heading path."""
    found: list[Section] = []
    path: list[tuple[int, str]] = []
    lines: list[str] = []
    for line, heading in _shown(article.text):
        if not heading:
            lines.append(line)
            continue
        found += _closed(path, lines)
        lines = []
        path = [(level, name) for level, name in path if level < heading]
        if line != article.title:
            path.append((heading, line))
    return [*found, *_closed(path, lines)]


def _closed(path: Sequence[tuple[int, str]], lines: Sequence[str]) -> Iterator[Section]:
    text = "\n".join(lines).strip("\n")
    if text.strip():
        yield Section(tuple(name for _, name in path), tuple(text.split("\n")))


def _shown(text: str) -> Iterator[tuple[str, int]]:
    """Yield lines as a reader sees them, headings with their level."""
    fenced = False
    for line in text.split("\n"):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif fenced:
            yield line, 0
        elif heading := _HEADING.fullmatch(line):
            yield heading[2].strip(), len(heading[1])
        elif _RULE.fullmatch(line.strip()):
            continue
        elif line.strip().startswith("|"):
            cells = line.strip().strip("|").split("|")
            yield " | ".join(cell.strip() for cell in cells), 0
        elif item := _ITEM.fullmatch(line):
            yield f"• {item[2].strip()}", 0
        else:
            yield line, 0


def place_answers(
    question: OwnQuestion, sections: Sequence[Section], title: str
) -> tuple[int, int, int] | None:
    """Return section, start and end of an answer, from its first to its last string.

    Where a string stands in several places, the one whose line, heading and section share most
    words with the question is meant. None where it stands in a heading only.
    """
    asked = stems(question.text) - stems(title)
    best: tuple[float, int, int, int] | None = None
    for number, section in enumerate(sections):
        text = section.text
        around = " ".join(section.headings)
        for start in whole_places(question.marked[0], text):
            end = end_of(question.marked, text, start)
            if end is None:
                continue
            line = text[text.rfind("\n", 0, start) + 1 : (text + "\n").find("\n", end)]
            score = nearness(asked, line, around, text)
            if best is None or score > best[0]:
                best = (score, number, start, end)
    return best[1:] if best else None


def nearness(asked: set[str], line: str, above: str, text: str) -> float:
    """Return how much a line, the headings above it and its text share with a question's stems."""
    shared = len(asked & stems(line)) + 0.7 * len(asked & stems(above))
    return shared + 0.2 * len(asked & stems(text))


def end_of(answers: Sequence[str], text: str, start: int) -> int | None:
    """Return where the last of some answers ends, None where one is missing."""
    end = start + len(answers[0])
    for answer in answers[1:]:
        following = text.find(answer, end)
        if following < 0:
            following = text.find(answer)
        if following < 0:
            return None
        end = max(end, following + len(answer))
    return end


def whole_places(answer: str, text: str) -> list[int]:
    """Return where an answer stands, as whole words where it does so anywhere."""
    pattern = rf"(?<!\w){re.escape(answer)}(?!\w)"
    whole = [match.start() for match in re.finditer(pattern, text)]
    return whole or [match.start() for match in re.finditer(re.escape(answer), text)]


def stems(text: str) -> set[str]:
    """Return the first five letters of the words that say something."""
    return {word[:5] for word in _WORD.findall(text.lower()) if len(word) > 2 or word.isdigit()}


def section_lead(article: OwnArticle, section: Section) -> str:
    """Return what stands in front of a section."""
    return lead_of(article.title, section.headings)


def most_like(question: str, texts: Sequence[str]) -> list[int]:
    """Return the places of texts, those most like the question first, by TF-IDF."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(sublinear_tf=True, token_pattern=r"\w+")  # noqa: S106
    rows = vectorizer.fit_transform(texts)
    scores = (vectorizer.transform([question]) @ rows.T).toarray()[0]
    return sorted(range(len(texts)), key=lambda place: -scores[place])
