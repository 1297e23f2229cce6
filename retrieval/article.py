"""Articles and the passages cut from them: the types everything else stands on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from footnote.retrieval.blocks import HEADING_JOINT, Block, Outline
from footnote.retrieval.text.laying_out import Places
from footnote.retrieval.text.plain_blocks import plain_blocks

RETRIEVED, ETAG, LAST_MODIFIED = "retrieved", "etag", "last_modified"
"""Metadata of an article from the web: when it was fetched, and what tells whether it changed."""

FETCH_FACTS = frozenset({RETRIEVED, ETAG, LAST_MODIFIED})
"""Metadata that may differ from fetch to fetch although the article is the same."""


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as a reader found it, before cleaning.

    `origin` names it for people (path, URL, `file.jsonl, line 3`); `key` is its stable identity:
    the URL where there is one, else the absolute path, with `#line` for files of many articles.
    Whatever the reader already knows (title, dates) comes along; the rest is left to cleaning.
    `blocks` are those of `text` as the file's own structure has them, none where it has no
    structure. `scraped` says that a site's furniture may stand in `text`, None that nobody can
    tell, as of plain text. `places`, where a reader knows them, has the place in the file of every
    line of `text`. `shown` is all that a web page shows, chrome included: names and dates are
    looked for there, answers are not.
    """

    key: str
    origin: str
    text: str
    blocks: tuple[Block, ...] = ()
    scraped: bool | None = True
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
    """A cleaned article: its text and the blocks it is made of.

    Every citation is a character range of `text`. `key` is the identity that survives a change of
    content (see `RawPage.key`), `head.id` is derived from it, and `content_hash` covers everything
    a change of which needs a new ingest. `scraped` tells, on the way into a library, that lines
    which recur across its site may go; it is not stored.
    """

    head: ArticleHead
    key: str
    text: str
    content_hash: str
    metadata: Mapping[str, Any] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    scraped: bool = field(default=False, compare=False)

    def outline(self) -> Outline:
        """Return what can be asked of the article's blocks; text without any has those it shows."""
        return Outline(self.text, self.blocks or plain_blocks(self.text))


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk of an article: `article.text[start:end] == text`.

    `headings` are those it stands under, the outermost first, without the article's title. `lead`
    is what stands before the passage and belongs to it: the row that heads its table, the sentence
    that announces its list.
    """

    id: str
    article_id: str
    position: int
    start: int
    end: int
    text: str
    headings: tuple[str, ...] = ()
    lead: str = ""

    def in_context(self, title: str, text: str | None = None) -> str:
        """Return the passage as models read it: below its article's title, headings and lead.

        `text` stands in for the whole of its words where only a part is to be read.
        """
        place = HEADING_JOINT.join(part for part in (title, *self.headings) if part)
        words = self.text if text is None else text
        return "\n".join(part for part in (place, self.lead, words) if part)
