"""Plain text files: one page each, with headings, lists and code where its lines show them."""

from collections.abc import Iterator
from pathlib import Path

from footnote.retrieval.article import RawPage
from footnote.retrieval.readers.fields import name_in_words
from footnote.retrieval.readers.files import read_text
from footnote.retrieval.readers.plain_structure import PlainWriter
from footnote.retrieval.text.laying_out import Places


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
