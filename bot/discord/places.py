"""Where something happened: the server and the channel, from what Discord says of them itself."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import discord

_MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Place:
    """A channel of a server, or of direct messages where `guild_id` is None.

    `channel_ids` go from the thread to the channel around it and its category; they are empty for
    a channel of a kind the client does not know. Nothing is asked from a place that is not
    `known`: neither a server's channel nor one of direct messages.
    """

    guild_id: int | None
    channel_ids: tuple[int, ...]
    known: bool = True

    @property
    def channel_id(self) -> int:
        """The innermost channel; 0 where it is not known."""
        return self.channel_ids[0] if self.channel_ids else 0

    @property
    def server(self) -> int:
        """What the place counts as in limits and queue: its server, or the direct channel."""
        return self.guild_id if self.guild_id is not None else self.channel_id


NOWHERE = Place(None, (), known=False)


class Placing:
    """Finds the place of messages, interactions and channel ids.

    A thread that the client has not heard of is asked of Discord once: settings of the channel
    around it hold in it.
    """

    def __init__(self) -> None:
        self._around: OrderedDict[int, tuple[int, ...]] = OrderedDict()

    async def of_message(self, message: discord.Message, client: discord.Client) -> Place:
        """Return where a message stands, `NOWHERE` when Discord does not tell."""
        if isinstance(message.channel, discord.DMChannel):
            return Place(None, (message.channel.id,))
        guild_id = message.guild.id if message.guild else getattr(message.channel, "guild_id", None)
        return await self._in_server(guild_id, message.channel, client)

    async def of_channel(
        self, guild_id: int | None, channel_id: int, client: discord.Client
    ) -> Place:
        """Return the place of a channel that is known by its ids only."""
        if guild_id is None:
            return Place(None, (channel_id,))
        channel = client.get_channel(channel_id) or discord.Object(channel_id)
        return await self._in_server(guild_id, channel, client)

    async def _in_server(self, guild_id: int | None, channel: Any, client: discord.Client) -> Place:
        if guild_id is None:
            return NOWHERE
        ids = _channel_ids(channel)
        if ids is None:
            ids = self._around.get(channel.id)
        if ids is None:
            try:
                fetched = await client.fetch_channel(channel.id)
            except (discord.HTTPException, discord.InvalidData):
                return NOWHERE
            ids = _channel_ids(fetched)
            if ids is None or getattr(fetched, "guild", discord.Object(0)).id != guild_id:
                return NOWHERE
            self._remember(channel.id, ids)
        return Place(guild_id, ids)

    def _remember(self, channel_id: int, ids: tuple[int, ...]) -> None:
        self._around[channel_id] = ids
        while len(self._around) > _MOST_REMEMBERED:
            self._around.popitem(last=False)


def place_of(interaction: discord.Interaction[Any]) -> Place:
    """Return where someone acted: the server is the interaction's own, whatever its channel is."""
    guild_id, channel = interaction.guild_id, interaction.channel
    if guild_id is not None:
        return Place(guild_id, _channel_ids(channel) or ())
    if isinstance(channel, discord.DMChannel):
        return Place(None, (channel.id,))
    return NOWHERE


def _channel_ids(channel: object) -> tuple[int, ...] | None:
    """Return a channel's id and those around it; None where only its id is known."""
    if isinstance(channel, discord.Thread):
        category = channel.parent.category_id if channel.parent is not None else None
        return (channel.id, channel.parent_id, *([category] if category else []))
    if isinstance(channel, discord.abc.GuildChannel):
        category = channel.category_id
        return (channel.id, *([category] if category else []))
    return None
