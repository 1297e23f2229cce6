"""Running a library from Discord: by operators only, everything confirmed in private."""

import json

import pytest
from house import House, finished
from loopback import payloads
from loopback.interactions import Interaction
from loopback.payloads import Payload
from loopback.permissions import MANAGE_GUILD

OPENED = "When was the Marsh Bridge opened?"


def own_library(house: House, guild: Payload | None = None) -> str:
    return f"server-{(guild or house.guild)['id']}"


async def use(house: House, command: str, person: Payload, /, **options: object) -> Interaction:
    """Use a command in #reading; the reply has to be private."""
    started = house.people.slash(person, house.channel, command, **options)
    await house.responded(started)
    assert started.original["flags"] & payloads.EPHEMERAL
    assert all(m["flags"] & payloads.EPHEMERAL for m in started.followups)
    return started


async def choose_own_library(house: House) -> str:
    library = own_library(house)
    await use(house, "settings set", house.world.owner, library=library)
    return library


# --- /library ------------------------------------------------------------------------------------


async def test_files_and_links_go_into_the_servers_own_library(house: House) -> None:
    library = await choose_own_library(house)
    notes = house.discord.upload("notes.txt", b"The lighthouse keeper is called Ada Brook.")
    more = house.discord.upload("../../more notes.md", b"The lighthouse was painted white in 1950.")
    added = await use(
        house,
        "library add",
        house.world.owner,
        file=notes,
        file_2=more,
        url="https://news.example/a https://news.example/b ftp://no",
    )
    assert added.text.split("\n") == [
        "Done: 4 added, 0 changed, 0 unchanged.",
        r"-# ftp\://no: is not a web address (http or https)",
    ]
    (taken,) = house.service.added
    assert taken[0] == library
    names = [name.rsplit("/", 1)[1] for name in taken[1][:2]]
    assert names == ["notes.txt", "more_notes.md"]
    assert taken[1][2:] == ["https://news.example/a", "https://news.example/b"]
    assert not [p for p in (house.home / "discord" / "inbox").rglob("*") if p.is_file()]
    answer = await house.ask("Who is the lighthouse keeper called?")
    assert "Ada Brook" in answer["content"]


async def test_two_files_of_one_name_do_not_overwrite_each_other(house: House) -> None:
    await choose_own_library(house)
    first = house.discord.upload("notes.txt", b"The lighthouse keeper is called Ada Brook.")
    second = house.discord.upload("notes.txt", b"The mill is kept by Jonas Reed.")
    added = await use(house, "library add", house.world.owner, file=first, file_2=second)
    assert added.text.split("\n") == [
        "Done: 1 added, 0 changed, 0 unchanged.",
        "-# notes.txt: another file sent with it has the same name; rename one",
    ]
    assert "Ada Brook" in (await house.ask("Who is the lighthouse keeper called?"))["content"]


@pytest.mark.parametrize(
    ("name", "size", "reason"),
    [
        ("bomb.zip", None, "no reader for this kind of file"),
        ("program.exe", None, "no reader for this kind of file"),
        ("page.html", 100 * 1024 * 1024, "it is larger than 10 MB"),
    ],
)
async def test_what_is_no_article_is_refused_before_it_is_fetched(
    house: House, name: str, size: int | None, reason: str
) -> None:
    await choose_own_library(house)
    attachment = house.discord.upload(name, b"x", size=size)
    refused = await use(house, "library add", house.world.owner, file=attachment)
    assert reason in refused.text
    assert house.discord.downloads == []
    assert house.service.added == []


async def test_a_library_is_listed_counted_and_pruned(house: House) -> None:
    library = await choose_own_library(house)
    owner = house.world.owner
    assert (await use(house, "library list", owner)).text == "This library is empty."
    for number in range(20):
        house.service.put(f"a{number}", f"Article *{number}*", "Some text.", library=library)
    listed = await use(house, "library list", owner)
    lines = listed.text.split("\n")
    assert lines[0] == f"Articles in “{library}”: 20"
    assert lines[1].startswith(r"-# • Article \*0\* · news.example · 12 June 2019")
    assert lines[-1] == "…and 5 more."
    status = await use(house, "library status", owner)
    assert status.text.startswith(f"Library “{library}” · articles: 20 · passages: 20 · newest: ")
    typing = house.people.autocomplete(
        owner, house.channel, "library forget", "article", article="*7"
    )
    await house.world.until(lambda: typing.choices is not None)
    assert typing.choices == [{"name": "Article *7*", "value": "a7"}]
    gone = await use(house, "library forget", owner, article="a7")
    assert gone.text == r"Forgotten for good: Article \*7\*"
    again = await use(house, "library forget", owner, article="a7")
    assert "no article “a7”" in again.text
    assert "a7" not in house.service.libraries[library]


