"""The loop as a story: asked in vain, shown to helpers, taught, cited, deleted, asked in vain."""

from pathlib import Path

from benchmarks.discord_pictures.page import Screen, note
from benchmarks.discord_pictures.stage import Payload, Stage, stage

WORKSHOP = "Who repairs bicycles in town?"
REPLY = (
    "Oskar Lind repairs bicycles in town, in the yard behind the bakery, Tuesdays to Saturdays "
    "from nine to five. He lends you one while yours is being mended."
)


async def teaching(home: Path) -> list[Screen]:
    """Play the loop on the sample articles; every step has its picture."""
    async with stage(home) as (house, _):
        await house.start()
        helpers = house.world.channel(house.guild, "helpers")
        house.world.announce("CHANNEL_CREATE", helpers, house.guild["id"])
        set_up = house.people.slash(
            house.world.owner, house.channel, "settings set", helpers_channel=helpers
        )
        await house.responded(set_up)

        first = house.people.ask(house.ann, house.channel, WORKSHOP)
        refused = await house.answered(first)
        if "do not answer" not in refused["content"]:
            raise SystemExit(f"the samples answer it: {refused['content']}")
        unanswered = Screen(
            "teaching-1-unanswered", "The articles do not answer; helpers hear of it."
        )
        (notice,) = await house.world.until(lambda: house.world.from_bot(helpers))
        unanswered.parts = [house.head(house.channel), *house.draw(first, refused)]
        unanswered.parts += [house.head(helpers), *house.draw(notice)]

        reply = house.people.reply(house.ben, notice, REPLY)
        taught = Screen("teaching-2-taught", "A helper's reply becomes an article.")
        used = house.people.context_menu(house.world.owner, reply, "Add to the articles")
        await house.responded(used)
        (letter,) = await house.world.until(
            lambda: house.world.from_bot(house.world.direct(house.ben))
        )
        who = house.world.owner["global_name"]
        taught.parts = [house.head(helpers), *house.draw(notice, reply)]
        taught.parts += [note(f"{who}: Apps → Add to the articles"), *house.draw(used.original)]
        taught.parts += [note("Ben is told directly"), *house.draw(letter)]
        return [unanswered, taught, *await _afterwards(house, first, reply)]


async def _afterwards(house: Stage, first: Payload, reply: Payload) -> list[Screen]:
    """The asker is told, somebody else's question is answered, and the message is deleted."""
    told = Screen("teaching-3-told", "Whoever asked is told when the gap is filled.")
    answer_now = await house.world.until(
        lambda: [m for m in house.world.replies_to(first) if "answer now" in m["content"]],
        what="the asker is told",
        within=60,
    )
    told.parts = [house.head(house.channel), *house.draw(first, *answer_now)]

    again = house.people.ask(house.ben, house.channel, WORKSHOP)
    answer = await house.answered(again)
    link = f"/{reply['channel_id']}/{reply['id']}"
    if link not in answer["content"]:
        raise SystemExit(f"the answer does not lead to {link}: {answer['content']}")
    cited = Screen("teaching-4-cited", "Asked again: cited, with a link to the message.")
    cited.parts = [house.head(house.channel), *house.draw(again, answer)]
    opened = await house.responded(house.people.press(house.ben, answer, "1"))
    cited.parts += [note("Ben presses 1"), *house.draw(opened.original)]

    house.world.delete_message(reply)
    await house.world.until(
        lambda: "⚠" in answer["content"], what="the answer is marked", within=60
    )
    last = house.people.ask(house.ann, house.channel, WORKSHOP)
    refused = await house.answered(last)
    if "do not answer" not in refused["content"]:
        raise SystemExit(f"answered from a deleted message: {refused['content']}")
    gone = Screen("teaching-5-deleted", "The message is deleted: no longer answered.")
    gone.parts = [house.head(house.channel), *house.draw(answer)]
    gone.parts += [note("Ben deletes his message; Ann asks again."), *house.draw(last, refused)]
    return [told, cited, gone]
