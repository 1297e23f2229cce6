"""The addresses that the builder of a site gives to the files it is made of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Literal
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from footnote.retrieval.article import RawPage

Builder = Literal["jekyll", "docusaurus", "mkdocs", "hugo", "zola", "files"]

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[-_](.+)")
_NUMBERED = re.compile(r"^\d+\s*[-_.]+\s*(?=\D)")
_PLACEHOLDER = re.compile(r":(year|month|i_month|day|i_day|title|slug|categories|output_ext)")
_INDEXES = frozenset(["index", "_index", "readme"])
_MARKDOWN = frozenset([".md", ".markdown", ".mdx"])
_PORTS = {"http": 80, "https": 443}
_LEVELS_UP = 3
"""How many folders above a source are looked into for the settings of a builder."""


@dataclass(frozen=True, slots=True)
class Site:
    """A folder whose files are the pages of a site, and the address of its front page."""

    folder: Path
    base_url: str


def with_address(page: RawPage, sites: tuple[Site, ...]) -> RawPage:
    """Return a page of a file with the address its site gives it; the innermost folder counts.

    What the front matter says (`permalink`, `url`, `path`, `slug`) goes before the conventions of
    Jekyll, Hugo, Zola, MkDocs and Docusaurus, told apart by their settings near the folder. A page
    that has an address keeps it. The identity of an article stays that of its file.
    """
    page = replace(page, key=same_address(page.key))
    if not sites or page.url is not None or page.path is None:
        return page
    path = Path(page.path).absolute()
    if page.key != str(path):
        return page  # one of several articles in a file
    around = [site for site in sites if path == site.folder or site.folder in path.parents]
    if not around:
        return page
    site = max(around, key=lambda each: len(each.folder.parts))
    folder = site.folder if site.folder.is_dir() else site.folder.parent
    builder, root = builder_of(folder)
    place = PurePosixPath(path.relative_to(folder).as_posix())
    if root and place.parts[0] in root:
        place = PurePosixPath(*place.parts[1:])
    part = _given(place, page.metadata, page) or _conventional(place, builder)
    return replace(page, url=urljoin(site.base_url.rstrip("/") + "/", part.lstrip("/")))


def same_address(key: str) -> str:
    """Return an address as all addresses that mean the same are written (RFC 3986, section 6.2.2).

    Scheme and host are in small letters, the scheme's own port and the fragment are left out; a
    fragment that a page's script takes for its route is kept. What is no http(s) address comes back
    as it is.
    """
    if not key.lower().startswith(("http://", "https://")):
        return key
    try:
        parts = urlsplit(key)
        port = parts.port
    except ValueError:
        return key
    host = parts.netloc.rpartition("@")[2].lower()
    if port is not None and port == _PORTS[parts.scheme]:
        host = host.rpartition(":")[0]
    login = parts.netloc.rpartition("@")[0]
    fragment = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    where = f"{login}@{host}" if login else host
    return urlunsplit((parts.scheme, where.rstrip(":"), parts.path or "/", parts.query, fragment))


@lru_cache(maxsize=64)
def builder_of(folder: Path) -> tuple[Builder, frozenset[str]]:
    """Return what builds the site a folder belongs to, and the folders that are its root."""
    for place in [folder, *folder.parents][:_LEVELS_UP]:
        if any(place.glob("docusaurus.config.*")):
            return "docusaurus", frozenset()
        if any((place / name).is_file() for name in ("mkdocs.yml", "mkdocs.yaml")):
            return "mkdocs", frozenset(["docs"])
        if any((place / name).is_file() for name in ("hugo.toml", "hugo.yaml", "hugo.json")):
            return "hugo", frozenset(["content"])
        config = place / "config.toml"
        if config.is_file():
            zola = re.search(r"^base_url\s*=", config.read_text("utf-8", "replace"), re.MULTILINE)
            return "zola" if zola else "hugo", frozenset(["content"])
        if (place / "_config.yml").is_file():
            return "jekyll", frozenset()
    return ("jekyll", frozenset()) if folder.name == "_posts" else ("files", frozenset())


def _given(place: PurePosixPath, fields: Mapping[str, object], page: RawPage) -> str | None:
    """Return the address within its site that a page's front matter gives it."""
    for name in ("permalink", "url"):
        value = fields.get(name)
        if isinstance(value, str) and value.strip():
            return _filled(value.strip(), place, fields, page)
    path = fields.get("path")
    if isinstance(path, str) and path.strip("/ "):
        return _quoted(path.strip()).rstrip("/") + "/"
    slug = fields.get("slug")
    if not isinstance(slug, str) or not slug.strip("/ "):
        return None
    if slug.startswith("/"):
        return _quoted(slug)
    folder = place.parent.parent if place.stem.lower() in _INDEXES else place.parent
    return _quoted((folder / slug.strip("/ ")).as_posix()) + "/"


def _filled(
    template: str, place: PurePosixPath, fields: Mapping[str, object], page: RawPage
) -> str:
    """Return Jekyll's template of an address with its placeholders filled."""
    dated = _DAY.fullmatch(place.stem)
    year, month, day = dated.groups()[:3] if dated else ("", "", "")
    if not dated and page.published is not None:
        year, month, day = page.published.isoformat().split("-")
    name = str(fields.get("slug") or (dated[4] if dated else place.stem))
    categories = fields.get("categories") or fields.get("category") or ()
    listed = categories.split() if isinstance(categories, str) else categories
    values = {
        "year": year,
        "month": month.zfill(2) if month else "",
        "i_month": month.lstrip("0"),
        "day": day.zfill(2) if day else "",
        "i_day": day.lstrip("0"),
        "title": name,
        "slug": name,
        "categories": "/".join(map(str, listed)) if isinstance(listed, list | tuple) else "",
        "output_ext": ".html",
    }
    filled = _PLACEHOLDER.sub(lambda found: values[found[1]], template)
    return _quoted(re.sub(r"/{2,}", "/", filled))


def _conventional(place: PurePosixPath, builder: Builder) -> str:
    if place.suffix.lower() not in _MARKDOWN:
        is_index = place.stem == "index" and place.suffix.lower() in {".html", ".htm"}
        return _quoted(f"{place.parent.as_posix()}/" if is_index else place.as_posix())
    folder, name = place.parent, place.stem
    dated = _DAY.fullmatch(name)
    if builder == "jekyll":
        if dated and "_posts" in folder.parts:
            parts = [part for part in folder.parts if part != "_posts"]
            year, month, day, title = dated.groups()
            return _quoted("/".join([*parts, year, month.zfill(2), day.zfill(2), f"{title}.html"]))
        index = name.lower() in _INDEXES
        return _quoted(f"{folder.as_posix()}/" if index else f"{folder.as_posix()}/{name}.html")
    if builder == "docusaurus":
        parts = [_NUMBERED.sub("", part) for part in folder.parts]
        if dated:
            return _quoted("/".join([*parts, *dated.groups()]))
        last = [] if name.lower() in _INDEXES else [_NUMBERED.sub("", name)]
        return _quoted("/".join([*parts, *last]))
    if name.lower() in _INDEXES:
        return _quoted(f"{folder.as_posix()}/")
    if builder == "zola" and dated:
        name = dated[4]
    if builder in {"hugo", "zola"}:
        return _quoted(f"{folder.as_posix()}/{name}/".lower().replace(" ", "-"))
    return _quoted(f"{folder.as_posix()}/{name}/")


def _quoted(part: str) -> str:
    return quote(part.removeprefix("./"), safe="/:?=&#%+,;@~!$'()*-._")
