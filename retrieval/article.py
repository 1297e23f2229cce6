"""Articles and the passages cut from them: the types everything else stands on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from retrieval.text.places import Places

RETRIEVED, ETAG, LAST_MODIFIED = "retrieved", "etag", "last_modified"
"""Metadata of an article from the web: when it was fetched, and what tells whether it changed."""

FETCH_FACTS = frozenset({RETRIEVED, ETAG, LAST_MODIFIED})
"""Metadata that may differ from fetch to fetch although the article is the same."""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open character range `[start, end)` of some text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as a reader found it, before cleaning.

    `origin` names it for people (path, URL, `file.jsonl, line 3`); `key` is its stable identity:
    the URL where there is one, else the absolute path, with `#line` for files of many articles.
    Whatever the reader already knows (title, dates) comes along; the rest is left to cleaning.
    `markup` says what `text` is: `plain`, `markdown` or `html`. `places`, where a reader knows
    them, has the place in the file of every line of `text`. `shown` is all that a web page shows,
    chrome included: names and dates are looked for there, answers are not.
    """

    key: str
    origin: str
    text: str
    markup: str = "plain"
    url: str | None = None
    path: str | None = None
    title: str | None = None
    source: str | None = None
    published: date | None = None
    updated: date | None = None
    authors: tuple[str, ...] = ()
    places: Places | None = None
    shown: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A page its site says is still as it was when the article with this key was made of it."""

    key: str
    origin: str


@dataclass(frozen=True, slots=True)
class ArticleHead:
    """What is known about an article besides its text.

    `published` is about the article, never about the events in it. `updated` is metadata only:
    it takes no part in search or answers.
    """

    id: str
    title: str
    url: str | None = None
    path: str | None = None
    source: str | None = None
    published: date | None = None
    updated: date | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned article; every citation is a character range of its `text`.

    `key` is the identity that survives a change of content (see `RawPage.key`), `head.id` is
    derived from it, and `content_hash` covers everything a change of which needs a new ingest.
    """

    head: ArticleHead
    key: str
    text: str
    content_hash: str
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk of an article: `article.text[start:end] == text`."""

    id: str
    article_id: str
    position: int
    start: int
    end: int
    text: str
