"""Discord chats as DiscordChatExporter writes them in JSON: one article per thread or day."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError
from footnote.retrieval.readers.block_writer import BlockWriter
from footnote.retrieval.readers.files import read_text
from footnote.retrieval.text.plain_blocks import list_mark

_SPOKEN = frozenset(
    ["Default", "Reply", "ThreadStarterMessage", "ChatInputCommand", "0", "19", "21"]
)
"""Kinds of message that somebody wrote; others tell who joined or what was pinned."""

_EMOJI = re.compile(r"<a?(:\w{1,64}:)\d{1,25}>")
_MENTION = re.compile(r"<@!?(\d{1,25})>")
_STRUCK = re.compile(r"~~.{1,400}?~~", re.DOTALL)
_MARKS = re.compile(r"\*\*\*?|__|\|\||(?<!`)`(?!``)|^(?:#{1,3}|-#) |^>(?:>>)? ", re.MULTILINE)
_FENCE = re.compile(r"```(?:(?P<language>[\w+#-]{1,20})\n)?(?P<code>.*?)```", re.DOTALL)
_MAX_AUTHORS = 20

Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else str(value))]


class _Person(BaseModel):
    id: Text = ""
    name: Text = ""
    nickname: Text = ""

    @property
    def shown(self) -> str:
        """The name others see."""
        return " ".join((self.nickname or self.name).split()) or "Somebody"


class _Reference(BaseModel):
    message_id: Text = Field("", alias="messageId")


class _Embed(BaseModel):
    title: Text = ""
    description: Text = ""


class _Message(BaseModel):
    id: Text
    kind: Text = Field("Default", alias="type")
    timestamp: str = Field(min_length=16)
    content: Text = ""
    author: _Person
    mentions: list[_Person] = []
    embeds: list[_Embed] = []
    reference: _Reference | None = None


class _Named(BaseModel):
    id: Text = ""
    name: Text = ""
    kind: Text = Field("", alias="type")


class _Export(BaseModel):
    guild: _Named = _Named(type="")
    channel: _Named
    messages: list[_Message]


def read(path: Path) -> Iterator[RawPage]:
    """Yield one article per thread or per day of a channel; raises `InputError` for other JSON.

    A message is a paragraph "Name (12:04): words", its code and further lines inside; whom it
    replies to is told. The hours are those of the zone the export was made in.
    """
    origin = str(path)
    try:
        loaded = json.loads(read_text(path))
        if not isinstance(loaded, dict) or not {"channel", "messages"} <= loaded.keys():
            raise InputError(
                "is JSON, but no chat of Discord exported by DiscordChatExporter; articles are "
                "read as JSON Lines (.jsonl)",
                origin=origin,
            )
        export = _Export.model_validate(loaded)
    except RecursionError as error:
        raise InputError("is nested too deeply to be read", origin=origin) from error
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        reason = f"is a chat of Discord with something amiss at “{where}”"
        raise InputError(reason, origin=origin) from error
    except json.JSONDecodeError as error:
        raise InputError("is not JSON", origin=origin, line=error.lineno) from error
    spoken = [one for one in export.messages if one.kind in _SPOKEN and _words(one)]
    if not spoken:
        raise InputError("has no messages with words", origin=origin)
    if "thread" in export.channel.kind.casefold():
        yield _page(path, export, spoken, export.channel.name)
        return
    for day, said in groupby(spoken, key=lambda one: one.timestamp[:10]):
        yield _page(path, export, list(said), f"#{export.channel.name}, {day}")


def _page(path: Path, export: _Export, said: Sequence[_Message], title: str) -> RawPage:
    people = {message.id: message.author.shown for message in export.messages}
    writer = BlockWriter()
    for message in said:
        _write(message, people, writer)
    text, blocks, _ = writer.page()
    guild = export.guild.id if export.guild.id not in {"", "0"} else "@me"
    url = f"https://discord.com/channels/{guild}/{export.channel.id}/{said[0].id}"
    days = [_day(message.timestamp) for message in said]
    return RawPage(
        key=url,
        origin=f"{path}, {said[0].timestamp[:10]}",
        text=text,
        blocks=blocks,
        scraped=False,
        url=url,
        path=str(path),
        title=title,
        source=export.guild.name or None,
        published=days[0],
        updated=days[-1] if days[-1] != days[0] else None,
        authors=tuple(dict.fromkeys(one.author.shown for one in said))[:_MAX_AUTHORS],
    )


def _write(message: _Message, people: Mapping[str, str], writer: BlockWriter) -> None:
    """Write a message: who said it when, with its first line; the rest inside."""
    replied = people.get(message.reference.message_id, "") if message.reference else ""
    to = f", to {replied}" if replied else ""
    head = f"{message.author.shown} ({message.timestamp[11:16]}){to}:"
    words = _words(message)
    at = 0
    with writer.group():
        for fence in (*_FENCE.finditer(words), None):
            for line in words[at : fence.start() if fence else len(words)].split("\n"):
                if line.strip():
                    _write_line(line.strip(), head, writer)
                    head = ""
            if fence:
                if head:
                    writer.add("paragraph", head)
                    head = ""
                with writer.inside():
                    writer.code(fence["code"], language=fence["language"] or "")
                at = fence.end()


def _write_line(line: str, head: str, writer: BlockWriter) -> None:
    plain = _MARKS.sub("", _STRUCK.sub("", line))
    if head:
        writer.add("paragraph", f"{head} {plain}")
        return
    mark = list_mark(plain)
    with writer.inside():
        if mark:
            writer.item(plain[mark.length :], ordinal=mark.ordinal, mark=mark.shown)
        else:
            writer.add("paragraph", plain)


def _words(message: _Message) -> str:
    """Return what a message says and what it shows of links, people and emoji by name."""
    names = {person.id: f"@{person.shown}" for person in message.mentions}
    shown = (f"{embed.title}\n{embed.description}".strip() for embed in message.embeds)
    words = "\n".join(filter(None, (message.content, *shown)))
    words = _MENTION.sub(lambda found: names.get(found[1], "@somebody"), words)
    return _EMOJI.sub(r"\1", words).strip()


def _day(timestamp: str) -> date | None:
    try:
        return date.fromisoformat(timestamp[:10])
    except ValueError:
        return None
