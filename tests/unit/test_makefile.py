"""`make` takes the first fitting Python there is, and says what to install if there is none."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[2]
MAKE = shutil.which("make")
GOOD = f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'
"""A Python that fits: the one that runs the tests."""

BROKEN = "#!/bin/sh\nexit 127\n"
"""What version managers put on the path for a Python that is not switched on."""

pytestmark = pytest.mark.skipif(MAKE is None, reason="make is not installed")


def make(
    folder: Path, pythons: dict[str, str], *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Say what `make install` would run where only these Pythons are."""
    for name, script in pythons.items():
        (folder / name).write_text(script)
        (folder / name).chmod(0o755)
    assert MAKE is not None
    command = [MAKE, "-n", "-B", "-C", str(ROOT), ".venv/bin/python", *arguments]
    environment = {"PATH": str(folder)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def version(major: int, minor: int) -> str:
    """Return a Python that says it is of another version; it knows only `-c`."""
    said = f"import sys; sys.version_info = ({major}, {minor}, 1); exec(sys.argv[2])"
    return GOOD.replace('"$@"', f"-c '{said}' \"$@\"")


@pytest.mark.parametrize(
    ("pythons", "taken"),
    [
        ({"python3.11": GOOD, "python3.12": GOOD, "python3": GOOD}, "python3.11"),
        ({"python3.13": version(3, 13), "python3": version(3, 10)}, "python3.13"),
        ({"python3.14": version(3, 14)}, "python3.14"),
        ({"python3": version(3, 12)}, "python3"),
        ({"python3.11": BROKEN, "python3.12": GOOD}, "python3.12"),
    ],
)
def test_the_first_python_that_fits_is_taken(
    tmp_path: Path, pythons: dict[str, str], taken: str
) -> None:
    told = make(tmp_path, pythons)
    assert f"{taken} -m venv .venv" in told.stdout.splitlines()


@pytest.mark.parametrize(
    "pythons",
    [{}, {"python3": version(3, 10)}, {"python3": version(3, 15)}, {"python3.12": BROKEN}],
)
def test_without_one_a_sentence_says_what_to_install(
    tmp_path: Path, pythons: dict[str, str]
) -> None:
    told = make(tmp_path, pythons)
    assert told.returncode != 0
    assert "venv" not in told.stdout
    (line,) = told.stderr.splitlines()
    assert "Footnote needs Python 3.11, 3.12, 3.13 or 3.14" in line
    assert "install one" in line


def test_a_named_python_is_taken_as_it_is(tmp_path: Path) -> None:
    told = make(tmp_path, {"python3.11": GOOD}, "PYTHON=/opt/mine/python")
    assert "/opt/mine/python -m venv .venv" in told.stdout.splitlines()


def test_versions_are_the_same_in_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    makefile = (ROOT / "Makefile").read_text()
    required = SpecifierSet(project["requires-python"])
    offered = [f"3.{minor}" for minor in range(8, 20) if f"python3.{minor}" in makefile]
    assert offered == [f"3.{minor}" for minor in range(8, 20) if f"3.{minor}" in required]
    named = [line.rpartition(" ")[2] for line in project["classifiers"] if ":: Python ::" in line]
    assert set(named) <= set(offered)
