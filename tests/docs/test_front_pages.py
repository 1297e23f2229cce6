"""What README and the site's first page boast of is measured on the pages they name."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README, START = ROOT / "README.md", ROOT / "docs" / "index.md"
BOAST = "## What it does that others don't\n"
_SOURCE = re.compile(r"\]\(([\w/.-]+\.md)#([\w-]+)\)")
_FIGURE = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+|\d*\.?\d+)(?![\d.]*\.\d)")
"""A number, but for the parts of a version."""


def boasts(page: Path) -> Iterator[tuple[str, str, str]]:
    """Yield each claim of a page with the page and heading it names."""
    part = page.read_text("utf-8").split(BOAST)[1].split("\n## ")[0]
    for claim in re.split(r"\n(?=[-|])", part):
        if source := _SOURCE.search(claim):
            yield _SOURCE.sub("", claim), *source.groups()


def figures(text: str) -> list[str]:
    """Return the numbers of a text, .5 for 0.5."""
    return [re.sub(r"^0(?=\.)", "", figure) for figure in _FIGURE.findall(text)]


def section(page: Path, anchor: str) -> str:
    """Return what stands below a heading, further headings below it included."""
    text = page.read_text("utf-8")
    for heading in re.finditer(r"^(#+) (.+)$", text, re.MULTILINE):
        if re.sub(r"[^\w -]", "", heading[2]).strip().lower().replace(" ", "-") == anchor:
            rest = text[heading.end() :]
            return re.split(rf"^#{{1,{len(heading[1])}}} ", rest, flags=re.MULTILINE)[0]
    raise AssertionError(f"{page.name} has no heading {anchor}")


@pytest.mark.parametrize("page", [README, START], ids=lambda page: page.name)
def test_every_figure_stands_in_the_section_it_names(page: Path) -> None:
    claims = list(boasts(page))
    assert len(claims) >= 6
    for claim, source, anchor in claims:
        measured = section(page.parent / source, anchor)
        known = set(figures(measured))
        for figure in figures(claim):
            assert figure in known, f"{page.name}: {figure} is not in {source}#{anchor}: {claim}"


def test_the_readme_is_short_and_its_first_commands_set_it_up() -> None:
    text = README.read_text("utf-8")
    assert text.count("\n") < 150
    assert re.findall(r"^\$ (\w+ \w+)", text, re.MULTILINE)[:2] == ["make demo", "make test"]


def test_pictures_and_links_of_the_readme_lead_to_files() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", README.read_text("utf-8"))
    assert len(targets) > 20
    assert [target for target in targets if not (ROOT / target).is_file()] == []


def test_folders_and_files_that_contributing_draws_and_lists_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    drawing, table = text.split("```text\n")[1].split("```")[0], text.split("## Ten things")[1]
    named = re.findall(r"(?<![\w./])(?:\w+/)+(?:\w+\.\w+)?|\b\w+\.py\b", drawing)
    named += re.findall(r"`((?:\w+/)+(?:\w+\.\w+)?)`", table.split("\n## ")[0])
    assert len(named) > 30
    rooms = (ROOT, ROOT / "retrieval")
    assert [name for name in named if not any((room / name).exists() for room in rooms)] == []
