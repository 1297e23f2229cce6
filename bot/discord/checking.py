"""`footnote discord --check`: could the bot run, and what is missing where it could not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from footnote.bot.discord.asking.patience import permission_name
from footnote.bot.discord.client import endpoints, intents_of
from footnote.bot.discord.options import DiscordSettings

_MOST_SERVERS = 200
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    read_message_history=True,
)
"""What the bot needs in a channel to answer there."""


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """The end of one check, as a sentence that says what to do where it failed."""

    ok: bool
    sentence: str


async def check_discord(settings: DiscordSettings) -> list[CheckFinding]:
    """Log in over REST only, and compare what the portal allows with what the bot asks for."""
    with endpoints(settings):
        return await _check(settings)


async def _check(settings: DiscordSettings) -> list[CheckFinding]:
    token = settings.token.get_secret_value() if settings.token else ""
    client = discord.Client(intents=intents_of(settings))
    try:
        await client.login(token)
        application = await client.application_info()
        user = client.user
        name = str(user) if user else "the bot"
        return [
            CheckFinding(ok=True, sentence=f"The token is {name}'s."),
            *_of(application, settings),
            *_in_servers(list(await client.http.get_guilds(_MOST_SERVERS))),
        ]
    except discord.LoginFailure:
        sentence = (
            "Discord refuses the token: reset it in the developer portal under Bot, and put the "
            "new one into FOOTNOTE_DISCORD__TOKEN."
        )
        return [CheckFinding(ok=False, sentence=sentence)]
    except (discord.HTTPException, OSError) as error:
        sentence = f"Discord cannot be reached ({type(error).__name__}): check the network."
        return [CheckFinding(ok=False, sentence=sentence)]
    finally:
        await client.close()


def _in_servers(guilds: Sequence[Mapping[str, Any]]) -> Iterator[CheckFinding]:
    """Compare what the bot may do in each server it is in; channels may still take rights away."""
    for guild in guilds:
        held = discord.Permissions(int(guild["permissions"]))
        lacking = [
            permission_name(name)
            for name, needed in PERMISSIONS
            if needed and not (getattr(held, name) or held.administrator)
        ]
        if lacking:
            sentence = (
                f"In “{guild['name']}” the bot lacks: {', '.join(lacking)}. Grant them under "
                "Server Settings, Roles, or invite the bot again."
            )
            yield CheckFinding(ok=False, sentence=sentence)
    yield CheckFinding(ok=True, sentence=f"Servers the bot is in: {len(guilds)}.")


def _of(application: discord.AppInfo, settings: DiscordSettings) -> Iterator[CheckFinding]:
    flags = application.flags
    allowed = flags.gateway_message_content or flags.gateway_message_content_limited
    if settings.message_content and not allowed:
        sentence = (
            "discord.message_content is on, but the portal does not allow the intent: switch on "
            "Message Content Intent under Bot, or the setting off."
        )
        yield CheckFinding(ok=False, sentence=sentence)
    else:
        kind = "with" if settings.message_content else "without"
        yield CheckFinding(ok=True, sentence=f"The intents fit, {kind} message content.")
    if application.bot_public and not settings.servers:
        sentence = (
            "The bot is public: whoever knows its id may invite it and fill a library here. Under "
            "Installation choose None as Install Link, under Bot switch Public Bot off, or list "
            "your servers in discord.servers."
        )
        yield CheckFinding(ok=False, sentence=sentence)
    link = discord.utils.oauth_url(
        application.id, permissions=PERMISSIONS, scopes=("bot", "applications.commands")
    )
    yield CheckFinding(ok=True, sentence=f"Invite the bot with: {link}")
