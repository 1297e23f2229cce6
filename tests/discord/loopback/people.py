"""People's doings: what a user of the loopback Discord types, presses and submits."""

from typing import Any

from loopback import payloads
from loopback.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Interaction
from loopback.payloads import Payload
from loopback.world import World


class People:
    """Acts as users of a world."""

    def __init__(self, world: World) -> None:
        self.world = world

    # --- messages --------------------------------------------------------------------------------

    def say(self, person: Payload, channel: Payload, text: str, **more: Any) -> Payload:
        """Post a message that addresses nobody."""
        return self.world.post(channel, person, text, **more)

    def ask(self, person: Payload, channel: Payload, question: str, **more: Any) -> Payload:
        """Mention the bot with a question; in direct messages no mention is needed."""
        text = question
        if channel["type"] != payloads.DM:
            text = f"<@{self.world.bot['id']}> {question}"
        return self.world.post(channel, person, text, **more)

    def ask_from_nowhere(self, person: Payload, thread: Payload, question: str) -> Payload:
        """Mention the bot in a thread that is gone before it can be looked up."""
        message = self.world.post(thread, person, "", announce=False)
        message["content"] = f"<@{self.world.bot['id']}> {question}"
        message["mentions"] = [self.world.bot]
        told = self.world.event(message)
        del self.world.channels[thread["id"]]
        self.world.announce("MESSAGE_CREATE", told, thread["guild_id"])
        return message

    def reply(self, person: Payload, message: Payload, text: str) -> Payload:
        """Reply to a message, with the ping that Discord adds by default."""
        channel = self.world.channels[message["channel_id"]]
        made = self.world.post(channel, person, text, reply_to=message, announce=False)
        made["mentions"] = [*made["mentions"], message["author"]]
        self.world.announce("MESSAGE_CREATE", self.world.event(made), channel.get("guild_id"))
        return made

    def forum_post(self, person: Payload, forum: Payload, title: str, text: str) -> Payload:
        """Open a post in a forum; return its thread."""
        thread = self.world.thread(forum, title, person)
        self.world.post(thread, person, text, id=thread["id"])
        return thread

    # --- commands --------------------------------------------------------------------------------

    def slash(
        self, person: Payload, channel: Payload, command: str, /, **options: Any
    ) -> Interaction:
        """Use a slash command; `command` may name a subcommand, as in `library add`."""
        data = self._command_data(command, options, focused=None)
        return self._start(COMMAND, person, channel, data, command)

    def autocomplete(
        self, person: Payload, channel: Payload, command: str, focused: str, /, **options: Any
    ) -> Interaction:
        """Type into an option that completes."""
        data = self._command_data(command, options, focused=focused)
        return self._start(AUTOCOMPLETE, person, channel, data, command)

    def context_menu(self, person: Payload, message: Payload, name: str) -> Interaction:
        """Use a command of a message's context menu."""
        found = next(c for c in self.world.commands if c["name"] == name and c["type"] == 3)
        data = {
            "id": found["id"],
            "name": name,
            "type": 3,
            "target_id": message["id"],
            "resolved": {"messages": {message["id"]: message}},
        }
        channel = self.world.channels[message["channel_id"]]
        return self._start(COMMAND, person, channel, data, name)

    def _command_data(self, command: str, options: Payload, *, focused: str | None) -> Payload:
        words = command.split()
        found = next(c for c in self.world.commands if c["name"] == words[0] and c["type"] == 1)
        described: Payload = found
        path = []
        for word in words[1:]:
            described = next(o for o in described["options"] if o["name"] == word)
            path.append(described)
        known = {o["name"]: o for o in described.get("options", [])}
        missing = [n for n, o in known.items() if o.get("required") and n not in options]
        assert focused or not missing, f"/{command} lacks {missing}"
        attachments = {}
        given = []
        for name, value in options.items():
            kind = known[name]["type"]
            if kind == 11:
                attachments[value["id"]] = value
            plain = value["id"] if kind in (6, 7, 8, 11) else value
            given.append({"name": name, "type": kind, "value": plain})
            if name == focused:
                given[-1]["focused"] = True
        for step in reversed(path):
            given = [{"name": step["name"], "type": step["type"], "options": given}]
        data = {"id": found["id"], "name": found["name"], "type": 1, "options": given}
        resolved = self._resolved(known, options)
        if attachments:
            resolved["attachments"] = attachments
        return data | ({"resolved": resolved} if resolved else {})

    def _resolved(self, known: Payload, options: Payload) -> Payload:
        resolved: Payload = {}
        for name, value in options.items():
            if known[name]["type"] == 8:
                resolved.setdefault("roles", {})[value["id"]] = value
            if known[name]["type"] == 7:
                shown = {**value, "permissions": str((1 << 53) - 1)}
                resolved.setdefault("channels", {})[value["id"]] = shown
        return resolved

    # --- components and forms --------------------------------------------------------------------

    def buttons(self, message: Payload) -> dict[str, Payload]:
        """Return a message's buttons by their label, or their emoji where they have none."""
        found = [c for row in message["components"] for c in row["components"]]
        return {b.get("label") or b["emoji"]["name"]: b for b in found}

    def press(self, person: Payload, message: Payload, label: str) -> Interaction:
        """Press a button, named by its label or the number of its footnote."""
        buttons = self.buttons(message)
        button = buttons.get(label) or next(
            one for name, one in buttons.items() if name.split()[0] == label
        )
        data = {"custom_id": button["custom_id"], "component_type": 2, "id": button["id"]}
        channel = self.world.channels[message["channel_id"]]
        return self._start(COMPONENT, person, channel, data, label, message)

    def choose(
        self, person: Payload, message: Payload, menu: str, *chosen: Payload | str
    ) -> Interaction:
        """Choose in a menu, named by what it says while empty: words, or channels and roles."""
        found = [c for row in message["components"] for c in row["components"]]
        described = next(one for one in found if one.get("placeholder") == menu)
        data = {
            "custom_id": described["custom_id"],
            "component_type": described["type"],
            "id": described["id"],
            "values": [one if isinstance(one, str) else one["id"] for one in chosen],
        }
        kind = {6: 8, 8: 7}.get(described["type"])
        if kind is not None:
            known = {str(n): {"type": kind} for n in range(len(chosen))}
            given = {str(n): one for n, one in enumerate(chosen)}
            data["resolved"] = self._resolved(known, given)
        channel = self.world.channels[message["channel_id"]]
        return self._start(COMPONENT, person, channel, data, menu, message)

    def submit(self, interaction: Interaction, *texts: str) -> Interaction:
        """Fill a form's fields in order and send it."""
        modal = interaction.modal
        assert modal is not None, "no form was shown"
        fields = iter(texts)
        data = {
            "custom_id": modal["custom_id"],
            "components": [_filled(row, fields) for row in modal["components"]],
        }
        user, channel = interaction.user, interaction.channel
        return self._start(MODAL, user, channel, data, "form", interaction.message)

    def _start(
        self,
        kind: int,
        person: Payload,
        channel: Payload,
        data: Payload,
        name: str,
        message: Payload | None = None,
    ) -> Interaction:
        interaction_id = self.world.snowflakes.next()
        token = f"token-{interaction_id}"
        started = Interaction(interaction_id, token, kind, person, channel, name, message)
        self.world.interactions[token] = started
        event = {
            "id": interaction_id,
            "application_id": self.world.bot["id"],
            "type": kind,
            "token": token,
            "version": 1,
            "attachment_size_limit": 10_485_760,
            "data": data,
            "channel": channel,
            "channel_id": channel["id"],
            "locale": person.get("locale", "en-US"),
            "entitlements": [],
            "authorizing_integration_owners": {},
            "app_permissions": str(self.world.permissions(self.world.bot["id"], channel)),
            "context": 0 if "guild_id" in channel else 1,
        }
        if message is not None:
            event["message"] = message
        guild_id = channel.get("guild_id")
        if guild_id is None:
            event["user"] = person
        else:
            permissions = str(self.world.permissions(person["id"], channel))
            member = self.world.member(guild_id, person["id"])
            event |= {"guild_id": guild_id, "member": {**member, "permissions": permissions}}
        self.world.announce("INTERACTION_CREATE", event, guild_id)
        return started


def _filled(component: Payload, fields: Any) -> Payload:
    if component["type"] == 4:
        return {"type": 4, "custom_id": component["custom_id"], "value": next(fields)}
    inner = component.get("component")
    if inner is not None:
        return {"type": component["type"], "component": _filled(inner, fields)}
    return {"type": 1, "components": [_filled(c, fields) for c in component["components"]]}
