"""The runner of the pages' commands tells agreement from disagreement, and misses no command."""

from pathlib import Path

import pytest

from tools.console import Shell, agrees, commands, unmarked

PAGE = """\
Text.

```console
$ echo one \\
> two
one two
$ false; echo "status $?"
status 1
$ export TOWN='Tarrow Haven'
$ echo "in $TOWN"
in Tarrow Haven
```

<!-- not run: needs a moon -->
```console
$ footnote moon
```

    footnote forgotten

```python
footnote = 1
```
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.md"
    path.write_text(PAGE)
    return path


def test_commands_their_output_and_their_excuses_are_found(page: Path) -> None:
    one, status, _, _, moon = commands(page)
    assert (one.text, one.expected, one.line) == ("echo one \\\ntwo", ("one two",), 4)
    assert (status.expected, status.excuse) == (("status 1",), None)
    assert (moon.text, moon.excuse) == ("footnote moon", "needs a moon")


def test_a_command_outside_a_console_block_is_noticed(page: Path) -> None:
    assert unmarked(page) == ["footnote forgotten"]
    page.write_text("<!-- not run on this page: too long -->\n" + PAGE)
    assert unmarked(page) == []
    assert all(command.excuse for command in commands(page))


def test_commands_run_in_a_folder_of_their_own(page: Path, tmp_path: Path) -> None:
    shell = Shell(tmp_path / "reader")
    for command in commands(page)[:4]:
        _, printed = shell.run(command)
        expected = command.expected or ("",)
        assert agrees(expected, printed)
    assert (shell.folder / "samples" / "articles").is_dir()


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        (["a", "b"], ["a", "b", ""], True),
        (["a"], ["a", "b"], False),
        (["a", "…"], ["a", "b", "c"], True),
        (["…", "c"], ["a", "b", "c"], True),
        (["a…c"], ["abbbc"], True),
        (["a…c"], ["ab", "c"], False),
        (["a.c"], ["abc"], False),
        (["…", "d"], ["a", "b", "c"], False),
    ],
)
def test_dots_stand_for_anything_and_nothing_else_does(
    expected: list[str], printed: list[str], same: bool
) -> None:
    assert agrees(expected, printed) is same
