"""`footnote mcp`: the library as tools of assistants."""

import click

from footnote.bot.cli.session import Session, answerer_option
from footnote.retrieval.errors import SettingsError
from footnote.retrieval.preloading import preloaded


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
