"""The log: one JSON object a line, whoever writes it, without what people write."""

import io
import json
import logging
import threading
import warnings
from collections.abc import Iterator
from threading import Thread

import pytest
from house import House

from footnote.bot.discord.journal import Journal, write_log

OPENED = "When was the Marsh Bridge opened?"
ARCHITECT = "Was Lindqvist the architect of the bridge?"


@pytest.fixture
def restored_loggers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in ("footnote.discord", "discord", None)]
    before = [(log.handlers, log.level, log.propagate) for log in loggers]
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    yield
    logging.captureWarnings(False)
    for log, (handlers, level, propagate) in zip(loggers, before, strict=True):
        log.handlers, log.level, log.propagate = handlers, level, propagate


@pytest.mark.usefixtures("restored_loggers")
async def test_the_log_is_json_without_what_people_write(house: House) -> None:
    stream = io.StringIO()
    write_log(stream)
    logging.getLogger("discord.gateway").warning("shard %s is slow", 3)
    house.service.errors[ARCHITECT] = ZeroDivisionError(ARCHITECT)
    await house.ask(OPENED)
    await house.ask(ARCHITECT)
    events = [json.loads(line) for line in stream.getvalue().splitlines()]
    names = [event["event"] for event in events]
    assert names[0] == "discord.gateway"
    assert events[0]["reason"] == "shard 3 is slow"
    assert names.count("question.taken") == 2
    assert {"question.answered", "question.failed"} <= set(names)
    assert all({"at", "level"} <= set(event) for event in events)
    assert "Marsh Bridge" not in stream.getvalue()
    assert "Lindqvist" not in stream.getvalue()
    assert house.discord.token not in stream.getvalue()


@pytest.mark.usefixtures("restored_loggers")
def test_warnings_foreign_lines_and_what_ends_a_thread_are_json_too() -> None:
    stream = io.StringIO()
    write_log(stream)

    def fail() -> None:
        raise ZeroDivisionError(OPENED)

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            logging.captureWarnings(True)
            warnings.warn("this is old\nand more", DeprecationWarning, stacklevel=1)
        logging.getLogger("some.library").error("two\nlines", exc_info=ValueError("x"))
        ended = Thread(target=fail)
        ended.start()
        ended.join()
    finally:
        logging.captureWarnings(False)
    events = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [event["event"] for event in events] == ["py.warnings", "some.library", "thread.ended"]
    assert "this is old" in events[0]["reason"]
    assert OPENED not in stream.getvalue()


@pytest.mark.usefixtures("restored_loggers")
def test_text_is_logged_only_where_that_is_switched_on() -> None:
    stream = io.StringIO()
    write_log(stream)
    Journal(log_text=True).note("question.taken", text=OPENED)
    Journal(log_text=False).note("question.taken", text=OPENED)
    assert [json.loads(line).get("text") for line in stream.getvalue().splitlines()] == [
        OPENED,
        None,
    ]
