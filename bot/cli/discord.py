"""`footnote discord`: the Discord bot."""

import asyncio
import os
import sys

import click

from footnote.bot.cli.session import Session
from footnote.retrieval.errors import SettingsError

SWITCH_S = 0.001
"""After so long a thread that works on an answer lets the event loop run; Python's own is 5 ms."""


@click.command()
@click.option("--check", is_flag=True, help="Only check token, intents and permissions.")
@click.pass_obj
def command(session: Session, check: bool) -> int:
    """Run the Discord bot until it is stopped, or check that it could run."""
    settings = session.settings()
    if settings.discord.token is None or not settings.discord.token.get_secret_value():
        raise SettingsError(
            "The Discord token is missing: put it into FOOTNOTE_DISCORD__TOKEN or a .env file."
        )
    # The models are on this machine or nowhere: a bot must not wait for a hub in mid-answer.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    if check:
        from footnote.bot.discord.checking import check_discord

        findings = asyncio.run(check_discord(settings.discord))
        for finding in findings:
            sign = "✓" if finding.ok else "✗"
            session.out.print(f"{sign} {finding.sentence}", markup=False)
        return 0 if all(finding.ok for finding in findings) else 1
    from footnote.bot.discord.running import run_bot
    from footnote.bot.discord.telemetry.journal import write_log
    from footnote.bot.library_service import LibraryService

    write_log(sys.stderr)
    sys.setswitchinterval(SWITCH_S)
    service = LibraryService(settings)
    service.warm_up_soon(settings.discord.asked_libraries)
    try:
        home = settings.home.expanduser()
        asyncio.run(run_bot(settings.discord, service, home, catalog=settings.catalog))
    finally:
        service.close()
    return 0
