"""Each recipe of CONTRIBUTING, followed in a copy of the code: add a file, register it, use it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns("__pycache__", "data", "docs")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for room in ("bot", "evaluation", "prompts", "retrieval", "tests"):
        shutil.copytree(ROOT / room, tmp_path / "footnote" / room, ignore=LEFT_OUT)
    shutil.copy(ROOT / "pyproject.toml", tmp_path / "footnote")
    return tmp_path / "footnote"


def add(copy: Path, name: str, code: str) -> None:
    (copy / name).write_text(code)


def register(copy: Path, name: str, *changes: tuple[str, str]) -> None:
    """Put lines into a file: after a pattern that stands there once, a text."""
    text = (copy / name).read_text()
    for pattern, line in changes:
        assert len(re.findall(pattern, text, re.MULTILINE)) == 1, f"{name}: {pattern}"
        text = re.sub(pattern, lambda found, more=line: found[0] + more, text, flags=re.MULTILINE)  # type: ignore[misc]
    (copy / name).write_text(text)


def python(copy: Path, *arguments: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(copy)}
    told = subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


READER = '''
"""Subtitles: what is said, without numbers and times."""

from collections.abc import Iterator
from pathlib import Path

from retrieval.article import RawPage
from retrieval.errors import InputError


def read(path: Path) -> Iterator[RawPage | InputError]:
    """Yield the one page a file of subtitles is."""
    lines = path.read_text(encoding="utf-8").splitlines()
    said = [line for line in lines if line and not line.isdigit() and "-->" not in line]
    if not said:
        raise InputError("holds no words", origin=str(path))
    yield RawPage(key=str(path), origin=str(path), text="\\n".join(said), path=str(path))
'''


def test_a_reader(copy: Path) -> None:
    add(copy, "retrieval/readers/subtitles.py", READER)
    register(
        copy,
        "retrieval/readers/__init__.py",
        (r"^READERS.*= \{$", '\n    ".srt": subtitles.read,'),
        (
            r"^from retrieval.article import RawPage$",
            "\nfrom retrieval.readers import subtitles",
        ),
    )
    film = copy / "film.srt"
    film.write_text("1\n00:01 --> 00:04\nThe Lower Mill burnt down in 1911.\n")
    (copy / "empty.srt").write_text("1\n")
    program = """
from pathlib import Path
from retrieval import cleaning, readers
films = [path for path in readers.find(["."]) if path.suffix == ".srt"]
found = [page for path in films for page in readers.read(path)]
print(sorted(type(page).__name__ for page in found))
print([cleaning.clean(page).text for page in found if hasattr(page, "text")])
"""
    told = python(copy, "-c", program)
    assert told == "['InputError', 'RawPage']\n['The Lower Mill burnt down in 1911.']\n"


METRIC = '''
"""How short answers are."""

from evaluation.record import Record


def brevity(record: Record) -> float | None:
    """Return one over the number of the answer's words; None for a refusal."""
    return 1 / len(record.text.split()) if record.answered else None
'''


def test_a_metric(copy: Path) -> None:
    add(copy, "evaluation/metrics/brevity.py", METRIC)
    register(
        copy,
        "evaluation/metrics/__init__.py",
        (r"^METRICS.*= \{$", '\n    "brevity": brevity,'),
        (
            r"^from evaluation.record import Record$",
            "\nfrom evaluation.metrics.brevity import brevity",
        ),
    )
    program = """
from evaluation.result import make_result
from tests.support.records import answered, refused
texts = ("Two words.", "Four words are here.")
result = make_result([*(answered(text=text) for text in texts), refused()], {})
print(result.metrics["brevity"], "brevity" in result.as_json(None)["intervals"])
"""
    assert python(copy, "-c", program) == "0.375 True\n"


SCORER = '''
"""Scores by shared words, for when no model may be loaded."""

from collections.abc import Sequence

from retrieval.options import ModelOptions


class SharedWords:
    """Counts the question's words that a text holds; `least` of them are even odds."""

    def __init__(self, least: str, models: ModelOptions) -> None:
        self._least = int(least)

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return one logit a text."""
        words = set(query.lower().split())
        return [float(len(words & set(text.lower().split())) - self._least) for text in texts]

    def load(self) -> None:
        """There is nothing to load."""

    def warm_up(self) -> None:
        """There is nothing to load."""

    def close(self) -> None:
        """There is nothing to let go of."""
'''


def test_a_reranker(copy: Path) -> None:
    add(copy, "retrieval/reranking/shared_words.py", SCORER)
    register(
        copy,
        "retrieval/reranking/scorer.py",
        (r'^    "cross-encoder": CrossEncoder,$', '\n    "words": SharedWords,'),
        (
            r"^from retrieval.reranking.cross_encoder import CrossEncoder$",
            "\nfrom retrieval.reranking.shared_words import SharedWords",
        ),
    )
    add(copy, "mill.txt", "The mill\n\nThe Lower Mill was rebuilt by Ada Finch after the fire.\n")
    add(copy, "pier.txt", "The pier\n\nThe pier was painted green by volunteers in the spring.\n")
    program = """
from datetime import date
from retrieval import Footnote, Question, RetrievalOptions
from retrieval.options import RerankingOptions
options = RetrievalOptions(reranking=RerankingOptions(model="words:3"))
with Footnote.open("home", options=options, create=True) as footnote:
    footnote.ingest(["mill.txt", "pier.txt"])
    hits = footnote.search(Question("Who rebuilt the lower mill ?", date(2024, 1, 1)))
    print([(hit.article.title, hit.relevance) for hit in hits])
"""
    told = python(copy, "-c", program)
    assert told.startswith("[('The mill', ")
    assert "cross" not in told


COMMAND = '''
"""`/how-many`."""

from typing import Any

import discord
from discord import app_commands

from bot.discord.context import context_of, spoken_language, tell
from bot.discord.language import say
from bot.discord.places import place_of


def how_many_command() -> app_commands.Command[Any, ..., None]:
    """Return the command that counts the articles of the library here."""

    @app_commands.command(name="how-many", description="How many articles there are")
    async def how_many(interaction: discord.Interaction[Any]) -> None:
        context = context_of(interaction)
        library = context.reception.library_at(place_of(interaction))
        count = len(await context.service.articles(library)) if library else 0
        await tell(interaction, say(spoken_language(interaction), "how_many", count=count))

    return how_many
'''

STORY = """
from house import House


async def test_a_person_asks_how_many_articles_there_are(house: House) -> None:
    used = house.people.slash(house.ben, house.channel, "how-many")
    await house.world.until(lambda: used.text, what="the answer to /how-many")
    assert used.text == "2 articles."
"""


def test_a_slash_command(copy: Path) -> None:
    add(copy, "bot/discord/how_many.py", COMMAND)
    register(
        copy,
        "bot/discord/about.py",
        (
            r"^        self\.client = client$",
            "\n        client.tree.add_command(how_many_command())",
        ),
        (
            r"^from bot.discord.feedback.verdict import KEPT_DAYS$",
            "\nfrom bot.discord.how_many import how_many_command",
        ),
    )
    for language, words in (("en", "{count} articles."), ("es", "{count} artículos.")):
        file = copy / f"bot/discord/language/catalogues/{language}.po"
        line = f'\nmsgid "how_many"\nmsgstr "{words}"\n'
        file.write_text(file.read_text("utf-8") + line, "utf-8")
    add(copy, "tests/discord/test_discord_how_many.py", STORY)
    told = python(copy, "-m", "pytest", "-q", "tests/discord/test_discord_how_many.py")
    assert "1 passed" in told
