"""The page of all commands, from the commands themselves."""

import inspect
from collections.abc import Iterator

import click

from footnote.bot.cli.app import COMMANDS, footnote
from tools.markdown import page, table

_STATUSES = table(
    ("exit status", "says"),
    [
        ("0", "done; a refusal is a result, not an error"),
        ("1", "it could not be done; one sentence on standard error says why and what to do"),
        ("2", "the call itself is wrong"),
        ("130", "interrupted; nothing is left half done"),
    ],
)


def commands_page() -> str:
    """Return the page."""
    context = click.Context(footnote, info_name="footnote")
    parts = [
        inspect.getdoc(footnote.callback) or "",
        "## Options of every command",
        "They may stand before or after the command.",
        _options(footnote, context),
        _STATUSES,
    ]
    for name in COMMANDS:
        command = footnote.get_command(context, name)
        assert command is not None  # noqa: S101 - the group lists it
        parts += _command(command, click.Context(command, info_name=name, parent=context))
    return page("Commands", *parts)


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    path = context.command_path
    yield f"## {path}"
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"```text\n{path} {usage}\n```"
    yield inspect.cleandoc(command.help or "")
    options = _options(command, context)
    if options:
        yield options
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None  # noqa: S101 - the group lists it
            yield from _command(inner, click.Context(inner, info_name=name, parent=context))


def _options(command: click.Command, context: click.Context) -> str:
    records = [
        record
        for parameter in command.get_params(context)
        if isinstance(parameter, click.Option)
        and "--help" not in parameter.opts
        and (record := parameter.get_help_record(context))
    ]
    if not records:
        return ""
    return table(("option", ""), [(f"`{name}`", text) for name, text in records])
