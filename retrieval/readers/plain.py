"""Plain text files: headings, lists, tables, code and logs where their lines show them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from footnote.retrieval.article import RawPage
from footnote.retrieval.readers.block_writer import BlockWriter, FlatList
from footnote.retrieval.readers.fields import name_in_words
from footnote.retrieval.readers.files import read_text
from footnote.retrieval.text.laying_out import Places
from footnote.retrieval.text.plain_blocks import (
    cell_spans,
    is_log_line,
    list_mark,
    paragraph_lines,
    spoken_kind,
)

_RULE = re.compile(r"\s*([=\-~^*#+_\"'`.:])\1{2,}\s*")
_TABLE_RULE = re.compile(r"\s*[|+]?(?:\s*:?[-=]{2,}:?\s*[|+])+(?:\s*:?[-=]{2,}:?\s*)?")
_VERSION = re.compile(
    r"(?:[A-Za-z][\w-]*\s+)?(?:version\s+|release\s+|v)?\[?\d+(?:\.\d+)+[\w.+-]*\]?"
    r"(?:\s*[-–—:,(]?\s*(?:\d{4}-\d\d-\d\d|\d{1,2}[ .]\w+[ .]\d{4}|\w+ \d{1,2},? \d{4}|"
    r"\w{3,10})\)?)?:?",
    re.IGNORECASE,
)
_ROUND_BULLET = re.compile(r"^( *)o {2,}(?=\S)")
_WIDE_GAP = re.compile(r"\S {3,}\S")
_SECTION = re.compile(r"(?P<number>\d+(?:\.\d+)*)\.?\s+[A-Z“\"].*[^.;,:]")
_CAPITALS = re.compile(r"[A-Z][A-Z0-9][A-Z0-9 ,/&()-]*")
_CODE_SIGNS = re.compile(r"[{}();=<>$|\\@]|^\s*[#>%$]|--?\w|\w[._/]\w|\w\(|::|->")
_PROMPT = re.compile(r"\s*(?:[$#%] |>>> |> )")
_MAX_HEADING_WORDS = 14
_SENTENCE_ENDS = (".", ",", ";", ":", "!", "…", "。")
_ABOUT = 3
"""How much longer or shorter than its heading a line of signs below it may be."""

_DEEP = 4
"""Text so much further in than the rest was set so to be left as it is."""


class PlainWriter:
    """Writes the blocks of a plain text; `is_structured` tells whether it has any but paragraphs.

    Levels of headings are those of their signs in the order of their first use, as in
    reStructuredText.
    """

    def __init__(self, text: str, writer: BlockWriter | None = None) -> None:
        lines = (line.expandtabs(4).rstrip() for line in text.split("\n"))
        self._lines = [_ROUND_BULLET.sub(r"\1* ", line) for line in lines]
        self._writer = writer or BlockWriter()
        self._list = FlatList(self._writer)
        self._signs: list[str] = []
        self._title = ""
        self._last = ""
        self._base = _usual_indent(self._lines)
        self.is_structured = False
        self._write()

    def page(self, page: RawPage, name: str) -> RawPage:
        """Return a page with the text and blocks written here; `name` is its title without any."""
        text, blocks, places = self._writer.page("line")
        title = self._title or name
        return replace(page, text=text, blocks=blocks, places=places, title=title, scraped=False)

    def _write(self) -> None:
        place = 0
        while place < len(self._lines):
            if not self._lines[place].strip():
                place += 1
                continue
            taken = (
                self._heading(place) or self._item(place) or self._table(place) or self._code(place)
            )
            place += taken or self._paragraph(place)
        self._list.end()

    def _heading(self, place: int) -> int:
        """Write a heading and return how many lines it takes; a line of signs alone is none."""
        line, below, further = (self._line(place + step) for step in (0, 1, 2))
        if _RULE.fullmatch(line):
            if (
                below.strip()
                and _is_rule_of(further, below)
                and further.strip()[0] == line.strip()[0]
            ):
                self._add_heading(below, f"{line.strip()[0]} over", place + 1)
                return 3
            return 1
        if _is_rule_of(below, line) and not list_mark(line.strip()):
            self._add_heading(line, below.strip()[0], place)
            return 2
        if not self._stands_alone(place) or len(line.split()) > _MAX_HEADING_WORDS:
            return 0
        following = next((text for text in self._lines[place + 1 :] if text.strip()), "")
        deeper = _indent(following) > _indent(line)
        listed = list_mark(following.strip()) is not None
        section = _SECTION.fullmatch(line)
        deeper_or_section = deeper or _SECTION.fullmatch(following)
        if section and deeper_or_section and not self._line(place + 1).strip():
            level = section["number"].count(".") + 1
            self._add_heading(line, "", place, level=level)
        elif _VERSION.fullmatch(line.strip()) and (deeper or listed):
            self._add_heading(line, "version", place)
        elif _CAPITALS.fullmatch(line) and deeper:
            self._add_heading(line, "capitals", place)
        else:
            return 0
        return 1

    def _add_heading(self, words: str, sign: str, place: int, *, level: int = 0) -> None:
        self._list.end()
        if not level:
            if sign not in self._signs:
                self._signs.append(sign)
            level = self._signs.index(sign) + 1
        if sign not in {"", "version", "capitals"}:
            self._title = self._title or " ".join(words.split())
        self.is_structured = True
        self._writer.heading(words, level, place=place + 1)
        self._last = words

    def _item(self, place: int) -> int:
        line = self._lines[place]
        indent = _indent(line)
        mark = list_mark(line.strip())
        if mark is None:
            return 0
        end = place + 1
        while end < len(self._lines) and self._continues_item(end, indent):
            end += 1
        words = " ".join(text.strip() for text in self._lines[place:end])[mark.length :]
        if mark.ordinal is not None and not self._list.is_open and not self._is_step(end, indent):
            return 0
        self._list.item(words, indent, ordinal=mark.ordinal, mark=mark.shown, place=place + 1)
        self._last = words
        return end - place

    def _continues_item(self, place: int, indent: int) -> bool:
        line = self._lines[place]
        if not line.strip() or list_mark(line.strip()):
            return False
        return _indent(line) > indent

    def _is_step(self, place: int, indent: int) -> bool:
        """Tell the first of several steps from a lone line that begins with a number."""
        rest = (line for line in self._lines[place:] if line.strip() and _indent(line) <= indent)
        mark = list_mark(next(rest, "").strip())
        return mark is not None and mark.ordinal is not None

    def _table(self, place: int) -> int:
        end = place
        while len(_cells(self._line(end))) > 1 or (
            end > place and _TABLE_RULE.fullmatch(self._line(end))
        ):
            end += 1
        rows = self._lines[place:end]
        if sum(not _TABLE_RULE.fullmatch(row) for row in rows) < 2:
            return 0
        self._list.end()
        headed = any(_TABLE_RULE.fullmatch(row) for row in rows[1:2])
        with self._writer.group():
            for number, row in enumerate(rows):
                if not _TABLE_RULE.fullmatch(row):
                    header = headed and number == 0
                    self._writer.row(_cells(row), header=header, place=place + number + 1)
        self._last = ""
        return end - place

    def _code(self, place: int) -> int:
        """Write what is set further in and left as it is: code, or else a quotation."""
        announced = self._last.endswith(":")
        least = self._base + (2 if announced else _DEEP)
        if not self._after_blank(place) or _indent(self._lines[place]) < least:
            return 0
        end = place
        while end < len(self._lines) and (
            not self._lines[end].strip() or _indent(self._lines[end]) >= least
        ):
            end += 1
        while not self._lines[end - 1].strip():
            end -= 1
        lines = self._lines[place:end]
        prompted = all(_PROMPT.match(line) for line in lines if line.strip())
        if not (prompted or (_is_code(lines) and (announced or not self._list.is_open))):
            return 0
        self.is_structured = True
        with self._writer.inside() if self._list.is_open else nullcontext():
            self._writer.code("\n".join(lines), place=place + 1)
        self._last = ""
        return end - place

    def _paragraph(self, place: int) -> int:
        end = place + 1
        while self._line(end).strip() and not self._begins_other(end):
            end += 1
        lines = [line.strip() for line in self._lines[place:end]]
        inside = self._list.is_open and _indent(self._lines[place]) > self._base
        if not inside:
            self._list.end()
        first = place + 1
        parts = paragraph_lines(lines)
        while parts:
            part = parts.pop(0)
            self.is_structured |= is_log_line(part[0])
            words = " ".join(part)
            if spoken_kind(words) == "question" and parts and spoken_kind(parts[0][0]) == "answer":
                answer = parts.pop(0)
                with self._writer.group():
                    self._writer.add("question", words, place=first)
                    with self._writer.inside():
                        self._writer.add("answer", " ".join(answer), place=first + len(part))
                first += len(part) + len(answer)
                continue
            with self._writer.inside() if inside else nullcontext():
                # In reStructuredText two colons announce code, and one is shown.
                shown = words[:-1] if words.endswith("::") else words
                self._writer.add("paragraph", shown, place=first)
            first += len(part)
        self._last = lines[-1]
        if not self._title and not self.is_structured and self._reads_like_a_title(place, lines):
            self._title = " ".join(lines[0].split())
        return end - place

    def _reads_like_a_title(self, place: int, lines: Sequence[str]) -> bool:
        """Tell a line above all headings that is none by its form, as in memos and news."""
        words = lines[0]
        alone = self._after_blank(place) and len(lines) == 1
        short = len(words.split()) <= _MAX_HEADING_WORDS and not words.endswith(_SENTENCE_ENDS)
        return alone and short and not _WIDE_GAP.search(words) and not is_log_line(words)

    def _begins_other(self, place: int) -> bool:
        line = self._lines[place]
        return bool(list_mark(line.strip())) or _RULE.fullmatch(line) is not None

    def _stands_alone(self, place: int) -> bool:
        return self._after_blank(place) and bool(self._lines[place].strip())

    def _after_blank(self, place: int) -> bool:
        return not place or not self._lines[place - 1].strip()

    def _line(self, place: int) -> str:
        return self._lines[place] if place < len(self._lines) else ""


def _usual_indent(lines: Sequence[str]) -> int:
    """Return how far in most lines stand: some texts are set in as a whole."""
    counts = Counter(_indent(line) for line in lines if line.strip())
    return min(counts, key=lambda indent: (-counts[indent], indent), default=0)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_rule_of(rule: str, words: str) -> bool:
    """Tell whether a line of signs belongs to the heading beside it: they are about as long."""
    return (
        bool(words.strip())
        and _RULE.fullmatch(rule) is not None
        and _RULE.fullmatch(words) is None
        and abs(len(rule.strip()) - len(words.strip())) <= _ABOUT
    )


def _cells(line: str) -> list[str]:
    """Return the cells of a line that bars divide; nothing for another line."""
    words = line.strip()
    if "|" not in words or is_log_line(words):
        return []
    bare = words[1:].removesuffix("|").strip() if words.startswith("|") else words
    return [bare[span.start : span.end] for span in cell_spans(bare, 0)]


def _is_code(lines: Sequence[str]) -> bool:
    written = [line for line in lines if line.strip()]
    return sum(_CODE_SIGNS.search(line) is not None for line in written) * 2 >= len(written)


def read(path: Path) -> Iterator[RawPage]:
    """Yield the file as one page.

    Text without any sign of structure may be a page copied from a site: it is left to cleaning.
    """
    text = read_text(path)
    page = RawPage(
        key=str(path.absolute()),
        origin=str(path),
        text=text,
        scraped=None,
        path=str(path),
        places=Places("line", range(1, text.count("\n") + 2)),
    )
    written = PlainWriter(text)
    yield written.page(page, name_in_words(path)) if written.is_structured else page