async def test_a_shared_library_is_read_only(house: House) -> None:
    notes = house.discord.upload("notes.txt", b"Mine now.")
    for command, options in (
        ("library add", {"file": notes}),
        ("library forget", {"article": "bridge"}),
    ):
        told = await use(house, command, house.world.owner, **options)
        assert "shared by several servers" in told.text
    assert house.service.added == []
    assert "bridge" in house.service.libraries["default"]


async def test_an_own_library_that_is_not_there_yet_says_how_to_fill_it(house: House) -> None:
    await choose_own_library(house)
    answer = await house.ask(OPENED)
    assert answer["content"] == (
        "There are no articles here yet; an operator adds some with /library add."
    )


OPERATORS_COMMANDS = [
    ("library add", {"url": "https://news.example/a"}),
    ("library list", {}),
    ("library forget", {"article": "bridge"}),
    ("library status", {}),
    ("settings show", {}),
    ("settings set", {"enabled": False}),
    ("settings clear", {"setting": "library"}),
]


@pytest.mark.parametrize(("command", "options"), OPERATORS_COMMANDS)
async def test_operators_commands_do_nothing_for_members(
    house: House, command: str, options: dict[str, object]
) -> None:
    """Discord hides them by permission; whoever gets through all the same meets our own check."""
    library = await choose_own_library(house)
    house.service.put("bridge", "The bridge", "Text.", library=library)
    refused = await use(house, command, house.ben, **options)
    assert refused.text == "Only operators of this server may do that."
    assert house.service.added == []
    assert "bridge" in house.service.libraries[library]
    shown = await use(house, "settings show", house.world.owner)
    assert shown.text == f"Settings of this server:\n- library: {library}"


async def test_members_learn_nothing_from_operators_completions(house: House) -> None:
    library = await choose_own_library(house)
    house.service.put("secret", "Secret plans", "Text.", library=library)
    for command, option in (("library forget", "article"), ("settings set", "library")):
        typing = house.people.autocomplete(
            house.ben, house.channel, command, option, **{option: ""}
        )
        await house.world.until(lambda t=typing: t.choices is not None)
        assert typing.choices == []


async def test_a_role_and_the_permission_both_make_an_operator(house: House) -> None:
    keepers = house.world.role(house.guild, "Keepers", 0, house.ben)
    house.world.role(house.guild, "Managers", MANAGE_GUILD, house.ann)
    await use(house, "settings set", house.ann, operator_role=keepers)
    status = await use(house, "library status", house.ben)
    assert status.text.startswith("Library “default”")


async def test_operators_of_one_server_reach_no_other_servers_library(house: House) -> None:
    elsewhere = house.world.guild("Elsewhere", house.ben)
    theirs = own_library(house, elsewhere)
    house.service.put("plans", "Their plans", "Text.", library=theirs)
    refused = await use(house, "settings set", house.world.owner, library=theirs)
    assert "may not use" in refused.text
    assert theirs not in refused.text.split("It may use: ")[1]
    assert (await use(house, "library status", house.world.owner)).text.startswith(
        "Library “default”"
    )


# --- /settings -----------------------------------------------------------------------------------


async def test_settings_hold_for_the_server_and_over_it_for_channels(house: House) -> None:
    owner = house.world.owner
    other = house.world.channel(house.guild, "other")
    house.world.announce("CHANNEL_CREATE", other, house.guild["id"])
    await use(house, "settings set", owner, since="2020", language="es")
    saved = await use(house, "settings set", owner, channel=other, since="2018-05", until="2019")
    assert saved.text.split("\n") == [
        "Guardado.",
        f"Ajustes de <#{other['id']}>, sobre los del servidor:",
        "- since: 2018-05-01",
        "- until: 2019-12-31",
    ]
    refused = await house.ask(OPENED)
    assert refused["content"].startswith("Los artículos no responden a eso.")
    answered = await house.answered(house.people.ask(house.ann, other, OPENED))
    assert "12 de junio de 2019" in answered["content"]
    english = await use(house, "settings clear", owner, setting="language")
    assert english.text.startswith("Saved.")
    cleared = await use(house, "settings clear", owner, setting="since")
    assert "since" not in cleared.text
    assert "May 1931" in (await house.ask(OPENED))["content"]


