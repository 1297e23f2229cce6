"""At most two messages an answer; the rest by button."""

from house import House
from loopback import payloads

OPENED = "When was the Marsh Bridge opened?"


def put_long_article(house: House) -> None:
    sentences = " ".join(
        f"The Marsh Bridge was opened again in {year}, {'as before, ' * 150}end."
        for year in range(1, 8)
    )
    house.service.libraries["default"].clear()
    house.service.put("bridge", "The Marsh Bridge", sentences)
    house.service.most_citations = 7
    house.service.sentence = r"The Marsh[^.]+\."


async def test_an_answer_takes_two_messages_and_a_button_shows_the_rest(house: House) -> None:
    put_long_article(house)
    first = await house.ask(OPENED)
    second = (await house.world.until(lambda: house.world.replies_to(first)))[0]
    await house.pause(0.5)
    assert len(house.world.from_bot(house.channel)) == 2
    assert "again in 7" not in first["content"] + second["content"]
    pressed = await house.responded(house.people.press(house.ben, second, "Show the rest"))
    told = (await house.world.until(lambda: pressed.followups))[-1]
    assert "again in 5" in pressed.text
    assert "again in 7" in told["content"]
    assert told["flags"] & pressed.original["flags"] & payloads.EPHEMERAL
    assert len(house.world.from_bot(house.channel)) == 2


async def test_after_a_restart_the_rest_is_forgotten_with_a_word(house: House) -> None:
    put_long_article(house)
    first = await house.ask(OPENED)
    second = (await house.world.until(lambda: house.world.replies_to(first)))[0]
    await house.stop()
    await house.start()
    pressed = await house.responded(house.people.press(house.ben, second, "Show the rest"))
    assert "ask again" in pressed.text


async def test_a_short_answer_has_no_such_button(house: House) -> None:
    answer = await house.ask(OPENED)
    assert "Show the rest" not in house.people.buttons(answer)
