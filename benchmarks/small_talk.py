"""What small talk around a question costs, with and without leaving it out.

    python -m benchmarks.small_talk

Every sample question is asked bare, and inside messages as people write them
(`benchmarks/small_talk.jsonl`, written for this by hand, a hundred in three languages). Those with
an even number were looked at while the words of small talk were chosen, those with an odd number
were not: the odd rows are the honest ones.
"""

import json
import tempfile
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unittest.mock import patch

from footnote.evaluation.fixtures import Fixture, read_fixtures
from footnote.evaluation.metrics import contains_answer
from footnote.retrieval import Footnote
from footnote.retrieval.conversation import what_is_asked
from footnote.retrieval.question import Question

SAMPLES = Path(__file__).parents[1] / "samples"
MESSAGES = Path(__file__).with_name("small_talk.jsonl")
PLAIN = {
    "en": "Which ferry ran aground off Skerrow?",
    "es": "¿Qué transbordador encalló frente a Skerrow?",
    "zh": "哪艘渡轮在斯凯罗附近搁浅了？",
}


@dataclass(frozen=True, slots=True)
class Message:
    """A message with a place for a question."""

    id: str
    language: str
    template: str

    @property
    def looked_at(self) -> bool:
        """Whether it was looked at while the words were chosen."""
        return int(self.id[-2:]) % 2 == 0

    def around(self, question: str) -> str:
        """Return the message with a question in it."""
        lowered = question[0].lower() + question[1:]
        return self.template.replace("{q_lower}", lowered).replace("{q}", question)


def read_messages(path: Path = MESSAGES) -> list[Message]:
    """Return the messages of a file."""
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [Message(line["id"], line["language"], line["template"]) for line in lines]


def _left_out(messages: Sequence[Message]) -> str:
    found = 0
    for message in messages:
        question = PLAIN[message.language]
        asked = what_is_asked(message.around(question))
        found += asked.lower().strip("¿?？") == question.lower().strip("¿?？")
    return f"{found} of {len(messages)}"


def _answered(
    footnote: Footnote, fixtures: Sequence[Fixture], around: Callable[[int, str], str]
) -> str:
    """Return how many are answered rightly, and how many that have no answer are answered."""
    right = wrong = 0
    for number, fixture in enumerate(fixtures):
        asked = Question(around(number, fixture.question), as_of=fixture.asked or date.max)
        answer = footnote.ask(asked)
        answered = answer.status == "answered"
        right += answered and fixture.answerable and contains_answer(answer.text, fixture.answers)
        wrong += answered and not fixture.answerable
    return f"{right} | {wrong}"


def main() -> None:
    """Print both tables as Markdown."""
    messages = read_messages()
    halves = [(half, half == "looked at") for half in ("looked at", "not looked at")]
    print("| messages | English | Spanish | Chinese |\n| --- | --- | --- | --- |")
    for half, looked_at in halves:
        cells = [
            _left_out([m for m in messages if m.language == language and m.looked_at == looked_at])
            for language in PLAIN
        ]
        print(f"| {half} | {' | '.join(cells)} |")
    fixtures = read_fixtures(SAMPLES / "fixtures.jsonl")
    answerable = sum(fixture.answerable for fixture in fixtures)
    print(f"\n| asked | right of {answerable} | answered of {len(fixtures) - answerable} others |")
    print("| --- | --- | --- |")
    with tempfile.TemporaryDirectory() as home, Footnote.open(Path(home), create=True) as footnote:
        footnote.ingest([SAMPLES / "articles"])
        print(f"| bare | {_answered(footnote, fixtures, lambda _, question: question)} |")
        for half, looked_at in halves:
            english = [m for m in messages if m.language == "en" and m.looked_at == looked_at]

            def around(number: int, question: str, texts: Sequence[Message] = english) -> str:
                return texts[number % len(texts)].around(question)

            for read, as_is in (("read whole", True), ("small talk left out", False)):
                whole = patch(
                    "footnote.retrieval.pipeline.without_small_talk", lambda question: question
                )
                with whole if as_is else nullcontext():
                    print(f"| {half}, {read} | {_answered(footnote, fixtures, around)} |")


if __name__ == "__main__":
    main()
