"""A chat and the Discord bot's service see each other's commits, and the command line's."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path

import pytest

from footnote.bot.library_service import LibraryService
from footnote.bot.settings import load_settings
from footnote.retrieval.answer import Answer
from footnote.retrieval.question import Question
from tests.support.chroma_server import running_server

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples" / "articles"
FOOTNOTE = [sys.executable, "-c", "from footnote.bot.cli import main; main()"]

MILL = (
    "The old Kestrel Mill was bought by Brannoc Teasdale, the mayor of Tarrow Haven said on Friday."
)
WHO_BOUGHT = "Who bought the Kestrel Mill?"
PIANO = "The grand piano of the Assembly Rooms was tuned by Isaura Pell, the warden said on Sunday."
WHO_TUNED = "Who tuned the grand piano of the Assembly Rooms?"


class Chat:
    """`footnote chat` in a process of its own, asked through its pipes."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, question: str) -> str:
        """Return what is printed until the next line is read; forgets the conversation."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{question}\n/new\n")
        self._process.stdin.flush()
        printed = []
        for line in self._process.stdout:
            if line.startswith("you> /new"):
                return "".join(printed)
            printed.append(line)
        pytest.fail(f"the chat ended: {''.join(printed)}")


@contextmanager
def open_chat() -> Iterator[Chat]:
    with subprocess.Popen(
        [*FOOTNOTE, "chat", "--as-of", "2023-06-15"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Chat(process)
        finally:
            process.terminate()


class Bot:
    """What the Discord front end asks: the library service, open in this process."""

    def __init__(self) -> None:
        self.service = LibraryService(load_settings())

    async def ask(self, question: str) -> Answer:
        asked = Question(question, date(2023, 6, 15))
        return [answer async for answer in self.service.answer("default", asked)][-1]

    async def names(self, words: str) -> bool:
        """Tell whether any listing or search still shows a text."""
        heads = await self.service.articles("default")
        texts = [(await self.service.article("default", head.id)) for head in heads]
        hits = await self.service.similar("default", Question(words, date(2023, 6, 15)))
        shown = [article.text for article in texts if article] + [hit.passage.text for hit in hits]
        return any(words in text for text in shown)


@pytest.fixture(params=["embedded", "server"])
def home(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A home with two articles, and the settings of everybody in the environment."""
    on_server = request.param == "server"
    with running_server(tmp_path / "server") if on_server else nullcontext() as server:
        monkeypatch.setenv("FOOTNOTE_HOME", str(tmp_path / "home"))
        if server is not None:
            monkeypatch.setenv("FOOTNOTE_VECTORS__MODE", "server")
            monkeypatch.setenv("FOOTNOTE_VECTORS__PORT", str(server.port))
        run("ingest", str(SAMPLES / "market-day.txt"), str(SAMPLES / "glass-museum.html"))
        yield tmp_path


@pytest.fixture
async def bot(home: Path) -> AsyncIterator[Bot]:
    opened = Bot()
    # A process that has its vectors open is the one that could miss something.
    opened.service.warm_up("default")
    yield opened
    opened.service.close()


def run(*arguments: str) -> None:
    command = [*FOOTNOTE, *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


async def test_the_next_question_knows_what_another_process_stored_or_deleted(
    home: Path, bot: Bot
) -> None:
    with open_chat() as chat:
        assert "Teasdale" not in (await bot.ask(WHO_BOUGHT)).text
        assert "Wilhelmina Ost" in chat.ask("Who is the curator of the glass museum?")

        (home / "mill.txt").write_text(f"Mill sold\n\n{MILL}\n")
        run("ingest", str(home / "mill.txt"))
        found = await bot.ask(WHO_BOUGHT)
        assert "Teasdale" in found.text
        assert "Teasdale" in chat.ask(WHO_BOUGHT)

        run("forget", found.citations[0].article.id)
        assert "Teasdale" not in (await bot.ask(WHO_BOUGHT)).text
        assert not await bot.names(MILL)
        assert "Teasdale" not in chat.ask(WHO_BOUGHT)

        (home / "piano.txt").write_text(f"Piano tuned\n\n{PIANO}\n")
        added = [told async for told in bot.service.add("default", [home / "piano.txt"], [])]
        assert added[-1].added == 1
        assert "Isaura Pell" in chat.ask(WHO_TUNED)
        tuned = await bot.ask(WHO_TUNED)
        await bot.service.forget("default", [tuned.citations[0].article.id])
        assert "Isaura Pell" not in chat.ask(WHO_TUNED)
        assert "Isaura Pell" not in (await bot.ask(WHO_TUNED)).text
