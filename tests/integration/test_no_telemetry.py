"""Libraries that would report on their users are told not to: nothing of theirs is kept or sent."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "articles" / "market-day.txt"
QUIET = ("ORT_DISABLE_TELEMETRY", "ANONYMIZED_TELEMETRY", "HF_HUB_DISABLE_TELEMETRY")


@pytest.mark.parametrize(
    "words", [("ingest", str(SAMPLE)), ("ask", "How many stalls are there at present?")]
)
def test_a_command_leaves_nothing_but_our_own_files_in_a_home(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in QUIET}
    environment = kept | {"HOME": str(tmp_path), "FOOTNOTE_HOME": str(tmp_path / "footnote")}
    environment.pop("XDG_CACHE_HOME", None)
    program = "from footnote.bot.cli import main; main()"
    for arguments in (("ingest", str(SAMPLE)), words):
        subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=ROOT,
            env=environment,
            check=True,
            capture_output=True,
        )
    left = {path.relative_to(tmp_path).parts[:2] for path in tmp_path.rglob("*") if path.is_file()}
    assert {parts for parts in left if parts[0] != "footnote"} == {(".cache", "footnote")}
