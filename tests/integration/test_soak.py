"""The short form of the soak: two writers and four readers, each a process, on one library."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.integration


def test_writers_and_readers_of_six_processes_never_meet_an_error_or_a_deleted_article() -> None:
    command = [sys.executable, "-m", "benchmarks.soak", "--minutes", "0.15"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=200)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 faults" in done.stdout
