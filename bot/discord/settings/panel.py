"""`/settings panel`: the settings of a server or a channel with menus to choose from."""

import re
from typing import Any, Self

import discord

from footnote.bot.discord.context import BotContext, context_of, spoken_language, tell
from footnote.bot.discord.interactions import guarded
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

Menu = discord.ui.Select[Any] | discord.ui.ChannelSelect[Any] | discord.ui.RoleSelect[Any]


class SettingsPanel:
    """Five menus over one place: which one, its switches, its language, library and roles.

    What is chosen is saved at once. All a panel has to remember, its place, stands in its menus'
    ids, so that it goes on after a restart.
    """

    def __init__(
        self, context: BotContext, interaction: discord.Interaction[Any], channel_id: int = 0
    ) -> None:
        self._context = context
        self._guild_id = interaction.guild_id or 0
        self._channel_id = channel_id
        self._language = spoken_language(interaction)
        self._guild_name = interaction.guild.name if interaction.guild else None

    @property
    def text(self) -> str:
        """What is set at the place chosen, and what that needs besides."""
        shown = shown_settings(self._settings, self._channel_id, self._language)
        sees_content = self._context.settings.message_content
        if sees_content or not any(self._is_on(name) for name in NEED_CONTENT):
            return shown
        return f"{shown}\n{self._word('needs_content_hint')}"

    @property
    def view(self) -> discord.ui.View:
        """The menus as they stand now."""
        place: Menu = discord.ui.ChannelSelect(channel_types=_CHANNELS, min_values=0)
        role: Menu = discord.ui.RoleSelect(min_values=0)
        menus: dict[str, Menu] = {
            "place": place,
            "switches": _select(self._switches(), most=len(_SWITCHES)),
            "language": _select(self._languages()),
            "library": _select(self._libraries()),
            "ask_role": role,
        }
        view = discord.ui.View(timeout=None)
        for name, menu in menus.items():
            menu.placeholder = self._word(f"panel_{name}")
            menu.custom_id = f"panel:{self._channel_id}:{name}"
            view.add_item(PanelMenu(menu, self._channel_id, name))
        return view

    async def save(self, name: str, values: list[str]) -> None:
        """Keep what was chosen in a menu."""
        if name == "place":
            self._channel_id = int(values[0]) if values else 0
            return
        changes: dict[str, Any] = {name: values[0] if values else None}
        if name == "switches":
            changes = self._switched(values)
        elif name == "ask_role":
            changes = {name: int(values[0]) if values else None}
        if not changes:
            return
        saved = self._settings.model_copy(update=changes)
        await self._context.places.save(self._guild_id, self._channel_id, saved)
        self._context.journal.note(
            "settings.changed", server=self._guild_id, channel=self._channel_id
        )

    @property
    def _settings(self) -> PlaceSettings:
        return self._context.places.of(self._guild_id, self._channel_id)

    def _word(self, key: str) -> str:
        return say(self._language, key)

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


class PanelMenu(
    discord.ui.DynamicItem[discord.ui.Item[Any]],
    template=r"panel:(?P<channel>\d+):(?P<menu>place|switches|language|library|ask_role)",
):
    """One menu of a panel, whichever process showed it."""

    def __init__(self, menu: discord.ui.Item[Any], channel_id: int, name: str) -> None:
        super().__init__(menu)
        self.channel_id = channel_id
        self.name = name

    @classmethod
    async def from_custom_id(
        cls,
        _interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        """Rebuild the menu from what Discord kept of it."""
        return cls(item, int(match["channel"]), match["menu"])

    @guarded
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Keep what was chosen, for operators: who was one may not be any more."""
        context = context_of(interaction)
        if not context.reception.may_operate(interaction):
            await tell(interaction, say(spoken_language(interaction), "operators_only"))
            return
        panel = SettingsPanel(context, interaction, self.channel_id)
        told: dict[str, Any] = dict(interaction.data or {})
        await panel.save(self.name, told.get("values") or [])
        await interaction.response.edit_message(
            content=panel.text, view=panel.view, allowed_mentions=discord.AllowedMentions.none()
        )


def _select(options: list[discord.SelectOption], most: int = 1) -> Menu:
    return discord.ui.Select(options=options, min_values=0, max_values=most)
