"""The REST side: every request and every reply is held against Discord's own description."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from loopback.contract import Contract, Operation
from loopback.faults import Fault, Faults
from loopback.world import World


class ApiError(Exception):
    """A refusal as Discord words it."""

    def __init__(self, status: int, code: int, message: str) -> None:
        self.status = status
        self.body = {"code": code, "message": message}
        super().__init__(message)


@dataclass
class Call:
    """One request, taken apart."""

    operation: Operation
    path: dict[str, str]
    query: dict[str, str]
    body: Any
    files: dict[str, bytes] = field(default_factory=dict)


class Rest:
    """Answers requests through `routes`; what breaks the contract is kept in `problems`.

    `sent` holds every request in order, for tests that look at what the bot really said. A
    `patient` server checks afterwards, since checking takes longer than answering.
    """

    def __init__(self, world: World, contract: Contract, faults: Faults, token: str) -> None:
        self.world = world
        self.contract = contract
        self.faults = faults
        self.token = token
        self.problems: list[str] = []
        self.sent: list[Call] = []
        self.routes: dict[str, Any] = {}
        self.patient = False
        self._unchecked: list[Callable[[], list[str]]] = []

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        path = unquote(request.path.removeprefix("/api/v10"))
        found = self.contract.find(request.method, path)
        if found is None or found[0].name not in self.routes:
            self.problems.append(f"unknown route {request.method} {path}")
            return _json(501, {"code": 0, "message": "not implemented"})
        operation, parameters = found
        body, files = await _body(request)
        call = Call(operation, parameters, dict(request.query), body, files)
        headers = {"Via": "1.1 loopback"}
        if (limited := self._limited(call, headers)) is not None:
            return _json(429, limited, headers | {"X-RateLimit-Scope": "user"})
        fault = self.faults.take(operation.name)
        if fault is not None and fault.done:
            await self._answer(request, call, dict(headers))
        if fault is not None and (answer := await self._fail(fault, headers)) is not None:
            return answer
        return await self._answer(request, call, headers)

    async def _answer(self, request: web.Request, call: Call, headers: dict[str, str]) -> Any:
        name = call.operation.name
        public = call.operation.template.startswith(("/webhooks/", "/interactions/"))
        if not public and request.headers.get("Authorization") != f"Bot {self.token}":
            return _json(401, {"code": 0, "message": "401: Unauthorized"}, headers)
        self._check(lambda: self._asked_wrongly(call))
        self.sent.append(call)
        try:
            status, reply = await self.routes[name](call)
        except ApiError as error:
            self.world.changed()
            return _json(error.status, error.body, headers)
        said = json.dumps(reply)
        self._check(lambda: self._answered_wrongly(call, status, json.loads(said)))
        self.world.changed()
        return _json(status, reply, headers)

    def _check(self, find: Callable[[], list[str]]) -> None:
        if self.patient:
            self._unchecked.append(find)
        else:
            self.problems += find()

    def check_the_rest(self) -> None:
        """Check what a patient server has put off."""
        for find in self._unchecked:
            self.problems += find()
        self._unchecked.clear()

    def _asked_wrongly(self, call: Call) -> list[str]:
        found = self.contract.request_problems(call.operation, call.body)
        found += self.contract.query_problems(call.operation, call.query)
        return [f"{call.operation.name}: {problem}" for problem in found]

    def _answered_wrongly(self, call: Call, status: int, reply: Any) -> list[str]:
        found = self.contract.reply_problems(call.operation, status, reply)
        return [f"our reply to {call.operation.name}: {problem}" for problem in found]

    def problem(self, problem: str) -> None:
        """Note a breach that the description cannot catch."""
        self.problems.append(problem)

    def _limited(self, call: Call, headers: dict[str, str]) -> dict[str, Any] | None:
        bucket = self.faults.buckets.get(call.operation.name)
        if bucket is None:
            return None
        major = call.path.get("channel_id") or call.path.get("webhook_token") or ""
        allowed, remaining, reset = bucket.take(major)
        headers |= {
            "X-RateLimit-Limit": str(bucket.limit),
            "X-RateLimit-Remaining": str(remaining),
            "X-RateLimit-Reset-After": f"{reset:.3f}",
            "X-RateLimit-Bucket": str(abs(hash(call.operation.name)) % 10**8),
        }
        if allowed:
            return None
        return {"message": "slow down", "code": 0, "retry_after": reset, "global": False}

    async def _fail(self, fault: Fault, headers: dict[str, str]) -> web.Response | None:
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.status == 0:
            return None
        if fault.is_global:
            headers["X-RateLimit-Global"] = "true"
        return _json(fault.status, fault.body(), headers)


async def _body(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    """Return a request's JSON, and the files beside it by their names."""
    if not request.can_read_body:
        return None, {}
    if request.content_type == "multipart/form-data":
        form = await request.post()
        sent = [one for one in form.values() if isinstance(one, web.FileField)]
        files = {one.filename: one.file.read() for one in sent}
        return json.loads(str(form["payload_json"])) if "payload_json" in form else {}, files
    raw = await request.read()
    return json.loads(raw) if raw else None, {}


def _json(status: int, body: Any, headers: dict[str, str] | None = None) -> web.Response:
    if body is None:
        return web.Response(status=status, headers=headers)
    # Exactly this type: aiohttp's charset suffix makes the client hand over a string.
    sent = {**(headers or {}), "Content-Type": "application/json"}
    return web.Response(status=status, body=json.dumps(body).encode(), headers=sent)
