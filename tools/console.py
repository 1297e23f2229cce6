"""The commands in our pages, run as a reader would run them.

A block fenced as `console` holds commands behind `$ ` and what they print. Output is compared line
by line: `…` stands for any characters within a line, and for any lines where it is alone. A block
without output only has to succeed. `<!-- not run: why -->` before a block excuses it, and
`<!-- not run on this page: why -->` all blocks of a page.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]

_BLOCK = re.compile(
    r"(?:^<!-- not run: (?P<why>[^>]+) -->\n+)?^(?P<fence>```+)console\n(?P<body>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
_PAGE_EXCUSE = re.compile(r"^<!-- not run on this page: (?P<why>[^>]+) -->$", re.MULTILINE)
_ANY = "…"
_BAR = re.compile(r"^(Reading articles|Asking|Answering) .*(━|\d+/\d+|\d+%)")
_PLAIN = frozenset(["", "sh", "bash", "shell", "text"])
_COMMANDS = ("footnote ", "make ", "docker ", "python -m ", "pip ", "chroma ", "mkdocs ", "curl ")


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a page with the lines it is said to print; `line` is where it stands."""

    page: Path
    line: int
    text: str
    expected: tuple[str, ...]
    excuse: str | None = None


def commands(page: Path) -> list[Command]:
    """Return the commands of a Markdown file in order."""
    content = page.read_text(encoding="utf-8")
    excused = _PAGE_EXCUSE.search(content)
    found: list[Command] = []
    for block in _BLOCK.finditer(content):
        line = content.count("\n", 0, block.start("body")) + 1
        why = block["why"] or (excused["why"] if excused else None)
        found += _in_block(page, line, block["body"].splitlines(), why)
    return found


def unmarked(page: Path) -> list[str]:
    """Return lines of code that look like commands but stand in no `console` block."""
    content = page.read_text(encoding="utf-8")
    if _PAGE_EXCUSE.search(content):
        return []
    kind: str | None = None
    found = []
    for line in content.splitlines():
        text = line.strip()
        if text.startswith("```"):
            kind = text.strip("`") if kind is None else None
        elif kind in _PLAIN if kind is not None else line.startswith(("    ", "\t")):
            found.append(text)
    return [text for text in found if text.removeprefix("$ ").startswith(_COMMANDS)]


class Shell:
    """A folder of its own with the samples in it, where commands run one after another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        tools = folder / ".tools"
        tools.mkdir(parents=True)
        shutil.copytree(ROOT / "samples", folder / "samples")
        _script(tools / "footnote", '-c "from footnote.bot.cli import main; main()"')
        _script(tools / "python", "")
        self._environment = os.environ | {
            "PATH": f"{tools}:{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "FOOTNOTE_HOME": str(folder / "home"),
            "HF_HUB_OFFLINE": "1",
        }

    def run(self, command: Command) -> tuple[int, list[str]]:
        """Return a command's exit status and what it printed, progress bars left out.

        An `export` on a line of its own holds for the commands after it.
        """
        if command.text.startswith("export "):
            words = shlex.split(command.text)[1:]
            self._environment |= dict(word.split("=", 1) for word in words)
        done = subprocess.run(
            ["/bin/bash", "-c", command.text],
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=280,
            check=False,
        )
        lines = (line.rstrip() for line in done.stdout.splitlines())
        return done.returncode, [line for line in lines if not _BAR.match(line)]


def agrees(expected: Sequence[str], printed: Sequence[str]) -> bool:
    """Return whether output is what a page says, blank lines at either end aside."""
    pattern = "".join(
        r"(?:[^\n]*\n)*" if line.strip() == _ANY else f"{_line(line)}\n"
        for line in _trimmed(expected)
    )
    text = "".join(f"{line}\n" for line in _trimmed(printed))
    return re.fullmatch(pattern, text) is not None


def _in_block(page: Path, start: int, lines: Sequence[str], why: str | None) -> Iterator[Command]:
    at = 0
    while at < len(lines):
        if not lines[at].startswith("$ "):
            at += 1
            continue
        first, text = at, lines[at][2:]
        while text.endswith("\\"):
            at += 1
            text += "\n" + lines[at].removeprefix("> ")
        end = at + 1
        while end < len(lines) and not lines[end].startswith("$ "):
            end += 1
        yield Command(page, start + first, text, tuple(lines[at + 1 : end]), why)
        at = end


def _line(line: str) -> str:
    return r"[^\n]*".join(re.escape(part) for part in line.rstrip().split(_ANY))


def _trimmed(lines: Sequence[str]) -> list[str]:
    return "\n".join(line.rstrip() for line in lines).strip("\n").split("\n")


def _script(path: Path, arguments: str) -> None:
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments} "$@"\n', encoding="utf-8")
    path.chmod(0o755)
