"""Fetches one page: every redirect is resolved and judged before it is contacted."""

import http.client
import ssl
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from footnote.retrieval.errors import InputError
from footnote.retrieval.fetching.crawl_policy import CrawlPolicy, FetchLimits, Robots, retry_after
from footnote.retrieval.fetching.wire import (
    Allowance,
    Connect,
    Deadline,
    Resolver,
    SystemResolver,
    TooMuch,
    connect,
    is_public,
    open_socket,
    read_body,
    request,
)

AGENT = "footnote"
_MEGABYTE = 1024 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})
_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Validators:
    """The ETag and Last-Modified of a page, to ask later whether it has changed."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page as it came; `url` is where it was found after all redirects.

    With `unchanged` the site says the page is as it was when the validators sent along were given;
    there is no body then.
    """

    url: str
    content_type: str
    body: bytes
    charset: str | None = None
    validators: Validators = field(default_factory=Validators)
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_type(self) -> Message:
        kind = Message()
        kind["Content-Type"] = self.headers.get("content-type", "")
        return kind


Memory = Callable[[str], Validators | None]
"""Gives what is remembered of a page, by its URL."""


class Fetcher:
    """Fetches pages one at a time, under the crawl policy; keep one fetcher per run.

    `memory` makes requests conditional. `connector` opens the sockets; it and `policy` are
    replaced only in tests.
    """

    def __init__(
        self,
        limits: FetchLimits | None = None,
        resolver: Resolver | None = None,
        *,
        allowance: Allowance | None = None,
        connector: Connect = connect,
        memory: Memory | None = None,
        policy: CrawlPolicy | None = None,
    ) -> None:
        self._limits = limits or FetchLimits()
        self._resolver = resolver or SystemResolver()
        self._allowance = allowance or Allowance()
        self._connector = connector
        self._memory = memory or (lambda _: None)
        self._policy = policy or CrawlPolicy(self._limits.seconds_apart)

    def fetch(self, url: str) -> FetchedPage:
        """Return the page behind an address a stranger gave.

        Blocks; call it in a thread. A site that asks for patience (Retry-After) is asked once more
        when that is soon enough. Raises `InputError` with the reason when the address is not on
        the public web, when robots.txt forbids it, and when a limit is passed.
        """
        try:
            return self._followed(url)
        except TooMuch as error:
            limit = self._limits.bytes_sent // _MEGABYTE
            raise InputError(f"is larger than {limit} MB or unpacks to too much", origin=url) from (
                error
            )
        except TimeoutError as error:
            raise InputError("takes too long to arrive", origin=url, away=True) from error
        except ssl.SSLError as error:
            raise InputError("has no valid certificate", origin=url) from error
        except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
            raise InputError("cannot be fetched from there", origin=url, away=True) from error

    def _followed(self, url: str) -> FetchedPage:
        current, patience, asked = url, 1, ""
        deadline = Deadline(self._limits.seconds)
        for _ in range(self._limits.redirects + 2):
            reply, host = self._hop(current, deadline, asked)
            asked = host
            if reply.status in _BUSY:
                self._be_patient(reply, host, current, patience)
                patience, asked = patience - 1, ""
            elif reply.status in _REDIRECTS:
                if not reply.headers.get("location"):
                    raise InputError("redirects to nowhere", origin=url)
                current = urljoin(current, reply.headers["location"])
            else:
                return self._accepted(current, reply)
        raise InputError("redirects too often", origin=url)

    def _be_patient(self, reply: _Reply, host: str, url: str, patience: int) -> None:
        """Note for how long a site asks to be left alone; raises `InputError` if that is long."""
        seconds = retry_after(reply.headers.get("retry-after"))
        if seconds is not None:
            self._policy.put_off(host, seconds)
        if seconds is None or not patience or seconds > self._limits.patience_seconds:
            raise InputError(_busy(reply.status, seconds), origin=url, away=True)

    def _hop(self, url: str, deadline: Deadline, asked: str) -> tuple[_Reply, str]:
        """Return the answer and its host; a redirect on the host just `asked` needs no waiting."""
        parts, address, port = self._judge(url)
        host = parts.hostname or ""
        waiting = self._policy.put_off_for(host)
        if waiting > self._limits.patience_seconds:
            raise InputError(_busy(None, waiting), origin=url, away=True)
        rules = self._rules(parts, address, port, deadline)
        if not rules.allow(url):
            raise InputError("its site's robots.txt asks not to fetch it", origin=url)
        if host != asked:
            deadline.extend(self._policy.wait(host, rules))
        return self._get(parts, address, port, deadline, self._memory(url)), host

    def _rules(self, parts: SplitResult, address: str, port: int, deadline: Deadline) -> Robots:
        root = f"{parts.scheme}://{parts.netloc}"
        rules = self._policy.robots(root)
        if rules is None:
            reply = self._get(urlsplit(f"{root}/robots.txt"), address, port, deadline)
            rules = Robots(AGENT, reply.status, reply.body)
            self._policy.remember(root, rules)
        return rules

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
            raise InputError("has a host that cannot be found", origin=url, away=True) from error
        if not addresses:
            raise InputError("has a host that cannot be found", origin=url, away=True)
        for address in addresses:
            if self._allowance.covers(address, port):
                continue
            if not is_public(address):
                raise InputError("does not lead to the public web", origin=url)
            if port not in self._limits.ports:
                raise InputError(f"uses port {port}, which is no web port", origin=url)
        return parts, addresses[0], port

    def _get(
        self,
        parts: SplitResult,
        address: str,
        port: int,
        deadline: Deadline,
        known: Validators | None = None,
    ) -> _Reply:
        sock = open_socket(
            address,
            port,
            host=parts.hostname or "",
            secure=parts.scheme == "https",
            deadline=deadline,
            connector=self._connector,
            connect_seconds=self._limits.connect_seconds,
        )
        try:
            headers = {"User-Agent": AGENT, **_conditions(known)}
            with request(sock, _host_header(parts), _target(parts), headers, deadline) as response:
                wanted = response.status not in _REDIRECTS | {_NOT_MODIFIED}
                body = read_body(response, self._limits) if wanted else b""
                found = {name.lower(): value for name, value in response.getheaders()}
                return _Reply(response.status, found, body)
        finally:
            sock.close()

    def _accepted(self, url: str, reply: _Reply) -> FetchedPage:
        kind = reply.content_type.get_content_type()
        if reply.status == _NOT_MODIFIED and self._memory(url) is not None:
            return FetchedPage(url, kind, b"", unchanged=True)
        if reply.status != 200:
            reason = f"was answered with status {reply.status}"
            raise InputError(reason, origin=url, away=reply.status >= 500)
        if kind not in self._limits.content_types:
            raise InputError(f"is {kind}, not a page of text", origin=url)
        validators = Validators(reply.headers.get("etag"), reply.headers.get("last-modified"))
        charset = reply.content_type.get_content_charset()
        return FetchedPage(url, kind, reply.body, charset, validators)


def _host_header(parts: SplitResult) -> str:
    return parts.netloc.encode("idna").decode("ascii") if parts.netloc else ""


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=-._~")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=-._~?")
    return f"{path}?{query}" if query else path


def _conditions(known: Validators | None) -> dict[str, str]:
    """Return the headers that ask for a page only if it has changed."""
    conditions = {}
    if known and known.etag:
        conditions["If-None-Match"] = known.etag
    if known and known.last_modified:
        conditions["If-Modified-Since"] = known.last_modified
    return conditions


def _busy(status: int | None, seconds: float | None) -> str:
    said = f"was answered with status {status}" if status else "its site is busy"
    if seconds is None:
        return said
    return f"{said}; the site asks to come back in {_duration(seconds)}"


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.0f} h"
