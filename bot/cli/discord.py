"""`footnote discord`: the bot; `footnote feedback` and `gaps`: what came of its answers."""

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
def discord_command(session: Session, check: bool) -> int:
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
    from footnote.bot.discord.journal import write_log
    from footnote.bot.discord.running import run_bot
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


@click.group()
def feedback_command() -> None:
    """What readers said of answers on Discord."""


@feedback_command.command("export")
@click.pass_obj
def export(session: Session) -> None:
    """Print candidate fixtures from readers' feedback, of one library where one is named."""
    from footnote.bot.discord.aftermath.feedback import export_feedback

    settings = session.settings()
    for line in export_feedback(settings.home.expanduser(), session.library, settings.catalog):
        sys.stdout.write(line + "\n")


@click.command()
@click.pass_obj
def gaps_command(session: Session) -> None:
    """List questions the articles did not answer, grouped by meaning, most asked first."""
    from footnote.bot.discord.teaching.gaps import gap_report
    from footnote.bot.library_service import LibraryService

    settings = session.settings()
    service = LibraryService(settings)
    try:
        report = gap_report(settings.home.expanduser(), session.library, service, settings.catalog)
        groups = asyncio.run(report)
    finally:
        service.close()
    if session.as_json:
        session.print_json(
            [{"question": one.question, "count": one.count, "newest": one.newest} for one in groups]
        )
        return
    for one in groups:
        session.out.print(f"{one.count} × {one.question}", markup=False)
