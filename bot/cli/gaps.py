"""`footnote gaps`: what was asked on Discord and the articles do not answer."""

import asyncio

import click

from footnote.bot.cli.session import Session


@click.command()
@click.pass_obj
def command(session: Session) -> None:
    """List questions the articles did not answer, grouped by meaning, most asked first."""
    from footnote.bot.discord.teaching.report import gap_report
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
