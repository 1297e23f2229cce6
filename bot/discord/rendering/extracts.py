"""A passage in its surroundings, the quote in bold."""

from footnote.bot.discord.language import LanguageName
from footnote.bot.discord.rendering.answers import SUBTEXT, describe
from footnote.bot.discord.rendering.escaping import escape, shorten
from footnote.bot.discord.rendering.splitting import LIMIT, units
from footnote.retrieval.article import Article
from footnote.retrieval.quote_markdown import text_after, text_before

_SURROUNDINGS = (400, 250, 120, 0)
_LONGEST_QUOTE = 700
PAGE = 1100
"""Characters of a page of an article; escaped and with its head it fits one message."""


def render_extract(article: Article, start: int, end: int, language: LanguageName) -> str:
    """Return one message showing `article.text[start:end]` in bold with the text around it."""
    quote = article.text[start:end]
    head = SUBTEXT + describe(article.head, language, quote=quote)
    for width in _SURROUNDINGS:
        shown = "\n".join([head, *_quoted(article.text, start, end, width)])
        if units(shown) <= LIMIT:
            return shown
    return "\n".join([head, f"> **{escape(shorten(quote, _LONGEST_QUOTE // 2))}**"])


def _quoted(text: str, start: int, end: int, width: int) -> list[str]:
    before = text_before(text, start, width)
    after = text_after(text, end, width)
    runs = [(before, False), (shorten(text[start:end], _LONGEST_QUOTE), True), (after, False)]
    paragraphs: list[list[str]] = [[]]
    for run, bold in runs:
        for number, piece in enumerate(run.split("\n")):
            if number:
                paragraphs.append([])
            paragraphs[-1].append(_run(piece, bold=bold))
    return ["> " + "".join(paragraph) for paragraph in paragraphs if "".join(paragraph).strip()]


def _run(piece: str, *, bold: bool) -> str:
    text = escape(piece)
    if not text:
        return " " if piece else ""
    left = " " if piece[0].isspace() else ""
    right = " " if piece[-1].isspace() else ""
    return f"{left}**{text}**{right}" if bold else f"{left}{text}{right}"


def page_before(text: str, start: int) -> int:
    """Return where the page that ends at a character begins, at a word."""
    begin = max(0, start - PAGE)
    space = text.find(" ", begin, start)
    return 0 if begin == 0 or space < 0 else space + 1


def render_page(article: Article, start: int, language: LanguageName) -> str:
    """Return one message showing a page of an article from a character on."""
    page = article.text[start : start + PAGE]
    head = SUBTEXT + describe(article.head, language, quote=page[:60])
    while True:
        lines = [f"> {escape(line)}" for line in page.split("\n") if line.strip()]
        shown = "\n".join([head, *lines])
        if units(shown) <= LIMIT:
            return shown
        page = page[: len(page) * 4 // 5]  # markup grows when it is made inert
