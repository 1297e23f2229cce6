"""How an addition is going, shown to the operator who gave it."""

import re
from collections.abc import Sequence
from io import BytesIO
from time import monotonic
from typing import Any, Self

import discord

from footnote.bot.answering_service import Addition
from footnote.bot.discord.asking.interaction_outlet import webhook_of
from footnote.bot.discord.asking.patience import UNREACHABLE
from footnote.bot.discord.context import context_of, spoken_language, tell
from footnote.bot.discord.interactions import KeptButton, guarded
from footnote.bot.discord.journal import Journal
from footnote.bot.discord.language import LanguageName, say
from footnote.bot.discord.library.additions import Ending, GivenAddition
from footnote.bot.discord.rendering.markup import LIMIT, escape, units


class StopButton(KeptButton, template=r"stop-add:(?P<id>\d+)"):
    """Ends what is being read; what was read before stays."""

    def __init__(self, addition_id: int, language: LanguageName) -> None:
        self.addition_id = addition_id
        super().__init__(
            f"stop-add:{addition_id}",
            label=say(language, "library_cancel_button"),
            style=discord.ButtonStyle.danger,
        )

    @classmethod
    def rebuilt(cls, match: re.Match[str]) -> Self:
        """Return the button of an id."""
        return cls(int(match["id"]), "en")

    @guarded
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Stop, for operators."""
        context, language = context_of(interaction), spoken_language(interaction)
        if not context.reception.may_operate(interaction):
            await tell(interaction, say(language, "operators_only"))
            return
        ended = context.additions.stop(self.addition_id, interaction.guild_id or 0)
        await tell(
            interaction, say(language, "library_cancelling" if ended else "library_add_gone")
        )


_EVERY_S = 3.0
_LONGEST_REASON = 300
_KEYS: dict[Ending, str] = {"done": "library_added", "stopped": "library_cancelled"}


class OperatorReport:
    """Edits the command's private response.

    Once Discord's fifteen minutes for it are over, the last word is sent to the operator directly,
    and where that is closed, said in the channel. `lead` stands above everything: what the
    operator has to know of the library chosen.
    """

    def __init__(
        self, client: discord.Client, given: GivenAddition, journal: Journal, lead: str = ""
    ) -> None:
        self._client = client
        self._given = given
        self._journal = journal
        self._lead = lead
        self._shown_at = -_EVERY_S
        self._reply_id = given.reply_id
        self._webhook = webhook_of(client, given.token or "-")
        self._expired = given.token is None

    @property
    def reply_id(self) -> int | None:
        """The message it stands in, None as long as there is none."""
        return self._reply_id

    async def progress(self, addition: Addition | None) -> None:
        """Show how far it is, not more often than every three seconds."""
        if self._expired or monotonic() - self._shown_at < _EVERY_S:
            return
        self._shown_at = monotonic()
        view = discord.ui.View(timeout=None)
        view.add_item(StopButton(self._given.id, self._given.language))
        try:
            await self._edit(self._with_lead(_so_far(addition, self._given.language)), view)
        except UNREACHABLE:
            self._expired = True

    async def end(self, ending: Ending, addition: Addition, error_id: str) -> None:
        """Say how it ended, with the reasons of what was not taken."""
        text = self._with_lead(_last_word(ending, addition, self._given.language, error_id))
        text, rest = _fitting(text, addition.skipped, self._given.language)
        try:
            if not self._expired:
                await self._edit(text, discord.ui.View(timeout=None), rest)
                return
        except UNREACHABLE as error:
            self._journal.failure("interaction.unheard", error, interaction=self._given.id)
        if ending != "interrupted":
            await self._outside(text, rest)

    def _with_lead(self, text: str) -> str:
        return f"{self._lead}\n{text}" if self._lead else text

    async def _edit(
        self, text: str, view: discord.ui.View, rest: discord.File | None = None
    ) -> None:
        more: dict[str, Any] = {} if rest is None else {"attachments": [rest]}
        if self._reply_id is None:  # the first message after a deferred response fills it
            options: dict[str, Any] = {} if rest is None else {"file": rest}
            if view.children:
                options["view"] = view
            sent = await self._webhook.send(text, ephemeral=True, wait=True, **options, **_quiet())
            self._reply_id = sent.id
            return
        await self._webhook.edit_message(
            self._reply_id,
            content=text,
            view=view,
            allowed_mentions=discord.AllowedMentions.none(),
            **more,
        )

    async def _outside(self, text: str, rest: discord.File | None) -> None:
        more: dict[str, Any] = {} if rest is None else {"file": rest}
        try:
            operator = await self._client.fetch_user(self._given.operator_id)
            await operator.send(text, **_quiet(), **more)
        except UNREACHABLE:
            channel = self._client.get_partial_messageable(self._given.channel_id)
            try:
                await channel.send(text.split("\n", maxsplit=1)[0], **_quiet())
            except UNREACHABLE as error:
                self._journal.failure("interaction.unheard", error, interaction=self._given.id)


def _quiet() -> dict[str, Any]:
    return {"suppress_embeds": True, "allowed_mentions": discord.AllowedMentions.none()}


def _so_far(addition: Addition | None, language: LanguageName) -> str:
    if addition is None:
        return say(language, "library_in_line")
    if addition.found > addition.done:
        return say(language, "library_reading_of", done=addition.done, found=addition.found)
    return say(language, "library_reading", done=addition.done)


def _last_word(ending: Ending, addition: Addition, language: LanguageName, error_id: str) -> str:
    if ending == "interrupted":
        return say(language, "library_interrupted")
    counts = say(
        language,
        _KEYS.get(ending, "library_added"),
        added=addition.added,
        changed=addition.changed,
        unchanged=addition.unchanged,
    )
    if ending == "full":
        return "\n".join([say(language, "library_full"), counts])
    if ending == "failed":
        return "\n".join([say(language, "library_add_failed", id=error_id), counts])
    return counts


def _fitting(
    text: str, reasons: Sequence[str], language: LanguageName
) -> tuple[str, discord.File | None]:
    """Return a text with as many reasons as one message holds, and all of them as a file if not."""
    lines = ["-# " + escape(reason)[:_LONGEST_REASON].rstrip("\\") for reason in reasons]
    whole = "\n".join([text, *lines])
    if units(whole) <= LIMIT:
        return whole, None
    kept: list[str] = []
    room = LIMIT - units(text) - 120
    for line in lines:
        if units(line) + 1 > room:
            break
        kept.append(line)
        room -= units(line) + 1
    more = say(language, "library_more_reasons", count=len(lines) - len(kept))
    file = discord.File(BytesIO("\n".join(reasons).encode()), filename="reasons.txt")
    return "\n".join([text, *kept, f"-# {more}"]), file
