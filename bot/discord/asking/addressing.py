"""Whether a message speaks to the bot, and the words it says."""

import re

import discord

_SPOKEN = (discord.MessageType.default, discord.MessageType.reply)
_CODE = re.compile(r"```.*?```|``.+?``|`[^`\n]+`", re.DOTALL)


def is_spoken(message: discord.Message) -> bool:
    """Return whether a person said a message, and not a bot, a webhook or Discord."""
    author = message.author
    return not author.bot and message.webhook_id is None and message.type in _SPOKEN


def calls(message: discord.Message, me: int) -> bool:
    """Return whether a message speaks to the bot expressly.

    That is: by name or by the name of its own role, outside of code, or as a reply to one of its
    messages, or directly.
    """
    if message.guild is None and isinstance(message.channel, discord.DMChannel):
        return True
    if is_unseen_call(message):
        return True
    if _mention(me, _own_role(message)).search(_CODE.sub(" ", message.content)):
        return True
    replied = replied_to(message)
    return replied is not None and replied.author.id == me


def is_unseen_call(message: discord.Message) -> bool:
    """Return whether a message names the bot's own role, and Discord keeps its words back."""
    role = _own_role(message)
    return not message.content and any(one.id == role for one in message.role_mentions)


def words_of(message: discord.Message, me: int) -> str:
    """Return what a message says without naming the bot, one space between words.

    Its lines stay lines: in "hi all", "which ferry sank", "thanks" nothing else ends the sentences.
    """
    said = _mention(me, _own_role(message)).sub(" ", message.content)
    lines = (" ".join(line.split()) for line in said.splitlines())
    return "\n".join(filter(None, lines))


def replied_to(message: discord.Message) -> discord.Message | None:
    """Return the message that one replies to, where Discord sent it along."""
    if message.type is not discord.MessageType.reply or message.reference is None:
        return None
    found = message.reference.resolved
    return found if isinstance(found, discord.Message) else None


def speaks_to_others(message: discord.Message, me: int) -> bool:
    """Return whether a message names or answers somebody else."""
    replied = replied_to(message)
    if message.reference is not None and (replied is None or replied.author.id != me):
        return True
    return any(person.id != me for person in message.mentions)


def opens_a_post(message: discord.Message) -> bool:
    """Return whether a message is the first of a forum post: that alone has its thread's id.

    The message that any other thread was made from has it too, and stands in the channel around.
    """
    return isinstance(message.channel, discord.Thread) and message.channel.id == message.id


def _own_role(message: discord.Message) -> int | None:
    role = message.guild.self_role if message.guild is not None else None
    return role.id if role is not None else None


def _mention(me: int, role: int | None) -> re.Pattern[str]:
    own = rf"<@!?{me}>" if role is None else rf"<@!?{me}>|<@&{role}>"
    return re.compile(own)
