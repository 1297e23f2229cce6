"""What holds at a place: settings, library, language, who may do what, and how often."""

import time
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Any

import discord

from footnote.bot.discord.asking.inquiry import Asker, Inquiry
from footnote.bot.discord.asking.questions import QuestionStore
from footnote.bot.discord.journal import Journal
from footnote.bot.discord.language import LanguageName, language_of, say
from footnote.bot.discord.library.policy import LibraryPolicy
from footnote.bot.discord.options import DiscordSettings
from footnote.bot.discord.places import Place
from footnote.bot.discord.settings.place_settings import PlaceSettings, PlaceStore
from footnote.bot.discord.state import STORE_FAILED

_DAY_S = 24 * 3600


class PlaceRules:
    """Decides from the host's settings and the operators'."""

    def __init__(
        self,
        settings: DiscordSettings,
        places: PlaceStore,
        questions: QuestionStore,
        policy: LibraryPolicy,
        journal: Journal,
    ) -> None:
        self._settings = settings
        self._places = places
        self._questions = questions
        self._policy = policy
        self._journal = journal

    def settings_at(self, place: Place) -> PlaceSettings:
        """Return the operators' settings in force at a place."""
        return self._places.effective(place)

    def library_at(self, place: Place) -> str | None:
        """Return the library asked from a place."""
        if not place.known:
            return None
        return self._policy.of(place.guild_id, self.settings_at(place))

    def language_at(self, place: Place, locale: str | None) -> LanguageName:
        """Return the language to speak at a place with someone of a locale."""
        set_here = self.settings_at(place).language
        return set_here or language_of(locale, self._settings.language)

    def language_for(self, locale: str | None) -> LanguageName:
        """Return the language nearest to a server's or a person's own."""
        return language_of(locale, self._settings.language)

    def may_operate(self, interaction: discord.Interaction[Any]) -> bool:
        """Return whether someone may run the library and the settings of their server."""
        if interaction.guild_id is None:
            return False
        asker = asker_of(interaction.user)
        role = self._places.of(interaction.guild_id).operator_role
        return interaction.permissions.manage_guild or asker.manager or role in asker.roles

    def not_permitted(self, inquiry: Inquiry, *, asks: bool = True) -> str | None:
        """Return why a question may not be asked; `asks` tells that it is one."""
        language, settings, asker = inquiry.language, inquiry.settings, inquiry.asker
        if not inquiry.place.known:
            return say(language, "unplaced")
        if not self._policy.admitted(inquiry.place.guild_id):
            return say(language, "server_not_allowed")
        if not inquiry.library:
            return say(language, "no_direct")
        if settings.enabled is False:
            return say(language, "switched_off")
        role = settings.ask_role
        if role is not None and role not in asker.roles and not asker.manager:
            return say(language, "not_allowed")
        if asks and not inquiry.text:
            return say(language, "no_question")
        limit = self._settings.question_max_chars
        if len(inquiry.text) > limit:
            return say(language, "question_too_long", length=len(inquiry.text), limit=limit)
        return None

    async def over_the_day(self, inquiry: Inquiry) -> str | None:
        """Return why a server may ask nothing more today."""
        guild_id, limit = inquiry.place.guild_id, self._settings.questions_per_server_per_day
        if guild_id is None or limit is None:
            return None
        try:
            asked = await self._questions.asked_since(guild_id, time.time() - _DAY_S)
        except STORE_FAILED as error:
            self._journal.failure("store.failed", error, question=inquiry.id)
            return None
        return say(inquiry.language, "too_many_today", limit=limit) if asked > limit else None


def asker_of(user: discord.User | discord.Member) -> Asker:
    """Return who someone is where they ask."""
    if not isinstance(user, discord.Member):
        return Asker(user.id)
    manager = user.guild_permissions.manage_guild or user.guild.owner_id == user.id
    return Asker(user.id, frozenset(role.id for role in user.roles), manager)


_MINUTE = 60.0
_HOUR = 3600.0
_MANY = 10_000


class Once:
    """Tells what was done for a key within a window already; old keys are forgotten."""

    def __init__(self, window_s: float, clock: Callable[[], float] = monotonic) -> None:
        self._window_s = window_s
        self._clock = clock
        self._done: dict[int, float] = {}

    def again(self, key: int) -> bool:
        """Return whether the key was here within the window; else its window begins."""
        if self.known(key):
            return True
        now = self._clock()
        if len(self._done) > _MANY:
            self._done = {k: at for k, at in self._done.items() if now - at < self._window_s}
        self._done[key] = now
        return False

    def known(self, key: int) -> bool:
        """Return whether the key was here within the window, without beginning one."""
        done = self._done.get(key)
        return done is not None and self._clock() - done < self._window_s


class RateLimit:
    """At most so many calls a minute for each key, counted in a sliding window."""

    def __init__(self, calls_per_minute: int, clock: Callable[[], float] = monotonic) -> None:
        self._calls = calls_per_minute
        self._clock = clock
        self._stamps: dict[int, deque[float]] = {}
        self._last: dict[int, float] = {}

    def wait_s(self, key: int) -> float:
        """Return how long the key has to wait before its next call; 0 when it may call now."""
        stamps = self._recent(key)
        if len(stamps) < self._calls:
            return 0.0
        return max(0.0, stamps[0] + _MINUTE - self._clock())

    def since_last_s(self, key: int) -> float | None:
        """Return the time since the key's last call, None without one in the last hour."""
        last = self._last.get(key)
        return None if last is None else self._clock() - last

    def note(self, key: int) -> None:
        """Count a call."""
        now = self._clock()
        self._recent(key).append(now)
        self._last[key] = now

    def _recent(self, key: int) -> deque[float]:
        if len(self._last) > _MANY:
            self._forget_old()
        stamps = self._stamps.setdefault(key, deque(maxlen=max(self._calls, 1)))
        while stamps and not self._fresh(stamps[0]):
            stamps.popleft()
        return stamps

    def _forget_old(self) -> None:
        now = self._clock()
        self._last = {key: stamp for key, stamp in self._last.items() if now - stamp < _HOUR}
        self._stamps = {key: s for key, s in self._stamps.items() if key in self._last}

    def _fresh(self, stamp: float) -> bool:
        return self._clock() - stamp < _MINUTE
