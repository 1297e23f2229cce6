"""The database under the bot's stores: where it is, and its door."""

from pathlib import Path

from bot.discord.state.interface import STORE_FAILED, StateDatabase, Step

__all__ = ["STORE_FAILED", "StateDatabase", "Step", "kept_state", "open_state", "store_path"]


def store_path(home: Path) -> Path:
    """Return where the bot's own memory is kept."""
    return home / "discord" / "discord.sqlite3"


def open_state(home: Path) -> StateDatabase:
    """Open the bot's state, which is made where there is none."""
    from bot.discord.state.sqlite import SqliteState

    return SqliteState(store_path(home))


def kept_state(home: Path) -> StateDatabase | None:
    """Open the bot's state as a bot has left it; None where none has run."""
    return open_state(home) if store_path(home).is_file() else None
