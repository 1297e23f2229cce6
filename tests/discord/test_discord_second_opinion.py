"""A second opinion: the same bot inside simcord, whose Discord others wrote."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import discord
import simcord
from scripted_service import ScriptedService

from footnote.bot.discord.options import DiscordSettings
from footnote.bot.discord.running import build_client, open_context

OPENED = "When was the Marsh Bridge opened?"


@dataclass
class Room:
    """A server with a channel and one member, and the bot in it."""

    env: simcord.Env
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    ann: simcord.MemberActor


@asynccontextmanager
async def room(home: Path) -> AsyncIterator[Room]:
    """A context, not a fixture: simcord's clock belongs to the task that started it."""
    settings = DiscordSettings(edit_interval_s=0.1, guild_ready_timeout_s=0.05)
    context = open_context(settings, ScriptedService(), home)
    async with simcord.run(build_client(context)) as env:
        guild = env.create_guild()
        channel = guild.create_text_channel("reading")
        yield Room(env, guild, channel, guild.add_member(env.create_user("ann")))
    context.database.close()


def labels(message: discord.Message) -> list[str]:
    rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
    return [str(b.label or b.emoji) for r in rows for b in r.children]


async def test_a_mention_is_answered_with_footnotes_and_buttons(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        channel, ann = here.channel, here.ann
        await ann.send(channel, f"<@{here.env.bot.user.id}> {OPENED}")
        await here.env.advance_time(2)
        answer = channel.last_message
        assert answer.content.startswith("> The Marsh Bridge was opened in May 1931.")
        assert labels(answer) == ["1 The Marsh Bridge", "More like this", "👍", "👎"]
        assert answer.flags.suppress_embeds


async def test_a_command_a_button_and_a_form(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        channel, ann = here.channel, here.ann
        asked = await ann.slash(channel, "ask", question=OPENED)
        await here.env.advance_time(2)
        assert asked.acknowledged
        assert not asked.ephemeral
        answer = channel.last_message
        assert "May 1931" in answer.content
        opened = await ann.click(answer, label="1 The Marsh Bridge")
        assert opened.ephemeral
        assert "**The Marsh Bridge was opened in May 1931.**" in opened.response.content
        form = await ann.click(answer, custom_id="vote:down")
        sent = await ann.submit_modal(form, {"wanted": "4 May 1931", "evidence": ""})
        assert sent.response.content.startswith("Thank you.")


async def test_operators_commands_are_hidden_from_members(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        channel, ann = here.channel, here.ann
        assert "library add" not in ann.available_commands(channel)
        keepers = here.guild.create_role(
            "Keepers", permissions=discord.Permissions(manage_guild=True)
        )
        keeper = here.guild.add_member(here.env.create_user("kim"), roles=[keepers])
        shown = await keeper.slash(channel, "library status")
        assert shown.ephemeral
        assert shown.response.content.startswith("Library “default” · articles: 2")


async def test_a_private_answer_and_the_context_menu_are_private(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        channel, ann = here.channel, here.ann
        asked = await ann.slash(channel, "ask", question=OPENED, private=True)
        await here.env.advance_time(2)
        assert asked.ephemeral
        said = await ann.send(channel, "The Marsh Bridge is from 1840.")
        found = await ann.context_menu(channel, "Find in the articles", said)
        await here.env.advance_time(2)
        assert found.ephemeral
        assert "May 1931" in found.response.content
