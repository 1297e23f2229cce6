"""What the readers make of one file."""

from pathlib import Path

from footnote.retrieval import readers
from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError


def pages(path: Path) -> list[RawPage]:
    found = list(readers.read(path))
    assert not [item for item in found if isinstance(item, InputError)]
    return [item for item in found if isinstance(item, RawPage)]


def refusal(path: Path) -> str:
    (found,) = readers.read(path)
    assert isinstance(found, InputError)
    return str(found)
