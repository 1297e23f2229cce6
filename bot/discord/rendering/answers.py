"""Answers as Discord messages: sentences, footnotes, refusals and the lines around them."""

import re
from collections.abc import Sequence
from urllib.parse import quote as percent
from urllib.parse import urlsplit

from footnote.bot.discord.language import LanguageName, day, say
from footnote.bot.discord.rendering.markup import escape, shorten, split, units
from footnote.bot.discord.rendering.quotes import quote_lines
from footnote.retrieval.answer import Answer, AnswerSentence, Citation, Hit
from footnote.retrieval.article import ArticleHead
from footnote.retrieval.blocks import HEADING_JOINT
from footnote.retrieval.text.text_fragment import text_directive

MAX_LINK = 512
_MESSAGES = "https://discord.com/channels/"


def article_link(url: str | None, quote: str | None = None, anchor: str = "") -> str | None:
    """Return a safe http(s) link, scrolled to `quote` where the length allows; None without one.

    `anchor` is the id of the quote's heading, for browsers that cannot scroll to words.
    Everything that could end the link inside Discord's markup is percent-encoded.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        return None
    base = percent(parts._replace(fragment="").geturl(), safe="/:?=&%~+,;$!*'-._@#")
    if len(base) > MAX_LINK:
        return None
    if quote is None or base.startswith(_MESSAGES):  # Discord itself opens these
        return base
    linked = f"{base}#{percent(anchor, safe='')}:~:text={text_directive(quote)}"
    return linked if len(linked) <= MAX_LINK else base


SUBTEXT = "-# "
_LONGEST_SENTENCE = 700
_LONGEST_TITLE = 90
_NEAREST = 3
_LONGEST_QUESTION = 1_300
"""Units of a repeated question: the thinking line and an answer's first words fit beside it."""

_OF_ARTICLES = (
    "The articles differ:",
    "The language model declined:",
    "Nothing the language model wrote stood up",
)
"""How warnings begin that name nothing of the machine; all others tell of a model's fault."""

_FAULTS = {
    "The answer is quoted instead.": "model_away_quoted",
    "Another language model answered.": "model_away_other",
}
_MARKER = re.compile(r"\s*\[\d+\]")


def render_answer(answer: Answer, language: LanguageName, question: str | None = None) -> list[str]:
    """Return the messages that show an answer, each within Discord's length.

    `question` is repeated on top where Discord does not show it (slash commands).
    """
    lines = question_line(question)
    if answer.status == "refused":
        lines += _refusal(answer, language)
    else:
        lines += _sentences(answer, language)
        lines += [escape(answer.missing)] if answer.missing else []
        lines += _footnotes(answer, language)
    for warning in answer.warnings:
        lines.append(SUBTEXT + _warning(warning, language))
    if not answer.complete:
        lines.append(SUBTEXT + say(language, "more_coming"))
    return split("\n".join(lines))


def question_line(question: str | None) -> list[str]:
    """Return the lines that repeat a question, none without one."""
    if not question:
        return []
    shown, length = escape(question), len(question)
    while units(shown) > _LONGEST_QUESTION:  # markup grows when it is made inert
        length = length * 4 // 5
        shown = escape(shorten(question, length))
    return [f"**{shown}**"]


def _warning(warning: str, language: LanguageName) -> str:
    """Return a warning; a model's fault names hosts and settings, which readers do not see."""
    if warning.startswith(_OF_ARTICLES):
        return escape(say(language, "warning", text=warning))
    key = next((key for end, key in _FAULTS.items() if warning.endswith(end)), "model_away")
    return say(language, key)


def marker(number: int) -> str:
    """Return a footnote's mark; it is bold, which no article's text can be."""
    return f"**\\[{number}\\]**"


def _sentences(answer: Answer, language: LanguageName) -> list[str]:
    if answer.answerer == "extractive" and answer.citations:
        return [
            line
            for citation in answer.citations
            for line in quote_lines(citation, marker(citation.marker), language)
        ]
    lines: list[str] = []
    running = False
    for sentence in answer.sentences or _from_text(answer):
        if running and not sentence.own_line:
            lines[-1] += f" {_sentence(sentence)}"
        else:
            lines.append(_sentence(sentence))
        running = not sentence.own_line
    return lines


def _from_text(answer: Answer) -> tuple[AnswerSentence, ...]:
    markers = tuple(citation.marker for citation in answer.citations)
    return (AnswerSentence(_MARKER.sub("", answer.text), markers),)


def _sentence(sentence: AnswerSentence) -> str:
    text = escape(shorten(sentence.text, _LONGEST_SENTENCE))
    return " ".join([text, *(marker(number) for number in sentence.markers)])


def _footnotes(answer: Answer, language: LanguageName) -> list[str]:
    if not answer.complete:
        return []
    sharing: dict[tuple[str, tuple[str, ...]], list[Citation]] = {}
    for citation in answer.citations:
        sharing.setdefault((citation.article.id, citation.heading), []).append(citation)
    return [_footnote_line(citations, language) for citations in sharing.values()]


def _footnote_line(citations: list[Citation], language: LanguageName) -> str:
    """Return the line of an article's footnotes: their marks, the article, and their places."""
    marks = " ".join(marker(citation.marker) for citation in citations)
    first = citations[0]
    facts = _facts(first.article, language, first.quote, first.anchor, first.heading)
    # Who follows a link sees a page and not the lines of the file it was made from.
    shown = {"page"} if article_link(first.article.url) else {"page", "line", "paragraph"}
    places = dict.fromkeys(c.place for c in citations if c.place and c.place.unit in shown)
    facts += [say(language, f"place_{place.unit}", number=place.number) for place in places]
    return f"{SUBTEXT}{marks} {' · '.join(facts)}"


def describe(article: ArticleHead, language: LanguageName, *, quote: str | None = None) -> str:
    """Return an article on one line: its title as a link, scrolled to `quote`, source and date."""
    return " · ".join(_facts(article, language, quote))


def _facts(
    article: ArticleHead,
    language: LanguageName,
    quote: str | None,
    anchor: str = "",
    headings: Sequence[str] = (),
) -> list[str]:
    title = escape(shorten(article.title, _LONGEST_TITLE))
    link = article_link(article.url, quote, anchor)
    facts = [title if link is None or not title else f"[{title}](<{link}>)"]
    if headings:
        facts.append(escape(shorten(HEADING_JOINT.join(headings), _LONGEST_TITLE)))
    if article.source:
        facts.append(escape(shorten(article.source, 40)))
    return [*facts, day(article.published) if article.published else say(language, "undated")]


def _refusal(answer: Answer, language: LanguageName) -> list[str]:
    lines = [say(language, "refused")]
    lines += [escape(answer.missing)] if answer.missing else []
    nearest = nearest_hits(answer.passages)
    if nearest:
        lines.append(SUBTEXT + say(language, "closest"))
    for hit in nearest:
        section = hit.passage.headings
        scrolled = section[-1] if section else None
        facts = _facts(hit.article, language, scrolled, headings=section)
        lines.append(f"{SUBTEXT}• {' · '.join(facts)}")
    return lines


def nearest_hits(hits: tuple[Hit, ...]) -> list[Hit]:
    """Return the best passage of each of the first few different articles of a ranking."""
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.article.id, hit)
    return list(best.values())[:_NEAREST]
