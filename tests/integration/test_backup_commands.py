"""`footnote backup` and `footnote restore`, as an operator types them."""

import json
from pathlib import Path

import pytest

from footnote.bot.cli.app import run

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).parents[2] / "samples" / "articles"


def test_a_library_moves_to_another_home_in_one_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here, there, file = tmp_path / "here", tmp_path / "there", tmp_path / "town.footnote"
    assert run(["--home", str(here), "ingest", str(SAMPLES / "market-day.txt")]) == 0
    assert run(["--home", str(here), "backup", str(file)]) == 0
    assert run(["--home", str(there), "restore", str(file)]) == 0
    capsys.readouterr()
    assert run(["--home", str(there), "sources", "--json"]) == 0
    (head,) = json.loads(capsys.readouterr().out)
    assert head["title"] == "Fish market moves to Fridays"
    assert (
        run(["--home", str(there), "--json", "ask", "How many stalls are there at present?"]) == 0
    )
    assert "27 stalls" in json.loads(capsys.readouterr().out)["text"]


def test_what_is_no_backup_is_refused_and_nothing_is_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(tmp_path / "home")]
    assert run([*home, "ingest", str(SAMPLES / "market-day.txt")]) == 0
    broken = tmp_path / "broken"
    broken.write_bytes(b"PK not a zip")
    assert run([*home, "restore", str(broken)]) == 1
    assert "is not a whole Footnote backup" in capsys.readouterr().err
    assert run([*home, "restore", str(tmp_path / "absent")]) == 1
    assert "there is no such file" in capsys.readouterr().err
    assert run([*home, "backup", str(tmp_path / "no" / "folder")]) == 1
    assert "cannot be written" in capsys.readouterr().err
    assert run([*home, "sources", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 1
