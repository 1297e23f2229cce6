"""Question-and-answer fixtures: JSON Lines in the published format, or SQuAD-format JSON.

A line may also be a conversation, `{"id", "asked"?, "turns": [{"question", "answers", …}, …]}`: its
turns become the fixtures `id/1`, `id/2`, …, each asked with what was said before it.
"""

import difflib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from footnote.retrieval.errors import FixtureError

KNOWN_KEYS = ("id", "question", "asked", "answers", "answerable", "evidence", "choices", "library")
"""`choices` and `library` are read past: quizzes and exported feedback carry them."""
CONVERSATION_KEYS = ("id", "asked", "turns")
TURN_KEYS = ("question", "asked", "answers", "answerable", "evidence")

_SHOWN_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Fixture:
    """One question with its gold answers; `asked` is the question's today, None for today.

    `evidence` is where the answer stands, in words, as far as the file says. Turns of a
    conversation share its name in `conversation` and count from 1.
    """

    id: str
    question: str
    answers: tuple[str, ...]
    answerable: bool
    asked: date | None = None
    conversation: str | None = None
    turn: int = 1
    evidence: str = ""


def read_fixtures(path: Path) -> list[Fixture]:
    """Return the fixtures of a file.

    Raises:
        FixtureError: The file cannot be used; every fault is named by its line.
    """
    try:
        content = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FixtureError(f"{path}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise FixtureError(f"{path}: cannot be read as UTF-8 text ({error}).") from error
    squad = _squad_document(content)
    found: list[Fixture] = []
    seen: set[str] = set()
    faults: list[str] = []
    for place, record in _squad_records(squad) if squad else _line_records(content):
        try:
            for fixture in _fixtures(record):
                if fixture.id in seen:
                    raise ValueError(f"the id {fixture.id} stands twice")
                seen.add(fixture.id)
                found.append(fixture)
        except ValueError as error:
            faults.append(f"{place}: {error}")
    if faults:
        shown = "\n  ".join(faults[:_SHOWN_FAULTS])
        more = f"\n  … and {len(faults) - _SHOWN_FAULTS} more" * (len(faults) > _SHOWN_FAULTS)
        raise FixtureError(f"{path} has {len(faults)} faulty fixtures:\n  {shown}{more}")
    if not found:
        raise FixtureError(f"{path}: holds no fixtures.")
    return found


def _squad_document(content: str) -> dict[str, Any] | None:
    if not content.lstrip().startswith("{"):
        return None
    try:
        document = json.loads(content)
    except ValueError:
        return None
    return document if isinstance(document, dict) and "data" in document else None


def _squad_records(document: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    try:
        for article in document["data"]:
            for paragraph in article["paragraphs"]:
                for item in paragraph["qas"]:
                    answers = [answer["text"] for answer in item.get("answers", [])]
                    yield (
                        f"question {item.get('id')}",
                        {
                            "id": item.get("id"),
                            "question": item.get("question"),
                            "answers": answers,
                            "answerable": not item.get("is_impossible", not answers),
                        },
                    )
    except (KeyError, TypeError, AttributeError) as error:
        raise FixtureError("The file has a `data` key but is not in SQuAD format.") from error


def _line_records(content: str) -> Iterator[tuple[str, Any]]:
    # Not `splitlines`: JSON texts may hold U+2028 and U+0085, which it takes for line ends.
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            try:
                yield f"line {number}", json.loads(line)
            except ValueError:
                yield f"line {number}", None


def _fixtures(record: Any) -> list[Fixture]:
    if not isinstance(record, dict):
        raise ValueError("is not a JSON object")
    if "turns" not in record:
        return [_fixture(record)]
    _refuse_unknown(record, CONVERSATION_KEYS)
    name, turns = _text(record, "id"), record["turns"]
    if not (turns and isinstance(turns, list) and all(isinstance(turn, dict) for turn in turns)):
        raise ValueError("`turns` must be a list of JSON objects")
    for turn in turns:
        _refuse_unknown(turn, TURN_KEYS)
    whole = {"asked": record.get("asked")}
    return [
        replace(_fixture(whole | turn | {"id": f"{name}/{n}"}), conversation=name, turn=n)
        for n, turn in enumerate(turns, start=1)
    ]


def _refuse_unknown(record: dict[str, Any], known: Sequence[str]) -> None:
    for key in record:
        if key not in known:
            match = difflib.get_close_matches(str(key), known, n=1)
            hint = f"; did you mean `{match[0]}`?" if match else ""
            raise ValueError(f"unknown key `{key}`{hint}")


def _fixture(record: dict[str, Any]) -> Fixture:
    _refuse_unknown(record, KNOWN_KEYS)
    answers = _answers(record)
    if "answers" not in record and record.get("answerable") is not False:
        raise ValueError("has no `answers`; give [] for a question the articles do not answer")
    answerable = record.get("answerable", bool(answers))
    if not isinstance(answerable, bool):
        raise ValueError("`answerable` must be true or false")
    if answerable and not answers:
        raise ValueError("is answerable but has no answers")
    return Fixture(
        id=_text(record, "id"),
        question=_text(record, "question"),
        answers=answers if answerable else (),
        answerable=answerable,
        asked=_asked(record.get("asked")),
        evidence=_evidence(record.get("evidence")),
    )


def _evidence(value: Any) -> str:
    """Return what a file says about where the answer stands, as far as it is words."""
    if not isinstance(value, dict):
        return ""
    told = [value.get(name) for name in ("gold", "quote")]
    return "\n".join(each for each in told if isinstance(each, str))


def _text(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    if isinstance(value, int) and name == "id":
        value = str(value)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"`{name}` is missing or no text")
    return value.strip()


def _answers(record: dict[str, Any]) -> tuple[str, ...]:
    value = record.get("answers", [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError("`answers` must be a list of texts")
    if not all(item.strip() for item in value):
        raise ValueError("`answers` holds an empty text")
    return tuple(dict.fromkeys(value))


def _asked(value: Any) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(f"`asked` is no date (YYYY-MM-DD): {value}") from error
