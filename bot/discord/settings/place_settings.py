"""What a server's operators set, for the server and over it for single channels."""

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict

from bot.discord.language import LanguageName
from retrieval.answer import AnswererName


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
    corrections: bool | None = None
    enabled: bool | None = None

    def over(self, base: Self) -> Self:
        """Return these settings with those of `base` where these say nothing."""
        own = {name: value for name, value in self if value is not None}
        return base.model_copy(update=own)

    def stated(self) -> dict[str, str]:
        """Return what is set, as people read it."""
        return {name: str(value) for name, value in self if value is not None}
