"""The database under the bot's stores: where it is, and its door."""

from pathlib import Path

from footnote.bot.discord.journal import Journal
from footnote.bot.discord.state.interface import STORE_FAILED, StateDatabase, Step
from footnote.bot.discord.state.session import WHOLE, Shard, Share
from footnote.retrieval.errors import LibraryError, SettingsError
from footnote.retrieval.options import CatalogOptions

__all__ = [
    "STORE_FAILED",
    "WHOLE",
    "Shard",
    "Share",
    "StateDatabase",
    "Step",
    "kept_state",
    "open_share",
    "open_state",
    "store_path",
]


def store_path(home: Path) -> Path:
    """Return where the bot's own memory is kept, unless that is PostgreSQL."""
    return home / "discord" / "discord.sqlite3"


def open_state(home: Path, catalog: CatalogOptions | None = None) -> StateDatabase:
    """Open the bot's state, made where there is none: in `catalog.url`, else in the home folder."""
    if catalog is not None and catalog.url is not None:
        try:
            from footnote.bot.discord.state.postgres import PostgresState
        except ImportError as error:
            raise LibraryError(
                "The bot's state in PostgreSQL needs psycopg: pip install 'footnote-bot[postgres]'"
            ) from error
        return PostgresState(catalog)
    from footnote.bot.discord.state.sqlite import SqliteState

    return SqliteState(store_path(home))


def kept_state(home: Path, catalog: CatalogOptions | None = None) -> StateDatabase | None:
    """Open the bot's state as a bot has left it; None where none has run."""
    if store_path(home).is_file() or (catalog is not None and catalog.url is not None):
        return open_state(home, catalog)
    return None


def open_share(catalog: CatalogOptions | None, shards: int, journal: Journal) -> Share:
    """Return the part of the gateway that is this process's, which is still to be taken.

    Raises:
        SettingsError: There are several shards, and no PostgreSQL to lend them out.
    """
    if catalog is not None and catalog.url is not None:
        from footnote.bot.discord.state.session import SessionShare

        return SessionShare(catalog, shards, journal)
    if shards > 1:
        raise SettingsError(
            "discord.shards is for bots that share PostgreSQL: set catalog.url, or "
            "discord.sharded, which lets one process have all shards."
        )
    return Share()
