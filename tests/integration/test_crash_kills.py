"""The short form of the kill script: 20 kills, then a run that must find everything whole."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.integration


def test_no_kill_loses_halves_or_doubles_an_article() -> None:
    command = [sys.executable, "-m", "benchmarks.crash_kills", "--kills", "20", "--seed", "7"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 faults" in done.stdout
