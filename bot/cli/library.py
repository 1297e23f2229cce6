"""`footnote sources`, `show` and `forget`: the articles of a library, listed, read and deleted."""

from collections.abc import Sequence
from typing import Any

import click

from footnote.bot.cli.session import Session
from footnote.retrieval.answer_json import head_fields
from footnote.retrieval.article import Article, ArticleHead, Passage
from footnote.retrieval.blocks import HEADING_JOINT
from footnote.retrieval.errors import FootnoteError


def head_as_json(head: ArticleHead) -> dict[str, Any]:
    """Return what is known of an article; dates are ISO strings."""
    return {
        **head_fields(head),
        "updated": head.updated.isoformat() if head.updated else None,
        "authors": list(head.authors),
    }


def article_as_json(article: Article, passages: Sequence[Passage]) -> dict[str, Any]:
    """Return an article with its text, blocks, metadata and passages."""
    return {
        **head_as_json(article.head),
        "text": article.text,
        "blocks": [
            {"kind": block.kind, "start": block.start, "end": block.end}
            for block in article.outline().blocks
        ],
        "metadata": dict(article.metadata),
        "passages": [
            {
                "passage": item.id,
                "start": item.start,
                "end": item.end,
                "text": item.text,
                "headings": list(item.headings),
            }
            for item in passages
        ],
    }


@click.command()
@click.pass_obj
def sources_command(session: Session) -> None:
    """List the articles of the library, newest first."""
    settings = session.settings()
    with session.open(settings) as footnote:
        heads = footnote.articles()
    if session.as_json:
        session.print_json([head_as_json(head) for head in heads])
        return
    from footnote.bot.terminal.rendering import render_articles

    session.out.print(render_articles(heads))
    noun = "article" if len(heads) == 1 else "articles"
    session.err.print(f"{len(heads)} {noun} in the library {settings.library}")


@click.command()
@click.argument("article_id", metavar="ID")
@click.pass_obj
def show_command(session: Session, article_id: str) -> None:
    """Print one article with the passages it was cut into."""
    with session.open(session.settings()) as footnote:
        article = footnote.article(article_id)
        if article is None:
            raise FootnoteError(
                f"No article {article_id} in this library; `footnote sources` lists them."
            )
        passages = footnote.passages(article_id)
    if session.as_json:
        session.print_json(article_as_json(article, passages))
        return
    from footnote.bot.terminal.rendering import describe
    from footnote.bot.terminal.words import safe

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


@click.command()
@click.argument("article_ids", nargs=-1, required=True, metavar="ID...")
@click.pass_obj
def forget_command(session: Session, article_ids: tuple[str, ...]) -> None:
    """Delete articles for good: text, passages, vectors, and what readers quoted from them.

    Only backups and reports made before keep them.
    """
    from footnote.bot.discord.aftermath.feedback import forget_quotes

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
