"""Every command in README and docs does what the page says, or says why it is not run."""

from pathlib import Path

import pytest

from tools.console import Shell, agrees, commands, unmarked

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    page
    for page in [*ROOT.glob("*.md"), *ROOT.glob("[es]*/README.md"), *(ROOT / "docs").rglob("*.md")]
    if page.parent.name != "reference" or page.name == "python.md"
)


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_command_stands_outside_a_console_block(page: Path) -> None:
    assert unmarked(page) == []


@pytest.mark.parametrize(
    "page", [page for page in PAGES if any(not c.excuse for c in commands(page))], ids=name
)
def test_the_commands_of_a_page_do_what_it_says(page: Path, tmp_path: Path) -> None:
    shell = Shell(tmp_path / "reader")
    for command in commands(page):
        if command.excuse:
            continue
        status, printed = shell.run(command)
        place = f"{name(page)}, line {command.line}: {command.text}"
        if command.expected:
            shown = "\n".join(printed)
            assert agrees(command.expected, printed), f"{place}\nprinted:\n{shown}"
        else:
            assert status == 0, f"{place}\nended with {status}:\n" + "\n".join(printed)


def test_excuses_give_a_reason() -> None:
    excuses = {c.excuse for page in PAGES for c in commands(page) if c.excuse}
    assert all(len(excuse.split()) >= 3 for excuse in excuses)
