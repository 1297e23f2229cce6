"""The loopback Discord as one thing: a world, its REST side and its gateway on one port."""

from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from loopback.contract import Contract
from loopback.faults import Faults
from loopback.gateway import Gateway
from loopback.people import People
from loopback.rest import Rest
from loopback.routes import Routes
from loopback.world import World

TOKEN = "loopback.token.value"


class LoopbackDiscord:
    """Serves a world; leaving the context stops it."""

    def __init__(self, contract: Contract) -> None:
        self.token = TOKEN
        self.world = World()
        self.people = People(self.world)
        self.faults = Faults()
        self.gateway = Gateway(self.world, self.token)
        self.rest = Rest(self.world, contract, self.faults, self.token)
        self.routes = Routes(self.rest)
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/gateway/", self.gateway.handle)
        app.router.add_get("/attachments/{id}", self._attachment)
        app.router.add_route("*", "/api/v10/{rest:.*}", self.rest.handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0.5)
        self.port = 0
        self._files: dict[str, bytes] = {}
        self.downloads: list[str] = []

    @property
    def rest_base(self) -> str:
        """The base of the REST routes."""
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def gateway_url(self) -> str:
        """The address of the gateway."""
        return f"ws://127.0.0.1:{self.port}/gateway/"

    def upload(self, name: str, content: bytes, *, size: int | None = None) -> dict[str, Any]:
        """Return an attachment a person gives a command; `size` is what Discord says of it."""
        file_id = self.world.snowflakes.next()
        self._files[file_id] = content
        url = f"http://127.0.0.1:{self.port}/attachments/{file_id}"
        told = len(content) if size is None else size
        return {"id": file_id, "filename": name, "size": told, "url": url, "proxy_url": url}

    async def _attachment(self, request: web.Request) -> web.Response:
        self.downloads.append(request.match_info["id"])
        return web.Response(body=self._files[request.match_info["id"]])

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.gateway.resume_url = self.routes.gateway_url = self.gateway_url
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.gateway.drop()
        await self._runner.cleanup()


def load_contract() -> Contract:
    """Return Discord's description of its REST interface (MIT, see `openapi.LICENSE`)."""
    return Contract(Path(__file__).with_name("openapi.json"))
