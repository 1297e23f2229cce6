"""`footnote sources`: the articles of a library."""

import click

from footnote.bot.cli.session import Session


@click.command()
@click.pass_obj
def command(session: Session) -> None:
    """List the articles of the library, newest first."""
    settings = session.settings()
    with session.open(settings) as footnote:
        heads = footnote.articles()
    if session.as_json:
        from footnote.bot.cli.article_json import head_as_json

        session.print_json([head_as_json(head) for head in heads])
        return
    from footnote.bot.terminal.rendering import render_articles

    session.out.print(render_articles(heads))
    noun = "article" if len(heads) == 1 else "articles"
    session.err.print(f"{len(heads)} {noun} in the library {settings.library}")
