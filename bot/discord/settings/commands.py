"""`/settings show | set | clear`, for a server and over it for single channels."""

from typing import Any, Literal

import discord
from discord import app_commands

from bot.discord.context import BotContext, context_of, spoken_language, tell
from bot.discord.dates import BadDate, read_date
from bot.discord.language import LanguageName, say
from bot.discord.library.commands import operator_only
from bot.discord.rendering.escaping import escape
from bot.discord.settings.place_settings import PlaceSettings

Channel = discord.TextChannel | discord.ForumChannel | discord.Thread | discord.VoiceChannel
SettingName = Literal[
    "library",
    "since",
    "until",
    "answerer",
    "ask_role",
    "operator_role",
    "cooldown_s",
    "language",
    "forum_posts",
    "corrections",
    "enabled",
]


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
class SettingsCommands(app_commands.Group):
    """What operators decide; everything is said in private."""

    def __init__(self) -> None:
        super().__init__(name="settings", description="Decide how this bot behaves here")

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let operators in."""
        return operator_only(interaction)

    @app_commands.command(name="show", description="Show what is set")
    @app_commands.describe(channel="A channel instead of the server")
    async def show(
        self, interaction: discord.Interaction[Any], channel: Channel | None = None
    ) -> None:
        """Show the settings of the server or a channel."""
        context, language = context_of(interaction), spoken_language(interaction)
        settings = context.places.of(interaction.guild_id or 0, channel.id if channel else 0)
        await tell(interaction, _shown(settings, channel, language))

    @app_commands.command(name="set", description="Change settings; leave out what is to stay")
    @app_commands.describe(
        channel="For this channel only",
        library="Which library is asked",
        since="Only articles from this date on",
        until="Only articles up to this date",
        answerer="Quotes, or prose checked against the quotes",
        ask_role="Only this role may ask",
        operator_role="This role may run the library and the settings",
        cooldown_s="Seconds between two questions of one person",
        language="The language I speak here",
        forum_posts="Answer new posts in forums",
        corrections="Mark answers whose articles change",
        enabled="Answer here at all",
    )
    async def change(
        self,
        interaction: discord.Interaction[Any],
        channel: Channel | None = None,
        library: str | None = None,
        since: str | None = None,
        until: str | None = None,
        answerer: Literal["extractive", "generative"] | None = None,
        ask_role: discord.Role | None = None,
        operator_role: discord.Role | None = None,
        cooldown_s: app_commands.Range[int, 0, 3600] | None = None,
        language: Literal["en", "es"] | None = None,
        forum_posts: bool | None = None,
        corrections: bool | None = None,
        enabled: bool | None = None,
    ) -> None:
        """Change settings."""
        context, spoken = context_of(interaction), spoken_language(interaction)
        guild_id = interaction.guild_id or 0
        try:
            changes = PlaceSettings(
                library=_allowed_library(context, guild_id, library),
                since=read_date(since),
                until=read_date(until, end=True),
                answerer=answerer,
                ask_role=ask_role.id if ask_role else None,
                operator_role=operator_role.id if operator_role else None,
                cooldown_s=cooldown_s,
                language=language,
                forum_posts=forum_posts,
                corrections=corrections,
                enabled=enabled,
            )
        except BadDate as error:
            await tell(interaction, say(spoken, "settings_bad_date", value=escape(str(error))))
            return
        except _ForeignLibrary as error:
            allowed = ", ".join(context.policy.allowed(guild_id))
            text = say(
                spoken,
                "settings_bad_library",
                library=escape(str(error)),
                libraries=escape(allowed),
            )
            await tell(interaction, text)
            return
        channel_id = channel.id if channel else 0
        saved = changes.over(context.places.of(guild_id, channel_id))
        context.places.save(guild_id, channel_id, saved)
        context.journal.note("settings.changed", server=guild_id, channel=channel_id)
        spoken = language or spoken
        lines = [say(spoken, "settings_saved"), _shown(saved, channel, spoken)]
        await tell(interaction, "\n".join(lines))

    @change.autocomplete("library")
    async def _complete_library(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        if interaction.guild_id is None or not operator_only(interaction):
            return []
        names = context_of(interaction).policy.allowed(interaction.guild_id)
        return [app_commands.Choice(name=n, value=n) for n in names if typed in n][:25]

    @app_commands.command(name="clear", description="Unset a setting")
    @app_commands.describe(setting="Which one", channel="For this channel only")
    async def clear(
        self,
        interaction: discord.Interaction[Any],
        setting: SettingName,
        channel: Channel | None = None,
    ) -> None:
        """Unset a setting."""
        context = context_of(interaction)
        guild_id, channel_id = interaction.guild_id or 0, channel.id if channel else 0
        cleared = context.places.of(guild_id, channel_id).model_copy(update={setting: None})
        context.places.save(guild_id, channel_id, cleared)
        language = spoken_language(interaction)  # it may be the setting that is gone
        lines = [say(language, "settings_saved"), _shown(cleared, channel, language)]
        await tell(interaction, "\n".join(lines))


class _ForeignLibrary(ValueError):
    """A library this server may not use."""


def _allowed_library(context: BotContext, guild_id: int, library: str | None) -> str | None:
    if library is not None and library not in context.policy.allowed(guild_id):
        raise _ForeignLibrary(library)
    return library


def _shown(settings: PlaceSettings, channel: Channel | None, language: LanguageName) -> str:
    if channel is None:
        head = say(language, "settings_server")
    else:
        head = say(language, "settings_channel", channel=f"<#{channel.id}>")
    stated = [f"- {escape(name)}: {_value(name, v)}" for name, v in settings.stated().items()]
    return "\n".join([head, *(stated or [say(language, "settings_none")])])


def _value(name: str, value: str) -> str:
    return f"<@&{value}>" if name.endswith("_role") else escape(value)
