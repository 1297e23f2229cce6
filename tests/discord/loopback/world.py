"""What exists on the loopback Discord: servers, channels, people and messages."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

from loopback import payloads
from loopback.payloads import Payload
from loopback.permissions import permissions_in
from loopback.snowflakes import Snowflakes, timestamp

Listener = Callable[[str, Payload, str | None], None]
MENTION = re.compile(r"<@!?(\d+)>")


class World:
    """State and its changes; every change is announced to listeners (the gateway) and waiters.

    `pinged` keeps whom the bot's messages pinged; whom it pings outside of `may_ping` is a breach.
    """

    def __init__(self) -> None:
        self.snowflakes = Snowflakes()
        self.users: dict[str, Payload] = {}
        self.guilds: dict[str, Payload] = {}
        self.members: dict[str, dict[str, list[str]]] = {}
        self.channels: dict[str, Payload] = {}
        self.messages: dict[str, dict[str, Payload]] = {}
        self.commands: list[Payload] = []
        self.interactions: dict[str, Any] = {}
        self.typing: list[str] = []
        self.closed_dms: set[str] = set()
        self.may_ping: set[str] = set()
        self.pinged: list[str] = []
        self.listeners: list[Listener] = []
        self._changed = asyncio.Event()
        self.owner = self.person("owner")
        self.bot = self.person("footnote", bot=True)

    # --- waiting ---------------------------------------------------------------------------------

    def changed(self) -> None:
        """Wake everyone who waits for something to become true."""
        self._changed.set()

    async def until(
        self, condition: Callable[[], Any], *, what: str = "", within: float = 15
    ) -> Any:
        """Return the first true value of `condition`, looking again after every change."""
        try:
            async with asyncio.timeout(within):
                while not (value := condition()):
                    self._changed.clear()
                    try:
                        await asyncio.wait_for(self._changed.wait(), 0.25)
                    except TimeoutError:
                        continue
                return value
        except TimeoutError:
            raise AssertionError(f"never came true: {what or condition}") from None

    def announce(self, event: str, data: Payload, guild_id: str | None) -> None:
        """Tell the gateway of an event."""
        for listener in self.listeners:
            listener(event, data, guild_id)
        self.changed()

    # --- people and places -----------------------------------------------------------------------

    def person(self, name: str, *, bot: bool = False) -> Payload:
        """Create a user."""
        created = payloads.user(self.snowflakes.next(), name, bot=bot)
        self.users[created["id"]] = created
        return created

    def guild(self, name: str, *people: Payload) -> Payload:
        """Create a server whose members are the owner, the bot and `people`."""
        created = payloads.guild(self.snowflakes.next(), name, self.owner["id"])
        self.guilds[created["id"]] = created
        self.members[created["id"]] = {p["id"]: [] for p in (self.owner, self.bot, *people)}
        return created

    def role(self, guild: Payload, name: str, permissions: int, *people: Payload) -> Payload:
        """Create a role and give it to `people`."""
        position = len(guild["roles"])
        created = payloads.role(self.snowflakes.next(), name, permissions, position)
        guild["roles"].append(created)
        for person in people:
            self.members[guild["id"]][person["id"]].append(created["id"])
        told = {"guild_id": guild["id"], "role": created}
        self.announce("GUILD_ROLE_CREATE", told, guild["id"])
        return created

    def channel(self, guild: Payload, name: str, kind: int = payloads.TEXT_CHANNEL) -> Payload:
        """Create a channel."""
        position = sum(1 for c in self.channels.values() if c.get("guild_id") == guild["id"])
        created = payloads.channel(self.snowflakes.next(), guild["id"], name, kind, position)
        self._place(created)
        return created

    def direct(self, person: Payload) -> Payload:
        """Return the channel of direct messages between a person and the bot."""
        for channel in self.channels.values():
            if channel["type"] == payloads.DM and channel["recipients"][0]["id"] == person["id"]:
                return channel
        created = {
            "id": self.snowflakes.next(),
            "type": payloads.DM,
            "flags": 0,
            "recipients": [person],
        }
        self._place(created)
        return created

    def thread(
        self,
        parent: Payload,
        name: str,
        owner: Payload,
        *,
        message: Payload | None = None,
        announce: bool = True,
    ) -> Payload:
        """Create a thread; one made from a message has that message's id.

        Without `announce` no client is told of it.
        """
        thread_id = message["id"] if message else self.snowflakes.next()
        created = payloads.thread(thread_id, parent, name, owner["id"])
        self._place(created)
        if announce:
            self.announce("THREAD_CREATE", {**created, "newly_created": True}, parent["guild_id"])
        return created

    def _place(self, channel: Payload) -> None:
        self.channels[channel["id"]] = channel
        self.messages[channel["id"]] = {}

    def delete_channel(self, channel: Payload) -> None:
        """Delete a channel with everything in it."""
        del self.channels[channel["id"]]
        del self.messages[channel["id"]]
        self.announce("CHANNEL_DELETE", channel, channel.get("guild_id"))

    def deny(self, channel: Payload, bits: int, whom: Payload | None = None) -> None:
        """Take permissions from someone (the bot, when not said otherwise) in a channel."""
        overwrite = {
            "id": (whom or self.bot)["id"],
            "type": 1,
            "allow": "0",
            "deny": str(bits),
        }
        channel["permission_overwrites"].append(overwrite)
        self.announce("CHANNEL_UPDATE", channel, channel["guild_id"])

    def permissions(self, person_id: str, channel: Payload) -> int:
        """Return what someone may do in a channel; in direct messages, everything that matters."""
        if "guild_id" not in channel:
            return (1 << 53) - 1
        place = self.channels[channel["parent_id"]] if payloads.is_thread(channel) else channel
        roles = self.members[channel["guild_id"]].get(person_id, [])
        return permissions_in(self.guilds[channel["guild_id"]], place, person_id, roles)

    def member(self, guild_id: str, person_id: str) -> Payload:
        """Return someone's membership."""
        roles = self.members[guild_id].get(person_id, [])
        return payloads.member(self.users[person_id], roles)

    # --- messages --------------------------------------------------------------------------------

    def post(
        self,
        channel: Payload,
        author: Payload,
        content: str,
        *,
        reply_to: Payload | None = None,
        announce: bool = True,
        **more: Any,
    ) -> Payload:
        """Put a message into a channel."""
        message_id = more.pop("id", None) or self.snowflakes.next()
        made = payloads.message(message_id, channel["id"], author, content)
        mentioned = dict.fromkeys(MENTION.findall(content))
        made["mentions"] = [self.users[m] for m in mentioned if m in self.users]
        if reply_to is not None:
            made["type"] = 19
            made["message_reference"] = self._reference(reply_to, channel)
            made["referenced_message"] = self._bare(reply_to)
        made |= more
        if not made["flags"] & payloads.EPHEMERAL:
            self.messages[channel["id"]][made["id"]] = made
            channel["last_message_id"] = made["id"]
            if payloads.is_thread(channel):
                channel["message_count"] += 1
        if announce and not made["flags"] & payloads.EPHEMERAL:
            self.announce("MESSAGE_CREATE", self.event(made), channel.get("guild_id"))
        self.changed()
        return made

    def edit(self, message: Payload, changes: Payload, *, announce: bool = True) -> Payload:
        """Change a message in place."""
        message |= changes
        message["edited_timestamp"] = timestamp(self.snowflakes.next())
        channel = self.channels[message["channel_id"]]
        if announce and not message["flags"] & payloads.EPHEMERAL:
            self.announce("MESSAGE_UPDATE", self.event(message), channel.get("guild_id"))
        self.changed()
        return message

    def delete_message(self, message: Payload) -> None:
        """Delete a message."""
        channel = self.channels[message["channel_id"]]
        self.messages[channel["id"]].pop(message["id"], None)
        gone = {"id": message["id"], "channel_id": channel["id"]}
        if "guild_id" in channel:
            gone["guild_id"] = channel["guild_id"]
        self.announce("MESSAGE_DELETE", gone, channel.get("guild_id"))

    def event(self, message: Payload) -> Payload:
        """Return a message as the gateway sends it."""
        channel = self.channels[message["channel_id"]]
        sent = dict(message)
        if "guild_id" in channel:
            sent["guild_id"] = channel["guild_id"]
            member = self.member(channel["guild_id"], message["author"]["id"])
            sent["member"] = {k: v for k, v in member.items() if k != "user"}
        return sent

    def in_channel(self, channel: Payload) -> list[Payload]:
        """Return a channel's messages, oldest first."""
        found = self.messages.get(channel["id"], {}).values()
        return sorted(found, key=lambda message: int(message["id"]))

    def from_bot(self, channel: Payload) -> list[Payload]:
        """Return the bot's messages in a channel, oldest first."""
        return [m for m in self.in_channel(channel) if m["author"]["id"] == self.bot["id"]]

    def replies_to(self, message: Payload) -> list[Payload]:
        """Return the bot's replies to a message, oldest first."""
        channel = self.channels.get(message["channel_id"], {"id": ""})
        return [
            m
            for m in self.from_bot(channel)
            if m.get("message_reference", {}).get("message_id") == message["id"]
        ]

    def _reference(self, message: Payload, channel: Payload) -> Payload:
        reference = {"type": 0, "channel_id": channel["id"], "message_id": message["id"]}
        if "guild_id" in channel:
            reference["guild_id"] = channel["guild_id"]
        return reference

    def _bare(self, message: Payload) -> Payload:
        return {k: v for k, v in message.items() if k != "referenced_message"}
