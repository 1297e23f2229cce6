"""From host names to addresses, and which of these may be contacted: public ones and no others."""

import ipaddress
import socket
from dataclasses import dataclass
from typing import Protocol

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
