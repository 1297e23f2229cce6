"""Wheel and source distribution hold what they should, and the wheel works on its own."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from documentation.licences import licences

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
ROOMS = {"bot", "evaluation", "prompts", "retrieval"}


def run(*command: object, folder: Path, **environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    told = subprocess.run(
        [str(each) for each in command],
        cwd=folder,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution and the wheel made from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, folder=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the wheel, which finds its dependencies where these tests do."""
    folder = tmp_path_factory.mktemp("clean")
    run(sys.executable, "-m", "venv", "--without-pip", folder / "env", folder=folder)
    python = folder / "env" / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    run(*pip, "--python", python, "install", "--no-index", "--no-deps", wheel, folder=folder)
    (packages,) = (folder / "env" / "lib").glob("python*/site-packages")
    (packages / "shared.pth").write_text(sysconfig.get_paths()["purelib"])
    return folder


def test_the_wheel_holds_the_rooms_their_prompts_and_types_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == ROOMS
    assert {f"{room}/py.typed" for room in ROOMS} <= set(names)
    prompts = {f"prompts/{path.name}" for path in (ROOT / "prompts").glob("*.md")}
    assert prompts <= set(names)
    sources = {
        str(path.relative_to(ROOT)) for room in ROOMS for path in (ROOT / room).rglob("*.py")
    }
    assert sources == {name for name in names if name.endswith(".py")}
    reader = ("model.onnx", "tokenizer.json", "reader.json", "MODEL_CARD.md")
    assert {f"retrieval/reading/model/{name}" for name in reader} <= set(names)


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    metadata = Parser().parsestr(archive.read(name).decode())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert (metadata["Name"], metadata["Version"]) == ("footnote-bot", project["version"])
    assert metadata["License-Expression"] == "Apache-2.0"
    assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())
    assert set(metadata.get_all("Provides-Extra")) == set(project["optional-dependencies"])
    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text()
    assert f"footnote-bot:{project['version']}" in (ROOT / "docker-compose.yml").read_text()


@pytest.mark.parametrize("extras", [(), ("offline",), ("multilingual",), ("mcp",), ("discord",)])
def test_the_bot_is_in_the_core_and_torch_is_not(extras: tuple[str, ...]) -> None:
    names = {package.name.lower() for package in licences(extras)}
    assert {"discord.py", "chromadb", "onnxruntime"} <= names
    assert not {"torch", "transformers", "sentence-transformers", "scikit-learn", "scipy"} & names
    assert ("onnx" in names) == (extras == ("multilingual",))


def test_what_runs_any_model_is_an_extra() -> None:
    names = {package.name.lower() for package in licences(("sentence-transformers",))}
    assert {"torch", "transformers", "sentence-transformers", "onnx"} <= names


def test_the_source_distribution_can_be_tested_and_documented(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    wanted = ["tests/conftest.py", "docs/index.md", "mkdocs.yml", "examples/five_lines.py"]
    wanted += ["Makefile", "requirements/lock.txt", "Dockerfile", "samples/demo.sh", "LICENSE"]
    assert set(wanted) <= names
    assert not [name for name in names if name.startswith((".venv", "secrets", "site/"))]


def test_the_installed_wheel_reads_and_answers(installed: Path) -> None:
    footnote = installed / "env" / "bin" / "footnote"
    where = {"folder": installed, "FOOTNOTE_HOME": str(installed / "home")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert run(footnote, "--version", **where) == f"footnote {project['version']}\n"
    origin = run(
        installed / "env" / "bin" / "python", "-c", "import bot; print(bot.__file__)", **where
    )
    assert origin.startswith(str(installed))
    run(footnote, "ingest", ROOT / "samples" / "articles" / "market-day.txt", **where)
    asked = run(footnote, "ask", "How many stalls are there at present?", **where)
    assert "There are 27 stalls at present." in asked
