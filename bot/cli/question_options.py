"""The options of commands that ask questions."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from footnote.retrieval.question import day_of

Command = TypeVar("Command", bound=Callable[..., Any])


class IsoDate(click.ParamType[date]):
    """A calendar day written YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or fail with a sentence."""
        try:
            return day_of(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


answerer_option = click.option(
    "--answerer",
    type=click.Choice(["extractive", "generative"]),
    help="Quote the articles, or let the language model write.",
)


def question_options(command: Command) -> Command:
    """Add `--as-of --since --until --source --answerer`."""
    for option in (
        answerer_option,
        click.option("--source", help="Only articles of this source, e.g. cnn.com."),
        click.option("--until", type=IsoDate(), help="Only articles published by this day."),
        click.option("--since", type=IsoDate(), help="Only articles published from this day on."),
        click.option("--as-of", type=IsoDate(), help="The question's today; default: today."),
    ):
        command = option(command)
    return command


def today() -> date:
    """Return the asker's own day."""
    return date.today()  # noqa: DTZ011 - the day on the asker's wall
