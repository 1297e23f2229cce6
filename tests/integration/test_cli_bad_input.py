"""Bad input ends in one clear sentence and the right exit status, never in a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUN = "from footnote.bot.cli import main; main()"
GOOD = "The mill opened again on Monday after three weeks of repairs, the miller said.\n"


def footnote(*arguments: str, home: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if "FOOTNOTE" not in name}
    done = subprocess.run(
        [sys.executable, "-c", RUN, "--home", str(home), *arguments],
        cwd=ROOT,
        env={**environment, "HF_HUB_OFFLINE": "1", **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert "Traceback" not in done.stderr
    assert "went wrong inside" not in done.stderr
    return done


@pytest.fixture(scope="module")
def mill(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mill")
    (folder / "mill.txt").write_text(GOOD)
    done = footnote("ingest", str(folder / "mill.txt"), home=folder / "home")
    assert done.returncode == 0, done.stderr
    return folder / "home"


def write_bad(folder: Path, name: str) -> Path:
    path = folder / name
    match name:
        case "empty.txt":
            path.write_bytes(b"")
        case "binary.txt":
            path.write_bytes(b"\x7fELF\x00\x01\x02" * 50)
        case "latin.txt":
            path.write_bytes("Der Müller öffnete die Mühle.".encode("latin-1"))
        case "broken.jsonl":
            path.write_text('{"title": "A", "text": "Fine text here."}\n{"title": "B", "text"\n')
        case "long-line.jsonl":
            path.write_text('{"title": "A", "text": "' + "word " * 10_500_000 + '"}\n')
        case "no-text.jsonl":
            path.write_text('{"title": "A"}\n')
        case "front.md":
            path.write_text("---\ntitle: [unclosed\n---\nText.\n")
        case "empty.html":
            path.write_text("<html><body></body></html>")
        case "photo.jpg":
            path.write_bytes(b"\xff\xd8\xff")
    return path


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("missing.txt", "no such file or folder"),
        ("empty.txt", "is empty"),
        ("binary.txt", "is a binary file"),
        ("latin.txt", "is not UTF-8 text (byte 5 does not fit); save it as UTF-8"),
        ("broken.jsonl", "broken.jsonl, line 2: is not JSON"),
        ("long-line.jsonl", "line 1: is longer than the 10 MB a line may have"),
        ("no-text.jsonl", "line 1: `text` is missing or empty"),
        ("front.md", "front matter is not YAML"),
        ("empty.html", "has no main text"),
        ("photo.jpg", "no reader for this kind of file"),
    ],
)
def test_a_bad_file_is_named_and_the_others_go_on(tmp_path: Path, name: str, sentence: str) -> None:
    bad = write_bad(tmp_path, name)
    good = tmp_path / "good.txt"
    good.write_text(GOOD)
    done = footnote("ingest", str(bad), str(good), home=tmp_path / "home")
    assert done.returncode == 0
    # Lines are broken by their width, and so by the length of a folder's name.
    assert "".join(sentence.split()) in "".join(done.stderr.split())
    listed = footnote("sources", "--json", home=tmp_path / "home")
    assert any(item["path"] == str(good) for item in json.loads(listed.stdout))


def test_nothing_but_bad_files_is_a_failure(tmp_path: Path) -> None:
    done = footnote("ingest", str(write_bad(tmp_path, "binary.txt")), home=tmp_path / "home")
    assert done.returncode == 1


def test_a_folder_without_articles(tmp_path: Path) -> None:
    done = footnote("ingest", str(tmp_path), home=tmp_path / "home")
    assert done.returncode == 1
    assert "No articles found" in done.stderr


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    done = footnote("ingest", str(tmp_path), home=blocked / "home")
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "--home" in done.stderr


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"FOOTNOTE_SEARCH__PASAGES": "5"}, "Did you mean FOOTNOTE_SEARCH__PASSAGES?"),
        ({"FOOTNOTE_SEARCH__PASSAGES": "many"}, "FOOTNOTE_SEARCH__PASSAGES"),
    ],
)
def test_a_wrong_setting_in_the_environment(
    mill: Path, variables: dict[str, str], sentence: str
) -> None:
    done = footnote("sources", home=mill, **variables)
    assert done.returncode == 1
    assert sentence in done.stderr


def test_a_wrong_setting_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "footnote.toml").write_text("[search]\npasages = 5\n")
    done = footnote("sources", home=tmp_path)
    assert done.returncode == 1
    assert "unknown setting `search.pasages`. Did you mean passages?" in done.stderr
    assert "footnote.toml" in done.stderr


def test_a_library_made_with_another_model(mill: Path) -> None:
    done = footnote(
        "ask", "Who opened the mill?", home=mill,
        FOOTNOTE_EMBEDDING__MODEL="bge-small-en-v1.5", FOOTNOTE_CHUNKING__TARGET_CHARS="500",
    )  # fmt: skip
    assert done.returncode == 1
    assert "was cut into passages by" in done.stderr


@pytest.mark.parametrize("question", ["", "   ", "?!"])
def test_an_empty_question(mill: Path, question: str) -> None:
    done = footnote("ask", question, home=mill)
    assert done.returncode == 1
    assert "The question is empty" in done.stderr


def test_a_question_of_ten_thousand_words(mill: Path) -> None:
    done = footnote("ask", "why " * 10_000, home=mill)
    assert done.returncode == 1
    assert "The question has 10,000 words" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "What?", "--as-of", "soon"],
        ["ask", "What?", "--since", "2024-02-01", "--until", "2024-01-01"],
        ["nonsense"],
        ["show"],
    ],
)
def test_wrong_usage_has_a_status_of_its_own(mill: Path, arguments: list[str]) -> None:
    assert footnote(*arguments, home=mill).returncode == 2


def test_debug_shows_the_traceback(mill: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if "FOOTNOTE" not in name}
    done = subprocess.run(
        [sys.executable, "-c", RUN, "show", "nothing", "--debug", "--home", str(mill)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "Traceback" in done.stderr


def test_files_that_nobody_reads_are_counted_by_ending(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    (folder / "inner").mkdir(parents=True)
    (folder / "mill.txt").write_text(GOOD)
    for name in ("a.zip", "inner/b.ZIP", "Makefile", ".hidden.zip", "c.doc"):
        (folder / name).write_text("x")
    report = tmp_path / "report.jsonl"
    home = tmp_path / "home"
    told = footnote("--json", "ingest", str(folder), "--report", str(report), home=home)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["unread"] == {".zip": 2, "Makefile": 1, ".doc": 1}
    lines = [json.loads(line) for line in report.read_text().splitlines()]
    passed = sorted(line["origin"] for line in lines if line["kind"] == "unread")
    assert passed == sorted(
        str(folder / name) for name in ("Makefile", "a.zip", "c.doc", "inner/b.ZIP")
    )
    shown = footnote("ingest", str(folder), home=home)
    assert [line.split() for line in shown.stdout.splitlines() if ".zip" in line] == [["2", ".zip"]]
