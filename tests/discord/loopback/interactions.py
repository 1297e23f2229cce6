"""Interactions: what a person starts with a command, a button or a form, and the bot's replies."""

import time
from dataclasses import dataclass, field
from typing import Any

from loopback import payloads
from loopback.limits import message_problems
from loopback.payloads import Payload
from loopback.rest import ApiError, Call, Rest

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5


@dataclass
class Interaction:
    """One interaction; `original` is the bot's reply, `modal` or `choices` what it offered."""

    id: str
    token: str
    type: int
    user: Payload
    channel: Payload
    name: str
    message: Payload | None = None
    started: float = field(default_factory=time.monotonic)
    acknowledged_after: float | None = None
    original: Payload | None = None
    followups: list[Payload] = field(default_factory=list)
    modal: Payload | None = None
    choices: list[Payload] | None = None
    refused: str = ""

    @property
    def text(self) -> str:
        """What the reply says."""
        return self.original["content"] if self.original else ""


class InteractionRoutes:
    """The callback and the webhook routes that belong to interactions."""

    def __init__(self, rest: Rest) -> None:
        self.rest = rest
        self.world = rest.world
        self.deadline_s = 3.0
        self.token_life_s = 900.0
        hook = "/webhooks/{webhook_id}/{webhook_token}"
        rest.routes |= {
            "POST /interactions/{interaction_id}/{interaction_token}/callback": self.callback,
            f"POST {hook}": self.follow_up,
        }
        for last in ("@original", "{message_id}"):
            rest.routes |= {
                f"GET {hook}/messages/{last}": self.read_reply,
                f"PATCH {hook}/messages/{last}": self.edit_reply,
                f"DELETE {hook}/messages/{last}": self.delete_reply,
            }

    def made(self, body: Payload) -> Payload:
        raise NotImplementedError

    def changes(self, body: Payload) -> Payload:
        raise NotImplementedError

    def _known(self, call: Call) -> Interaction:
        token = call.path.get("interaction_token") or call.path["webhook_token"]
        interaction = self.world.interactions.get(token)
        if interaction is None:
            raise ApiError(404, 10015, "Unknown Webhook")
        if time.monotonic() - interaction.started > self.token_life_s:
            raise ApiError(401, 50027, "Invalid Webhook Token")
        return interaction

    async def callback(self, call: Call) -> tuple[int, Any]:
        interaction = self._known(call)
        waited = time.monotonic() - interaction.started
        if waited > self.deadline_s:
            interaction.refused = "10062"
            raise ApiError(404, 10062, "Unknown interaction")
        if interaction.acknowledged_after is not None:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        interaction.acknowledged_after = waited
        kind, data = call.body["type"], call.body.get("data") or {}
        resource: Payload | None = None
        if kind in (4, 5):
            resource = {"type": 4, "message": self._reply(interaction, kind, data)}
        elif kind in (6, 7):
            if kind == 7:
                self.rest.problems += message_problems(data, may_be_empty=True)
                self.world.edit(interaction.message, self.changes(data))
            interaction.original = interaction.message
            resource = {"type": 7, "message": interaction.message}
        elif kind == 8:
            interaction.choices = data["choices"]
        elif kind == 9:
            interaction.modal = data
        return 200, _callback_reply(interaction, resource)

    def _reply(self, interaction: Interaction, kind: int, data: Payload) -> Payload:
        flags = (data.get("flags") or 0) | (payloads.LOADING if kind == 5 else 0)
        if kind == 4:
            self.rest.problems += message_problems(data, may_be_empty=False)
        more = self.made(data) | {"flags": flags}
        interaction.original = self._post(interaction, data.get("content") or "", more)
        return interaction.original

    def _post(self, interaction: Interaction, content: str, more: Payload) -> Payload:
        metadata = {
            "id": interaction.id,
            "type": interaction.type,
            "user": interaction.user,
            "authorizing_integration_owners": {},
        }
        if interaction.original is not None:
            metadata["original_response_message_id"] = interaction.original["id"]
        if interaction.type == COMPONENT and interaction.message is not None:
            metadata["interacted_message_id"] = interaction.message["id"]
        if interaction.type == MODAL:
            metadata["triggering_interaction_metadata"] = dict(metadata, type=COMMAND)
        more |= {
            "application_id": self.world.bot["id"],
            "webhook_id": self.world.bot["id"],
            "interaction_metadata": metadata,
            "type": 20 if interaction.type == COMMAND else 0,
        }
        return self.world.post(interaction.channel, self.world.bot, content, **more)

    async def follow_up(self, call: Call) -> tuple[int, Any]:
        interaction = self._known(call)
        if interaction.acknowledged_after is None:
            raise ApiError(404, 10015, "Unknown Webhook")
        self.rest.problems += message_problems(call.body, may_be_empty=False)
        content = call.body.get("content") or ""
        original = interaction.original
        if original is not None and original["flags"] & payloads.LOADING:
            kept = original["flags"] & ~payloads.LOADING
            changed = self.changes(call.body) | {"content": content, "flags": kept}
            return 200, self.world.edit(original, changed)
        made = self._post(interaction, content, self.made(call.body))
        interaction.followups.append(made)
        return 200, made

    def _reply_message(self, call: Call) -> Payload:
        interaction = self._known(call)
        wanted = call.path.get("message_id", "@original")
        for message in (interaction.original, *interaction.followups):
            if message is not None and (
                wanted == message["id"]
                or (wanted == "@original" and message is interaction.original)
            ):
                return message
        raise ApiError(404, 10008, "Unknown Message")

    async def read_reply(self, call: Call) -> tuple[int, Any]:
        return 200, self._reply_message(call)

    async def edit_reply(self, call: Call) -> tuple[int, Any]:
        message = self._reply_message(call)
        if message["channel_id"] not in self.world.channels:
            raise ApiError(404, 10003, "Unknown Channel")
        self.rest.problems += message_problems(call.body, may_be_empty=True)
        changes = self.changes(call.body)
        changes["flags"] = (message["flags"] & ~payloads.LOADING) | (changes.get("flags") or 0)
        return 200, self.world.edit(message, changes)

    async def delete_reply(self, call: Call) -> tuple[int, Any]:
        message = self._reply_message(call)
        if message["flags"] & payloads.EPHEMERAL:
            message["deleted"] = True
        else:
            self.world.delete_message(message)
        return 204, None


def _callback_reply(interaction: Interaction, resource: Payload | None) -> Payload:
    told: Payload = {"id": interaction.id, "type": interaction.type}
    reply: Payload = {"interaction": told}
    if resource is not None:
        told["response_message_id"] = resource["message"]["id"]
        reply["resource"] = resource
    return reply
