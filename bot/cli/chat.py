"""`footnote chat`: a conversation with the library."""

from datetime import date

import click

from footnote.bot.cli.question_options import question_options, today
from footnote.bot.cli.session import Session
from footnote.retrieval.question import filters_of


@click.command()
@question_options
@click.pass_obj
def command(
    session: Session,
    as_of: date | None,
    since: date | None,
    until: date | None,
    source: str | None,
    answerer: str | None,
) -> None:
    """Talk with the library; follow-up questions know what was said before."""
    from footnote.bot.terminal.chat import Chat

    settings = session.settings({"answering": {"answerer": answerer}})
    filters = filters_of(since, until, source)
    with session.open(settings) as footnote:
        history = settings.home.expanduser() / "chat_history"
        Chat(footnote, session.out, as_of=as_of or today(), filters=filters).run(history)
