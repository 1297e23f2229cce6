"""Rows of tables in sentences: models that learnt from prose seldom see an answer in bare cells."""

from collections.abc import Sequence
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
    known = lexicon_of(language_of(" ".join((*names, outline.words(place)))))
    if not names or not named or named[0][1] != row.cells[0] or known is None:
        parts: list[str | Span] = []
        for name, cell in named:
            parts += [_JOINT if parts else "", f"{name}: " if name else "", cell]
        return _put_together(outline.text, parts)
    first = row.cells[0]
    parts = [f"{names[0]} " if names[0] else "", first]
    for name, cell in named[1:]:
        parts.append(". ")
        said: dict[str, str | Span] = {"name": name, "row": first, "cell": cell}
        for before, part, _, _ in Formatter().parse(known.phrases.cell):
            parts += [before, said[part] if part else ""]
    return _put_together(outline.text, [*parts, "."])


def _put_together(article: str, parts: Sequence[str | Span]) -> RowWords:
    """Return words of ours and spans of the article as one text."""
    text = ""
    pieces: list[tuple[int, Span]] = []
    for part in parts:
        if isinstance(part, Span):
            pieces.append((len(text), part))
            text += article[part.start : part.end]
        else:
            text += part
    return RowWords(text, tuple(pieces))
