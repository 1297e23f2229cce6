"""`footnote discord --check`: could the bot run, and what is missing where it could not."""

from collections.abc import Iterator
from dataclasses import dataclass

import discord

from bot.discord.endpoints import apply_endpoints, intents_of
from bot.discord.settings import DiscordSettings

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    read_message_history=True,
    embed_links=True,
    attach_files=True,
)
"""What the bot needs in a channel to answer there."""


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """The end of one check, as a sentence that says what to do where it failed."""

    ok: bool
    sentence: str


async def check_discord(settings: DiscordSettings) -> list[CheckFinding]:
    """Log in over REST only, and compare what the portal allows with what the bot asks for."""
    apply_endpoints(settings)
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
    link = discord.utils.oauth_url(
        application.id, permissions=PERMISSIONS, scopes=("bot", "applications.commands")
    )
    yield CheckFinding(ok=True, sentence=f"Invite the bot with: {link}")
