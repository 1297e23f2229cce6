"""The recurring lines of sites as a library remembers them, and forgets them."""

import json
from collections.abc import Collection
from typing import TYPE_CHECKING

from footnote.retrieval.catalog import Catalog, CatalogWriter

if TYPE_CHECKING:
    from footnote.retrieval.cleaning.recurring import Learnt

_NOTE = "site_lines"


def recall(catalog: Catalog) -> "Learnt":
    """Return what the library remembers of its sites."""
    note = catalog.noted(_NOTE)
    return dict(json.loads(note)) if note else {}


def remember(writer: CatalogWriter, learnt: "Learnt") -> None:
    """Keep what has been learnt; nothing learnt leaves no trace."""
    writer.note(_NOTE, json.dumps(learnt) if learnt else None)


def unlearn(catalog: Catalog, writer: CatalogWriter, gone: Collection[str]) -> None:
    """Forget the lines that only articles of these ids kept, and the sites that have none left.

    The next page with such a line keeps it, until the line recurs again.
    """
    known = recall(catalog)
    if known:
        kept = {
            source: {line: keeper for line, keeper in lines.items() if keeper not in gone}
            for source, lines in known.items()
        }
        remember(writer, {source: lines for source, lines in kept.items() if lines})
