"""The slash commands of those who run a library from Discord."""

from house import House
from loopback import payloads
from loopback.interactions import Interaction
from loopback.payloads import Payload


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
