"""Lines of hand-written rules about words: tables and patterns, as they stood and as they are.

python -m benchmarks.language_rules 6b95312 HEAD
"""

import argparse
import ast
import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath

ROOMS = (
    "answering",
    "cleaning",
    "conversation",
    "duplicates",
    "languages",
    "reading",
    "reranking",
    "search",
    "text",
    "verification",
)
"""Where meaning is told; readers of formats and storage hold words of formats only."""

NO_RULES = frozenset(["PHRASES", "REFUSAL", "SCHEMA", "__all__"])
"""What is said to people and to language models, and names of ours: they decide nothing."""

_MARKUP = re.compile(r"\\[A-Za-z]|\(\?(?:P?<\w+>|[aiLmsux]+\)|[:=!<]+)|\[(?:\\.|[^\]])*\]")
_WORD = re.compile(r"[^\W\d_]{3,}|[\u4e00-\u9fff]")
_FEWEST = 2


def main() -> None:
    """Print a row for each room that holds such rules, a column for each revision."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("revisions", nargs="+", help="commits, oldest first")
    parser.add_argument("--files", action="store_true", help="a row for each file")
    arguments = parser.parse_args()
    counted = [counts(revision) for revision in arguments.revisions]
    rows: dict[str, list[Counter[str]]] = defaultdict(lambda: [Counter() for _ in counted])
    for column, files in enumerate(counted):
        for path, found in files.items():
            room = path if arguments.files else PurePosixPath(path).parts[1]
            rows[room][column] += found
            rows["together"][column] += found
    print("| | " + " | ".join(f"{name}: lines | words" for name in arguments.revisions) + " |")
    for name in sorted(rows, key=lambda name: (name == "together", name)):
        cells = (f"{each['lines']:,} | {each['words']:,}" for each in rows[name])
        print(f"| {name} | " + " | ".join(cells) + " |")


def counts(revision: str) -> dict[str, Counter[str]]:
    """Return the lines and words of rules in each file of a revision that has any."""
    found = {}
    for path in _git("ls-tree", "-r", "--name-only", revision, "retrieval").splitlines():
        if path.endswith(".py") and PurePosixPath(path).parts[1] in ROOMS:
            rules = Counter[str]()
            for lines, words in rules_in(_git("show", f"{revision}:{path}")):
                rules.update(lines=lines, words=words)
            if rules:
                found[path] = rules
    return found


def rules_in(source: str) -> Iterator[tuple[int, int]]:
    """Yield lines and words of each assignment of a module that holds words of a language.

    It counts where a table or a pattern is given a name, outside of functions, and its strings hold
    two words or more once the signs of regular expressions are taken away. Docstrings do not count,
    nor does what is said to people.
    """
    for node in _assignments(ast.parse(source).body):
        if node.value is None or _names(node) & NO_RULES:
            continue
        strings = [each.value for each in ast.walk(node.value) if isinstance(each, ast.Constant)]
        text = " ".join(each for each in strings if isinstance(each, str))
        words = _WORD.findall(_MARKUP.sub(" ", text))
        if len(words) >= _FEWEST and not _is_typing(node.value):
            yield (node.end_lineno or node.lineno) - node.lineno + 1, len(words)


def _assignments(body: list[ast.stmt]) -> Iterator[ast.Assign | ast.AnnAssign]:
    for node in body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from _assignments(node.body)


def _names(node: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {each.id for each in targets if isinstance(each, ast.Name)}


def _is_typing(value: ast.expr) -> bool:
    """Tell a type such as `Literal["yes", "no"]`."""
    return isinstance(value, ast.Subscript)


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    main()
