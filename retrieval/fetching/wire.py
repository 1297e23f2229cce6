"""One HTTP exchange with one allowed address, under a deadline no slow sender can stretch."""

import http.client
import io
import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from footnote.retrieval.fetching.crawl_policy import FetchLimits

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")
_COMPATIBLE = ipaddress.ip_network("::/96")
_SPECIAL = tuple(
    ipaddress.ip_network(text) for text in ("192.0.0.0/24", "192.88.99.0/24", "fec0::/10")
)
# Cloud metadata services; most are link-local, these two look public or are unique-local.
_METADATA = frozenset(ipaddress.ip_address(text) for text in ("168.63.129.16", "fd00:ec2::254"))


class Resolver(Protocol):
    """Anything that resolves a host name into addresses."""

    def resolve(self, host: str, port: int) -> list[str]:
        """Return the addresses of a host; raises `OSError` when it has none."""
        ...


class SystemResolver:
    """The operating system's resolver; nothing else here asks it."""

    def resolve(self, host: str, port: int) -> list[str]:
        """Return the addresses of a host."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Allowance:
    """Addresses and ports that are let through although they are not public; for tests only."""

    endpoints: frozenset[tuple[str, int]] = frozenset()

    def covers(self, address: str, port: int) -> bool:
        """Return whether an endpoint is let through."""
        return (address, port) in self.endpoints


def is_public(text: str) -> bool:
    """Return whether an address is on the public internet.

    Loopback, private, link-local, multicast, reserved and metadata addresses are not, and neither
    is an IPv6 address that carries one of them inside (mapped, compatible, 6to4, Teredo, NAT64).
    """
    try:
        address = ipaddress.ip_address(text.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    return all(_is_public(candidate) for candidate in (address, *_carried(address)))


def _is_public(address: IPAddress) -> bool:
    if address in _METADATA or any(address in network for network in _SPECIAL):
        return False
    if address.is_multicast or address.is_reserved:
        return False
    return address.is_global and not address.is_unspecified


def _carried(address: IPAddress) -> list[IPAddress]:
    """Return the IPv4 addresses an IPv6 address leads to."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    carried: list[IPAddress] = []
    if address.ipv4_mapped is not None:
        carried.append(address.ipv4_mapped)
    if address.sixtofour is not None:
        carried.append(address.sixtofour)
    if address.teredo is not None:
        carried += address.teredo
    if address in _NAT64 or address in _NAT64_LOCAL or address in _COMPATIBLE:
        carried.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return carried


Connect = Callable[[tuple[str, int], float], socket.socket]
_CHUNK = 64 * 1024


class TooMuch(Exception):
    """A page is larger than the limits allow."""


class Deadline:
    """The moment by which an exchange has to be over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def extend(self, seconds: float) -> None:
        """Extend the deadline by time spent waiting for permission to ask."""
        self._end += seconds

    def rest(self, at_most: float | None = None) -> float:
        """Return the seconds left; raises `TimeoutError` when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time for this page is over")
        return left if at_most is None else min(left, at_most)


class _Reader(io.RawIOBase):
    """Reads a socket, each read bounded by the deadline."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._deadline.rest())
        return self._sock.recv_into(buffer)


class _BoundSocket:
    """As much of a socket as `http.client` uses."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self._sock, self._deadline))

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(self._deadline.rest())
        self._sock.sendall(data)

    def close(self) -> None:
        """Do nothing: `http.client` closes before the body is read, and the opener closes last."""


def connect(endpoint: tuple[str, int], timeout: float) -> socket.socket:
    """Open a TCP connection to an address, never to a name."""
    return socket.create_connection(endpoint, timeout)


def open_socket(
    address: str,
    port: int,
    *,
    host: str,
    secure: bool,
    deadline: Deadline,
    connector: Connect,
    connect_seconds: float,
) -> socket.socket:
    """Connect to an address; over TLS the certificate has to be the host's."""
    sock = connector((address, port), deadline.rest(connect_seconds))
    if not secure:
        return sock
    sock.settimeout(deadline.rest(connect_seconds))
    try:
        return ssl.create_default_context().wrap_socket(sock, server_hostname=host)
    except BaseException:
        sock.close()
        raise


def request(
    sock: socket.socket,
    host_header: str,
    target: str,
    headers: Mapping[str, str],
    deadline: Deadline,
) -> http.client.HTTPResponse:
    """Send a GET and return the response, its body unread."""
    connection = http.client.HTTPConnection(host_header)
    connection.sock = _BoundSocket(sock, deadline)
    connection.request(
        "GET",
        target,
        headers={
            "Host": host_header,
            **headers,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        },
    )
    return connection.getresponse()


def read_body(response: http.client.HTTPResponse, limits: FetchLimits) -> bytes:
    """Read and unpack a body; raises `TooMuch` as soon as either size passes its limit."""
    declared = response.getheader("Content-Length", "")
    if declared.isdigit() and int(declared) > limits.bytes_sent:
        raise TooMuch
    encoding = response.getheader("Content-Encoding", "identity").strip().lower()
    unpacked = bytearray()
    for piece in _unpack(_pieces(response, limits), encoding, limits):
        unpacked += piece
        if len(unpacked) > limits.bytes_unpacked:
            raise TooMuch
    return bytes(unpacked)


def _pieces(response: http.client.HTTPResponse, limits: FetchLimits) -> Iterator[bytes]:
    taken = 0
    while piece := response.read1(_CHUNK):
        taken += len(piece)
        if taken > limits.bytes_sent:
            raise TooMuch
        yield piece


def _unpack(pieces: Iterator[bytes], encoding: str, limits: FetchLimits) -> Iterator[bytes]:
    if encoding in {"identity", ""}:
        yield from pieces
        return
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise ValueError(f"unknown content encoding {encoding}")
    stream = zlib.decompressobj(wbits=47 if encoding != "deflate" else zlib.MAX_WBITS)
    for piece in pieces:
        waiting = piece
        while waiting:
            # A bounded step: a small piece may unpack to gigabytes.
            yield stream.decompress(waiting, min(_CHUNK, limits.bytes_unpacked))
            waiting = stream.unconsumed_tail
    if not stream.eof:
        raise ValueError("the compressed body ends too early")
