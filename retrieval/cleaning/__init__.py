"""From a raw page to an article: main text, title, dates and source; chrome and repeats gone."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from retrieval.article import Article, ArticleHead, RawPage
from retrieval.cleaning.chrome import is_chrome
from retrieval.cleaning.normalising import normalise, one_line
from retrieval.cleaning.stamps import read_stamp
from retrieval.cleaning.titles import after_title, found_title
from retrieval.errors import InputError

CLEANER_VERSION = "1"
"""Moves whenever the same page would be cleaned to other text or fields."""

MAX_TITLE_CHARACTERS = 300


def clean(raw: RawPage) -> Article:
    """Return the article of a page; raises `InputError` when no text is left.

    Dates are only those the reader found or a stamp line states; `updated` never becomes
    `published`.
    """
    lines = normalise(raw.text).split("\n")
    title = one_line(raw.title or "") or found_title(lines)
    body = after_title(lines, title) if title else lines
    kept, published, updated = _without_chrome(body)
    text = normalise("\n".join(kept))
    if not any(character.isalnum() for character in text):
        raise InputError("has no text besides site chrome", origin=raw.origin)
    head = ArticleHead(
        id=article_id(raw.key),
        title=(title or _opening(text))[:MAX_TITLE_CHARACTERS],
        url=raw.url,
        path=raw.path,
        source=one_line(raw.source) if raw.source else _host(raw.url),
        published=raw.published or published,
        updated=raw.updated or updated,
        authors=raw.authors,
    )
    return Article(
        head=head,
        key=raw.key,
        text=text,
        content_hash=_content_hash(head, text, raw),
        metadata=dict(raw.metadata),
    )


def article_id(key: str) -> str:
    """Return the stable id of the article with this identity."""
    return "a" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _without_chrome(lines: Iterable[str]) -> tuple[list[str], date | None, date | None]:
    kept: list[str] = []
    published: date | None = None
    updated: date | None = None
    for line in lines:
        stamp = read_stamp(line)
        if stamp is not None:
            published = published or stamp.published
            updated = updated or stamp.updated
        elif not is_chrome(line):
            kept.append(line)
    return kept, published, updated


def _opening(text: str) -> str:
    """Return the first words of a text, as the title of an article that has none."""
    line = text.split("\n", 1)[0]
    return line if len(line) <= 80 else line[:80].rsplit(" ", 1)[0] + " …"


def _host(url: str | None) -> str | None:
    if url is None:
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _content_hash(head: ArticleHead, text: str, raw: RawPage) -> str:
    parts = [CLEANER_VERSION, text, head.title, head.url, head.path, head.source]
    parts += [str(head.published), str(head.updated), *head.authors]
    parts += [json.dumps(dict(raw.metadata), sort_keys=True, default=str)]
    return hashlib.sha256(json.dumps(parts).encode("utf-8", "surrogatepass")).hexdigest()
