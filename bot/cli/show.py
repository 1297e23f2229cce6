"""`footnote show`: one article with its passages."""

import click

from footnote.bot.cli.session import Session
from footnote.retrieval.blocks import HEADING_JOINT
from footnote.retrieval.errors import FootnoteError


@click.command()
@click.argument("article_id", metavar="ID")
@click.pass_obj
def command(session: Session, article_id: str) -> None:
    """Print one article with the passages it was cut into."""
    with session.open(session.settings()) as footnote:
        article = footnote.article(article_id)
        if article is None:
            raise FootnoteError(
                f"No article {article_id} in this library; `footnote sources` lists them."
            )
        passages = footnote.passages(article_id)
    if session.as_json:
        from footnote.bot.cli.article_json import article_as_json

        session.print_json(article_as_json(article, passages))
        return
    from footnote.bot.terminal.rendering import describe
    from footnote.bot.terminal.safe_text import safe

    head = article.head
    session.out.print(describe(head))
    for name, value in (("url", head.url), ("path", head.path), ("updated", head.updated)):
        if value:
            session.out.print(f"{name}: {safe(str(value))}", style="dim", markup=False)
    for passage in passages:
        place = f"passage {passage.id}, characters {passage.start} to {passage.end}"
        under = "".join(f"{HEADING_JOINT}{safe(heading)}" for heading in passage.headings)
        session.out.print(f"\n{place}{under}", style="cyan", markup=False)
        session.out.print(safe(passage.text), markup=False)
