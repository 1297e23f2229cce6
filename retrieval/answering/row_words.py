"""Rows of tables in sentences: models that learnt from prose seldom see an answer in bare cells."""

from dataclasses import dataclass
from string import Formatter

from footnote.retrieval.blocks import Outline, Span
from footnote.retrieval.languages import language_of, lexicon_of

_JOINT = "; "


@dataclass(frozen=True, slots=True)
class RowWords:
    """Words to read, and where each of their `pieces` stands in the article.

    A piece is a place in `text` and the span of the article that begins there; what is between
    pieces is said for the reader alone.
    """

    text: str
    pieces: tuple[tuple[int, Span], ...]

    def span(self, start: int, end: int) -> Span:
        """Return where `text[start:end]` stands in the article; an empty span for none of it."""
        found = [
            Span(
                piece.start + max(start - place, 0),
                min(piece.start + end - place, piece.end),
            )
            for place, piece in self.pieces
            if place < end and start < place + piece.end - piece.start
        ]
        return Span(found[0].start, found[-1].end) if found else Span(0, 0)


def row_words(outline: Outline, place: int) -> RowWords:
    """Return a row in sentences: "Plan Sedge. The Price of Sedge is 9 crowns", and so on.

    Its cells come one by one, each after its column's name, where the row has nothing in the first
    column or the table is in a language Footnote has no words for.

    Of 100 questions that a row alone answers, 25 were answered from its bare cells, 41 from
    "Price: 9 crowns", 53 from sentences (docs/quality.md).
    """
    row, head = outline.blocks[place], outline.blocks[outline.group(place).start]
    names = [outline.text[cell.start : cell.end] for cell in head.cells if head.header]
    named = [
        (names[column] if column < len(names) else "", cell)
        for column, cell in enumerate(row.cells)
        if cell.start < cell.end
    ]
    writer = _Writer(outline.text)
    known = lexicon_of(language_of(" ".join((*names, outline.words(place)))))
    if not names or not named or named[0][1] != row.cells[0] or known is None:
        for number, (name, cell) in enumerate(named):
            writer.say(_JOINT * (number > 0) + (f"{name}: " if name else ""))
            writer.quote(cell)
        return writer.words()
    first = row.cells[0]
    writer.say(f"{names[0]} " if names[0] else "")
    writer.quote(first)
    for name, cell in named[1:]:
        writer.say(". ")
        for before, part, _, _ in Formatter().parse(known.phrases.cell):
            writer.say(before)
            if part == "name":
                writer.say(name)
            elif part is not None:
                writer.quote(first if part == "row" else cell)
    writer.say(".")
    return writer.words()


class _Writer:
    """Puts words together, and notes which of them are the article's."""

    def __init__(self, article: str) -> None:
        self._article = article
        self._text = ""
        self._pieces: list[tuple[int, Span]] = []

    def say(self, words: str) -> None:
        """Add words of ours."""
        self._text += words

    def quote(self, cell: Span) -> None:
        """Add words of the article."""
        self._pieces.append((len(self._text), cell))
        self._text += self._article[cell.start : cell.end]

    def words(self) -> RowWords:
        """Return what was put together."""
        return RowWords(self._text, tuple(self._pieces))
