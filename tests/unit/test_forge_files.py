"""What runs and greets contributors on the forge is well formed and names what exists."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOW = ".github/workflows/test.yml"


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("vendor.github-workflows", WORKFLOW),
        ("custom.github-workflows-require-timeout", WORKFLOW),
        ("vendor.dependabot", ".github/dependabot.yml"),
        ("vendor.github-issue-forms", ".github/ISSUE_TEMPLATE/bug.yml"),
        ("vendor.github-issue-forms", ".github/ISSUE_TEMPLATE/idea.yml"),
        ("vendor.github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
    ],
)
def test_files_pass_their_published_schemas(schema: str, file: str) -> None:
    tool = str(Path(sys.executable).with_name("check-jsonschema"))
    told = subprocess.run(
        [tool, "--builtin-schema", schema, str(ROOT / file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr


def test_every_make_verb_they_name_exists() -> None:
    verbs = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    workflow = yaml.safe_load((ROOT / WORKFLOW).read_text())
    runs = [
        step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step
    ]
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    commands = [*runs, *(hook["entry"] for hook in hooks)]
    assert len(commands) >= 5
    for command in commands:
        tool, verb, *_ = command.split()
        assert tool == "make"
        assert verb in verbs


def test_the_pythons_tested_are_those_claimed() -> None:
    workflow = yaml.safe_load((ROOT / WORKFLOW).read_text())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    stem = "Programming Language :: Python :: "
    claimed = [line.removeprefix(stem) for line in project["classifiers"] if line.startswith(stem)]
    assert workflow["jobs"]["test"]["strategy"]["matrix"]["python"] == claimed