async def test_a_date_nobody_understands_changes_nothing(house: House) -> None:
    told = await use(house, "settings set", house.world.owner, since="soon", enabled=False)
    assert told.text == "“soon” is not a date; write it as 2026-03-31."
    assert "May 1931" in (await house.ask(OPENED))["content"]


async def private_word(house: House, person: Payload) -> str:
    direct = house.world.direct(person)
    told = await house.world.until(lambda: house.world.from_bot(direct), what="a private word")
    return str(told[-1]["content"])


async def test_who_may_ask_is_a_role(house: House) -> None:
    readers = house.world.role(house.guild, "Readers", 0, house.ann)
    await use(house, "settings set", house.world.owner, ask_role=readers)
    await house.ask(OPENED)
    house.people.ask(house.ben, house.channel, OPENED)
    assert "You may not ask me here" in await private_word(house, house.ben)
    assert len(house.world.from_bot(house.channel)) == 1


async def test_a_channel_can_be_switched_off(house: House) -> None:
    await use(house, "settings set", house.world.owner, channel=house.channel, enabled=False)
    house.people.ask(house.ann, house.channel, OPENED)
    assert "switched off in this channel" in await private_word(house, house.ann)
    assert house.world.from_bot(house.channel) == []


async def test_the_answerer_is_the_places(house: House) -> None:
    await use(house, "settings set", house.world.owner, answerer="generative")
    await house.ask(OPENED)
    assert house.service.answerers == ["generative"]


async def test_forum_posts_are_answered_where_switched_on(house: House) -> None:
    forum = house.world.channel(house.guild, "questions", payloads.FORUM)
    await house.stop()
    await house.start(message_content=True)
    before = house.people.forum_post(house.ann, forum, "Marsh Bridge", "When was it opened?")
    await house.ask("How often does the harbour ferry run?")
    assert house.world.from_bot(before) == []
    await use(house, "settings set", house.world.owner, channel=forum, forum_posts=True)
    post = house.people.forum_post(house.ann, forum, "Marsh Bridge", "When was it opened?")
    answers = await house.world.until(
        lambda: [m for m in house.world.from_bot(post) if finished(m)], what="an answer"
    )
    assert "May 1931" in answers[0]["content"]
    assert house.service.asked[-1][1].text == "Marsh Bridge When was it opened?"
    house.people.say(house.ben, post, "When was the Marsh Bridge opened, really?")
    await house.ask("How often does the harbour ferry run?")
    assert len(house.world.from_bot(post)) == 1


# --- /about, /privacy, /forget-me ----------------------------------------------------------------


async def test_about_and_privacy_say_what_is_kept(house: House) -> None:
    about = await use(house, "about", house.ben)
    assert "Library here: “default”." in about.text
    privacy = await use(house, "privacy", house.ben)
    assert "deleted after 30 days" in privacy.text
    assert "/forget-me" in privacy.text


async def test_forget_me_deletes_what_belongs_to_one_person(house: House) -> None:
    answer = await house.ask(OPENED)
    await house.answered(house.people.ask(house.ben, house.channel, OPENED))
    for person in (house.ann, house.ben):
        form = house.people.press(person, answer, "👎")
        await house.world.until(lambda f=form: f.modal)
        await house.responded(house.people.submit(form, f"{person['username']} says 1931", ""))
    gone = await use(house, "forget-me", house.ann)
    assert gone.text == "Done. Records about you that are deleted: 3"
    assert house.ann["id"] not in kept(house)
    assert "ann says" not in kept(house)
    assert "ben says 1931" in kept(house)


async def test_a_server_that_sends_the_bot_away_is_forgotten(house: House) -> None:
    await use(house, "settings set", house.world.owner, cooldown_s=5)
    await house.ask(OPENED)
    assert house.guild["id"] in kept(house)
    house.world.announce("GUILD_DELETE", {"id": house.guild["id"]}, house.guild["id"])
    await house.world.until(lambda: house.guild["id"] not in kept(house))


def kept(house: House) -> str:
    """Return every row the bot keeps, as text."""
    from bot.discord.feedback_export import store_path
    from bot.discord.store import Database

    with Database(store_path(house.home)) as database:
        tables = ("places", "questions", "posted", "feedback")
        rows = [tuple(row) for t in tables for row in database.rows(f"SELECT * FROM {t}")]
    return json.dumps(rows, ensure_ascii=False)
