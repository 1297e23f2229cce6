"""How the words of HTML become blocks: what opens an item, what belongs to it, what answers."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from footnote.retrieval.blocks import BlockKind
from footnote.retrieval.readers import html_parts
from footnote.retrieval.readers.block_writer import BlockWriter
from footnote.retrieval.readers.dom import flat_words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LONG_LINE = 60
"""From so many characters on a line that breaks off was only wrapped."""


@dataclass(slots=True)
class _Opening:
    """What the next words are to open, such as an item, and what ends where that ends."""

    write: Callable[[str], bool]
    stack: ExitStack


class BlockFlow:
    """Writes words as blocks of the kind that what is open asks for.

    `asked` are the questions a page declares as those of its FAQ.
    """

    def __init__(self, writer: BlockWriter, asked: frozenset[str]) -> None:
        self._writer = writer
        self._asked = asked
        self._kind: BlockKind = "paragraph"
        self._opening: _Opening | None = None
        self._owned = False
        self._groups = 0
        self._faq: ExitStack | None = None
        self._answers = 0
        self._place = 0
        self._lines: tuple[int, int] | None = None

    @property
    def _is_free(self) -> bool:
        """Whether nothing is open but the answer to a question, which a heading ends."""
        return self._groups == (self._faq is not None)

    def _words(self, run: "Iterable[HtmlElement | str]") -> None:
        for line in _lines(flat_words(run)):
            self._paragraph(line)

    def _paragraph(self, words: str) -> None:
        if self._opening is not None:
            self._open(words)
        elif self._is_free and html_parts.is_question(words, self._asked):
            self._ask(words)
        else:
            if self._faq is not None and self._is_free:
                self._answers += 1
                if self._answers > 1 and not self._asked:
                    self._end_answer()
            self._writer.add(self._kind, words, place=self._place)

    def _open(self, words: str) -> None:
        """Write what was to be opened; what follows until it ends belongs to it."""
        opening, self._opening = self._opening, None
        if opening is not None and opening.write(words):
            opening.stack.enter_context(self._inside())

    @contextmanager
    def _inside(self) -> Iterator[None]:
        outer, self._owned = self._owned, True
        with self._writer.inside():
            yield
        self._owned = outer

    @contextmanager
    def _group(self) -> Iterator[None]:
        """Write a group of blocks, which is not what an item before it was waiting for."""
        self._open("")
        outer = self._kind, self._owned
        # What stands inside an item is deeper already.
        group = nullcontext() if self._owned else self._writer.group()
        self._kind, self._owned = "paragraph", False
        self._groups += 1
        with group:
            yield
        self._groups -= 1
        self._kind, self._owned = outer

    @contextmanager
    def _opened(self, write: Callable[[str], bool]) -> Iterator[None]:
        """Let the first words inside be written in their own way, and own what follows them."""
        with ExitStack() as stack:
            self._opening = _Opening(write, stack)
            yield
            self._open("")

    @contextmanager
    def _as(self, kind: BlockKind) -> Iterator[None]:
        """Write paragraphs as another kind of block, inside what was written last."""
        outer, self._kind = self._kind, kind
        with self._inside():
            yield
        self._kind = outer

    def _ask(self, words: str) -> None:
        """Write a question whose answer is what follows it."""
        self._end_answer()
        self._faq = stack = ExitStack()
        stack.enter_context(self._group())
        self._writer.add("question", words, place=self._place)
        stack.enter_context(self._as("answer"))
        self._answers = 0

    def _end_answer(self) -> None:
        if self._faq is not None:
            faq, self._faq = self._faq, None
            faq.close()

    def _count(self, element: "HtmlElement") -> None:
        """Follow which line of the file is being read."""
        before = element if not isinstance(element.tag, str) else element.getprevious()
        if before is not None and not isinstance(before.tag, str):
            mark = (before.text or "").partition("line:")[2]
            if mark.isdecimal():
                self._lines = (int(mark), before.sourceline or 0)
                self._place = int(mark)
        if self._lines is not None and before is not element:
            number, first = self._lines
            self._place = number + max((element.sourceline or first) - first, 0)


def _lines(words: str) -> Iterator[str]:
    """Yield the lines of some words; one that was only wrapped comes with the next."""
    line = ""
    for part in (" ".join(part.split()) for part in words.split("\n")):
        if line and part and _is_wrapped(line, part):
            line = f"{line} {part}"
            continue
        yield from filter(None, html_parts.question_and_answer(line))
        line = part
    yield from filter(None, html_parts.question_and_answer(line))


def _is_wrapped(line: str, following: str) -> bool:
    long = len(line) >= _LONG_LINE and not line.endswith((".", "!", "?", ":", "。"))
    return following[0].islower() or long
