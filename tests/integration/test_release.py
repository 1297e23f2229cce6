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

from tools.licences import licences

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "evaluation", "prompts", "retrieval")


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


def test_the_wheel_holds_each_file_of_the_rooms_once_in_one_package(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    rooms = {
        f"footnote/{path.relative_to(ROOT)}"
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    door = {"footnote/__init__.py", "footnote/py.typed"}
    old_names = {"_footnote_old_names.py", "footnote_old_names.pth"}
    told = sorted(name for name in names if ".dist-info/" not in name)
    assert told == sorted(rooms | door | old_names)
    reader = ("model.onnx", "tokenizer.json", "reader.json", "MODEL_CARD.md")
    assert {f"footnote/retrieval/reading/model/{name}" for name in reader} <= set(names)


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
    inside = {str(path.relative_to(ROOT)) for path in (ROOT / "retrieval").rglob("*.py")}
    assert inside <= names


def test_an_unpacked_source_distribution_works_without_links(built: Path, tmp_path: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    assert not (folder / "footnote" / "retrieval").exists()
    program = "from footnote.prompts import load_prompt; print(load_prompt('answer').name)"
    assert run(sys.executable, "-c", program, folder=folder, PYTHONPATH=str(folder)) == "answer\n"


def test_the_installed_wheel_reads_and_answers(installed: Path) -> None:
    footnote = installed / "env" / "bin" / "footnote"
    where = {"folder": installed, "FOOTNOTE_HOME": str(installed / "home")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert run(footnote, "--version", **where) == f"footnote {project['version']}\n"
    python = installed / "env" / "bin" / "python"
    origin = run(python, "-c", "import footnote; print(footnote.__file__)", **where)
    assert origin.startswith(str(installed))
    run(footnote, "ingest", ROOT / "samples" / "articles" / "market-day.txt", **where)
    asked = run(footnote, "ask", "How many stalls are there at present?", **where)
    assert "There are 27 stalls at present." in asked


def test_modules_of_a_user_may_bear_any_name(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "prompts.py").write_text("MINE = 'my prompts'\n")
    (tmp_path / "bot.py").write_text("MINE = 'my bot'\n")
    (tmp_path / "retrieval").mkdir()  # without `__init__.py`: what is first of its kind wins
    (tmp_path / "retrieval" / "mine.py").write_text("MINE = 'my retrieval'\n")
    (tmp_path / "mine.py").write_text(
        "import bot, prompts, retrieval.mine\n"
        "from footnote import Footnote\n"
        "print(bot.MINE, prompts.MINE, retrieval.mine.MINE, sep=', ')\n"
        "with Footnote.open('home', create=True) as footnote:\n"
        "    footnote.ingest(['note.txt'])\n"
        "    print(footnote.ask('How many stalls are there at present?').text)\n"
    )
    market = ROOT / "samples" / "articles" / "market-day.txt"
    (tmp_path / "note.txt").write_bytes(market.read_bytes())
    where = {"folder": tmp_path, "PYTHONWARNINGS": "error::DeprecationWarning:__main__"}
    told = run(installed / "env" / "bin" / "python", "mine.py", **where)
    assert told.startswith("my bot, my prompts, my retrieval\n")
    assert "There are 27 stalls at present." in told
    footnote = installed / "env" / "bin" / "footnote"
    where = {"folder": tmp_path, "PYTHONPATH": str(tmp_path)}
    asked = run(footnote, "--home", "home", "ask", "How many stalls are there at present?", **where)
    assert "There are 27 stalls at present." in asked


def test_the_old_names_of_the_installed_package_are_its_modules(
    installed: Path, tmp_path: Path
) -> None:
    (tmp_path / "mine.py").write_text(
        "import sys\n"
        "assert not [name for name in sys.modules if name.split('.')[0] == 'footnote']\n"
        "from retrieval import Footnote\n"
        "import retrieval.options\n"
        "import footnote\n"
        "assert Footnote is footnote.Footnote\n"
        "assert retrieval.options is footnote.retrieval.options\n"
    )
    told = subprocess.run(
        [installed / "env" / "bin" / "python", "mine.py"],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "mine.py:3: DeprecationWarning: `retrieval` is `footnote.retrieval` now" in told.stderr
    assert told.stderr.count("DeprecationWarning") == 1
