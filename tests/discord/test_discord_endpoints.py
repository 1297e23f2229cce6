"""Where the client connects is a setting of one bot, not of the process."""

from discord.gateway import DiscordWebSocket
from discord.http import Route
from house import House


async def test_the_endpoints_of_one_bot_do_not_outlive_it(house: House) -> None:
    assert house.discord.rest_base == Route.BASE
    await house.stop()
    assert Route.BASE.startswith("https://discord")
    assert DiscordWebSocket.DEFAULT_GATEWAY.scheme == "wss"
