"""Answers as Discord messages: sentences, footnotes, refusals and the lines around them."""

import re

from bot.discord.language import LanguageName, day, say
from bot.discord.rendering.escaping import escape, shorten
from bot.discord.rendering.links import article_link
from bot.discord.rendering.splitting import split
from retrieval.answer import Answer, AnswerSentence, Citation, Hit
from retrieval.article import ArticleHead

SUBTEXT = "-# "
_QUOTE = "> "
_LONGEST_SENTENCE = 700
_LONGEST_TITLE = 90
_NEAREST = 3
_MARKER = re.compile(r"\s*\[\d+\]")


def render_answer(answer: Answer, language: LanguageName, question: str | None = None) -> list[str]:
    """Return the messages that show an answer, each within Discord's length.

    `question` is repeated on top where Discord does not show it (slash commands).
    """
    lines = question_line(question)
    if answer.status == "refused":
        lines += _refusal(answer, language)
    else:
        lines += _sentences(answer)
        lines += _footnotes(answer, language)
    for warning in answer.warnings:
        lines.append(SUBTEXT + escape(say(language, "warning", text=warning)))
    if not answer.complete:
        lines.append(SUBTEXT + say(language, "more_coming"))
    return split("\n".join(lines))


def question_line(question: str | None) -> list[str]:
    """Return the lines that repeat a question, none without one."""
    return [f"**{escape(question)}**"] if question else []


def marker(number: int) -> str:
    """Return a footnote's mark; it is bold, which no article's text can be."""
    return f"**\\[{number}\\]**"


def _sentences(answer: Answer) -> list[str]:
    shown = answer.sentences or _from_text(answer)
    written = [_sentence(sentence) for sentence in shown]
    if answer.answerer == "extractive":
        return [_QUOTE + sentence for sentence in written]
    return [" ".join(written)]


def _from_text(answer: Answer) -> tuple[AnswerSentence, ...]:
    markers = tuple(citation.marker for citation in answer.citations)
    return (AnswerSentence(_MARKER.sub("", answer.text), markers),)


def _sentence(sentence: AnswerSentence) -> str:
    text = escape(shorten(sentence.text, _LONGEST_SENTENCE))
    return " ".join([text, *(marker(number) for number in sentence.markers)])


def _footnotes(answer: Answer, language: LanguageName) -> list[str]:
    if not answer.complete:
        return []
    sharing: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        sharing.setdefault(citation.article.id, []).append(citation)
    return [_footnote_line(citations, language) for citations in sharing.values()]


def _footnote_line(citations: list[Citation], language: LanguageName) -> str:
    """Return the line of an article's footnotes: their marks, the article, and a way to each."""
    marks = " ".join(marker(citation.marker) for citation in citations)
    facts = _facts(citations[0].article, language)
    places = dict.fromkeys(c.place for c in citations if c.place is not None)
    facts += [say(language, f"place_{place.unit}", number=place.number) for place in places]
    opening = say(language, "open_link")
    labels = [f"{opening} {c.marker}" if len(citations) > 1 else opening for c in citations]
    links = [_link(c.article, label, c.quote) for c, label in zip(citations, labels, strict=True)]
    return f"{SUBTEXT}{marks} {' · '.join([*facts, *filter(None, links)])}"


def describe(article: ArticleHead, language: LanguageName, *, quote: str | None = None) -> str:
    """Return title, source, date and link of an article on one line."""
    link = _link(article, say(language, "open_link"), quote)
    return " · ".join([*_facts(article, language), *filter(None, [link])])


def _facts(article: ArticleHead, language: LanguageName) -> list[str]:
    facts = [escape(shorten(article.title, _LONGEST_TITLE))]
    if article.source:
        facts.append(escape(shorten(article.source, 40)))
    undated = say(language, "undated")
    return [*facts, day(language, article.published) if article.published else undated]


def _link(article: ArticleHead, label: str, quote: str | None) -> str | None:
    link = article_link(article.url, quote)
    return None if link is None else f"[{label}](<{link}>)"


def _refusal(answer: Answer, language: LanguageName) -> list[str]:
    lines = [say(language, "refused")]
    nearest = nearest_articles(answer.passages)
    if nearest:
        lines.append(SUBTEXT + say(language, "closest"))
        lines += [f"{SUBTEXT}• {describe(article, language)}" for article in nearest]
    return lines


def nearest_articles(hits: tuple[Hit, ...]) -> list[ArticleHead]:
    """Return the first few different articles of a ranking."""
    articles = {hit.article.id: hit.article for hit in hits}
    return list(articles.values())[:_NEAREST]
