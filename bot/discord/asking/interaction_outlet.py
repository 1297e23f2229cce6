"""The response to an interaction as an answer's place, and the ways on when its time is over."""

from contextlib import suppress
from typing import Any

import discord
from discord.abc import Messageable
from discord.ui import View

from footnote.bot.discord.asking.outlets import DirectOutlet, Outlet, Person, ReplyOutlet
from footnote.bot.discord.asking.patience import PrivateWord, deleted, insist, patiently

_NO_MENTIONS = discord.AllowedMentions.none()
_EXPIRED = {10015, 50027}  # unknown webhook, invalid webhook token
_ACKNOWLEDGED = 40060
_UNKNOWN = 10062  # an interaction whose three seconds are over
_WITH_MESSAGES = (discord.TextChannel, discord.Thread, discord.VoiceChannel, discord.DMChannel)


class InteractionOutlet:
    """Responds to an interaction; when that came too late, an answer becomes a message.

    A public one stands in the channel, a private one is sent directly.
    """

    def __init__(
        self, interaction: discord.Interaction[Any], words: PrivateWord, *, private: bool
    ) -> None:
        self._interaction = interaction
        self._words = words
        self._private = private
        self._opened: int | None = None
        self._late: Outlet | None = None
        self._left = False

    async def open(self, text: str) -> int | None:
        """Respond with the thinking line; Discord allows three seconds for this."""
        if self._late is not None:
            return await self._late.open(text)
        if self._opened is not None:
            return await self.edit(text)
        try:
            response = await self._interaction.response.send_message(
                text,
                ephemeral=self._private,
                suppress_embeds=True,
                allowed_mentions=_NO_MENTIONS,
            )
        except discord.HTTPException as error:
            if error.status != 404 and error.code != _ACKNOWLEDGED:
                raise
            # Perhaps an earlier try arrived, and only the news of it was lost.
            if await self._is_edited(text):
                return self._opened
            if error.code != _UNKNOWN:
                raise
            return await self._outside().open(text)
        self._opened = response.message_id
        return self._opened

    async def _is_edited(self, text: str) -> bool:
        """Return whether there is a response, which says this now."""
        try:
            self._opened = (await self._insistently(text, None)).id
        except discord.NotFound:
            return False
        return True

    async def _insistently(self, text: str, view: View | None) -> discord.InteractionMessage:
        """Edit the response; that there is none is believed when it is said three times."""
        return await insist(
            lambda: patiently(
                lambda: self._interaction.edit_original_response(
                    content=text, view=view, allowed_mentions=_NO_MENTIONS
                )
            ),
            lambda error: error.status != 404 and error.code not in _EXPIRED,
            tries=3,
        )

    async def edit(self, text: str, view: View | None = None) -> int | None:
        """Edit the response; as a message once the interaction's time is over."""
        late = self._late
        if late is None:
            try:
                return (await self._insistently(text, view)).id
            except discord.HTTPException as error:
                if error.code not in _EXPIRED:
                    raise
                late = self._outside()
        posted = await late.edit(text, view)
        if self._left and posted is not None:
            await self._tidy()
        return posted

    async def extend(self, number: int, text: str, view: View | None = None) -> int | None:
        """Follow up."""
        if self._late is not None:
            return await self._late.extend(number, text, view)
        extra: dict[str, Any] = {} if view is None else {"view": view}
        sent = await patiently(
            lambda: self._interaction.followup.send(
                text,
                ephemeral=self._private,
                suppress_embeds=True,
                allowed_mentions=_NO_MENTIONS,
                wait=True,
                **extra,
            )
        )
        return sent.id

    def _outside(self) -> Outlet:
        """Return the way on without the interaction: its fifteen minutes are over."""
        channel, user = self._interaction.channel, self._interaction.user
        if self._private or not isinstance(channel, Messageable):
            self._late = DirectOutlet(user)
        else:
            posted = None
            if self._opened is not None and isinstance(channel, _WITH_MESSAGES):
                posted = channel.get_partial_message(self._opened)
            key = self._interaction.id
            self._late = ReplyOutlet(channel, user, None, self._words, posted, key=key)
        return self._late

    async def renew(self) -> None:
        """Go on as a message."""
        if self._late is not None:
            await self._late.renew()
            return
        await self._tidy()
        self._opened = None
        self._outside()

    async def _tidy(self) -> None:
        """Delete the response, as far as Discord lets it go."""
        self._left = True
        with suppress(discord.HTTPException):
            await deleted(self._interaction.delete_original_response)
            self._left = False

    async def tell(self, text: str, *, refusal: bool = False) -> None:
        """Respond in private, else say it directly."""
        interaction = self._interaction
        responded = self._opened is not None or interaction.response.is_done()
        try:
            if responded:
                await insist(lambda: interaction.followup.send(text, ephemeral=True), _is_expired)
            else:
                await interaction.response.send_message(text, ephemeral=True)
        except discord.HTTPException as error:
            if error.code == _ACKNOWLEDGED:
                await interaction.edit_original_response(content=text)
            else:
                await self._words.say(interaction.user, text, refusal=refusal)

    async def retract(self) -> None:
        """Delete the response."""
        if self._late is not None:
            await self._late.retract()
            return
        await deleted(self._interaction.delete_original_response)


def _is_expired(error: discord.HTTPException) -> bool:
    return error.code in _EXPIRED


class WebhookOutlet:
    """Finishes a private response that an earlier process opened, by its interaction's token."""

    def __init__(self, webhook: discord.Webhook, message_id: int, asker: Person) -> None:
        self._webhook = webhook
        self._message_id = message_id
        self._late = DirectOutlet(asker)
        self._expired = False

    async def open(self, text: str) -> int | None:
        """Put the thinking line back."""
        return await self.edit(text)

    async def edit(self, text: str, view: View | None = None) -> int | None:
        """Edit the response; write to the asker once the token's time is over."""
        if not self._expired:
            try:
                edited = await patiently(
                    lambda: self._webhook.edit_message(
                        self._message_id, content=text, view=view, allowed_mentions=_NO_MENTIONS
                    )
                )
            except discord.HTTPException as error:
                if error.code not in _EXPIRED:
                    raise
                self._expired = True
            else:
                return edited.id
        return await self._late.edit(text, view)

    async def extend(self, number: int, text: str, view: View | None = None) -> int | None:
        """Follow up in private."""
        if self._expired:
            return await self._late.extend(number, text, view)
        extra: dict[str, Any] = {} if view is None else {"view": view}
        sent = await self._webhook.send(
            text, ephemeral=True, allowed_mentions=_NO_MENTIONS, wait=True, **extra
        )
        return sent.id

    async def renew(self) -> None:
        """Go on with a direct message."""
        self._expired = True

    async def tell(self, text: str, *, refusal: bool = False) -> None:
        """Say it in place of the answer, which nobody else sees."""
        await self.edit(text)

    async def retract(self) -> None:
        """Delete the response."""
        if self._expired:
            await self._late.retract()
        else:
            await deleted(lambda: self._webhook.delete_message(self._message_id))


def webhook_of(client: discord.Client, token: str) -> discord.Webhook:
    """Return the webhook of an interaction by its token, which answers it until it expires."""
    webhook = discord.Webhook.partial(client.application_id or 0, token, client=client)
    webhook.type = discord.WebhookType.application  # only such a one may answer in private
    return webhook
