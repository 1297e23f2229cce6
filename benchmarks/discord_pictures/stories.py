"""The stories: each is played once, and what is seen is drawn."""

import asyncio
import json
from pathlib import Path

from benchmarks.discord_pictures.page import Screen, modal, note, terminal
from benchmarks.discord_pictures.stage import ARTICLES, stage
from benchmarks.discord_pictures.teaching import teaching
from footnote.bot.discord.aftermath.feedback import export_feedback
from footnote.retrieval import Footnote

COST = "How much will the repair of the Weir Bridge cost?"
MASTER = "Who is the harbour master?"
FERRY = "When does the first ferry leave in summer?"


async def first_question(home: Path) -> Screen:
    """A mention, its answer, and one the articles do not answer."""
    screen = Screen("first-question", "A question, its answer, and a refusal.")
    async with stage(home) as (house, _):
        await house.start()
        await house.ask(COST)
        await house.ask("In what year was the Weir Bridge built?")
        screen.parts = [
            house.head(house.channel),
            *house.draw(*house.world.in_channel(house.channel)),
        ]
    return screen


async def follow_up(home: Path) -> Screen:
    """A thread on an answer, where a follow-up is understood."""
    screen = Screen("follow-up", "A follow-up in a thread on the answer.")
    async with stage(home) as (house, _):
        await house.start()
        answer = await house.ask(MASTER)
        thread = house.world.thread(house.channel, "the harbour master", house.ann, message=answer)
        await house.answered(house.people.ask(house.ben, thread, "When will she retire?"))
        screen.parts = [
            house.head(house.channel),
            *house.draw(*house.world.in_channel(house.channel)),
            house.head(thread),
            *house.draw(*house.world.in_channel(thread)),
        ]
    return screen


async def footnote_button(home: Path) -> Screen:
    """A command's answer, and the passage behind its first footnote."""
    screen = Screen("footnote-button", "`/ask`, and what the button [1] opens.")
    async with stage(home) as (house, _):
        await house.start()
        asked = await house.command("ask", question="Who is the curator of the glass museum?")
        opened = await house.responded(house.people.press(house.ann, asked.original, "1"))
        more = await house.responded(
            house.people.press(house.ann, asked.original, "More like this")
        )
        screen.parts = [house.head(house.channel), *house.draw(asked.original)]
        screen.parts += [note("Ann presses 1"), *house.draw(opened.original)]
        screen.parts += [note("Ann presses “More like this”"), *house.draw(more.original)]
    return screen


async def thumbs_down(home: Path) -> Screen:
    """A form about a wrong answer, and the fixture it becomes."""
    screen = Screen("thumbs-down", "👎 opens a form; what it says becomes a fixture.")
    async with stage(home) as (house, _):
        await house.start()
        answer = await house.ask("What does entry to the glass museum cost on a Sunday?")
        form = house.people.press(house.ann, answer, "👎")
        await house.world.until(lambda: form.modal)
        given = ("35 crowns; free on the first Sunday of the month", "is free on the first Sunday")
        sent = await house.responded(house.people.submit(form, *given))
        (line,) = export_feedback(house.home)
        screen.parts = [
            house.head(house.channel),
            *house.draw(*house.world.in_channel(house.channel)),
            note("Ann presses 👎"),
            modal(form.modal or {}, given),
            *house.draw(sent.original),
            terminal("footnote feedback export", json.dumps(json.loads(line), indent=1)),
        ]
    return screen


async def restart(home: Path) -> Screen:
    """A bot killed in mid-answer, which finishes after its restart."""
    screen = Screen("restart", "Killed in mid-answer; the next process finishes it.")
    async with stage(home) as (house, _):
        await house.begin_process()
        question = house.people.ask(house.ann, house.channel, COST)
        reply = (await house.world.until(lambda: house.world.replies_to(question)))[0]
        await asyncio.sleep(0.2)
        await house.kill_process()
        screen.parts = [house.head(house.channel), *house.draw(question, reply)]
        screen.parts.append(note("The process is killed (SIGKILL). Ben asks while nothing runs."))
        meanwhile = house.people.ask(house.ben, house.channel, MASTER)
        screen.parts += house.draw(meanwhile)
        await house.begin_process()
        await house.answered(question)
        await house.answered(meanwhile)
        screen.parts.append(note("footnote discord is started again: the same reply, and Ben’s."))
        screen.parts += house.draw(reply, *house.world.replies_to(meanwhile))
        await house.end_process()
    return screen


