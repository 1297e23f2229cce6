"""In a checkout the import names of 0.1 still work: the same modules, and a warning."""

import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def python(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program that finds this checkout, elsewhere."""
    (folder / "mine.py").write_text(program)
    return subprocess.run(
        [sys.executable, "mine.py"],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("room", ["bot", "evaluation", "prompts", "retrieval"])
def test_an_old_name_is_the_package_and_warns_whoever_imports_it(room: str, tmp_path: Path) -> None:
    told = python(f"import {room}, footnote.{room}\nprint({room} is footnote.{room})", tmp_path)
    assert told.stdout == "True\n"
    warning = f"mine.py:1: DeprecationWarning: `{room}` is `footnote.{room}` now"
    assert warning in told.stderr
    assert told.stderr.count("DeprecationWarning") == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("from retrieval import Footnote as it", "from footnote import Footnote as it"),
        ("from prompts.loading import Prompt as it", "from footnote.prompts import Prompt as it"),
        ("import bot.cli.app as it", "import footnote.bot.cli.app as it"),
        (
            "from evaluation.metrics import METRICS as it",
            "from footnote.evaluation.metrics import METRICS as it",
        ),
    ],
)
@pytest.mark.parametrize("new_first", [True, False])
def test_what_lies_inside_an_old_name_is_no_second_copy(
    old: str, new: str, new_first: bool, tmp_path: Path
) -> None:
    imports = [f"{new}\nfirst = it", f"{old}\nsecond = it"]
    program = "\n".join(imports if new_first else reversed(imports)) + (
        "\nprint(first is second)"
        "\nimport sys"
        "\nfrom pathlib import Path"
        "\nloaded = {id(m): m for m in list(sys.modules.values())}.values()"
        "\nfiles = [Path(m.__file__).resolve() for m in loaded if getattr(m, '__file__', None)]"
        f"\nours = [file for file in files if file.is_relative_to({str(ROOT)!r})]"
        "\nprint(len(ours) > 2, len(ours) - len(set(ours)))"
    )
    told = python(program, tmp_path)
    assert told.stdout == "True\nTrue 0\n", told.stderr


def test_a_module_of_that_name_goes_first(tmp_path: Path) -> None:
    (tmp_path / "prompts.py").write_text("MINE = True\n")
    (tmp_path / "evaluation").mkdir()
    (tmp_path / "evaluation" / "__init__.py").touch()
    (tmp_path / "evaluation" / "metrics.py").write_text("MINE = True\n")
    told = python(
        "import retrieval.options, prompts, evaluation.metrics\n"
        "from footnote.prompts import load_prompt\n"
        "print(prompts.MINE, evaluation.metrics.MINE, load_prompt('answer').name)",
        tmp_path,
    )
    assert told.stdout == "True True answer\n", told.stderr


def test_an_old_name_inside_which_nothing_is_says_so(tmp_path: Path) -> None:
    told = python("import retrieval.nothing_of_this_name", tmp_path)
    assert "No module named 'footnote.retrieval.nothing_of_this_name'" in told.stderr


def test_these_tests_load_no_module_twice() -> None:
    names = defaultdict(set)
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and (path := Path(file).resolve()).is_relative_to(ROOT):
            names[path].add(name)
    others = {"tests", "site-packages"}
    ours = {path: found for path, found in names.items() if not others & set(path.parts)}
    assert not {path: found for path, found in ours.items() if len(found) > 1}
