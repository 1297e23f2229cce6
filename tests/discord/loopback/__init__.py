"""A loopback Discord: gateway and REST over real sockets, for an unmodified discord.py client."""

from loopback.server import LoopbackDiscord
from loopback.world import World

__all__ = ["LoopbackDiscord", "World"]
