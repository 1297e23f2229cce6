"""What each engine does with statements and values, whatever the store."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from footnote.bot.discord.state import STORE_FAILED, StateDatabase


async def test_steps_that_cannot_be_done_together_leave_nothing(state: StateDatabase) -> None:
    with pytest.raises(STORE_FAILED):
        await state.together(
            ("INSERT INTO bookmarks VALUES (?, ?)", ("one", 1)),
            ("INSERT INTO bookmarks VALUES (?, ?)", ("one", 2)),
        )
    assert await state.bookmark("one") is None
    await state.set_bookmark("one", 3)
    await state.set_bookmark("one", 4)
    assert await state.bookmark("one") == 4


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
async def test_any_text_comes_back_as_it_went(state: StateDatabase, text: str) -> None:
    await state.run("DELETE FROM sources")
    await state.run("INSERT INTO sources VALUES (?, ?, ?, ?)", 1, 1 << 60, text, "")
    (row,) = await state.rows("SELECT library FROM sources WHERE library = ?", text)
    assert row["library"] == text
