"""What a server's operators set, for the server or a channel, and how it is kept."""

from collections.abc import Collection
from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, field_validator

from footnote.bot.discord.language import LANGUAGES, LanguageName, say
from footnote.bot.discord.places import Place
from footnote.bot.discord.rendering.markup import escape
from footnote.bot.discord.state import WHOLE, Shard, StateDatabase
from footnote.retrieval.answer import AnswererName

NEED_CONTENT = ("forum_posts", "ask_channel")
"""Settings that nothing comes of without the message content intent."""

Unanswered = Literal["say", "silent", "role"]
"""What happens to a question in a forum or an ask channel that the articles do not answer."""


class PlaceSettings(BaseModel):
    """The settings of a server or a channel; None leaves a setting to whoever is asked next."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    library: str | None = None
    since: date | None = None
    until: date | None = None
    answerer: AnswererName | None = None
    ask_role: int | None = None
    operator_role: int | None = None
    cooldown_s: int | None = None
    language: LanguageName | None = None
    forum_posts: bool | None = None
    ask_channel: bool | None = None
    auto_threads: bool | None = None
    unanswered: Unanswered | None = None
    helper_role: int | None = None
    helpers_channel: int | None = None
    gaps: bool | None = None
    corrections: bool | None = None
    enabled: bool | None = None

    @field_validator("language")
    @classmethod
    def _known(cls, language: str | None) -> str | None:
        return language if language in LANGUAGES else None

    def over(self, base: Self) -> Self:
        """Return these settings with those of `base` where these say nothing."""
        own = {name: value for name, value in self if value is not None}
        return base.model_copy(update=own)

    def stated(self) -> dict[str, str]:
        """Return what is set, as people read it."""
        return {name: str(value) for name, value in self if value is not None}


def shown_settings(settings: PlaceSettings, channel_id: int, language: LanguageName) -> str:
    """Return settings as lines of a message; channel 0 is the server itself."""
    if channel_id:
        head = say(language, "settings_channel", channel=f"<#{channel_id}>")
    else:
        head = say(language, "settings_server")
    stated = [f"- {escape(name)}: {_value(name, v)}" for name, v in settings.stated().items()]
    return "\n".join([head, *(stated or [say(language, "settings_none")])])


def _value(name: str, value: str) -> str:
    if name.endswith("_role"):
        return f"<@&{value}>"
    return f"<#{value}>" if name == "helpers_channel" else escape(value)


_OF_A_SERVER = (
    "places",
    "questions",
    "posted",
    "feedback",
    "additions",
    "gaps",
    "taught",
    "sources",
)
_ORPHANS = (
    "DELETE FROM posted_articles WHERE message_id NOT IN (SELECT message_id FROM posted)",
    "DELETE FROM parts WHERE question_id NOT IN (SELECT id FROM questions)",
    "DELETE FROM quoted WHERE (message_id, user_id) NOT IN"
    " (SELECT message_id, user_id FROM feedback)",
)


class PlaceStore:
    """Reads and writes what operators set; all of it is in memory, since every message asks."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database
        self._settings: dict[tuple[int, int], PlaceSettings] = {}

    async def load(self) -> None:
        """Read what was set before."""
        for row in await self._database.rows("SELECT * FROM places"):
            settings = PlaceSettings.model_validate_json(row["settings"])
            self._settings[row["guild_id"], row["channel_id"]] = settings

    def of(self, guild_id: int, channel_id: int = 0) -> PlaceSettings:
        """Return what is set for exactly this place; channel 0 is the server itself."""
        return self._settings.get((guild_id, channel_id), PlaceSettings())

    def effective(self, place: Place) -> PlaceSettings:
        """Return the settings in force at a place."""
        if not place.known:
            return PlaceSettings(enabled=False)
        if place.guild_id is None:
            return PlaceSettings()
        settings = self.of(place.guild_id)
        for channel_id in reversed(place.channel_ids):
            settings = self.of(place.guild_id, channel_id).over(settings)
        return settings

    def listens(self, guild_id: int) -> bool:
        """Return whether a server has a channel where questions need not call the bot."""
        return any(
            guild == guild_id and (settings.ask_channel or settings.forum_posts)
            for (guild, _), settings in self._settings.items()
        )

    async def save(self, guild_id: int, channel_id: int, settings: PlaceSettings) -> None:
        """Replace what is set for a place."""
        await self._database.run(
            "INSERT INTO places VALUES (?, ?, ?)"
            " ON CONFLICT (guild_id, channel_id) DO UPDATE SET settings = excluded.settings",
            guild_id,
            channel_id,
            settings.model_dump_json(exclude_none=True),
        )
        self._settings[guild_id, channel_id] = settings

    async def forget_guild(self, guild_id: int) -> None:
        """Delete everything kept about a server, from the files too."""
        await self._database.together(
            *((f"DELETE FROM {table} WHERE guild_id = ?", (guild_id,)) for table in _OF_A_SERVER),  # noqa: S608
            *((statement, ()) for statement in _ORPHANS),
        )
        await self._database.scrub()
        for key in [key for key in self._settings if key[0] == guild_id]:
            del self._settings[key]

    async def forget_all_but(self, guild_ids: Collection[int], shard: Shard = WHOLE) -> list[int]:
        """Delete what is kept of other servers of a shard; returns the servers forgotten."""
        known: set[int] = set()
        for table in _OF_A_SERVER:
            rows = await self._database.rows(
                f"SELECT DISTINCT guild_id FROM {table} WHERE guild_id IS NOT NULL"  # noqa: S608
            )
            known |= {row["guild_id"] for row in rows}
        gone = sorted(filter(shard.holds, known.difference(guild_ids)))
        for guild_id in gone:
            await self.forget_guild(guild_id)
        return gone
