"""`footnote ask`, `chat` and `mcp`: a question, many of a file, a conversation, an assistant's."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from footnote.bot.cli.session import Session, answerer_option, question_options, today
from footnote.retrieval.errors import FootnoteError, SettingsError, UsageError
from footnote.retrieval.preloading import begin_runtime, preloaded
from footnote.retrieval.question import Filters, Question, filters_of

if TYPE_CHECKING:
    from footnote.retrieval.footnote import Footnote


@click.command()
@click.argument("question", required=False)
@click.option(
    "--from",
    "from_file",
    type=click.Path(path_type=Path),
    help="JSON Lines with `question`, `id` and `asked`; answers come as JSON Lines.",
)
@question_options
@click.pass_obj
def ask_command(
    session: Session,
    question: str | None,
    from_file: Path | None,
    as_of: date | None,
    since: date | None,
    until: date | None,
    source: str | None,
    answerer: str | None,
) -> None:
    """Answer a question with footnotes, or say that the articles do not."""
    if (question is None) == (from_file is None):
        raise UsageError("Give one QUESTION, or a file of them with --from.")
    begin_runtime()
    filters = filters_of(since, until, source)
    settings = session.settings({"answering": {"answerer": answerer}})
    with preloaded(settings.retrieval()), session.open(settings) as footnote:
        if from_file is not None:
            _many(session, footnote, from_file, as_of, filters)
            return
        asked = Question(text=question or "", as_of=as_of or today(), filters=filters)
        answer = footnote.ask(asked)
    if session.as_json:
        from footnote.retrieval.answer_json import answer_as_json

        session.print_json(answer_as_json(answer))
    else:
        from footnote.bot.terminal.rendering import render_answer

        session.out.print(render_answer(answer))


def _many(
    session: Session, footnote: "Footnote", path: Path, as_of: date | None, filters: Filters
) -> None:
    """Answer a file's questions in order; a bad line yields an error object."""
    from rich.progress import track

    from footnote.retrieval.answer_json import answer_as_json

    lines = list(_lines(path))
    for line in track(lines, description="Answering", console=session.err):
        record: Any = None
        try:
            record = json.loads(line)
            question = _question(record, as_of, filters)
            result = answer_as_json(footnote.ask(question))
        except (ValueError, FootnoteError) as error:
            session.print_json({"id": _id(record), "error": str(error)})
            continue
        session.print_json({"id": record["id"], **result} if "id" in record else result)


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            for line in file:
                if line.strip():
                    yield line
    except OSError as error:
        raise FootnoteError(f"{path}: cannot be read ({error.strerror}).") from error


def _question(record: Any, as_of: date | None, filters: Filters) -> Question:
    if not isinstance(record, dict) or not isinstance(record.get("question"), str):
        raise ValueError("the line is no JSON object with a `question`")
    asked = as_of or today()
    if (day := record.get("asked")) is not None:
        try:
            asked = date.fromisoformat(str(day)[:10])
        except ValueError as error:
            raise ValueError(f"`asked` is no date (YYYY-MM-DD): {day}") from error
    return replace(Question(text=record["question"], as_of=asked), filters=filters)


def _id(record: Any) -> Any:
    return record.get("id") if isinstance(record, dict) else None


@click.command()
@question_options
@click.pass_obj
def chat_command(
    session: Session,
    as_of: date | None,
    since: date | None,
    until: date | None,
    source: str | None,
    answerer: str | None,
) -> None:
    """Talk with the library; follow-up questions know what was said before."""
    from footnote.bot.terminal.chat import Chat

    settings = session.settings({"answering": {"answerer": answerer}})
    filters = filters_of(since, until, source)
    with session.open(settings) as footnote:
        history = settings.home.expanduser() / "chat_history"
        Chat(footnote, session.out, as_of=as_of or today(), filters=filters).run(history)


@click.command()
@click.option("--http", is_flag=True, help="Listen on HTTP instead of standard input and output.")
@click.option("--host", help="Address to listen on; default: 127.0.0.1.")
@click.option("--port", type=int, help="Port to listen on; default: 8765.")
@answerer_option
@click.pass_obj
def mcp_command(
    session: Session, http: bool, host: str | None, port: int | None, answerer: str | None
) -> None:
    """Offer `ask` and `search` to assistants that speak the Model Context Protocol."""
    try:
        from footnote.bot.mcp import PATH, build_server, listening, serve_http
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"mcp", "mcp_types", "starlette", "uvicorn"}:
            raise
        raise SettingsError(
            "The door for assistants is not installed: pip install 'footnote-bot[mcp]'"
        ) from error
    settings = session.settings(
        {"mcp": {"host": host, "port": port}, "answering": {"answerer": answerer}}
    )
    with preloaded(settings.retrieval()), session.open(settings) as footnote:
        server = build_server(footnote)
        if not http:
            server.run("stdio")
            return
        with listening(settings.mcp) as door:
            place = f"[{settings.mcp.host}]" if ":" in settings.mcp.host else settings.mcp.host
            address = f"http://{place}:{door.getsockname()[1]}{PATH}"
            session.err.print(f"Listening on {address}", markup=False, soft_wrap=True)
            serve_http(server, door, settings.mcp)
