"""`/settings show | set | clear | panel`, for a server and over it for channels and categories."""

from typing import Any, Literal

import discord
from discord import app_commands
from discord.ext import commands

from footnote.bot.discord.context import BotContext, tell
from footnote.bot.discord.interactions import BadDate, read_date
from footnote.bot.discord.language import LanguageName, language_names, say
from footnote.bot.discord.library.policy import title_of
from footnote.bot.discord.rendering.markup import escape, shorten
from footnote.bot.discord.settings.panel import SettingsPanel
from footnote.bot.discord.settings.place_settings import (
    NEED_CONTENT,
    PlaceSettings,
    Unanswered,
    shown_settings,
)

Channel = (
    discord.TextChannel
    | discord.ForumChannel
    | discord.Thread
    | discord.VoiceChannel
    | discord.CategoryChannel
)
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
    "ask_channel",
    "auto_threads",
    "unanswered",
    "helper_role",
    "helpers_channel",
    "gaps",
    "corrections",
    "enabled",
]
_LONGEST_ECHO = 60


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
class SettingsCog(
    commands.GroupCog, group_name="settings", group_description="Decide how this bot behaves here"
):
    """What operators decide; everything is said in private."""

    def __init__(self, context: BotContext, client: commands.Bot) -> None:
        self.context = context
        self.client = client

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let operators in."""
        return self.context.reception.may_operate(interaction)

    @app_commands.command(name="show", description="Show what is set")
    @app_commands.describe(channel="A channel instead of the server")
    async def show(
        self, interaction: discord.Interaction[Any], channel: Channel | None = None
    ) -> None:
        """Show the settings of the server or a channel."""
        context = self.context
        settings = context.places.of(interaction.guild_id or 0, channel.id if channel else 0)
        await tell(interaction, self._shown(interaction, settings, channel))

    @app_commands.command(name="panel", description="Choose settings from menus")
    async def panel(self, interaction: discord.Interaction[Any]) -> None:
        """Show the settings with menus to choose from."""
        panel = SettingsPanel(self.context, interaction)
        await tell(interaction, panel.text, view=panel.view)

    @app_commands.command(name="set", description="Change settings; leave out what is to stay")
    @app_commands.describe(
        channel="For this channel or category only",
        library="Which library is asked",
        since="Only articles from this date on",
        until="Only articles up to this date",
        answerer="Quotes, or prose checked against the quotes",
        ask_role="Only this role may ask",
        operator_role="This role may run the library and the settings",
        cooldown_s="Seconds between two questions of one person",
        language="The language I speak here",
        forum_posts="Answer new posts in forums",
        ask_channel="Take every message here as a question",
        auto_threads="Answer in a thread of its own",
        unanswered="No answer: say so, stay silent where nobody called me, or call a role to help",
        helper_role="The role that helps where the articles do not",
        helpers_channel="Where open questions go",
        gaps="Remember questions the articles do not answer",
        corrections="Mark answers whose articles change",
        enabled="Answer here at all",
    )
    @app_commands.choices(
        language=[app_commands.Choice(name=n, value=v) for v, n in language_names().items()]
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
        language: str | None = None,
        forum_posts: bool | None = None,
        ask_channel: bool | None = None,
        auto_threads: bool | None = None,
        unanswered: Unanswered | None = None,
        helper_role: discord.Role | None = None,
        helpers_channel: discord.TextChannel | None = None,
        gaps: bool | None = None,
        corrections: bool | None = None,
        enabled: bool | None = None,
    ) -> None:
        """Change settings."""
        context, guild_id = self.context, interaction.guild_id or 0
        spoken = context.language_of(interaction)
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
                ask_channel=ask_channel,
                auto_threads=auto_threads,
                unanswered=unanswered,
                helper_role=helper_role.id if helper_role else None,
                helpers_channel=helpers_channel.id if helpers_channel else None,
                gaps=gaps,
                corrections=corrections,
                enabled=enabled,
            )
        except BadDate as error:
            value = escape(shorten(str(error), _LONGEST_ECHO))
            await tell(interaction, say(spoken, "settings_bad_date", value=value))
            return
        except _ForeignLibrary as error:
            await tell(interaction, self._bad_library(interaction, str(error)))
            return
        channel_id = channel.id if channel else 0
        saved = changes.over(context.places.of(guild_id, channel_id))
        await context.places.save(guild_id, channel_id, saved)
        context.journal.note("settings.changed", server=guild_id, channel=channel_id)
        spoken = language or spoken
        lines = [say(spoken, "settings_saved"), self._shown(interaction, saved, channel, spoken)]
        await tell(interaction, "\n".join([*lines, *self._hints(changes, spoken)]))

    @change.autocomplete("library")
    async def _complete_library(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        guild_id = interaction.guild_id
        if guild_id is None or not self.context.reception.may_operate(interaction):
            return []
        titles = {
            n: title_of(self.context, interaction, n) for n in self.context.policy.allowed(guild_id)
        }
        return [
            app_commands.Choice(name=shorten(title, 100), value=name)
            for name, title in titles.items()
            if typed.casefold() in title.casefold() or typed in name
        ][:25]

    @app_commands.command(name="clear", description="Unset a setting")
    @app_commands.describe(setting="Which one", channel="For this channel or category only")
    async def clear(
        self,
        interaction: discord.Interaction[Any],
        setting: SettingName,
        channel: Channel | None = None,
    ) -> None:
        """Unset a setting."""
        context = self.context
        guild_id, channel_id = interaction.guild_id or 0, channel.id if channel else 0
        cleared = context.places.of(guild_id, channel_id).model_copy(update={setting: None})
        await context.places.save(guild_id, channel_id, cleared)
        language = context.language_of(interaction)  # it may be the setting that is gone
        lines = [say(language, "settings_saved"), self._shown(interaction, cleared, channel)]
        await tell(interaction, "\n".join(lines))

    def _hints(self, changes: PlaceSettings, language: LanguageName) -> list[str]:
        """Return what an operator has to do besides for a setting to take effect."""
        hints = []
        if changes.operator_role is not None:
            role = f"<@&{changes.operator_role}>"
            hints.append(say(language, "operator_role_hint", role=role))
        needs_content = any(getattr(changes, name) for name in NEED_CONTENT)
        if needs_content and not self.context.settings.message_content:
            hints.append(say(language, "needs_content_hint"))
        return hints

    def _bad_library(self, interaction: discord.Interaction[Any], library: str) -> str:
        guild_id = interaction.guild_id or 0
        titles = [
            title_of(self.context, interaction, n) for n in self.context.policy.allowed(guild_id)
        ]
        return say(
            self.context.language_of(interaction),
            "settings_bad_library",
            library=escape(shorten(library, _LONGEST_ECHO)),
            libraries=escape(", ".join(titles)),
        )

    def _shown(
        self,
        interaction: discord.Interaction[Any],
        settings: PlaceSettings,
        channel: Channel | None,
        language: LanguageName | None = None,
    ) -> str:
        spoken = language or self.context.language_of(interaction)
        titled = settings
        if settings.library is not None:
            title = title_of(self.context, interaction, settings.library)
            titled = settings.model_copy(update={"library": title})
        return shown_settings(titled, channel.id if channel else 0, spoken)


class _ForeignLibrary(ValueError):
    """A library this server may not use."""


def _allowed_library(context: BotContext, guild_id: int, library: str | None) -> str | None:
    if library is not None and library not in context.policy.allowed(guild_id):
        raise _ForeignLibrary(library)
    return library
