"""A conversation's branch, read back from Discord itself, so that no restart forgets it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import discord

from footnote.bot.discord.asking.addressing import words_of
from footnote.bot.discord.rendering.references import read_posted, references
from footnote.retrieval.question import Turn

_MOST_TURNS = 5
_MOST_MESSAGES = 24
_THREAD_LOOKBACK = 40
_SAME_TALK = timedelta(minutes=30)
"""A direct message that comes later than that after the one before begins a new conversation."""


@dataclass(frozen=True, slots=True)
class _Answered:
    """The bot's half of a turn: what it said, and the question where the message repeats it."""

    question: str | None
    answer: str
    evidence: tuple[str, ...]


async def branch_before(message: discord.Message, me: int) -> tuple[Turn, ...]:
    """Return the turns a message follows up: its reply chain, else its thread or talk so far."""
    if message.reference is not None and message.reference.message_id is not None:
        chain = await _chain(message)
    elif isinstance(message.channel, discord.Thread):
        chain = await _thread(message.channel, message)
    elif isinstance(message.channel, discord.DMChannel):
        chain = await _talk(message.channel, message)
    else:
        return ()
    return _turns(chain, me)


def custom_ids(message: discord.Message) -> list[str]:
    """Return the custom ids of a message's buttons."""
    return [
        child.custom_id
        for row in message.components
        if isinstance(row, discord.ActionRow)
        for child in row.children
        if isinstance(child, discord.Button) and child.custom_id is not None
    ]


async def _chain(message: discord.Message) -> list[discord.Message]:
    """Return what a message replies to, and that to, oldest first."""
    chain: list[discord.Message] = []
    current = message
    while len(chain) < _MOST_MESSAGES:
        before = await _before(current)
        if before is None or any(before.id == known.id for known in chain):
            break
        chain.append(before)
        current = before
    return chain[::-1]


async def _before(message: discord.Message) -> discord.Message | None:
    reference = message.reference
    if reference is not None and reference.message_id is not None:
        resolved = reference.cached_message or reference.resolved
        if isinstance(resolved, discord.Message):
            return resolved
        return await _fetch(message, reference.message_id)
    metadata = message.interaction_metadata
    if metadata is not None and metadata.original_response_message_id is not None:
        return await _fetch(message, metadata.original_response_message_id)
    if isinstance(message.channel, discord.Thread) and message.channel.id == message.id:
        return await starter_of(message.channel)
    return None


async def _fetch(message: discord.Message, message_id: int) -> discord.Message | None:
    try:
        return await message.channel.fetch_message(message_id)
    except discord.HTTPException:
        return None


async def starter_of(thread: discord.Thread) -> discord.Message | None:
    """Return the message a thread was made from, or the first one of a forum post."""
    # A forum's own messages stand in its posts; a forum that is not known is no text channel.
    around = thread.parent if isinstance(thread.parent, discord.TextChannel) else thread
    try:
        return await around.fetch_message(thread.id)
    except discord.HTTPException:
        return None


async def _thread(thread: discord.Thread, before: discord.Message) -> list[discord.Message]:
    found: list[discord.Message] = []
    try:
        found = [m async for m in thread.history(limit=_THREAD_LOOKBACK, before=before)][::-1]
    except discord.HTTPException:
        return []
    starter = await starter_of(thread)
    if starter is not None and all(message.id != starter.id for message in found):
        found = [*await _chain(starter), starter, *found]
    return found


async def _talk(channel: discord.DMChannel, before: discord.Message) -> list[discord.Message]:
    """Return the direct messages before one, as far back as they follow each other closely."""
    found: list[discord.Message] = []
    later = before.created_at
    try:
        async for message in channel.history(limit=_MOST_MESSAGES, before=before):
            if later - message.created_at > _SAME_TALK:
                break
            later = message.created_at
            found.append(message)
    except discord.HTTPException:
        return []
    return found[::-1]


def _turns(messages: Sequence[discord.Message], me: int) -> tuple[Turn, ...]:
    """Pair the bot's answers with the questions before them; what nobody answered is no turn."""
    asked: dict[int, str] = {}
    turns: list[Turn] = []
    last_answer: int | None = None
    newest: str | None = None
    for message in messages:
        if message.author.id != me:
            asked[message.id] = newest = words_of(message, me)
            continue
        said = _answered(message)
        replied = message.reference.message_id if message.reference else None
        if said.question is not None:
            turns.append(Turn(said.question, said.answer, said.evidence))
        elif replied is not None and replied in asked:
            turns.append(Turn(asked[replied], said.answer, said.evidence))
        elif turns and last_answer is not None and replied == last_answer:
            turns[-1] = _joined(turns[-1], said)
        elif replied is None and newest:  # in a thread of its own under the question
            turns.append(Turn(newest, said.answer, said.evidence))
        last_answer, newest = message.id, None
    return tuple(turn for turn in turns if turn.answer and turn.question)[-_MOST_TURNS:]


def _joined(turn: Turn, more: _Answered) -> Turn:
    evidence = (*turn.evidence, *more.evidence)
    return Turn(turn.question, f"{turn.answer} {more.answer}".strip(), evidence)


def _answered(message: discord.Message) -> _Answered:
    posted = read_posted(message.content)
    found = references(custom_ids(message))
    evidence = tuple(dict.fromkeys(reference.passage_id for reference in found))
    return _Answered(posted.question, posted.answer, evidence)


async def history_of(message: discord.Message, me: int) -> tuple[Turn, ...]:
    """Return the turns before the question that one of the bot's answers belongs to."""
    asked = [one for one in await _chain(message) if one.author.id != me]
    return await branch_before(asked[-1], me) if asked else ()


async def question_of(message: discord.Message, me: int) -> str | None:
    """Return the question one of the bot's answers belongs to."""
    messages = [*await _chain(message), message]
    for candidate in reversed(messages):
        if candidate.author.id != me:
            return words_of(candidate, me) or None
        question = read_posted(candidate.content).question
        if question is not None:
            return question
    if isinstance(message.channel, discord.Thread):
        starter = await starter_of(message.channel)
        return words_of(starter, me) or None if starter is not None else None
    return None
