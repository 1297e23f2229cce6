"""The gateway: one compressed websocket a session, with sequence numbers, buffers and resume."""

import asyncio
import json
import zlib
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from loopback import payloads
from loopback.payloads import Payload
from loopback.world import World

GUILDS, MEMBERS, MESSAGES, DIRECT, CONTENT = 1, 1 << 1, 1 << 9, 1 << 12, 1 << 15


@dataclass
class Session:
    """What the gateway remembers of one client, its socket up or down."""

    id: str
    intents: int
    shard: tuple[int, int]
    sequence: int = 0
    buffer: deque[tuple[int, Payload]] = field(default_factory=lambda: deque(maxlen=5000))
    socket: "Socket | None" = None


class Socket:
    """One connection and its compression context; frames leave in the order they were queued."""

    def __init__(self, request: web.Request, ws: web.WebSocketResponse, kind: str) -> None:
        self._request = request
        self._ws = ws
        self._compress = _compressor(kind)
        self._frames: asyncio.Queue[Payload] = asyncio.Queue()

    def send(self, frame: Payload) -> None:
        """Queue a frame."""
        self._frames.put_nowait(frame)

    async def pump(self) -> None:
        """Write queued frames until cancelled."""
        while True:
            frame = await self._frames.get()
            await self._ws.send_bytes(self._compress(json.dumps(frame).encode()))

    async def close(self, code: int) -> None:
        """Close with a code the client understands."""
        await self._ws.close(code=code)

    def drop(self) -> None:
        """Cut the connection without a word."""
        if self._request.transport is not None:
            self._request.transport.abort()


