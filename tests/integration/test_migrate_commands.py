"""`footnote migrate`, as an operator types it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from footnote.bot.cli.app import run
from footnote.retrieval import Footnote
from tests.support.chroma_server import Server
from tests.support.postgres import Postgres

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples" / "articles"


def test_the_commands_there_and_back(tmp_path: Path, postgres: Postgres, chroma: Server) -> None:
    in_database = {"FOOTNOTE_CATALOG__URL": postgres.url, "FOOTNOTE_VECTORS__MODE": "server"}

    def footnote(home: str, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-c", "from footnote.bot.cli import main; main()", *arguments],
            env={
                **os.environ,
                "FOOTNOTE_HOME": str(tmp_path / home),
                "FOOTNOTE_VECTORS__PORT": str(chroma.port),
                **settings,
            },
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    def answer(home: str, **settings: str) -> object:
        asked = footnote(home, "ask", "--json", "How many stalls are there?", **settings)
        told = json.loads(asked.stdout)
        assert told["status"] == "answered"
        return told["text"], told["citations"]

    assert footnote("old", "ingest", str(SAMPLES)).returncode == 0
    told = footnote("old", "migrate", "--to", postgres.url)
    assert told.returncode == 0, told.stderr
    assert "22 articles copied to PostgreSQL at " in told.stdout
    assert answer("old") == answer("elsewhere", **in_database)
    new = str(tmp_path / "new")
    back = footnote("elsewhere", "migrate", "--json", "--to", new, **in_database)
    report = json.loads(back.stdout)
    assert (report["copied"], report["alike"]) == (22, True)
    assert report["to"] == str(tmp_path / "new" / "libraries" / "default")
    assert all(each["sha256"] == each["sha256_before"] for each in report["tables"].values())
    assert answer("new") == answer("old")
    assert (
        footnote("old", "forget", *_ids(footnote("old", "sources", "--json"))[:1]).returncode == 0
    )
    refused = footnote("new", "migrate", "--to", str(tmp_path / "old"))
    assert refused.returncode == 1
    assert "already, with 21 articles, and it is not like this one" in refused.stderr
    postgres.stop()
    away = footnote("old", "migrate", "--to", postgres.url)
    assert away.returncode == 1
    assert "does not answer" in away.stderr
    assert "Traceback" not in away.stderr


def _ids(listed: "subprocess.CompletedProcess[str]") -> list[str]:
    return [head["article"] for head in json.loads(listed.stdout)]


@pytest.mark.parametrize(
    ("place", "status", "sentence"),
    [
        ("mysql://host/database", 2, "an address that begins with postgresql://, or a folder"),
        ("", 2, "an address that begins with postgresql://, or a folder"),
        ("postgresql://someone:hunter2@127.0.0.1:9/none", 1, "127.0.0.1:9 does not answer"),
        ("postgresql://one two", 1, "is no address of PostgreSQL"),
        ("home", 1, "is this one itself, or a copy of its folder"),
        ("file", 1, "cannot be written"),
    ],
)
def test_a_place_that_will_not_do_is_told_in_a_sentence(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    status: int,
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    Footnote.open(tmp_path / "home", create=True).close()
    assert run(["--home", str(tmp_path / "home"), "migrate", "--to", place]) == status
    told = capsys.readouterr()
    assert sentence in " ".join(told.err.split())
    assert "hunter2" not in told.err + told.out
    assert "Traceback" not in told.err


def test_a_library_or_a_chroma_server_that_is_not_there_is_told(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    postgres: Postgres,
) -> None:
    home = ["--home", str(tmp_path / "home")]
    assert run([*home, "migrate", "--to", postgres.url]) == 1
    assert "There is no library default" in capsys.readouterr().err
    Footnote.open(tmp_path / "home", create=True).close()
    assert run([*home, "migrate", "--to", postgres.url, "--vectors", "embedded"]) == 1
    assert "set vectors.mode to server or postgres" in capsys.readouterr().err
    monkeypatch.setenv("FOOTNOTE_VECTORS__PORT", "9")
    assert run([*home, "migrate", "--to", postgres.url]) == 1
    assert "The Chroma server at 127.0.0.1:9 does not answer" in capsys.readouterr().err
    assert run([*home, "--json", "migrate", "--to", postgres.url, "--vectors", "postgres"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["copied"], report["alike"]) == (0, True)
