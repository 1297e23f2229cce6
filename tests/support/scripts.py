"""The scripts of `benchmarks/`, run in their short forms."""

import subprocess
import sys


def told_by(script: str, *arguments: str, within_s: int | None = None) -> str:
    """Return what a script prints; one that fails, or takes longer, fails the test."""
    command = [sys.executable, "-m", f"benchmarks.{script}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=within_s)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
