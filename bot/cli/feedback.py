"""`footnote feedback`: what readers said of answers."""

import sys

import click

from footnote.bot.cli.session import Session


@click.group()
def command() -> None:
    """What readers said of answers on Discord."""


@command.command("export")
@click.pass_obj
def export(session: Session) -> None:
    """Print candidate fixtures from readers' feedback, of one library where one is named."""
    from footnote.bot.discord.feedback.export import export_feedback

    settings = session.settings()
    for line in export_feedback(settings.home.expanduser(), session.library, settings.catalog):
        sys.stdout.write(line + "\n")
