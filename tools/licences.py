"""The licences of everything Footnote stands on, and which of them may be there."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.markdown import page, table

ALLOWED = frozenset(
    """0BSD Apache-2.0 BSD-2-Clause BSD-3-Clause BSL-1.0 CC0-1.0 CNRI-Python ISC LLVM-exception MIT
    MIT-0 MIT-CMU MPL-1.1 MPL-2.0 PSF-2.0 Zlib""".split()
)
"""SPDX identifiers that may be shipped beside Apache-2.0 code; of `… OR …` one is enough."""

SHIPPED = (
    "offline", "sentence-transformers", "multilingual", "formats", "ray", "mcp", "generative",
)  # fmt: skip
TOOLS = ("eval", "docs", "dev")
_OWN = "footnote-bot"
_PROJECT = Path(__file__).parents[1] / "pyproject.toml"
_LOCKED = {"python_version": "3.11", "python_full_version": "3.11.0"}
"""The Python of requirements/lock.txt, so that every Python writes the same page."""

_STATED = {
    "3-clause bsd license": "BSD-3-Clause",
    "apache 2.0": "Apache-2.0",
    "apache 2.0 license": "Apache-2.0",
    "apache license version 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "gpl-3.0": "GPL-3.0-only",
    "isc license": "ISC",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
    "the bsd 2-clause license": "BSD-2-Clause",
    "the mit license (mit)": "MIT",
}
_EXPRESSION = re.compile(r"[\w.+-]+(?:\s+(?:AND|OR|WITH)\s+[\w.+-]+)*")
_UNNAMED = frozenset(["", "UNKNOWN", "Dual License"])


@dataclass(frozen=True, slots=True)
class Licensed:
    """An installed package with its licence as an SPDX expression where that could be told."""

    name: str
    version: str
    licence: str

    @property
    def is_allowed(self) -> bool:
        """Whether some choice of the expression is made of allowed licences only."""
        return _holds(self.licence)


def licences(extras: tuple[str, ...], without: frozenset[str] = frozenset()) -> list[Licensed]:
    """Return what Footnote with these extras brings along, whatever depth, by name."""
    names = _needed(extras) - without
    found = (distribution(name) for name in names)
    rows = [Licensed(x.name, x.version.partition("+")[0], licence_of(x)) for x in found]
    return sorted(rows, key=lambda row: row.name.casefold())


def licence_of(package: Distribution) -> str:
    """Return a package's licence: its SPDX expression, else what its metadata says in words."""
    metadata = package.metadata
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    stated = metadata["License"].strip().split("\n")[0] if "License" in metadata else ""
    known = _STATED.get(stated.casefold())
    if known or (_EXPRESSION.fullmatch(stated) and stated not in _UNNAMED and len(stated) < 60):
        return known or stated
    classifiers = metadata.get_all("Classifier") or []
    ends = [line.rsplit(" :: ", 1)[-1] for line in classifiers if line.startswith("License")]
    return " AND ".join(_STATED.get(end.casefold(), end) for end in ends) or "not stated"


def licences_page() -> str:
    """Return the page."""
    shipped = licences(SHIPPED)
    tools = licences(TOOLS, frozenset(canonicalize_name(each.name) for each in shipped))
    extras = ",".join(SHIPPED)
    head = (
        f"Footnote is Apache-2.0. This is what `footnote-bot[{extras}]` brings "
        "along in the locked versions, as its metadata says it; the tests refuse a licence that is "
        f"not one of {', '.join(sorted(ALLOWED))}."
    )
    models = (
        "The `offline` extra carries model weights: bge-small-en-v1.5 (MIT), "
        "ms-marco-MiniLM-L-12-v2 (Apache-2.0). The `sentence-transformers` extra carries "
        "all-MiniLM-L6-v2 (Apache-2.0), the `multilingual` extra multilingual-e5-small (MIT). The "
        "`formats` extra carries the program pandoc (GPL-2.0-or-later) beside its wrapper (MIT): "
        "it is run, never linked or imported, and nothing but the formats it reads needs it. The "
        "`postgres` extra, for a catalog shared by hosts, brings psycopg, psycopg-binary and "
        "psycopg-pool (LGPL-3.0-only): imported as they are, and by nothing else; and for jobs "
        "procrastinate (MIT) with croniter (MIT) and asgiref (BSD-3-Clause). From "
        "Python 3.13 on, discord.py brings audioop-lts (PSF-2.0) too."
    )
    rest = "For working on Footnote: run, never linked, shipped or needed to use it."
    parts = (head, models, _table(shipped), "## Tools", rest, _table(tools))
    return page("Licences", *parts)


def _holds(expression: str) -> bool:
    """Return whether an SPDX expression leaves a choice of allowed licences only."""
    while inner := re.search(r"\(([^()]*)\)", expression):
        stands_for = "MIT" if _holds(inner[1]) else "none"
        expression = expression[: inner.start()] + stands_for + expression[inner.end() :]
    return any(
        all(part.strip() in ALLOWED for part in re.split(r"\s(?:AND|WITH)\s", choice))
        for choice in re.split(r"\sOR\s", expression)
    )


def _table(rows: list[Licensed]) -> str:
    return table(("package", "version", "licence"), [(r.name, r.version, r.licence) for r in rows])


def _needed(extras: tuple[str, ...]) -> set[str]:
    """Return the normalised names of everything installed because of Footnote and these extras."""
    seen: set[tuple[str, str]] = set()
    waiting = [(_OWN, extra) for extra in ("", *extras)]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        waiting += _requirements(name, extra)
    return {name for name, _ in seen} - {_OWN}


def _requirements(name: str, extra: str) -> Iterator[tuple[str, str]]:
    for line in _stated(name):
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate(_LOCKED | {"extra": extra}):
            for each in ("", *requirement.extras):
                yield canonicalize_name(requirement.name), each


def _stated(name: str) -> list[str]:
    """Return what a package requires; Footnote's own are read from this checkout."""
    if name != _OWN:
        return distribution(name).requires or []
    project = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]
    lines: list[str] = list(project["dependencies"])
    for extra, more in project["optional-dependencies"].items():
        lines += [f'{line} ; extra == "{extra}"' for line in more]
    return lines
