"""A channel in which much was said while the bot was away."""

from house import House

OPENED = "When was the Marsh Bridge opened?"


async def test_a_question_behind_three_hundred_messages_is_found(house: House) -> None:
    await house.ask(OPENED)
    await house.stop()
    for number in range(300):
        house.world.post(house.channel, house.ben, f"Talk among people, number {number}.")
    question = house.people.ask(house.ann, house.channel, OPENED)
    house.discord.gateway.forget_sessions()
    await house.start()
    assert "May 1931" in (await house.answered(question))["content"]
