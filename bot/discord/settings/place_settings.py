"""What a server's operators set, for the server and over it for single channels."""

from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, field_validator

from footnote.bot.discord.language import LANGUAGES, LanguageName, say
from footnote.bot.discord.rendering.escaping import escape
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
