"""The audit fails when something is known, and also when nothing could be looked up."""

import runpy
import stat
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "requirements" / "audit.py"

verdict = runpy.run_path(str(SCRIPT))["verdict"]

CLEAN = {"name": "idna", "version": "3.4", "vulns": []}
KNOWN = {
    "name": "idna",
    "version": "3.4",
    "vulns": [{"id": "PYSEC-2024-60", "fix_versions": ["3.7"], "description": "slow"}],
}
UNKNOWN = {"name": "torch", "skip_reason": "not found"}


def test_what_is_known_is_named_with_its_mend() -> None:
    assert verdict([CLEAN, KNOWN]) == (False, "idna 3.4: PYSEC-2024-60, mended in 3.7")


def test_nothing_known_is_well_only_when_all_were_looked_up() -> None:
    assert verdict([CLEAN]) == (True, "No known vulnerabilities in 1 locked packages.")
    well, words = verdict([CLEAN, UNKNOWN])
    assert not well
    assert words.startswith("1 of 2 locked packages could not be looked up")
    assert not verdict([])[0]


def test_without_a_network_it_is_one_sentence(tmp_path: Path) -> None:
    offline = tmp_path / "pip-audit"
    offline.write_text("#!/bin/sh\necho 'Traceback' >&2; echo 'no route to host' >&2; exit 1\n")
    offline.chmod(offline.stat().st_mode | stat.S_IXUSR)
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(offline)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == (
        "The audit could not be made (no route to host): run this where there is a network.\n"
    )
