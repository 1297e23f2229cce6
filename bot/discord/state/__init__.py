"""The database under the bot's stores: where it is, and its door."""

from pathlib import Path

from bot.discord.state.interface import STORE_FAILED, StateDatabase, Step
from retrieval.errors import LibraryError
from retrieval.options import CatalogOptions

__all__ = ["STORE_FAILED", "StateDatabase", "Step", "kept_state", "open_state", "store_path"]


def store_path(home: Path) -> Path:
    """Return where the bot's own memory is kept, unless that is PostgreSQL."""
    return home / "discord" / "discord.sqlite3"


def open_state(home: Path, catalog: CatalogOptions | None = None) -> StateDatabase:
    """Open the bot's state, made where there is none: in `catalog.url`, else in the home folder."""
    if catalog is not None and catalog.url is not None:
        try:
            from bot.discord.state.postgres import PostgresState
        except ImportError as error:
            raise LibraryError(
                "The bot's state in PostgreSQL needs psycopg: pip install 'footnote-bot[postgres]'"
            ) from error
        return PostgresState(catalog)
    from bot.discord.state.sqlite import SqliteState

    return SqliteState(store_path(home))


def kept_state(home: Path, catalog: CatalogOptions | None = None) -> StateDatabase | None:
    """Open the bot's state as a bot has left it; None where none has run."""
    if store_path(home).is_file() or (catalog is not None and catalog.url is not None):
        return open_state(home, catalog)
    return None
