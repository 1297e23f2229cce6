"""What each route of the REST side does to the world."""

from typing import Any

from loopback import payloads
from loopback.interactions import InteractionRoutes
from loopback.limits import command_problems, message_problems, pings
from loopback.payloads import Payload
from loopback.permissions import (
    ADD_REACTIONS,
    CREATE_PUBLIC_THREADS,
    MANAGE_MESSAGES,
    READ_MESSAGE_HISTORY,
    SEND_MESSAGES,
    SEND_MESSAGES_IN_THREADS,
    VIEW_CHANNEL,
    permissions_in,
)
from loopback.rest import ApiError, Call, Rest

Reply = tuple[int, Any]
ONE_MESSAGE = "/channels/{channel_id}/messages/{message_id}"


class Routes(InteractionRoutes):
    """The routes a bot like ours uses; any other is answered 501 and fails the test."""

    def __init__(self, rest: Rest) -> None:
        super().__init__(rest)
        rest.routes |= {
            "GET /users/@me": self.me,
            "GET /users/@me/guilds": self.guilds,
            "GET /users/{user_id}": self.user,
            "POST /users/@me/channels": self.open_direct,
            "GET /oauth2/applications/@me": self.application,
            "GET /gateway/bot": self.gateway,
            "PUT /applications/{application_id}/commands": self.commands,
            "GET /channels/{channel_id}": self.channel,
            "GET /channels/{channel_id}/messages": self.history,
            "GET /channels/{channel_id}/threads/archived/public": self.archived,
            "POST /channels/{channel_id}/messages": self.create,
            f"GET {ONE_MESSAGE}": self.read,
            f"PATCH {ONE_MESSAGE}": self.edit,
            f"DELETE {ONE_MESSAGE}": self.delete,
            "POST /channels/{channel_id}/typing": self.typing,
            f"POST {ONE_MESSAGE}/threads": self.thread,
            f"PUT {ONE_MESSAGE}/reactions/{{emoji_name}}/@me": self.react,
        }
        self.shards = 1
        self.gateway_url = ""
        self.nonces: dict[str, Payload] = {}
        self.application_flags = 1 << 19
        self.public = False

    # --- the bot itself --------------------------------------------------------------------------

    async def me(self, _call: Call) -> Reply:
        return 200, payloads.myself(self.world.bot)

    async def user(self, call: Call) -> Reply:
        return 200, self.world.users[call.path["user_id"]]

    async def guilds(self, _call: Call) -> Reply:
        bot = self.world.bot["id"]
        return 200, [
            {
                "id": guild["id"],
                "name": guild["name"],
                "icon": None,
                "banner": None,
                "owner": False,
                "permissions": str(permissions_in(guild, {}, bot, [])),
                "features": [],
            }
            for guild in self.world.guilds.values()
        ]

    async def application(self, _call: Call) -> Reply:
        owner = self.world.owner
        shown = payloads.application(self.world.bot["id"], owner, self.application_flags)
        return 200, shown | {"bot_public": self.public}

    async def gateway(self, _call: Call) -> Reply:
        start = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return 200, {
            "url": self.gateway_url,
            "shards": self.shards,
            "session_start_limit": start,
        }

    async def commands(self, call: Call) -> Reply:
        self.rest.problems += command_problems(call.body)
        registered = []
        for command in call.body:
            kept = {k: v for k, v in command.items() if v is not None}
            permissions = kept.pop("default_member_permissions", None)
            registered.append(
                {
                    "type": 1,
                    "description": "",
                    **kept,
                    "id": self.world.snowflakes.next(),
                    "application_id": self.world.bot["id"],
                    "version": self.world.snowflakes.next(),
                    "default_member_permissions": None if permissions is None else str(permissions),
                }
            )
        self.world.commands = registered
        return 200, registered

    async def open_direct(self, call: Call) -> Reply:
        person = self.world.users[str(call.body["recipient_id"])]
        return 200, self.world.direct(person)

    # --- channels and messages -------------------------------------------------------------------

    def _channel(self, call: Call, needed: int = VIEW_CHANNEL) -> Payload:
        channel = self.world.channels.get(call.path["channel_id"])
        if channel is None:
            raise ApiError(404, 10003, "Unknown Channel")
        held = self.world.permissions(self.world.bot["id"], channel)
        if not held & VIEW_CHANNEL:
            raise ApiError(403, 50001, "Missing Access")
        if held & needed != needed:
            raise ApiError(403, 50013, "Missing Permissions")
        return channel

    def _message(self, channel: Payload, message_id: str) -> Payload:
        message = self.world.messages[channel["id"]].get(message_id)
        if message is None:
            raise ApiError(404, 10008, "Unknown Message")
        return message

    async def channel(self, call: Call) -> Reply:
        return 200, self._channel(call)

    async def history(self, call: Call) -> Reply:
        channel = self._channel(call, READ_MESSAGE_HISTORY)
        found = self.world.in_channel(channel)
        limit = int(call.query.get("limit", 50))
        if "after" in call.query:
            later = [m for m in found if int(m["id"]) > int(call.query["after"])]
            return 200, later[:limit][::-1]
        if "before" in call.query:
            found = [m for m in found if int(m["id"]) < int(call.query["before"])]
        return 200, found[-limit:][::-1]

    async def archived(self, call: Call) -> Reply:
        forum = self._channel(call, READ_MESSAGE_HISTORY)
        inside = [c for c in self.world.channels.values() if c.get("parent_id") == forum["id"]]
        found = [c for c in inside if c["thread_metadata"]["archived"]]
        return 200, {"threads": found, "members": [], "has_more": False}

    async def create(self, call: Call) -> Reply:
        channel = self.world.channels.get(call.path["channel_id"], {})
        in_thread = payloads.is_thread(channel)
        needed = SEND_MESSAGES_IN_THREADS if in_thread else SEND_MESSAGES
        reference = call.body.get("message_reference")
        channel = self._channel(call, needed | (READ_MESSAGE_HISTORY if reference else 0))
        if channel["type"] == payloads.FORUM:
            raise ApiError(400, 50008, "Cannot send messages in a non-text channel")
        if channel["type"] == payloads.DM and channel["recipients"][0]["id"] in (
            self.world.closed_dms
        ):
            raise ApiError(403, 50007, "Cannot send messages to this user")
        self.rest.problems += message_problems(
            call.body, may_be_empty=False, may_ping=self.world.may_ping
        )
        self.world.pinged += pings(call.body)
        nonce = call.body.get("nonce") if call.body.get("enforce_nonce") else None
        if nonce in self.nonces:
            return 200, {**self.nonces[nonce], "nonce": nonce}
        reply_to = None
        if reference:
            reply_to = self.world.messages[channel["id"]].get(str(reference["message_id"]))
            if reply_to is None and reference.get("fail_if_not_exists", True):
                raise ApiError(400, 50035, "Unknown message")
        more = self.made(call.body)
        content = call.body.get("content") or ""
        author = self.world.bot
        made = self.world.post(channel, author, content, reply_to=reply_to, **more)
        if nonce is None:
            return 200, made
        self.nonces[nonce] = made
        return 200, {**made, "nonce": nonce}

    def made(self, body: Payload) -> Payload:
        """Return what a message keeps of the body that made it."""
        more = {k: body[k] for k in ("embeds", "flags") if body.get(k) is not None}
        if body.get("components") is not None:
            more["components"] = with_ids(body["components"])
        more["embeds"] = [{"type": "rich", **embed} for embed in more.get("embeds", [])]
        return more

    async def read(self, call: Call) -> Reply:
        return 200, self._message(
            self._channel(call, READ_MESSAGE_HISTORY), call.path["message_id"]
        )

    async def edit(self, call: Call) -> Reply:
        message = self._message(self._channel(call), call.path["message_id"])
        if message["author"]["id"] != self.world.bot["id"]:
            raise ApiError(403, 50005, "Cannot edit a message authored by another user")
        self.rest.problems += message_problems(call.body, may_be_empty=True)
        return 200, self.world.edit(message, self.changes(call.body))

    def changes(self, body: Payload) -> Payload:
        """Return what an edit changes."""
        changes = {k: body[k] or "" for k in ("content",) if k in body}
        changes |= {k: v for k, v in self.made(body).items() if k in body}
        return changes

    async def delete(self, call: Call) -> Reply:
        channel = self._channel(call)
        message = self._message(channel, call.path["message_id"])
        if message["author"]["id"] != self.world.bot["id"]:
            self._channel(call, MANAGE_MESSAGES)
        self.world.delete_message(message)
        return 204, None

    async def typing(self, call: Call) -> Reply:
        self.world.typing.append(self._channel(call, SEND_MESSAGES)["id"])
        return 204, None

    async def react(self, call: Call) -> Reply:
        channel = self._channel(call, READ_MESSAGE_HISTORY | ADD_REACTIONS)
        self._message(channel, call.path["message_id"])
        return 204, None

    async def thread(self, call: Call) -> Reply:
        channel = self._channel(call, CREATE_PUBLIC_THREADS)
        message = self._message(channel, call.path["message_id"])
        owner = self.world.bot
        return 201, self.world.thread(channel, call.body["name"], owner, message=message)


def with_ids(components: list[Payload]) -> list[Payload]:
    """Return components as Discord gives them back: numbered, and without nulls."""
    counter = iter(range(1, 1000))

    def numbered(component: Payload) -> Payload:
        kept = {k: v for k, v in component.items() if v is not None}
        kept = {"id": next(counter), **kept}
        if "emoji" in kept:
            kept["emoji"] = {k: v for k, v in kept["emoji"].items() if v is not None}
        if "components" in kept:
            kept["components"] = [numbered(c) for c in kept["components"]]
        return kept

    return [numbered(c) for c in components]
