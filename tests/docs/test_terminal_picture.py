"""The picture of a terminal says what the command says now, and loads nothing from elsewhere."""

from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.terminal_picture import COMMANDS, PICTURE, draw


def lines(svg: str) -> list[str]:
    """Return the lines of a picture's text, their words one space apart."""
    rows: dict[float, list[str]] = defaultdict(list)
    for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):
        rows[float(element.get("y", 0))].append("".join(element.itertext()))
    return [" ".join("".join(row).split()) for _, row in sorted(rows.items())]


@pytest.mark.integration
def test_the_picture_shows_what_the_command_says_now(tmp_path: Path) -> None:
    shown = lines(PICTURE.read_text("utf-8"))
    text = " ".join(shown)
    assert all(f"$ {command}" in text for command in COMMANDS)
    assert "3.1 million crowns" in text
    assert shown == lines(draw(tmp_path)), "run: python -m benchmarks.terminal_picture"


def test_the_picture_loads_nothing() -> None:
    svg = PICTURE.read_text("utf-8")
    assert "url(" not in svg.replace("url(#", "")
    assert "href" not in svg
