"""Files and links that operators give: in the background, stoppable, over restarts and tokens."""

import asyncio
import time
from pathlib import Path

import pytest
from house import House
from operator_commands import choose_own_library, own_library, use

from footnote.bot.adding import added_by_process
from footnote.bot.discord.library.incoming import safe_name
from footnote.bot.settings import Settings

SLOW = "https://slow.example/sitemap.xml"


async def test_a_slow_addition_of_one_server_keeps_no_other_waiting(house: House) -> None:
    await house.stop()
    elsewhere = house.world.guild("Elsewhere", house.ben)
    there = house.world.channel(elsewhere, "reading")
    await house.start()
    release = house.service.hold(SLOW)
    first = house.people.slash(house.world.owner, house.channel, "library add", url=SLOW)
    await house.world.until(lambda: house.service.added, what="the first begins")
    notes = house.discord.upload("notes.txt", b"The lighthouse keeper is called Ada Brook.")
    second = house.people.slash(house.world.owner, there, "library add", file=notes)
    await house.world.until(lambda: "Done: 1 added" in second.text, what="the second")
    gone = await use(house, "library status", house.world.owner)
    assert "Being read now" in gone.text
    release.set()
    await house.world.until(lambda: "Done: 1 added" in first.text, what="the first")


async def test_an_addition_can_be_stopped(house: House) -> None:
    house.service.hold(SLOW)
    given = house.people.slash(house.world.owner, house.channel, "library add", url=SLOW)
    await house.world.until(lambda: given.original and "Reading" in given.text, what="progress")
    pressed = await house.responded(house.people.press(house.ann, given.original, "Stop"))
    assert "Only operators" in pressed.text
    await house.responded(house.people.press(house.world.owner, given.original, "Stop"))
    await house.world.until(lambda: given.text.find("Stopped: 0 added") >= 0, what="the end")
    assert house.people.buttons(given.original) == {}


async def test_an_addition_outlives_the_interactions_token(house: House) -> None:
    release = house.service.hold(SLOW)
    given = house.people.slash(house.world.owner, house.channel, "library add", url=SLOW)
    await house.world.until(lambda: house.service.added)
    house.discord.routes.token_life_s = 0.0
    release.set()
    direct = house.world.direct(house.world.owner)
    told = await house.world.until(lambda: house.world.from_bot(direct), what="the last word")
    assert "Done: 1 added" in told[0]["content"]
    assert given.original is not None


async def test_a_stop_in_the_middle_of_an_addition_is_quick_and_the_next_start_goes_on(
    house: House,
) -> None:
    await choose_own_library(house)
    release = house.service.hold(SLOW)
    notes = house.discord.upload("notes.txt", b"The lighthouse keeper is called Ada Brook.")
    given = house.people.slash(
        house.world.owner, house.channel, "library add", file=notes, url=SLOW
    )
    await house.world.until(lambda: given.original and "Reading" in given.text)
    began = time.monotonic()
    await house.stop()
    assert time.monotonic() - began < 5
    assert "goes on afterwards" in given.text
    release.set()
    house.discord.gateway.forget_sessions()
    await house.start()
    await house.world.until(lambda: "Done: 2 added" in given.text, what="the rest")
    assert not [p for p in (house.home / "discord" / "inbox").rglob("*") if p.is_file()]


async def test_reading_in_a_process_of_its_own_ends_at_once_when_closed(tmp_path: Path) -> None:
    words = "The keeper of the lighthouse counted ships, gulls and storms in the year {}. "
    (tmp_path / "big.txt").write_text("\n\n".join(words.format(n) * 9 for n in range(4000)))
    options = Settings(home=tmp_path).retrieval()
    stream = added_by_process(tmp_path / "home", "own", options, [tmp_path / "big.txt"])

    async def read_on() -> None:
        async for _ in stream:
            pass

    reading = asyncio.create_task(read_on())
    await asyncio.sleep(4.0)
    assert not reading.done()
    began = time.monotonic()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    await stream.aclose()
    assert time.monotonic() - began < 3


async def test_reading_in_a_process_of_its_own_tells_what_became_of_each(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The lighthouse keeper is called Ada Brook.")
    (tmp_path / "b.txt").write_text("")
    options = Settings(home=tmp_path).retrieval()
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    told = [t async for t in added_by_process(tmp_path / "home", "own", options, files)]
    assert told[-1].complete
    assert told[-1].added == 1
    assert told[-1].skipped[0].startswith("b.txt: ")


async def test_many_long_reasons_are_all_told(house: House) -> None:
    house.service.skips = tuple(f"https://news.example/{n}: {'why ' * 60}" for n in range(30))
    told = await use(house, "library add", house.world.owner, url="https://news.example/")
    assert len(told.text) <= 2000
    assert "Done: 1 added" in told.text
    assert "in the file" in told.text
    (reasons,) = [call.files["reasons.txt"] for call in house.discord.rest.sent if call.files]
    assert reasons.decode().split("\n") == list(house.service.skips)


async def test_files_whose_names_discord_makes_alike_stay_two_articles(house: House) -> None:
    library = await choose_own_library(house)
    for title, words in (("Fähre", b"The ferry is green."), ("Föhre", b"The pine is tall.")):
        upload = house.discord.upload("F_hre.txt", words) | {"title": title}
        await use(house, "library add", house.world.owner, file=upload)
    assert {"Fähre", "Föhre"} <= set(house.service.libraries[library])


async def test_a_full_library_takes_nothing_more(house: House) -> None:
    await house.stop()
    await house.start(articles_per_server=1)
    library = own_library(house)
    house.service.put("one", "One", "Some text.", library=library)
    told = await use(house, "library add", house.world.owner, url="https://news.example/a")
    assert "library is full" in told.text


async def test_a_server_that_has_given_its_megabytes_gives_no_more(house: House) -> None:
    await house.stop()
    await house.start(megabytes_per_server=1)
    for number, told in ((1, "Done: 1 added"), (2, "has given me 1 MB")):
        words = f"The lighthouse keeper counted {number} ships. ".encode() * 15_000
        file = house.discord.upload(f"ships-{number}.txt", words)
        assert told in (await use(house, "library add", house.world.owner, file=file)).text
    assert len(house.service.added) == 1
    assert not [p for p in (house.home / "discord" / "inbox").rglob("*") if p.is_file()]


async def test_a_server_that_let_in_commands_alone_fills_no_library(house: House) -> None:
    stranger = house.world.guild("Stranger", house.ben)
    there = house.world.channel(stranger, "reading")
    notes = house.discord.upload("notes.txt", b"Mine now.")
    given = house.people.slash(house.world.owner, there, "library add", file=notes)
    assert "invite me as a bot" in (await house.responded(given)).text
    said = house.people.say(house.ben, there, "The lighthouse keeper is called Ada Brook.")
    used = house.people.context_menu(house.world.owner, said, "Add to the articles")
    assert "invite me as a bot" in (await house.responded(used)).text
    assert list(house.service.libraries) == ["default"]


@pytest.mark.parametrize("name", ["灯台" * 90 + ".txt", "x" * 400 + ".md", ".hidden", "a/../b.txt"])
def test_a_file_name_is_one_that_file_systems_take(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe.encode()) <= 200
    assert "/" not in safe
    assert safe.endswith((".txt", ".md", "hidden"))
