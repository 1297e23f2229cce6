"""The options of commands that ask questions."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import click

from retrieval.errors import UsageError
from retrieval.question import Filters

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


def day_of(value: object) -> date:
    """Return a day written YYYY-MM-DD; raises `ValueError` with a sentence where it is none."""
    if isinstance(value, date):
        return value
    try:
        return datetime.strptime(str(value), "%Y-%m-%d").date()  # noqa: DTZ007 - a day only
    except ValueError as error:
        raise ValueError(f"“{value}” is not a date; write it as YYYY-MM-DD.") from error


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


def filters_of(since: date | None, until: date | None, source: str | None) -> Filters:
    """Return the filters of a question; raises `UsageError` where they exclude everything."""
    if since is not None and until is not None and since > until:
        raise UsageError(f"since ({since}) is after until ({until}): no article can match.")
    return Filters(since=since, until=until, source=source)


def today() -> date:
    """Return the asker's own day."""
    return date.today()  # noqa: DTZ011 - the day on the asker's wall
