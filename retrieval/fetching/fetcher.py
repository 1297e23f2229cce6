"""Fetching of one page: every hop is resolved, judged and only then contacted."""

import http.client
import ssl
import zlib
from dataclasses import dataclass
from email.message import Message
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from retrieval.errors import InputError
from retrieval.fetching.addresses import Allowance, is_public
from retrieval.fetching.limits import FetchLimits
from retrieval.fetching.resolving import Resolver, SystemResolver
from retrieval.fetching.robots import may_fetch
from retrieval.fetching.wire import (
    Connect,
    Deadline,
    TooMuch,
    connect,
    open_socket,
    read_body,
    request,
)

AGENT = "footnote"
_MEGABYTE = 1024 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page as it came; `url` is where it was found after all redirects."""

    url: str
    content_type: str
    body: bytes
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    location: str | None
    content_type: str
    charset: str | None
    body: bytes


class Fetcher:
    """Fetches pages; `connector` opens the sockets and is replaced only in tests."""

    def __init__(
        self,
        limits: FetchLimits | None = None,
        resolver: Resolver | None = None,
        *,
        allowance: Allowance | None = None,
        connector: Connect = connect,
    ) -> None:
        self._limits = limits or FetchLimits()
        self._resolver = resolver or SystemResolver()
        self._allowance = allowance or Allowance()
        self._connector = connector

    def fetch(self, url: str) -> FetchedPage:
        """Return the page behind an address a stranger gave.

        Blocks; call it in a thread. Raises `InputError` with the reason when the address is not on
        the public web, when robots.txt forbids it, and when a limit is passed.
        """
        deadline = Deadline(self._limits.seconds)
        current = url
        try:
            for _ in range(self._limits.redirects + 1):
                reply = self._hop(current, deadline)
                if reply.status not in _REDIRECTS:
                    return self._accepted(current, reply)
                if not reply.location:
                    raise InputError("redirects to nowhere", origin=url)
                current = urljoin(current, reply.location)
        except TooMuch as error:
            limit = self._limits.bytes_sent // _MEGABYTE
            raise InputError(f"is larger than {limit} MB or unpacks to too much", origin=url) from (
                error
            )
        except TimeoutError as error:
            raise InputError("takes too long to arrive", origin=url) from error
        except ssl.SSLError as error:
            raise InputError("has no valid certificate", origin=url) from error
        except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
            raise InputError("cannot be fetched from there", origin=url) from error
        raise InputError("redirects too often", origin=url)

    def _hop(self, url: str, deadline: Deadline) -> _Reply:
        parts, address, port = self._judge(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if parts.path != "/robots.txt":
            rules = self._get(urlsplit(f"{root}/robots.txt"), address, port, deadline)
            if not may_fetch(url, AGENT, rules.status, rules.body):
                raise InputError("its site's robots.txt asks not to fetch it", origin=url)
        return self._get(parts, address, port, deadline)

    def _judge(self, url: str) -> tuple[SplitResult, str, int]:
        """Return the one address a URL may be fetched from; nothing has left the machine yet.

        The connection is made to this address, so a name that resolves differently the next
        moment changes nothing.
        """
        try:
            parts = urlsplit(url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError as error:
            raise InputError("is not a web address", origin=url) from error
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise InputError("is not a web address (http or https)", origin=url)
        if parts.username is not None or parts.password is not None:
            raise InputError("carries a user name or password", origin=url)
        try:
            addresses = self._resolver.resolve(parts.hostname, port)
        except (OSError, UnicodeError) as error:
            raise InputError("has a host that cannot be found", origin=url) from error
        if not addresses:
            raise InputError("has a host that cannot be found", origin=url)
        for address in addresses:
            if self._allowance.covers(address, port):
                continue
            if not is_public(address):
                raise InputError("does not lead to the public web", origin=url)
            if port not in self._limits.ports:
                raise InputError(f"uses port {port}, which is no web port", origin=url)
        return parts, addresses[0], port

    def _get(self, parts: SplitResult, address: str, port: int, deadline: Deadline) -> _Reply:
        host = parts.hostname or ""
        sock = open_socket(
            address,
            port,
            host=host,
            secure=parts.scheme == "https",
            deadline=deadline,
            connector=self._connector,
            connect_seconds=self._limits.connect_seconds,
        )
        try:
            with request(sock, _host_header(parts), _target(parts), AGENT, deadline) as response:
                redirected = response.status in _REDIRECTS
                body = read_body(response, self._limits) if not redirected else b""
                kind = Message()
                kind["Content-Type"] = response.getheader("Content-Type", "")
                charset = kind.get_content_charset()
                return _Reply(
                    response.status,
                    response.getheader("Location"),
                    kind.get_content_type(),
                    charset,
                    body,
                )
        finally:
            sock.close()

    def _accepted(self, url: str, reply: _Reply) -> FetchedPage:
        if reply.status != 200:
            raise InputError(f"was answered with status {reply.status}", origin=url)
        if reply.content_type not in self._limits.content_types:
            raise InputError(f"is {reply.content_type}, not a page of text", origin=url)
        return FetchedPage(url, reply.content_type, reply.body, reply.charset)


def fetch(
    url: str,
    limits: FetchLimits | None = None,
    resolver: Resolver | None = None,
    *,
    allowance: Allowance | None = None,
) -> FetchedPage:
    """Return the page behind an address a stranger gave; see `Fetcher.fetch`."""
    return Fetcher(limits, resolver, allowance=allowance).fetch(url)


def _host_header(parts: SplitResult) -> str:
    return parts.netloc.encode("idna").decode("ascii") if parts.netloc else ""


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=-._~")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=-._~?")
    return f"{path}?{query}" if query else path
