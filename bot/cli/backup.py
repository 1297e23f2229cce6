"""`footnote backup` and `footnote restore`: a library in one file, and back."""

from pathlib import Path

import click

from footnote.bot.cli.session import Session
from footnote.retrieval.errors import InputError


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def backup_command(session: Session, file: Path) -> None:
    """Write the library into FILE while others go on reading it.

    The file holds articles, passages and vectors as of one moment; `footnote restore FILE` puts
    them back, here or on another machine. An existing file is replaced once the new one is whole.
    What is deleted from the library later stays in the file: delete it too, or make it again.
    """
    from footnote.retrieval.storage.backup import back_up

    with session.open(session.settings()) as footnote:
        back_up(footnote.library, file)
        count = len(footnote.articles())
    size = file.stat().st_size
    if session.as_json:
        session.print_json({"file": str(file), "articles": count, "bytes": size})
    else:
        session.out.print(f"{count:,} articles in {file} ({size / 1e6:.1f} MB)", markup=False)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def restore_command(session: Session, file: Path) -> None:
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
