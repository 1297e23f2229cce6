"""The command line as a person and as a script use it, with the real models and Chroma."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples" / "articles"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "home"
    done = command("ingest", str(SAMPLES), home=folder)
    assert done.returncode == 0, done.stderr
    return folder


def command(
    *arguments: str, home: Path, stdin: str | None = None, **variables: str
) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if "FOOTNOTE" not in name}
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from footnote.bot.cli import main; main()",
            *arguments,
            "--home",
            str(home),
        ],
        cwd=ROOT,
        env={**environment, "HF_HUB_OFFLINE": "1", **variables},
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def answer(home: Path, *arguments: str) -> dict[str, Any]:
    done = command("ask", "--json", *arguments, home=home)
    assert done.returncode == 0, done.stderr
    parsed: dict[str, Any] = json.loads(done.stdout)
    return parsed


def test_an_answer_follows_the_published_contract(home: Path) -> None:
    found = answer(home, "--as-of", "2023-06-15", "Who is the curator of the glass museum?")
    assert list(found) == [
        "question", "as_of", "status", "text", "citations", "passages", "confidence",
        "answerer", "removed", "warnings", "missing", "timings_ms",
    ]  # fmt: skip
    assert (found["status"], found["answerer"], found["as_of"]) == (
        "answered",
        "extractive",
        "2023-06-15",
    )
    first = found["citations"][0]
    assert "Wilhelmina Ost" in first["quote"]
    assert first["published"] == "2023-06-10"
    assert first["source"] == "lantern.example"
    shown = command("show", first["article"], "--json", home=home)
    text = json.loads(shown.stdout)["text"]
    for citation in found["citations"]:
        assert text[citation["start"] : citation["end"]] == citation["quote"] or (
            citation["article"] != first["article"]
        )
        assert f"[{citation['marker']}]" in found["text"]


def test_a_refusal_is_a_result_and_names_the_nearest_titles(home: Path) -> None:
    found = answer(home, "Who is the president of France?")
    assert (found["status"], found["citations"]) == ("refused", [])
    assert "Closest in the library: “" in found["text"]
    assert found["passages"]


def test_a_second_ingest_embeds_nothing(home: Path) -> None:
    done = command("--json", "ingest", str(SAMPLES), home=home)
    report = json.loads(done.stdout)
    assert (report["added"], report["changed"], report["passages"]) == (0, 0, 0)
    assert report["unchanged"] >= 17


def test_questions_from_a_file_keep_order_and_id_and_survive_bad_lines(
    home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '{"id": "a", "question": "What will a rye loaf cost?", "asked": "2023-06-15"}\n'
        "not json\n"
        '{"id": "c", "question": ""}\n'
        '{"id": "d", "question": "Who caught the fire?", "asked": "soon"}\n'
        '{"id": "e", "question": "Who is the town treasurer?"}\n'
    )
    done = command("ask", "--from", str(file), "--json", home=home)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [line["id"] for line in lines] == ["a", None, "c", "d", "e"]
    assert ["error" in line for line in lines] == [False, True, True, True, False]
    assert lines[0]["as_of"] == "2023-06-15"


def test_two_articles_that_differ_are_both_quoted_the_newer_first(home: Path) -> None:
    asked = ("ask", "How many seals are on Gull Bar?", "--json", "--as-of")
    answer = json.loads(command(*asked, "2023-06-15", home=home).stdout)
    days = [citation["published"] for citation in answer["citations"]]
    assert days == ["2023-05-20", "2023-04-11"]
    assert (
        "the newer [1] is from 2023-05-20, the older [2] from 2023-04-11" in answer["warnings"][0]
    )
    before = json.loads(command(*asked, "2023-05-01", home=home).stdout)
    assert {citation["published"] for citation in before["citations"]} == {"2023-04-11"}


def test_filters_narrow_what_is_searched(home: Path) -> None:
    question = "How many seals are on Gull Bar?"
    old = answer(home, "--until", "2023-04-30", "--as-of", "2023-06-15", question)
    assert "212" in old["text"]
    assert "187" not in old["text"]
    late = answer(home, "--since", "2023-06-01", "--as-of", "2023-06-15", question)
    assert "212" not in late["text"]


def test_articles_newer_than_the_question_are_not_used(home: Path) -> None:
    found = answer(home, "--as-of", "2023-03-05", "How much will the Weir Bridge repair cost?")
    assert "2.4 million" in found["text"]
    assert "3.1 million" not in found["text"]


def test_the_correction_answers_once_it_is_out(home: Path) -> None:
    found = answer(home, "--as-of", "2023-03-12", "How much will the Weir Bridge repair cost?")
    assert "3.1 million" in found["citations"][0]["quote"]


def test_a_conversation_with_a_follow_up_and_an_opened_footnote(home: Path) -> None:
    typed = (
        "Who is the harbour master?\nWhen will she retire?\n/open 1\n/open 9\n/nonsense\n/quit\n"
    )
    done = command("chat", "--as-of", "2023-06-15", home=home, stdin=typed)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Footnote.")
    assert done.stdout.count("end of September") >= 2
    assert "Footnotes to open:" in done.stdout
    assert "There is no command /nonsense" in done.stdout


def test_forgetting_an_article_takes_it_out_of_answers(tmp_path: Path) -> None:
    own = tmp_path / "home"
    command("ingest", str(SAMPLES / "market-day.txt"), home=own)
    (listed,) = json.loads(command("sources", "--json", home=own).stdout)
    assert command("forget", listed["article"], home=own).returncode == 0
    assert json.loads(command("sources", "--json", home=own).stdout) == []
    assert answer(own, "What does a market stall cost?")["status"] == "refused"
    again = command("forget", listed["article"], home=own)
    assert again.returncode == 1
    assert "No such article" in again.stderr


def test_doctor_is_content_and_ends_with_a_canary(home: Path) -> None:
    done = command("doctor", "--json", home=home)
    report = json.loads(done.stdout)
    assert done.returncode == 0, done.stdout
    assert report["ok"]
    assert report["findings"][-1]["check"] == "canary question"


def test_libraries_never_see_each_other(home: Path) -> None:
    done = command("ask", "--library", "other", "Who is the treasurer?", home=home)
    assert done.returncode == 1
    assert "There is no library other" in done.stderr


def test_files_of_a_site_get_its_addresses(tmp_path: Path) -> None:
    site, home = tmp_path / "site", tmp_path / "home"
    (site / "posts").mkdir(parents=True)
    (site / "posts" / "2021-03-04-weir.md").write_text("# The weir\n\nIt was dug in 1604.\n")
    (site / "old.html").write_text("<main><h1>Old mill</h1><p>It ground rye for ages.</p></main>")
    refused = command("ingest", str(site), "--base-url", "weir.example", home=home)
    assert refused.returncode == 2
    done = command("ingest", str(site), "--base-url", "https://weir.example/", home=home)
    assert done.returncode == 0, done.stderr
    listed = json.loads(command("--json", "sources", home=home).stdout)
    assert {entry["url"] for entry in listed} == {
        "https://weir.example/posts/2021-03-04-weir/",
        "https://weir.example/old.html",
    }
    setting = {"FOOTNOTE_INGESTING__BASE_URLS": json.dumps({str(site): "https://mill.example"})}
    report = command("--json", "ingest", str(site), home=home, **setting)
    assert json.loads(report.stdout)["changed"] == 2
    moved = json.loads(command("--json", "sources", home=home).stdout)
    assert {entry["url"].split("/")[2] for entry in moved} == {"mill.example"}
