"""Whether a message speaks to the bot, and what it asks."""

import re

import discord

_SPOKEN = (discord.MessageType.default, discord.MessageType.reply)


def addressed_text(message: discord.Message, me: int, *, forum_posts: bool) -> str | None:
    """Return the question of a message that addresses the bot, else None.

    Addressed means: sent directly, mentioning the bot by name, replying to one of its messages,
    or opening a post in a forum where that is switched on. A mention without words asks what the
    message it replies to says; the result may be empty.
    """
    if message.author.bot or message.webhook_id is not None or message.type not in _SPOKEN:
        return None
    text = words_said(message.content, me)
    if message.guild is None:
        return text
    if _mention(me).search(message.content):
        return text or _text_replied_to(message, me)
    if _replies_to(message, me):
        return text
    if forum_posts and _opens_a_post(message):
        return f"{message.channel.name}\n{text}".strip()  # type: ignore[union-attr]
    return None


def words_said(content: str, me: int) -> str:
    """Return what a message says without naming the bot, one space between words.

    Its lines stay lines: in "hi all", "which ferry sank", "thanks" nothing else ends the sentences.
    """
    lines = (" ".join(line.split()) for line in _mention(me).sub(" ", content).splitlines())
    return "\n".join(filter(None, lines))


def _mention(me: int) -> re.Pattern[str]:
    return re.compile(rf"<@!?{me}>")


def _replies_to(message: discord.Message, me: int) -> bool:
    if message.type is not discord.MessageType.reply:
        return False
    replied = message.reference.resolved if message.reference else None
    if isinstance(replied, discord.Message):
        return replied.author.id == me
    return False


def _text_replied_to(message: discord.Message, me: int) -> str:
    replied = message.reference.resolved if message.reference else None
    if isinstance(replied, discord.Message) and replied.author.id != me:
        return words_said(replied.content, me)
    return ""


def _opens_a_post(message: discord.Message) -> bool:
    channel = message.channel
    return (
        isinstance(channel, discord.Thread)
        and channel.id == message.id
        and isinstance(channel.parent, discord.ForumChannel)
    )
