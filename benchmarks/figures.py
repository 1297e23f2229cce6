"""Figures of a run, kept in a file."""

from pathlib import Path


def keep(path: Path, text: str) -> None:
    """Write figures to a file, making its folder: the run behind them may have taken hours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
