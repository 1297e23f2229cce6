"""`footnote restore`: a library from its backup."""

from pathlib import Path

import click

from footnote.bot.cli.session import Session
from footnote.retrieval.errors import InputError


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def command(session: Session, file: Path) -> None:
    """Put the backup FILE in the place of the library's articles.

    The library is made where it does not exist. Nothing is embedded anew; a bot that is running
    sees the articles at its next question.
    """
    from footnote.retrieval.storage.backup import restore

    if not file.is_file():
        raise InputError("there is no such file", origin=str(file))
    with session.open(session.settings(), create=True) as footnote:
        restore(footnote.library, file)
        count = len(footnote.articles())
    if session.as_json:
        session.print_json({"file": str(file), "articles": count})
    else:
        session.out.print(f"{count:,} articles restored from {file}", markup=False)
