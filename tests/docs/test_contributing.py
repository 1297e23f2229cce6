"""Every path that CONTRIBUTING names is there, and holds what a newcomer is sent there for."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
DRAWING = PAGE.split("```text\n")[1].split("```")[0]
TASKS = [
    row.strip("| ").split(" | ")
    for row in PAGE.split("## Ten things people change\n")[1].split("\n## ")[0].splitlines()
    if row.startswith("| ") and not row.startswith(("| what", "| ---"))
]
_PATH = re.compile(r"[\w./-]+\.(?:py|po|md)|[\w./-]+/")
_NAMED_IN = re.compile(r"`…?(\w+)` in (?:`\w+` of )?`([\w./-]+)`(?: and `([\w./-]+)`)?")


def is_there(path: str, folders: Sequence[str] = ()) -> bool:
    rooms = [ROOT, ROOT / "retrieval", *(ROOT / folder for folder in folders)]
    return any((room / path).exists() for room in rooms)


def test_the_drawing_names_what_is_there() -> None:
    named = _PATH.findall(DRAWING)
    assert len(named) > 20
    assert [path for path in named if not is_there(path)] == []


def test_there_are_ten_tasks() -> None:
    assert len(TASKS) == 10


@pytest.mark.parametrize(("task", "where"), TASKS, ids=[task for task, _ in TASKS])
def test_a_newcomer_is_sent_where_the_task_is(task: str, where: str) -> None:
    paths = [code for code in re.findall(r"`([^`]+)`", where) if _PATH.fullmatch(code)]
    assert paths
    folders = [path for path in paths if path.endswith("/")]
    assert [path for path in paths if not is_there(path, folders)] == []
    for name, *files in _NAMED_IN.findall(where):
        for file in filter(None, files):
            assert holds(ROOT / file, name), f"{file} has no {name}"


def holds(place: Path, name: str) -> bool:
    """Tell whether a file, or one of a folder, holds a name, alone or at the end of another."""
    files = [place] if place.is_file() else [one for one in place.iterdir() if one.is_file()]
    pattern = re.compile(rf"{name}\b")
    return any(pattern.search(one.read_text("utf-8")) for one in files)
