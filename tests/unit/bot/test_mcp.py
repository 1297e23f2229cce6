"""The door for assistants, without models: what is told where it cannot be opened, and to whom."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from footnote.bot.cli.app import run
from footnote.bot.mcp import guarded, listening
from footnote.bot.settings import McpSettings
from footnote.retrieval.errors import SettingsError, UsageError
from footnote.retrieval.question import day_of, filters_of
from footnote.retrieval.text.untrusted import fence_exact


def test_without_the_extra_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.delitem(sys.modules, "footnote.bot.mcp")
    for name in [name for name in sys.modules if name.partition(".")[0] == "mcp"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mcp", None)
    assert run(["mcp", "--home", str(tmp_path)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        "footnote: The door for assistants is not installed: pip install 'footnote-bot[mcp]'\n"
    )


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "footnote.example"])
def test_no_other_machine_is_listened_to_without_a_token(host: str) -> None:
    with pytest.raises(SettingsError, match="FOOTNOTE_MCP__TOKEN"):
        listening(McpSettings(host=host, port=0))


def test_an_empty_token_is_none() -> None:
    for empty in ("", " "):
        settings = McpSettings(host="0.0.0.0", port=0, token=SecretStr(empty))
        assert settings.token is None
        with pytest.raises(SettingsError, match="FOOTNOTE_MCP__TOKEN"):
            listening(settings)


def test_with_a_token_any_address_of_this_machine_will_do() -> None:
    with listening(McpSettings(host="0.0.0.0", port=0, token=SecretStr("secret"))) as door:
        assert door.getsockname()[1] > 0


async def answered(headers: list[tuple[bytes, bytes]], kind: str = "http") -> list[Any]:
    """Return what a guarded application sends for a request with these headers."""
    sent: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send("inside")

    async def receive() -> Any:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    await guarded(app, "sésame")({"type": kind, "headers": headers}, receive, send)
    return sent


async def test_the_guard_lets_in_the_token_and_nothing_else() -> None:
    right = "Bearer sésame".encode()
    assert await answered([(b"host", b"a"), (b"authorization", right)]) == ["inside"]
    assert await answered([], kind="lifespan") == ["inside"]
    for wrong in ([], [(b"authorization", b"Bearer ")], [(b"authorization", right + b"x")]):
        start = (await answered(wrong))[0]
        assert start["status"] == 401
        assert (b"www-authenticate", b"Bearer") in start["headers"]


@given(st.dates())
def test_a_day_is_read_as_it_is_written(day: date) -> None:
    assert day_of(day.isoformat()) == day_of(day) == day


@given(st.text().filter(lambda text: not text[:4].isdigit()) | st.integers() | st.none())
def test_what_is_no_day_is_told_in_a_sentence(value: object) -> None:
    with pytest.raises(ValueError, match=r"is not a date; write it as YYYY-MM-DD\."):
        day_of(value)


def test_filters_that_leave_nothing_are_a_wrong_call() -> None:
    with pytest.raises(UsageError, match="no article can match"):
        filters_of(date(2023, 5, 2), date(2023, 5, 1), None)
    assert filters_of(date(2023, 5, 1), date(2023, 5, 1), "a").source == "a"


@given(st.text(), st.text())
def test_exact_fences_change_nothing_and_differ_from_text_to_text(one: str, other: str) -> None:
    fenced = fence_exact(one, "data")
    opening, _, rest = fenced.text.partition("\n")
    assert rest == f"{one}\n=== {fenced.code} end ==="
    assert opening == f"=== {fenced.code} data ==="
    assert fenced.code not in one
    if one != other:
        assert fence_exact(other).code != fenced.code
