"""Answers, footnotes and articles as rich text."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from footnote.bot.terminal.quotes import MARKER, render_quote
from footnote.bot.terminal.words import safe, say
from footnote.retrieval.answer import Answer, Citation
from footnote.retrieval.article import Article, ArticleHead
from footnote.retrieval.blocks import HEADING_JOINT
from footnote.retrieval.languages import Language
from footnote.retrieval.quote_markdown import text_after, text_before
from footnote.retrieval.text.text_fragment import quote_link
from footnote.retrieval.usage import Usage

QUIET = Style(dim=True)
HIGHLIGHT = Style(bold=True, reverse=True)
SURROUNDINGS = 500
"""Characters shown on either side of an opened quote."""
COPIES_NAMED = 3
"""Copies of a cited article that are named below its footnote; the others are counted."""


def render_answer(answer: Answer) -> RenderableType:
    """Return an answer with its numbered footnotes, or a refusal with the nearest titles."""
    spoken = answer.language
    if answer.status == "refused":
        parts: list[RenderableType] = [Text(safe(answer.text), style=Style(color="yellow"))]
    else:
        parts = [
            _body(answer),
            Text(),
            *(_footnote(citations, spoken) for citations in _by_page(answer.citations)),
        ]
    parts += [
        Text(say(spoken, "note", text=safe(warning)), style=QUIET) for warning in answer.warnings
    ]
    if answer.complete and answer.removed:
        parts.append(Text(describe_removed(len(answer.removed), spoken), style=QUIET))
    if answer.complete and answer.usage.calls:
        parts.append(Text(describe_usage(answer.usage, spoken), style=QUIET))
    return Group(*parts)


def describe_removed(count: int, spoken: Language = Language.ENGLISH) -> str:
    """Return how many sentences of a language model are not shown, as one line."""
    return say(spoken, "left_out_one" if count == 1 else "left_out", count=count)


def describe_usage(usage: Usage, spoken: Language = Language.ENGLISH) -> str:
    """Return what a language model used as one line; its cost only where prices are set."""
    return say(
        spoken,
        "tokens",
        about=say(spoken, "about") if usage.estimated else "",
        read=usage.input_tokens,
        written=usage.output_tokens,
        cost=say(spoken, "cost", cost=usage.cost) if usage.cost else "",
    )


def _body(answer: Answer) -> RenderableType:
    if answer.answerer == "extractive" and answer.citations:
        return Group(*(render_quote(each, answer.language) for each in answer.citations))
    text = Text()
    own_line = False
    for number, sentence in enumerate(answer.sentences):
        if number:
            text.append("\n" if own_line or sentence.own_line else " ")
        own_line = sentence.own_line
        text.append(safe(sentence.text))
        for marker in sentence.markers:
            text.append(f" [{marker}]", style=MARKER)
    if answer.missing:
        text.append(f"\n{safe(answer.missing)}", style=QUIET)
    return text


def _by_page(citations: Sequence[Citation]) -> list[list[Citation]]:
    """Return citations that stand in one section of one page together."""
    found: dict[tuple[str, tuple[str, ...]], list[Citation]] = {}
    for citation in citations:
        found.setdefault((citation.article.id, citation.heading), []).append(citation)
    return list(found.values())


def _footnote(citations: Sequence[Citation], spoken: Language) -> RenderableType:
    first = citations[0]
    marks = " ".join(f"[{citation.marker}]" for citation in citations)
    line = Text(f"{marks} ", style=MARKER)
    line.append(describe(first.article, spoken, first.heading))
    rows: list[RenderableType] = [line]
    for citation in citations:
        link = quote_link(citation.article.url, citation.quote, citation.anchor)
        place = link or _nearby(citation.article.path)
        if place and citation.place and not link:
            place += f", {say(spoken, citation.place.unit, number=citation.place.number)}"
        if place:
            style = Style(dim=True, link=link) if link else QUIET
            rows.append(Text.assemble("    ", (safe(place), style), overflow="fold"))
    copies = {copy.article.id: copy for citation in citations for copy in citation.copies}
    verbatim = [copy.article for copy in copies.values() if copy.verbatim]
    others = [copy.article for copy in copies.values() if not copy.verbatim]
    rows += [*_copies("also_in", verbatim, spoken), *_copies("in_other_words", others, spoken)]
    return Group(*rows)


def _copies(how: str, heads: Sequence[ArticleHead], spoken: Language) -> list[Text]:
    """Return the line that names an article's copies, if it has any."""
    if not heads:
        return []
    line = Text(f"    {say(spoken, how)}: ", style=QUIET)
    line.append(Text("; ").join(describe(head, spoken) for head in heads[:COPIES_NAMED]))
    if len(heads) > COPIES_NAMED:
        line.append(say(spoken, "and_more", count=len(heads) - COPIES_NAMED))
    return [line]


def _nearby(path: str | None) -> str | None:
    """Return a file's path as seen from the working folder, where it lies below it."""
    if path is None:
        return None
    here = Path.cwd()
    return str(Path(path).relative_to(here)) if Path(path).is_relative_to(here) else path


def describe(
    head: ArticleHead, spoken: Language = Language.ENGLISH, heading: Sequence[str] = ()
) -> Text:
    """Return an article's title, the headings in it, its source and date on one line."""
    text = Text(safe(head.title), style=Style(bold=True))
    text.append("".join(safe(f"{HEADING_JOINT}{each}") for each in heading), Style(bold=False))
    day = head.published.isoformat() if head.published else say(spoken, "no_date")
    details = [head.source, day]
    shown = ", ".join(safe(detail) for detail in details if detail)
    text.append(f" ({shown})", style=Style(bold=False, dim=True))
    return text


def render_opened(article: Article, start: int, end: int) -> RenderableType:
    """Return a quote highlighted in its surroundings."""
    text = Text(safe(text_before(article.text, start, SURROUNDINGS)))
    text.append(safe(article.text[start:end]), style=HIGHLIGHT)
    text.append(safe(text_after(article.text, end, SURROUNDINGS)))
    return Group(describe(article.head), Text(), text)


def render_articles(heads: Sequence[ArticleHead]) -> RenderableType:
    """Return articles as a table."""
    table = Table(box=None, pad_edge=False)
    for column in ("id", "published", "source", "title"):
        table.add_column(column, no_wrap=column != "title")
    for head in heads:
        published = head.published.isoformat() if head.published else "–"
        table.add_row(head.id, published, safe(head.source or "–"), Text(safe(head.title)))
    return table
