"""What a person's own questions may look like, and how each fault in them is named."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnote.evaluation.fixtures import Fixture, read_fixtures
from footnote.retrieval.errors import FixtureError


def questions(folder: Path, *lines: object) -> Path:
    path = folder / "questions.jsonl"
    path.write_text(
        "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines) + "\n",
        encoding="utf-8",
    )
    return path


def fault(path: Path) -> str:
    with pytest.raises(FixtureError) as caught:
        read_fixtures(path)
    return str(caught.value)


HARBOUR = {"id": "harbour", "question": "Who runs the harbour?", "answers": ["Mara Fenn"]}


def test_a_question_needs_an_id_words_and_answers(tmp_path: Path) -> None:
    assert read_fixtures(questions(tmp_path, HARBOUR)) == [
        Fixture("harbour", "Who runs the harbour?", ("Mara Fenn",), answerable=True)
    ]


def test_a_conversation_is_as_many_fixtures_as_turns(tmp_path: Path) -> None:
    turns = [
        {"question": "Who runs the harbour?", "answers": ["Mara Fenn"]},
        {"question": "And who paid her?", "answers": []},
    ]
    path = questions(tmp_path, {"id": "talk", "asked": "2023-06-15", "turns": turns}, HARBOUR)
    first, second, alone = read_fixtures(path)
    assert [item.id for item in (first, second, alone)] == ["talk/1", "talk/2", "harbour"]
    assert [item.turn for item in (first, second, alone)] == [1, 2, 1]
    assert first.conversation == second.conversation == "talk"
    assert second.asked == date(2023, 6, 15)
    assert not second.answerable
    assert alone.conversation is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"id": "talk", "turns": "two"}, "list of JSON objects"),
        ({"id": "talk", "turns": [{}], "answers": []}, "unknown key `answers`"),
        ({"id": "talk", "turns": [{"question": "Who?", "answer": []}]}, "did you mean `answers`"),
        ({"turns": [{"question": "Who?", "answers": []}]}, "`id` is missing"),
        ({"id": "talk", "turns": [{"question": "Who?"}]}, "has no `answers`"),
    ],
)
def test_a_faulty_conversation_is_named_by_its_line(
    tmp_path: Path, line: dict[str, object], words: str
) -> None:
    told = fault(questions(tmp_path, HARBOUR, line))
    assert "line 2" in told
    assert words in told


def test_empty_answers_mean_that_the_articles_do_not_answer(tmp_path: Path) -> None:
    path = questions(tmp_path, {**HARBOUR, "answers": []})
    assert read_fixtures(path)[0].answerable is False


def test_gold_answers_of_an_unanswerable_question_are_not_looked_for(tmp_path: Path) -> None:
    [fixture] = read_fixtures(questions(tmp_path, {**HARBOUR, "answerable": False}))
    assert (fixture.answerable, fixture.answers) == (False, ())


def test_the_keys_of_quizzes_and_of_exported_feedback_are_read_past(tmp_path: Path) -> None:
    quiz = {
        **HARBOUR,
        "asked": "2022-06-16",
        "choices": ["Mara Fenn", "Europe"],
        "evidence": 'Told by <a href="https://news.example/1">a page</a>.',
    }
    feedback = {
        "id": "feedback-7",
        "question": "How long is the pier?",
        "answers": ["140 m"],
        "answerable": True,
        "evidence": {"url": "https://news.example/pier"},
        "library": "town",
    }
    found = read_fixtures(questions(tmp_path, quiz, feedback))
    assert [fixture.asked for fixture in found] == [date(2022, 6, 16), None]


def test_numbers_as_ids_blank_lines_and_a_byte_order_mark_are_welcome(tmp_path: Path) -> None:
    path = tmp_path / "exported.jsonl"
    path.write_text("\ufeff\n" + json.dumps({**HARBOUR, "id": 3}) + "\n\n", encoding="utf-8")
    assert [fixture.id for fixture in read_fixtures(path)] == ["3"]


def test_unicode_line_ends_inside_a_text_do_not_end_the_line(tmp_path: Path) -> None:
    line = json.dumps({**HARBOUR, "question": "Who\u2028runs\u0085it?"}, ensure_ascii=False)
    assert read_fixtures(questions(tmp_path, line))[0].question == "Who\u2028runs\u0085it?"


def test_every_faulty_line_is_named(tmp_path: Path) -> None:
    path = questions(
        tmp_path,
        HARBOUR,
        '{"id": "cut short", "question": "Who',
        {**HARBOUR, "question": "Again?"},
        {"id": "bare", "question": "Who?"},
        {"id": "claims", "question": "Who?", "answers": [], "answerable": True},
        {"id": "typo", "question": "Who?", "anwsers": ["me"]},
        {"id": "odd", "question": "Who?", "answers": ["me"], "colour": "red"},
        {"id": "one", "question": "Who?", "answers": "me"},
        {"id": "blank", "question": "Who?", "answers": [" "]},
        {"id": "when", "question": "Who?", "answers": ["me"], "asked": "last week"},
        {"id": "sure", "question": "Who?", "answers": ["me"], "answerable": "yes"},
        {"question": "Who?", "answers": ["me"]},
        {"id": "mute", "question": " ", "answers": ["me"]},
        '["a list"]',
    )
    named = fault(path).splitlines()
    assert named[0] == f"{path} has 13 faulty fixtures:"
    assert [line.strip() for line in named[1:]] == [
        "line 2: is not a JSON object",
        "line 3: the id harbour stands twice",
        "line 4: has no `answers`; give [] for a question the articles do not answer",
        "line 5: is answerable but has no answers",
        "line 6: unknown key `anwsers`; did you mean `answers`?",
        "line 7: unknown key `colour`",
        "line 8: `answers` must be a list of texts",
        "line 9: `answers` holds an empty text",
        "line 10: `asked` is no date (YYYY-MM-DD): last week",
        "line 11: `answerable` must be true or false",
        "line 12: `id` is missing or no text",
        "line 13: `question` is missing or no text",
        "line 14: is not a JSON object",
    ]


def test_of_very_many_faults_the_first_twenty_are_shown(tmp_path: Path) -> None:
    lines = fault(questions(tmp_path, *["nonsense"] * 25)).splitlines()
    assert (lines[20].strip(), lines[21].strip()) == (
        "line 20: is not a JSON object",
        "… and 5 more",
    )


def test_files_that_hold_nothing_or_no_text_are_said_to(tmp_path: Path) -> None:
    assert "holds no fixtures" in fault(questions(tmp_path))
    assert "cannot be read" in fault(tmp_path / "absent.jsonl")
    (tmp_path / "photo.jsonl").write_bytes(b"\xff\xd8\xff\xe0")
    assert "cannot be read as UTF-8" in fault(tmp_path / "photo.jsonl")


def test_a_file_that_is_not_there_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.jsonl"
    assert fault(path) == f"{path}: cannot be read (No such file or directory)."


def squad(folder: Path, *items: object) -> Path:
    path = folder / "squad.json"
    document = {"version": "1.1", "data": [{"paragraphs": [{"context": "…", "qas": items}]}]}
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    return path


def test_squad_documents_are_read(tmp_path: Path) -> None:
    path = squad(
        tmp_path,
        {
            "id": "56beb4343aeaaa14008c925b",
            "question": "How many points did the defense give up?",
            "answers": [
                {"answer_start": 34, "text": "308"},
                {"answer_start": 34, "text": "308"},
                {"answer_start": 30, "text": "only 308"},
            ],
        },
        {"id": "q2", "question": "Who?", "answers": [], "is_impossible": True},
        {"id": "q3", "question": "What?"},
    )
    found = read_fixtures(path)
    assert found[0].answers == ("308", "only 308")
    assert [fixture.answerable for fixture in found] == [True, False, False]


def test_faults_of_squad_documents_are_named_by_question(tmp_path: Path) -> None:
    twice = {"id": "q1", "question": "Who?", "answers": [{"text": "me"}]}
    assert "question q1: the id q1 stands twice" in fault(squad(tmp_path, twice, twice))


def test_a_document_that_only_looks_like_squad_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text('{"data": [1, 2]}', encoding="utf-8")
    assert "not in SQuAD format" in fault(path)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, content: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "any.jsonl"
    path.write_text(content, encoding="utf-8", errors="replace")
    try:
        found = read_fixtures(path)
    except FixtureError:
        return
    assert all(fixture.id and fixture.question for fixture in found)
