"""Running a library from Discord: by operators only, everything confirmed in private."""

import pytest
from house import House
from loopback.permissions import MANAGE_GUILD
from operator_commands import choose_own_library, own_library, use

OPENED = "When was the Marsh Bridge opened?"


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
    assert lines[0] == "Articles in “Reading Room”: 20"
    assert lines[1].startswith(
        r"-# • [Article \*0\*](<https://news.example/a0>) · news.example · <t:"
    )
    assert lines[-1] == "…and 5 more."
    status = await use(house, "library status", owner)
    assert status.text.startswith("Library “Reading Room” · articles: 20 · passages: 20 · newest: ")
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
    told = await use(house, "library forget", house.world.owner, article="bridge")
    assert "shared by several servers" in told.text
    assert "bridge" in house.service.libraries["default"]


async def test_the_first_addition_makes_the_servers_own_library(house: House) -> None:
    notes = house.discord.upload("notes.txt", b"The lighthouse keeper is called Ada Brook.")
    told = await use(house, "library add", house.world.owner, file=notes)
    assert "now has a library of its own, “Reading Room”" in told.text
    assert "Done: 1 added" in told.text
    assert house.service.added[0][0] == own_library(house)
    assert "notes" not in house.service.libraries["default"]
    answer = await house.ask("Who is the lighthouse keeper called?")
    assert "Ada Brook" in answer["content"]
    await use(house, "settings set", house.world.owner, library="default")
    more = house.discord.upload("more.txt", b"The mill is kept by Jonas Reed.")
    beside = await use(house, "library add", house.world.owner, file=more)
    assert "questions here are answered from “default”" in beside.text
    assert "May 1931" in (await house.ask(OPENED))["content"]


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
    ("library gaps", {}),
    ("library feedback", {}),
    ("settings show", {}),
    ("settings panel", {}),
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
    assert shown.text == "Settings of this server:\n- library: Reading Room"


async def test_a_member_makes_no_channel_a_source(house: House) -> None:
    refused = await use(house, "library source", house.ben, channel=house.channel)
    assert refused.text == "Only operators of this server may do that."
    assert "library" not in (await use(house, "settings show", house.world.owner)).text


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
