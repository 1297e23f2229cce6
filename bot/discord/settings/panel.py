"""`/settings panel`: the settings of a server or a channel with menus to choose from."""

from typing import Any

import discord

from footnote.bot.discord.context import BotContext
from footnote.bot.discord.guard import report
from footnote.bot.discord.language import language_names, say
from footnote.bot.discord.settings.place_settings import NEED_CONTENT, PlaceSettings, shown_settings

_CHANNELS = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.forum,
    discord.ChannelType.voice,
    discord.ChannelType.category,
]
_SWITCHES = ("enabled", "forum_posts", "ask_channel", "auto_threads", "gaps", "corrections")
_OFF_BY_DEFAULT = {"forum_posts", "ask_channel", "auto_threads"}
_OPEN_S = 600.0


class SettingsPanel(discord.ui.View):
    """Five menus over one place: which one, its switches, its language, library and roles.

    It belongs to the one message it is shown in, for ten minutes; what is chosen is saved at once.
    """

    def __init__(self, context: BotContext, interaction: discord.Interaction[Any]) -> None:
        super().__init__(timeout=_OPEN_S)
        self._context = context
        self._guild_id = interaction.guild_id or 0
        self._channel_id = 0
        self._language = context.language_of(interaction)
        self._guild_name = interaction.guild.name if interaction.guild else None
        self._build()

    @property
    def text(self) -> str:
        """What is set at the place chosen, and what that needs besides."""
        shown = shown_settings(self._settings, self._channel_id, self._language)
        sees_content = self._context.settings.message_content
        if sees_content or not any(self._is_on(name) for name in NEED_CONTENT):
            return shown
        return f"{shown}\n{self._word('needs_content_hint')}"

    @property
    def _settings(self) -> PlaceSettings:
        return self._context.places.of(self._guild_id, self._channel_id)

    def _build(self) -> None:
        self.clear_items()
        where: discord.ui.ChannelSelect[Any] = discord.ui.ChannelSelect(
            channel_types=_CHANNELS, min_values=0, placeholder=self._word("panel_place")
        )
        where.callback = self._moved(where)  # type: ignore[method-assign]
        self.add_item(where)
        self._add_menu("panel_switches", self._switches(), self._switched, most=len(_SWITCHES))
        self._add_menu("panel_language", self._languages(), self._chosen("language"))
        self._add_menu("panel_library", self._libraries(), self._chosen("library"))
        helpers: discord.ui.RoleSelect[Any] = discord.ui.RoleSelect(
            min_values=0, placeholder=self._word("panel_ask_role")
        )
        helpers.callback = self._role_chosen(helpers)  # type: ignore[method-assign]
        self.add_item(helpers)

    def _word(self, key: str) -> str:
        return say(self._language, key)

    def _add_menu(
        self, key: str, options: list[discord.SelectOption], callback: Any, most: int = 1
    ) -> None:
        menu: discord.ui.Select[Any] = discord.ui.Select(
            options=options, min_values=0, max_values=most, placeholder=self._word(key)
        )

        async def chosen(interaction: discord.Interaction[Any]) -> None:
            await self._save(interaction, callback(list(menu.values)))

        menu.callback = chosen  # type: ignore[method-assign]
        self.add_item(menu)

    def _switches(self) -> list[discord.SelectOption]:
        return [
            discord.SelectOption(
                label=self._word(f"panel_{name}"), value=name, default=self._is_on(name)
            )
            for name in _SWITCHES
        ]

    def _is_on(self, name: str) -> bool:
        """Return whether a switch is on at the place chosen, by its own setting or the server's."""
        in_force = self._settings.over(self._context.places.of(self._guild_id))
        value: bool | None = getattr(in_force, name)
        return value is True if name in _OFF_BY_DEFAULT else value is not False

    def _languages(self) -> list[discord.SelectOption]:
        return [
            discord.SelectOption(label=shown, value=name, default=self._settings.language == name)
            for name, shown in language_names().items()
        ]

    def _libraries(self) -> list[discord.SelectOption]:
        policy = self._context.policy
        return [
            discord.SelectOption(
                label=policy.title(self._guild_id, self._guild_name, name)[:100],
                value=name,
                default=self._settings.library == name,
            )
            for name in policy.allowed(self._guild_id)[:25]
        ]

    def _switched(self, values: list[str]) -> dict[str, Any]:
        """Return what was switched; what was not stays with the server's setting."""
        return {name: name in values for name in _SWITCHES if (name in values) != self._is_on(name)}

    def _chosen(self, name: str) -> Any:
        return lambda values: {name: values[0] if values else None}

    def _moved(self, where: discord.ui.ChannelSelect[Any]) -> Any:
        async def chosen(interaction: discord.Interaction[Any]) -> None:
            self._channel_id = where.values[0].id if where.values else 0
            await self._save(interaction, {})

        return chosen

    def _role_chosen(self, roles: discord.ui.RoleSelect[Any]) -> Any:
        async def chosen(interaction: discord.Interaction[Any]) -> None:
            await self._save(
                interaction, {"ask_role": roles.values[0].id if roles.values else None}
            )

        return chosen

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let operators in: who was one may not be any more."""
        return self._context.reception.may_operate(interaction)

    async def _save(self, interaction: discord.Interaction[Any], changes: dict[str, Any]) -> None:
        if changes:
            saved = self._settings.model_copy(update=changes)
            await self._context.places.save(self._guild_id, self._channel_id, saved)
            self._context.journal.note(
                "settings.changed", server=self._guild_id, channel=self._channel_id
            )
        self._build()
        await interaction.response.edit_message(
            content=self.text, view=self, allowed_mentions=discord.AllowedMentions.none()
        )

    async def on_error(
        self, interaction: discord.Interaction[Any], error: Exception, _item: Any, /
    ) -> None:
        """Tell and log."""
        await report(interaction, error)
