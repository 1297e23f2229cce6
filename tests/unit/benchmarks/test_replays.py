"""The servers that speak for a language model: what they reply to, and how long they take."""

from pathlib import Path

import pytest

from benchmarks.good_writer import GoodWriter
from benchmarks.writer_replay import PENDING, Pace, pieces_of

ASKED = [{"role": "system", "content": "Rules. " * 40}, {"role": "user", "content": "Why? " * 24}]


def test_a_prompt_that_nobody_replied_to_is_kept_as_it_was_asked(tmp_path: Path) -> None:
    writer = GoodWriter(tmp_path / "prompts")
    messages = [
        {"role": "system", "content": "You answer."},
        {"role": "user", "content": "Passages\n\nQuestion: Who painted the mill?"},
    ]
    assert writer.to(messages) == PENDING
    (kept,) = (tmp_path / "prompts").iterdir()
    assert "You answer." in kept.read_text("utf-8")
    assert "Question: Who painted the mill?" in kept.read_text("utf-8")


@pytest.mark.parametrize("pace", [Pace(), Pace(reads=100.0), Pace(reads=100.0, writes=10.0)])
def test_a_reply_takes_the_time_of_its_tokens(pace: Pace) -> None:
    text = "It was closed\nfor good. "
    streamed = list(pieces_of(ASKED, text, pace))
    words = [chunk["choices"][0]["delta"].get("content", "") for chunk, _ in streamed[:-1]]
    assert "".join(words) == text
    read, wrote = 280 + 120, len(text)
    usage = streamed[-1][0]["usage"]
    assert (usage["prompt_tokens"], usage["completion_tokens"]) == (read // 4, wrote // 4)
    due = (read / 4 / pace.reads if pace.reads else 0) + (
        wrote / 4 / pace.writes if pace.writes else 0
    )
    assert sum(seconds for _, seconds in streamed) == pytest.approx(due)
    assert streamed[0][1] > 0 or pace.reads is None
