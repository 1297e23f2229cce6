"""Play the stories and draw them.

    python -m benchmarks.discord_pictures docs/images/discord

Needs Chromium (`apt-get install chromium fonts-noto-core fonts-noto-color-emoji`), and makes the
pictures smaller where there is pngquant. With `--only NAME` one story is drawn anew.
"""

import argparse
import asyncio
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks.discord_pictures.page import Screen
from benchmarks.discord_pictures.stories import STORIES

WIDTH = 640
_MEASURE = "<script>document.title = 'height ' + document.body.scrollHeight</script>"


def photograph(screen: Screen, folder: Path, browser: str) -> Path:
    """Draw a screen as a PNG of just its height."""
    target = (folder / f"{screen.name}.png").resolve()
    with tempfile.TemporaryDirectory() as work:
        page = Path(work) / "page.html"
        page.write_text(screen.html() + _MEASURE, "utf-8")
        command = [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--user-data-dir={work}/profile",
        ]
        dumped = subprocess.run(
            [*command, f"--window-size={WIDTH},400", "--dump-dom", page.as_uri()],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        measured = re.search(r"<title>height (\d+)", dumped)
        if measured is None:
            raise SystemExit(f"{browser} does not say how high the page of {screen.name} is")
        size = f"--window-size={WIDTH},{measured[1]}"
        subprocess.run(
            [*command, size, f"--screenshot={target}", page.as_uri()],
            capture_output=True,
            check=True,
        )
    if shutil.which("pngquant"):
        subprocess.run(["pngquant", "--force", "--output", target, "64", target], check=True)
    return target


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", help="one story, for example first-question")
    parser.add_argument("--browser", default="chromium")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for story in STORIES:
        if chosen.only in {None, story.__name__.replace("_", "-")}:
            with tempfile.TemporaryDirectory() as home:
                played = asyncio.run(story(Path(home)))
            for screen in played if isinstance(played, list) else [played]:
                target = photograph(screen, chosen.folder, chosen.browser)
                print(f"{target.name}: {target.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
