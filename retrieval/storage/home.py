"""The home folder: one folder a library."""

from pathlib import Path

from retrieval.errors import LibraryError


def library_folder(home: Path, name: str) -> Path:
    """Return the folder of a home's library, which need not exist yet.

    Raises:
        LibraryError: The name is no plain folder name.
    """
    if not name or name in {".", ".."} or name != Path(name).name or "\\" in name:
        raise LibraryError(f"{name!r} is no name for a library. Use letters, digits and dashes.")
    return home / "libraries" / name


def library_names(home: Path) -> list[str]:
    """Return the names of a home's libraries, in alphabetical order."""
    return sorted(path.parent.name for path in (home / "libraries").glob("*/catalog.sqlite3"))
