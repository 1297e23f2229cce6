"""What commands share: the common options, the settings, the library, the options of questions."""

import json
import logging
import os
import sys
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from footnote.retrieval.question import day_of

if TYPE_CHECKING:
    from rich.console import Console

    from footnote.bot.settings import Settings
    from footnote.retrieval.footnote import Footnote

PIPE_WIDTH = 10_000
"""Columns where nobody looks at a screen: files and pipes get lines as they are."""


@dataclass(frozen=True)
class Session:
    """The common options of one run; `as_json` keeps everything but JSON off standard output."""

    home: Path | None = None
    library: str | None = None
    as_json: bool = False
    debug: bool = False

    def settings(self, flags: Mapping[str, Any] | None = None) -> "Settings":
        """Return the settings with this run's flags on top."""
        from footnote.bot.settings import load_settings

        return load_settings({"home": self.home, "library": self.library, **(flags or {})})

    def open(self, settings: "Settings", *, create: bool = False) -> "Footnote":
        """Open the library this run is about."""
        from footnote.retrieval.footnote import Footnote

        return Footnote.open(settings.home, settings.library, settings.retrieval(), create=create)

    @cached_property
    def out(self) -> "Console":
        """The console of standard output."""
        from rich.console import Console

        return Console(highlight=False, width=None if sys.stdout.isatty() else PIPE_WIDTH)

    @cached_property
    def err(self) -> "Console":
        """The console of standard error: progress, warnings and errors."""
        from rich.console import Console

        return Console(stderr=True, highlight=False)

    def print_json(self, value: object) -> None:
        """Write one JSON value on one line of standard output."""
        sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
        sys.stdout.flush()


def quiet_libraries(*, debug: bool) -> None:
    """Keep the chatter of model libraries away from people, unless they ask for it."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    logging.basicConfig(
        level=logging.DEBUG if debug else logging.ERROR,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    if not debug:
        warnings.simplefilter("ignore")


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