class Gateway:
    """Accepts clients, sends them what happens in the world, and misbehaves when told to."""

    def __init__(self, world: World, token: str) -> None:
        self.world = world
        self.token = token
        self.heartbeat_ms = 41_250
        self.allowed_intents = (1 << 26) - 1
        self.refusals = 0
        self.knocks = 0
        self.door = asyncio.Event()
        self.door.set()
        self.duplicate = False
        self.sessions: dict[str, Session] = {}
        self.identified = 0
        self.resumed = 0
        self.heartbeats: list[float] = []
        self.resume_url = ""
        world.listeners.append(self.dispatch)

    # --- faults ----------------------------------------------------------------------------------

    def drop(self) -> None:
        """Cut every connection; the sessions live on and go on filling their buffers."""
        for session in self.sessions.values():
            if session.socket is not None:
                session.socket.drop()
                session.socket = None

    def forget_sessions(self) -> None:
        """Forget every session, so that a RESUME is answered with op 9."""
        self.drop()
        self.sessions.clear()

    async def invalidate(self) -> None:
        """Send op 9 false to every client and forget its session."""
        for session in list(self.sessions.values()):
            if session.socket is not None:
                session.socket.send({"op": 9, "d": False})
        self.sessions.clear()

    def malformed(self) -> None:
        """Send an event that lacks everything its parser needs."""
        self.dispatch("MESSAGE_CREATE", {"content": "no id, no channel"}, None)

    # --- dispatch --------------------------------------------------------------------------------

    def dispatch(self, event: str, data: Payload, guild_id: str | None) -> None:
        """Send an event to every session that should see it."""
        for session in self.sessions.values():
            index, count = session.shard
            if (int(guild_id or 0) >> 22) % count != index:
                continue
            seen = self._through_intents(event, data, session.intents)
            if seen is None:
                continue
            for _ in range(2 if self.duplicate else 1):
                self._send(session, event, seen)

    def _send(self, session: Session, event: str, data: Payload) -> None:
        session.sequence += 1
        frame = {"op": 0, "t": event, "s": session.sequence, "d": data}
        session.buffer.append((session.sequence, frame))
        if session.socket is not None:
            session.socket.send(frame)

    def _through_intents(self, event: str, data: Payload, intents: int) -> Payload | None:
        if not event.startswith("MESSAGE_"):
            return data
        in_guild = "guild_id" in data
        if not intents & (MESSAGES if in_guild else DIRECT):
            return None
        if event == "MESSAGE_DELETE" or intents & CONTENT or not in_guild or "author" not in data:
            return data
        seen = data if self._is_shown(data) else _blank(data)
        replied = seen.get("referenced_message")
        if replied is not None and not self._is_shown(replied):
            return {**seen, "referenced_message": _blank(replied)}
        return seen

    def _is_shown(self, message: Payload) -> bool:
        """Whether a client without message content sees what a message says."""
        bot = self.world.bot["id"]
        return message["author"]["id"] == bot or any(m["id"] == bot for m in message["mentions"])

    # --- connections -----------------------------------------------------------------------------

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one websocket."""
        self.knocks += 1
        await self.door.wait()
        if request.transport is None:
            return web.Response(status=503)
        if self.refusals:
            self.refusals -= 1
            return web.Response(status=503)
        ws = web.WebSocketResponse(max_msg_size=0)
        await ws.prepare(request)
        socket = Socket(request, ws, request.query.get("compress", ""))
        pump = asyncio.create_task(socket.pump())
        socket.send({"op": 10, "d": {"heartbeat_interval": self.heartbeat_ms}})
        try:
            async for message in ws:
                if message.type is WSMsgType.TEXT:
                    await self._receive(socket, json.loads(message.data))
        finally:
            pump.cancel()
            for session in self.sessions.values():
                if session.socket is socket:
                    session.socket = None
        return ws

    async def _receive(self, socket: Socket, frame: Payload) -> None:
        match frame["op"]:
            case 1:
                self.heartbeats.append(asyncio.get_running_loop().time())
                socket.send({"op": 11})
            case 2:
                await self._identify(socket, frame["d"])
            case 6:
                self._resume(socket, frame["d"])
            case 8:
                self._members(socket, frame["d"])

    async def _identify(self, socket: Socket, data: Payload) -> None:
        if data["token"] != self.token:
            await socket.close(4004)
            return
        if data["intents"] & ~self.allowed_intents:
            await socket.close(4014)
            return
        self.identified += 1
        shard = tuple(data.get("shard", (0, 1)))
        session = Session(f"session-{self.identified}", data["intents"], shard, socket=socket)
        self.sessions[session.id] = session
        guilds = [g for g in self.world.guilds if (int(g) >> 22) % shard[1] == shard[0]]
        self._send(session, "READY", self._ready(session, guilds))
        for guild_id in guilds:
            self._send(session, "GUILD_CREATE", self._guild(guild_id))
        self.world.changed()

    def _ready(self, session: Session, guilds: list[str]) -> Payload:
        return {
            "v": 10,
            "user": self.world.bot,
            "guilds": [{"id": g, "unavailable": True} for g in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.resume_url,
            "application": {"id": self.world.bot["id"], "flags": 1 << 19},
            "shard": list(session.shard),
        }

    def _guild(self, guild_id: str) -> Payload:
        inside = [c for c in self.world.channels.values() if c.get("guild_id") == guild_id]
        people = self.world.members[guild_id]
        return {
            **self.world.guilds[guild_id],
            "channels": [c for c in inside if not payloads.is_thread(c)],
            "threads": [c for c in inside if payloads.is_thread(c)],
            "members": [self.world.member(guild_id, p) for p in people],
            "member_count": len(people),
            "presences": [],
            "voice_states": [],
        }

    def _resume(self, socket: Socket, data: Payload) -> None:
        session = self.sessions.get(data["session_id"])
        if session is None:
            socket.send({"op": 9, "d": False})
            return
        self.resumed += 1
        session.socket = socket
        for sequence, frame in session.buffer:
            if sequence > data["seq"]:
                socket.send(frame)
        self._send(session, "RESUMED", {})
        self.world.changed()

    def _members(self, socket: Socket, data: Payload) -> None:
        guild_id = str(data["guild_id"])
        session = next(s for s in self.sessions.values() if s.socket is socket)
        people = [self.world.member(guild_id, p) for p in self.world.members[guild_id]]
        chunk = {"guild_id": guild_id, "members": people, "chunk_index": 0, "chunk_count": 1}
        self._send(session, "GUILD_MEMBERS_CHUNK", chunk | {"nonce": data.get("nonce")})


def _blank(message: Payload) -> Payload:
    return {**message, "content": "", "embeds": [], "attachments": [], "components": []}


def _compressor(kind: str) -> Any:
    if kind == "zstd-stream":
        import zstandard

        stream = zstandard.ZstdCompressor().compressobj()
        flush = zstandard.COMPRESSOBJ_FLUSH_BLOCK
        return lambda data: stream.compress(data) + stream.flush(flush)
    if kind == "zlib-stream":
        deflate = zlib.compressobj()
        return lambda data: deflate.compress(data) + deflate.flush(zlib.Z_SYNC_FLUSH)
    raise AssertionError(f"unknown compression {kind!r}")