async def correction(home: Path) -> Screen:
    """An answer whose article is corrected afterwards."""
    screen = Screen("correction", "An article behind an answer is corrected.")
    page = ARTICLES / "glass-museum.html"
    async with stage(home) as (house, _):
        await house.start()
        answer = await house.ask("How many people came to the glass museum on the first day?")
        with Footnote.open(house.home) as footnote:
            corrected = house.home / page.name
            text = page.read_text("utf-8").replace("520 people", "502 people")
            corrected.write_text(text, "utf-8")
            footnote.ingest([corrected])
        await house.world.until(lambda: "was corrected" in answer["content"])
        screen.parts = [house.head(house.channel)]
        screen.parts += house.draw(*house.world.in_channel(house.channel))
        again = await house.responded(house.people.press(house.ben, answer, "Ask again"))
        screen.parts += [note("Ben presses “Ask again”"), *house.draw(again.original)]
    return screen


async def two_servers(home: Path) -> Screen:
    """The same question on two servers with a library each."""
    screen = Screen("two-servers", "Two servers, two libraries, one question.")
    async with stage(home) as (house, service):
        other = house.world.guild("Skerrow Island", house.ben)
        there = house.world.channel(other, "harbour")
        timetable = house.home / "skerrow.md"
        timetable.write_text(
            "---\ntitle: Summer boats from Skerrow\nsource: skerrow.example\n---\n"
            "In summer the first ferry leaves Skerrow at 7.15 a.m. Bring your own tea.\n",
            "utf-8",
        )
        async for _ in service.add("skerrow", [timetable], []):
            pass
        bound = {int(house.guild["id"]): ("default",), int(other["id"]): ("skerrow",)}
        await house.start(libraries=bound, shared_libraries=())
        await house.ask(FERRY)
        await house.answered(house.people.ask(house.ben, there, FERRY))
        for channel in (house.channel, there):
            screen.parts.append(house.head(channel))
            screen.parts += house.draw(*house.world.in_channel(channel))
    return screen


async def operators(home: Path) -> Screen:
    """An operator's library, in private; a member is told no."""
    screen = Screen("operators", "Operators run the library; all of it is said in private.")
    async with stage(home) as (house, _):
        await house.start()
        own = f"server-{house.guild['id']}"
        owner = house.world.owner
        pdf = house.discord.upload("tide-tables.md", (ARTICLES / "ferry-timetable.md").read_bytes())
        zipped = house.discord.upload("everything.zip", b"PK")
        steps = [
            (owner, "settings set", {"library": own, "language": "es"}),
            (owner, "settings clear", {"setting": "language"}),
            (owner, "library add", {"file": pdf, "file_2": zipped, "url": "http://127.0.0.1/"}),
            (owner, "library list", {}),
            (house.ben, "library status", {}),
        ]
        screen.parts.append(house.head(house.channel))
        for person, command, options in steps:
            used = house.people.slash(person, house.channel, command, **options)
            await house.responded(used)
            if command == "library add":
                await house.world.until(lambda used=used: "Done:" in used.text, within=90)
            given = " ".join(
                f"{k}: {v['filename'] if isinstance(v, dict) else v}" for k, v in options.items()
            )
            screen.parts.append(note(f"{person['global_name']}: /{command} {given}"))
            screen.parts += house.draw(used.original)
    return screen


async def queue(home: Path) -> Screen:
    """More questions than are answered at once, and a limit."""
    screen = Screen("queue", "Places in line, a withdrawn question, a friendly limit.")
    async with stage(home) as (house, _):
        await house.start(answers_at_once=1, questions_per_user_per_minute=2)
        for person, text in (
            (house.ann, COST),
            (house.ben, MASTER),
            (house.ann, FERRY),
        ):
            house.people.ask(person, house.channel, text)
        await house.world.until(
            lambda: any("number 2" in m["content"] for m in house.world.from_bot(house.channel))
        )
        screen.parts = [house.head(house.channel)]
        screen.parts += house.draw(*house.world.in_channel(house.channel))
        refused = house.people.slash(house.ann, house.channel, "ask", question="One more?")
        await house.responded(refused)
        screen.parts += [note("Ann: /ask One more?"), *house.draw(refused.original)]
    return screen


STORIES = (
    first_question,
    follow_up,
    footnote_button,
    thumbs_down,
    restart,
    correction,
    two_servers,
    operators,
    queue,
    teaching,
)
