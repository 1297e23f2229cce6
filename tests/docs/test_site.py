"""The site builds without a warning, and shows everything without asking another host."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LOADING = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src"}


class Resources(HTMLParser):
    """Collects the addresses a browser loads by itself; links to click are none."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        address = named.get(LOADING.get(tag, ""))
        if address and named.get("rel") != "canonical":
            self.addresses.append(address)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    told = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return folder


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        resources = Resources()
        resources.feed(page.read_text(encoding="utf-8"))
        assert resources.addresses
        outside = [at for at in resources.addresses if re.match(r"(?:https?:)?//", at)]
        assert not outside, f"{page.relative_to(site)} loads {outside}"
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\(\s*['\"]?(?:https?:)?//", sheet.read_text(encoding="utf-8"))


def test_the_schemas_are_published_beside_the_pages(site: Path) -> None:
    published = {path.name for path in (site / "schemas").iterdir()}
    assert published == {path.name for path in (ROOT / "docs" / "schemas").iterdir()}


def test_pages_that_the_readme_and_the_sources_name_exist() -> None:
    files = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docker-compose*.yml")]
    files += [path for path in (ROOT / "deploy").rglob("*") if path.is_file()]
    files += (ROOT / "examples").glob("*")
    for file in files:
        for named in re.findall(r"docs/[\w/.-]+\.(?:md|json)", file.read_text(encoding="utf-8")):
            assert (ROOT / named).is_file(), f"{file.name} names {named}"


def entries(menu: list[Any]) -> Iterator[tuple[str, str]]:
    """Yield the title and page of each entry of a menu."""
    for entry in menu:
        ((title, target),) = entry.items()
        if isinstance(target, str):
            yield title, target
        else:
            yield from entries(target)


def test_the_menu_names_every_page_once() -> None:
    menu = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"]
    titles, targets = zip(*entries(menu), strict=True)
    pages = [path.relative_to(ROOT / "docs") for path in (ROOT / "docs").rglob("*.md")]
    assert len(set(titles)) == len(titles)
    assert sorted(targets) == sorted(page.as_posix() for page in pages)
