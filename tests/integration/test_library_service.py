"""Libraries of one process, as chat front ends hold them: models and files are opened once."""

import asyncio
import gc
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from footnote.bot.library_service import LibraryService
from footnote.bot.settings import Settings
from footnote.retrieval.answer import Answer
from footnote.retrieval.models import onnx
from footnote.retrieval.question import Question

pytestmark = pytest.mark.integration

ARTICLES = {
    "ferries": "The ferry to Ulm was late on Monday. The council will repair it in May.",
    "bridges": "The bridge over the Orla opens in June. It cost four million crowns.",
}
QUESTIONS = {
    "ferries": ("When will the council repair the ferry?", "May"),
    "bridges": ("When does the bridge over the Orla open?", "June"),
}


async def added(service: LibraryService, library: str, file: Path) -> None:
    told = [addition async for addition in service.add(library, [file], [])]
    assert told[-1].complete
    assert told[-1].added == 1


async def answered(service: LibraryService, library: str, text: str) -> Answer:
    snapshots = service.answer(library, Question(text, date(2022, 7, 1)))
    return [snapshot async for snapshot in snapshots][-1]


def test_libraries_share_their_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    open_session = onnx._open_session

    def counted(weights: Path, threads: int) -> Any:
        opened.append(weights)
        return open_session(weights, threads)

    monkeypatch.setattr(onnx, "_open_session", counted)
    # Of its own: a model another test holds would not be opened here at all.
    monkeypatch.setattr(onnx, "_OPEN", type(onnx._OPEN)())

    async def story() -> dict[str, Answer]:
        for name, text in ARTICLES.items():
            file = tmp_path / f"{name}.txt"
            file.write_text(text, encoding="utf-8")
            await added(service, name, file)
        return {
            name: await answered(service, name, asked) for name, (asked, _) in QUESTIONS.items()
        }

    service = LibraryService(Settings(home=tmp_path / "home"))
    try:
        answers = asyncio.run(story())
        for name, (_, expected) in QUESTIONS.items():
            assert expected in answers[name].text
        # An embedder, a cross-encoder and a reader, each once.
        assert len(opened) == len(set(opened)) == 3
        first = service._library("ferries", "extractive")
        assert service._library("ferries", "generative").library is first.library
        assert service._library("bridges").library is not first.library
    finally:
        service.close()


def test_what_a_warm_service_has_loaded_is_kept_from_full_collections(tmp_path: Path) -> None:
    service = LibraryService(Settings(home=tmp_path / "home"))
    file = tmp_path / "ferries.txt"
    file.write_text(ARTICLES["ferries"], encoding="utf-8")
    asyncio.run(added(service, "ferries", file))
    gc.unfreeze()
    try:
        service.warm_up_soon(["ferries"])
        until = time.monotonic() + 60
        while not gc.get_freeze_count() and time.monotonic() < until:
            time.sleep(0.05)
        assert gc.get_freeze_count() > 10_000
    finally:
        service.close()
        gc.unfreeze()
