"""The errors Footnote raises on purpose.

    FootnoteError
    ├── UsageError            the call itself is wrong (exit status 2)
    ├── SettingsError         a setting is unknown, malformed or contradicts another
    ├── InputError            a file, page or line that cannot be taken in
    ├── QuestionError         a question that cannot be asked
    ├── ModelError            model weights
    │   ├── ModelMissing      not on this machine
    │   └── ModelDamaged      on this machine, but not the bytes expected
    ├── LibraryError          a library on disk
    │   ├── LibraryMissing    not there
    │   ├── LibraryMismatch   made with another embedding model or chunker
    │   ├── LibraryBusy       another process is writing
    │   ├── LibraryDamaged    catalog or vectors cannot be read
    │   ├── CatalogAway       PostgreSQL does not answer, or refuses the account
    │   └── VectorsAway       the Chroma server does not answer, or refuses the token
    ├── FixtureError          an evaluation fixture file that cannot be used
    └── AnswererError         a language model that is away, slow or broken

Each carries one sentence for a person, which names what is at fault and what to do.
"""

from functools import partial
from typing import Any


class FootnoteError(Exception):
    """Base of every error a user is meant to read; `str(error)` is the sentence to show."""


class UsageError(FootnoteError):
    """A command was called with arguments that cannot work."""


class SettingsError(FootnoteError):
    """A setting is unknown, malformed or contradicts another."""


class InputError(FootnoteError):
    """A file, page or line cannot be taken in; others can.

    `origin` names the file or URL, `line` (1-based) the line when there is one; `away` says that it
    could not be reached, and may be there later.
    """

    def __init__(
        self, reason: str, *, origin: str, line: int | None = None, away: bool = False
    ) -> None:
        self.reason = reason
        self.origin = origin
        self.line = line
        self.away = away
        place = origin if line is None else f"{origin}, line {line}"
        super().__init__(f"{place}: {reason}")

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how a copy is made in another process."""
        made = partial(InputError, origin=self.origin, line=self.line, away=self.away)
        return made, (self.reason,)


class QuestionError(FootnoteError):
    """A question is empty or far too long."""


class ModelError(FootnoteError):
    """Model weights cannot be used."""


class ModelMissing(ModelError):
    """Model weights are not on this machine; the sentence names the command that gets them."""


class ModelDamaged(ModelError):
    """Model weights are on this machine but differ from the bytes expected."""


class LibraryError(FootnoteError):
    """A library on disk cannot be used."""


class LibraryMissing(LibraryError):
    """There is no library of that name yet."""


class LibraryMismatch(LibraryError):
    """The library was made with another embedding model or chunker."""


class LibraryBusy(LibraryError):
    """Another process holds the library's write lock."""


class LibraryDamaged(LibraryError):
    """The catalog or the vectors cannot be read."""


class CatalogAway(LibraryError):
    """PostgreSQL, which keeps the catalog, does not answer, or refuses the account."""


class VectorsAway(LibraryError):
    """The Chroma server does not answer, or refuses the token."""


class FixtureError(FootnoteError):
    """An evaluation fixture file cannot be used."""


class AnswererError(FootnoteError):
    """A language model is away, wrong, slow, empty or endless."""


def first_line(error: BaseException) -> str:
    """Return the first line of what an error says, the name of its kind where it says nothing."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
