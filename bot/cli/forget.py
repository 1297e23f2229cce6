"""`footnote forget`: articles deleted for good."""

import click

from footnote.bot.cli.session import Session
from footnote.retrieval.errors import FootnoteError


@click.command()
@click.argument("article_ids", nargs=-1, required=True, metavar="ID...")
@click.pass_obj
def command(session: Session, article_ids: tuple[str, ...]) -> None:
    """Delete articles for good: text, passages, vectors, and what readers quoted from them.

    Only backups and reports made before keep them.
    """
    from footnote.bot.discord.feedback.export import forget_quotes

    settings = session.settings()
    with session.open(settings) as footnote:
        articles = [article for name in article_ids if (article := footnote.article(name))]
        gone = footnote.forget(article_ids)
    forget_quotes(settings.home.expanduser(), settings.library, articles, settings.catalog)
    missing = [name for name in article_ids if name not in gone]
    if session.as_json:
        session.print_json({"forgotten": gone, "unknown": missing})
    else:
        session.out.print(f"{len(gone)} forgotten")
    if missing:
        raise FootnoteError(
            f"No such article: {', '.join(missing)}; `footnote sources` lists the ids."
        )
