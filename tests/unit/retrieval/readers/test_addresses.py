"""Files of a site get the addresses its builder gives them."""

from pathlib import Path

import pytest

from footnote.retrieval.article import RawPage
from footnote.retrieval.readers.addresses import Site, same_address, with_address
from footnote.retrieval.readers.markdown import read

JEKYLL, HUGO, ZOLA = "_config.yml", "hugo.toml", "config.toml"
MKDOCS, DOCUSAURUS = "mkdocs.yml", "docusaurus.config.js"


def address(folder: Path, name: str, front: str = "", config: str = "", root: str = "") -> str:
    if config:
        (folder / config).write_text('base_url = "x"\n' if config == ZOLA else "")
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: Tide\n{front}---\nThe tide turns at noon.\n")
    (page,) = read(path)
    found = with_address(page, (Site(folder / root, "https://tide.example/docs/"),))
    assert found.key in {str(path), page.url}
    return (found.url or "").removeprefix("https://tide.example/docs/")


@pytest.mark.parametrize(
    ("name", "config", "expected"),
    [
        ("_posts/2021-03-04-high-water.md", JEKYLL, "2021/03/04/high-water.html"),
        ("about.md", JEKYLL, "about.html"),
        ("index.md", JEKYLL, ""),
        ("content/posts/High Water.md", HUGO, "posts/high-water/"),
        ("content/posts/spring/index.md", HUGO, "posts/spring/"),
        ("content/2021-03-04-neap.md", ZOLA, "neap/"),
        ("content/_index.md", ZOLA, ""),
        ("docs/guide/README.md", MKDOCS, "guide/"),
        ("docs/guide/moon.md", MKDOCS, "guide/moon/"),
        ("docs/01-guide/02_moon.mdx", DOCUSAURUS, "docs/guide/moon"),
        ("blog/2021-03-04-neap.md", DOCUSAURUS, "blog/2021/03/04/neap"),
        ("a b/moon.md", "", "a%20b/moon/"),
    ],
)
def test_the_builder_found_near_the_folder_decides(
    tmp_path: Path, name: str, config: str, expected: str
) -> None:
    assert address(tmp_path, name, config=config) == expected


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("permalink: /moon/new/\n", "moon/new/"),
        ("permalink: /:year/:month/:title/\n", "2021/03/neap/"),
        ("path: moon/old\n", "moon/old/"),
        ("slug: waning\n", "_posts/waning/"),
        ("slug: /waning\n", "waning"),
        ("url: https://other.example/x\n", "https://other.example/x"),
    ],
)
def test_the_front_matter_goes_before_conventions(
    tmp_path: Path, front: str, expected: str
) -> None:
    assert address(tmp_path, "_posts/2021-03-04-neap.md", front, JEKYLL).endswith(expected)


def test_the_innermost_site_counts_and_files_outside_have_no_address(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    page = RawPage(
        key=str(tmp_path / "a/b/c.html"), origin="c", text="x", path=str(tmp_path / "a/b/c.html")
    )
    sites = (Site(tmp_path, "https://outer.example"), Site(tmp_path / "a", "https://inner.example"))
    assert with_address(page, sites).url == "https://inner.example/b/c.html"
    assert with_address(page, (Site(tmp_path / "z", "https://z.example"),)).url is None


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("HTTP://Tide.Example:80/Moon?a=B#top", "http://tide.example/Moon?a=B"),
        ("https://tide.example", "https://tide.example/"),
        ("https://tide.example:8443/x/", "https://tide.example:8443/x/"),
        ("https://tide.example/#/moon", "https://tide.example/#/moon"),
        ("/home/ann/Moon.md#3", "/home/ann/Moon.md#3"),
        ("https://[broken", "https://[broken"),
    ],
)
def test_one_address_written_in_several_ways_is_one_identity(written: str, same: str) -> None:
    assert same_address(written) == same
    page = RawPage(key=written, origin="x", text="x", url=written)
    assert (with_address(page, ()).key, with_address(page, ()).url) == (same, written)
