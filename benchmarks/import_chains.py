"""The longest chains of imports behind one question and one article.

    python -m benchmarks.import_chains [CHECKOUT --packages bot retrieval prompts evaluation
        --command bot.cli]

A question is asked, and an article read in, by a process of the checkout's own; among its modules
that were loaded, an import of one by another is a link, wherever in the file it stands, but for
those that only the type checker sees. From the command line to each module the longest chain
counts; shown are the ten longest, each to another module.
"""

import argparse
import ast
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
SHOWN = 10
_LOADED = """
import json, sys
from importlib import import_module
command = import_module(sys.argv[1])
packages = sys.argv[2].split(",")
sys.argv[1:] = sys.argv[3:]
try:
    command.main()
except SystemExit as end:
    assert not end.code, end.code
own = {name: module.__file__ for name, module in list(sys.modules.items())
       if name.split(".")[0] in packages and getattr(module, "__file__", None)}
print(json.dumps(own), file=sys.stderr)
"""


def loaded(
    checkout: Path, command: str, packages: list[str], arguments: list[str]
) -> dict[str, Path]:
    """Return the checkout's modules that a command loads, with their files."""
    done = subprocess.run(
        [sys.executable, "-c", _LOADED, command, ",".join(packages), *arguments],
        env={**os.environ, "PYTHONPATH": str(checkout)},
        cwd=checkout,
        check=True,
        capture_output=True,
        text=True,
    )
    files: dict[str, str] = json.loads(done.stderr.splitlines()[-1])
    return {name: Path(file) for name, file in files.items()}


def links(name: str, file: Path, known: set[str]) -> set[str]:
    """Return which of the known modules a module imports."""
    found: set[str] = set()
    for node in _run(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {one if one in known else node.module for one in inner}
    return found & known - {name}


def _run(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what runs: all but the branches for the type checker."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from _run(node)


def longest(start: str, graph: dict[str, set[str]]) -> list[list[str]]:
    """Return the longest chain to each module, longest first; a link back up is left out."""
    finished: list[str] = []
    seen: set[str] = set()

    def visit(name: str) -> None:
        seen.add(name)
        for other in sorted(graph[name] - seen):
            if other not in seen:
                visit(other)
        finished.append(name)

    visit(start)
    places = {name: place for place, name in enumerate(reversed(finished))}
    chains = {start: [start]}
    for name, place in places.items():
        for other in graph[name]:
            further = [*chains[name], other]
            if places[other] > place and len(further) > len(chains.get(other, ())):
                chains[other] = further
    return sorted(chains.values(), key=len, reverse=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("checkout", type=Path, nargs="?", default=CHECKOUT)
    parser.add_argument("--packages", nargs="+", default=["footnote"])
    parser.add_argument("--command", default="footnote.bot.cli")
    asked = parser.parse_args()
    article = asked.checkout / "samples/articles/ferry-timetable.md"
    with tempfile.TemporaryDirectory() as home:
        for what, arguments in (
            ("one article", ["ingest", str(article)]),
            ("one question", ["ask", "How much does the ferry cost?"]),
        ):
            files = loaded(
                asked.checkout, asked.command, asked.packages, ["--home", home, *arguments]
            )
            known = set(files)
            graph = {name: links(name, file, known) for name, file in files.items()}
            chains = longest(asked.command, graph)
            print(f"{what}: {len(files)} modules, the longest chain has {len(chains[0])}")
            for chain in chains[:SHOWN]:
                print(f"{len(chain):4}  {' > '.join(chain)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
