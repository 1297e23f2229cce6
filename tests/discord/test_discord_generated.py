"""A language model's sentences on Discord: each is shown once it has been checked, or never."""

import threading
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from house import House, open_started_house
from loopback.server import LoopbackDiscord

from footnote.bot.settings import Settings
from footnote.retrieval import Footnote
from footnote.retrieval.options import AnsweringOptions, VerificationOptions
from tests.support.scripted_model_server import ScriptedServer, chunk, scripted_server, status
from tests.support.small_model import generation_options

SAMPLES = Path(__file__).parents[2] / "samples" / "articles"
FIRST = (
    "The curator, Wilhelmina Ost, said that 520 people came on the first day, three times as many "
    "as she had hoped [1]."
)
INVENTED = "She was born in Vienna in 1961 [1]."
LAST = "The museum is closed on Mondays [1]."
CURATOR = "Who is the curator of the glass museum, and how many people came?"


class Writer:
    """Writes a sentence, and the rest only when told to go on."""

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        for word in f"{FIRST} {INVENTED} ".split(" "):
            handler.wfile.write(chunk(word + " "))
            handler.wfile.flush()
        self.go_on.wait(20)
        handler.wfile.write(chunk(LAST))
        handler.wfile.write(chunk("", finish="stop"))
        handler.wfile.write(b"data: [DONE]\n\n")


@pytest.fixture
def writer() -> Writer:
    return Writer()


@pytest.fixture
def script(writer: Writer) -> ScriptedServer:
    return ScriptedServer(writer)


@pytest.fixture
def model(script: ScriptedServer) -> Iterator[str]:
    with scripted_server(script) as url:
        yield url


@pytest.fixture
async def town(loopback: LoopbackDiscord, tmp_path: Path, model: str) -> AsyncIterator[House]:
    with Footnote.open(tmp_path / "home", create=True) as footnote:
        footnote.ingest([SAMPLES / "glass-museum.html", SAMPLES / "market-day.txt"])
    settings = Settings(
        home=tmp_path / "home",
        answering=AnsweringOptions(answerer="generative"),
        generation=generation_options(model, retries=0, contract="sentences"),
        verification=VerificationOptions(checker="rules"),
    )
    async with open_started_house(loopback, settings, tmp_path) as opened:
        yield opened


async def test_checked_sentences_appear_while_the_model_still_writes(
    town: House, writer: Writer
) -> None:
    question = town.people.ask(town.ann, town.channel, CURATOR)
    try:
        reply = (await town.world.until(lambda: town.world.replies_to(question)))[0]
        await town.world.until(lambda: "Wilhelmina Ost" in reply["content"], what="a sentence")
        assert "…still reading" in reply["content"]
        assert "Mondays" not in reply["content"]
    finally:
        writer.go_on.set()
    answer = await town.answered(question)
    assert answer["content"].startswith(
        r"The curator, Wilhelmina Ost, said that 520 people came on the first day, three times as "
        r"many as she had hoped. **\[1\]** "
        r"The museum is closed on Mondays."
    )
    sent = [str(call.body) for call in town.discord.rest.sent]
    assert not [text for text in sent if "Vienna" in text], "nothing unchecked was ever sent"
    assert next(iter(town.people.buttons(answer))).startswith("1 ")


async def test_with_the_model_away_the_quotes_answer_and_say_so(
    town: House, script: ScriptedServer
) -> None:
    script.replies[:] = [status(500)]
    answer = await town.ask(CURATOR)
    assert answer["content"].startswith("> ")
    assert "Wilhelmina Ost" in answer["content"]
    assert "The language model is away; the articles are quoted" in answer["content"]
    assert "127.0.0.1" not in answer["content"], "no host of the machine is shown"
