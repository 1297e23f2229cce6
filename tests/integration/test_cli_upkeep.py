"""Commands that keep a library: what a run reports, backup, restore and repair."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
FERRY = "The ferry Solveig stops on the last day of June, the council of Orla said."
SCHOOL = "The school in Orla has a new roof after the storm, head teacher Bjarne Lund said."


def footnote(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from footnote.bot.cli import main; main()",
            "--home",
            str(home),
            *arguments,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def told(home: Path, *arguments: str) -> Any:
    done = footnote(home, "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    file = tmp_path / "wire.jsonl"
    lines = [
        {"title": "Ferry stops", "text": FERRY, "url": "https://orla.test/ferry"},
        {"title": "A new roof", "text": SCHOOL, "url": "https://orla.test/school"},
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines) + '{"title": 1}\nnonsense\n')
    return file


def test_a_run_tells_what_became_of_every_article(tmp_path: Path, wire: Path) -> None:
    home, report = tmp_path / "home", tmp_path / "report.jsonl"
    done = footnote(home, "ingest", str(wire), "--jobs", "2", "--report", str(report))
    assert done.returncode == 0, done.stderr
    table = [line.split() for line in done.stdout.splitlines()]
    assert table[:2] == [["added", "changed", "unchanged", "skipped"], ["2", "0", "0", "2"]]
    assert ["skipped", "because"] in table
    lines = [json.loads(line) for line in report.read_text().splitlines()]
    assert [line["kind"] for line in lines].count("skipped") == 2
    assert {line["title"] for line in lines if line["kind"] == "added"} == {
        "Ferry stops",
        "A new roof",
    }
    assert all(line["reason"] for line in lines if line["kind"] == "skipped")
    unwritable = footnote(home, "ingest", str(wire), "--report", str(tmp_path / "no" / "r"))
    assert unwritable.returncode == 1
    assert "cannot be written" in unwritable.stderr


def test_backup_forget_restore_damage_repair(tmp_path: Path, wire: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "copy.footnote"
    told(home, "ingest", str(wire))
    assert told(home, "backup", str(file))["articles"] == 2
    ferry = next(a["article"] for a in told(home, "sources") if a["title"] == "Ferry stops")
    assert told(home, "forget", ferry) == {"forgotten": [ferry], "unknown": []}
    assert told(home, "restore", str(file))["articles"] == 2
    assert told(tmp_path / "elsewhere", "restore", str(file))["articles"] == 2
    answer = told(tmp_path / "elsewhere", "ask", "When does the ferry Solveig stop?")
    assert answer["citations"][0]["quote"] == FERRY

    chroma = home / "libraries" / "default" / "chroma"
    shutil.rmtree(chroma)
    done = footnote(home, "doctor", "--json")
    assert done.returncode == 1
    wrong = [item for item in json.loads(done.stdout)["findings"] if not item["ok"]]
    assert [item["detail"] for item in wrong] == [
        "The vectors are gone or cannot be read. Mend it with: footnote doctor --repair"
    ]
    assert told(home, "doctor", "--repair")["ok"] is True
    assert told(home, "doctor")["ok"] is True


def test_what_is_no_backup_is_refused(tmp_path: Path, wire: Path) -> None:
    home = tmp_path / "home"
    missing = footnote(home, "restore", str(tmp_path / "nowhere"))
    assert (missing.returncode, "no such file" in missing.stderr) == (1, True)
    wrong = footnote(home, "restore", str(wire))
    assert wrong.returncode == 1
    assert "is not a whole Footnote backup" in wrong.stderr
