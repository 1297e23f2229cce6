"""Draw what the command prints on a terminal, in its own colours, from a run with the samples.

    python -m benchmarks.terminal_picture

What is printed goes to a pseudo-terminal, so that it is what a person sees.
"""

import os
import pty
import re
import shlex
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "images" / "terminal.svg"
COLUMNS = 90
COMMANDS = (
    'footnote ask "How much will the repair of the Weir Bridge cost?" --as-of 2023-06-15',
    'footnote ask "In what year was the Weir Bridge built?" --as-of 2023-06-15',
)
_WEB_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_FONTS = "DejaVu Sans Mono, Menlo, Consolas, monospace"


def on_terminal(command: str, home: Path, columns: int = COLUMNS) -> str:
    """Return what a command prints where a terminal is, codes for colours included."""
    ours, theirs = pty.openpty()
    settings = {"FOOTNOTE_HOME": str(home), "COLUMNS": str(columns), "TERM": "xterm-256color"}
    running = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from footnote.bot.cli import main; main()",
            *shlex.split(command)[1:],
        ],
        cwd=ROOT,
        env=os.environ | settings,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    printed = b""
    while part := _read(ours):
        printed += part
    os.close(ours)
    if running.wait():
        raise SystemExit(f"{command} ended with status {running.returncode}")
    return printed.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # on Linux, the end of what is printed
        return b""


def draw(home: Path) -> str:
    """Return the picture of the commands, asked of the samples in a library in `home`, as SVG."""
    on_terminal("footnote ingest samples/articles", home)
    console = Console(
        record=True, width=COLUMNS, file=StringIO(), force_terminal=True, color_system="truecolor"
    )
    for number, command in enumerate(COMMANDS):
        if number:
            console.print()
        console.print(Text.assemble(("$ ", "green"), (command, "bold")))
        console.print(Text.from_ansi(on_terminal(command, home).rstrip("\n")))
    svg = console.export_svg(title="footnote", unique_id="footnote")
    return _WEB_FONT.sub("", svg).replace("Fira Code, monospace", _FONTS)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        PICTURE.write_text(draw(Path(folder)), "utf-8")
    print(f"wrote {PICTURE}")
