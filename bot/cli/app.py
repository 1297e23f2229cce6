"""The command group: common options anywhere on the line, errors as sentences, exit statuses."""

import traceback
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from footnote.bot.cli.session import Session, quiet_libraries
from footnote.retrieval.errors import FootnoteError, UsageError

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

COMMANDS = {
    "ingest": "Read articles into a library.",
    "jobs": "Remember sources and schedules in PostgreSQL.",
    "worker": "Read what the jobs name, when it is due.",
    "ask": "Answer one question, or many from a file.",
    "chat": "Talk with the library.",
    "discord": "Run the Discord bot.",
    "mcp": "Answer assistants over the Model Context Protocol.",
    "evaluate": "Score answers against fixtures.",
    "sources": "List the articles of a library.",
    "show": "Print one article with its passages.",
    "forget": "Delete articles for good.",
    "doctor": "Check settings, models and the library.",
    "backup": "Write a library into one file.",
    "restore": "Put a backup in a library's place.",
    "migrate": "Copy a library into PostgreSQL, or back into a folder.",
    "feedback": "Export what readers said of answers.",
    "gaps": "List what was asked on Discord and not answered.",
}
"""What each command does, in a line; `sources` is `sources_command` in its module."""

_MODULES = {
    "worker": "jobs",
    "chat": "ask",
    "mcp": "ask",
    "sources": "library",
    "show": "library",
    "forget": "library",
    "backup": "migrate",
    "restore": "migrate",
    "feedback": "discord",
    "gaps": "discord",
}
"""The module of this package that a command stands in; every other one stands in its own."""

_FLAGS = frozenset(["--json", "--debug"])
_WITH_VALUE = frozenset(["--home", "--library"])


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name, importing its module."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"footnote.bot.cli.{_MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Common options may stand before or after the command.",
)
@click.option("--home", type=click.Path(path_type=Path), help="Folder of all state.")
@click.option("--library", help="Library to use; libraries never see each other.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
@click.option("--debug", is_flag=True, help="Show tracebacks and logs.")
@click.version_option(
    version=None, package_name="footnote-bot", prog_name="footnote", message="%(prog)s %(version)s"
)
@click.pass_context
def footnote(
    context: click.Context, home: Path | None, library: str | None, as_json: bool, debug: bool
) -> None:
    """Answer questions from your articles, and show where each answer stands."""
    context.obj = Session(home=home, library=library, as_json=as_json, debug=debug)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit status."""
    ordered = hoist_common_options(arguments)
    debug = "--debug" in ordered
    quiet_libraries(debug=debug)
    try:
        result = footnote.main(args=ordered, prog_name="footnote", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.UsageError as error:
        error.show()
        return WRONG_USAGE
    except click.ClickException as error:
        error.show()
        return FAILED
    except (click.Abort, KeyboardInterrupt):
        click.echo("\nInterrupted; nothing is left half done.", err=True)
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last line before a person sees a traceback
        return _tell(error, debug=debug)
    return result if isinstance(result, int) else DONE


def hoist_common_options(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with the common options moved to the front.

    They are part of the contract on either side of the command; click knows them only before it.
    """
    common: list[str] = []
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        argument = waiting.pop(0)
        name = argument.partition("=")[0]
        if argument == "--":
            rest += [argument, *waiting]
            break
        if argument in _FLAGS or ("=" in argument and name in _WITH_VALUE):
            common.append(argument)
        elif argument in _WITH_VALUE and waiting:
            common += [argument, waiting.pop(0)]
        else:
            rest.append(argument)
    return common + rest


def _tell(error: Exception, *, debug: bool) -> int:
    if debug:
        click.echo("".join(traceback.format_exception(error)), err=True)
    if isinstance(error, FootnoteError):
        click.echo(f"footnote: {error}", err=True)
        return WRONG_USAGE if isinstance(error, UsageError) else FAILED
    name = type(error).__name__
    click.echo(
        f"footnote: something went wrong inside Footnote {_version()} ({name}: {error}). "
        "Run the command again with --debug and report what it prints.",
        err=True,
    )
    return FAILED


def _version() -> str:
    try:
        return version("footnote-bot")
    except PackageNotFoundError:
        return "(not installed)"
