"""From host names to addresses; the one place where the system's resolver is asked."""

import socket
from typing import Protocol


class Resolver(Protocol):
    """Anything that turns a host name into addresses."""

    def resolve(self, host: str, port: int) -> list[str]:
        """Return the addresses of a host; raises `OSError` when it has none."""
        ...


class SystemResolver:
    """The operating system's resolver."""

    def resolve(self, host: str, port: int) -> list[str]:
        """Return the addresses of a host."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))
