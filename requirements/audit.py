"""Look the locked versions up among known vulnerabilities.

    python requirements/audit.py build/audit/bin/pip-audit

pip-audit asks the package index and calls it a success when nothing could be looked up, as behind a
mirror that has the packages and not what is known about them. Here that is a failure.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

LOCK = Path(__file__).with_name("lock.txt")


def verdict(dependencies: Sequence[Mapping[str, Any]]) -> tuple[bool, str]:
    """Return whether all is well, and a sentence or a list of what was found.

    `dependencies` are those of pip-audit's JSON: each has `vulns`, or else `skip_reason`.
    """
    unknown = [one["name"] for one in dependencies if "skip_reason" in one]
    found = [
        f"{one['name']} {one['version']}: {each['id']}, mended in "
        f"{', '.join(each['fix_versions']) or 'no version yet'}"
        for one in dependencies
        for each in one.get("vulns", [])
    ]
    if found:
        return False, "\n".join(found)
    if unknown or not dependencies:
        return False, (
            f"{len(unknown)} of {len(dependencies)} locked packages could not be looked up: the "
            "package index here does not tell what is known about them. Run this where the public "
            "index can be reached."
        )
    return True, f"No known vulnerabilities in {len(dependencies)} locked packages."


def main() -> int:
    """Print the verdict; the status is 1 unless every package was looked up and none is known."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.argv[1], "--requirement", str(LOCK), "--no-deps", "--disable-pip"]
        command += ["--format", "json", "--output", str(report)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if not report.exists():
            reason = run.stderr.strip().rpartition("\n")[2]
            print(f"The audit could not be made ({reason}): run this where there is a network.")
            return 1
        told = json.loads(report.read_text(encoding="utf-8"))
    well, words = verdict(told["dependencies"])
    print(words)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
