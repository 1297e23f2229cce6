"""Settings by menus, and settings of a category, which hold in the channels below it."""

from house import House
from loopback import payloads
from loopback.interactions import Interaction
from loopback.payloads import Payload
from operator_commands import own_library, use

from footnote.bot.discord.language import say

OPENED = "When was the Marsh Bridge opened?"
PLACE, SWITCHES = say("en", "panel_place"), say("en", "panel_switches")


def channel_in(house: House, name: str, **more: object) -> Payload:
    made = house.world.channel(house.guild, name) | more
    house.world.channels[made["id"]].update(more)
    house.world.announce("CHANNEL_CREATE", made, house.guild["id"])
    return house.world.channels[made["id"]]


async def panel(house: House) -> Interaction:
    return await use(house, "settings panel", house.world.owner)


async def choose(
    house: House, shown: Interaction, menu: str, *chosen: Payload | str, by: Payload | None = None
) -> str:
    """Choose in the panel and return what it says then."""
    assert shown.original is not None
    used = house.people.choose(by or house.world.owner, shown.original, menu, *chosen)
    await house.world.until(lambda: used.acknowledged_after is not None, what="the choice is heard")
    return str(shown.original["content"])


def options(shown: Interaction, menu: str) -> dict[str, bool]:
    """Return a menu's options and whether each is chosen."""
    assert shown.original is not None
    found = [c for row in shown.original["components"] for c in row["components"]]
    described = next(one for one in found if one.get("placeholder") == menu)
    return {one["value"]: bool(one.get("default")) for one in described["options"]}


async def test_a_choice_is_saved_at_once_and_holds(house: House) -> None:
    shown = await panel(house)
    others = [name for name, on in options(shown, SWITCHES).items() if on and name != "enabled"]
    assert "enabled: False" in await choose(house, shown, SWITCHES, *others)
    house.people.ask(house.ann, house.channel, OPENED)
    await house.pause(0.5)
    assert house.service.asked == []
    await choose(house, shown, SWITCHES, *others, "enabled")
    assert "May 1931" in (await house.ask(OPENED))["content"]


async def test_language_library_and_role_are_chosen_and_taken_back(house: House) -> None:
    house.service.libraries[own_library(house)] = {}
    readers = house.world.role(house.guild, "Readers", 0, house.ben)
    shown = await panel(house)
    said = await choose(house, shown, say("en", "panel_library"), own_library(house))
    assert f"library: {own_library(house)}" in said
    said = await choose(house, shown, say("en", "panel_ask_role"), readers)
    assert f"<@&{readers['id']}>" in said
    refused = house.people.slash(house.ann, house.channel, "ask", question=OPENED)
    assert "may not ask me here" in (await house.responded(refused)).text
    said = await choose(house, shown, say("en", "panel_ask_role"))
    assert r"ask\_role" not in said
    said = await choose(house, shown, say("en", "panel_language"), "es")
    assert "language: es" in said
    assert (await house.ask(OPENED))["content"].startswith("Los artículos no responden")


async def test_a_channels_switch_leaves_the_others_to_the_server(house: House) -> None:
    other = channel_in(house, "other")
    await use(house, "settings set", house.world.owner, enabled=False)
    shown = await panel(house)
    await choose(house, shown, PLACE, other)
    assert options(shown, SWITCHES)["enabled"] is False, "as the server has it"
    chosen = [name for name, on in options(shown, SWITCHES).items() if on]
    said = await choose(house, shown, SWITCHES, *chosen, "auto_threads")
    assert said.split("\n")[1:] == [r"- auto\_threads: True"]
    house.people.ask(house.ann, other, OPENED)
    await house.pause(0.5)
    assert house.service.asked == []


async def test_a_switch_that_needs_the_intent_says_so(house: House) -> None:
    shown = await panel(house)
    said = await choose(house, shown, SWITCHES, "enabled", "ask_channel")
    assert "needs the message content intent" in said
    assert "needs the message content intent" not in await choose(house, shown, SWITCHES, "enabled")


async def test_a_panel_goes_on_where_it_stood_after_a_restart(house: House) -> None:
    other = channel_in(house, "other")
    shown = await panel(house)
    await choose(house, shown, PLACE, other)
    await house.stop()
    await house.start()
    said = await choose(house, shown, say("en", "panel_language"), "es")
    assert "language: es" in said
    assert other["id"] in said
    assert "May 1931" in (await house.ask(OPENED))["content"]
    assert (await house.answered(house.people.ask(house.ann, other, "Why?")))["content"].startswith(
        "Los artículos no responden"
    )
    assert "language: es" not in await choose(house, shown, PLACE)


async def test_who_is_no_operator_changes_nothing_by_a_menu(house: House) -> None:
    shown = await panel(house)
    assert shown.original is not None
    used = house.people.choose(house.ben, shown.original, SWITCHES)
    assert "Only operators" in (await house.responded(used)).text
    assert "May 1931" in (await house.ask(OPENED))["content"]


async def test_a_categorys_settings_hold_in_its_channels_and_below_theirs(house: House) -> None:
    owner = house.world.owner
    category = channel_in(house, "Archive", type=payloads.CATEGORY)
    inside = channel_in(house, "inside", parent_id=category["id"])
    own = channel_in(house, "own", parent_id=category["id"])
    await use(house, "settings set", owner, channel=category, language="es", since="2024")
    await use(house, "settings set", owner, channel=own, since="2018")
    refused = await house.answered(house.people.ask(house.ann, inside, OPENED))
    assert refused["content"].startswith("Los artículos no responden")
    found = await house.answered(house.people.ask(house.ann, own, OPENED))
    assert "May 1931" in found["content"]
    assert "May 1931" in (await house.ask(OPENED))["content"], "outside nothing has changed"
