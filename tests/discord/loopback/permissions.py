"""Permission bits, and what a member may do in a channel of the world."""

from typing import Any

VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
MANAGE_GUILD = 1 << 5
MANAGE_MESSAGES = 1 << 13
READ_MESSAGE_HISTORY = 1 << 16
CREATE_PUBLIC_THREADS = 1 << 35
SEND_MESSAGES_IN_THREADS = 1 << 38
EMBED_LINKS = 1 << 14
ADD_REACTIONS = 1 << 6
USE_APPLICATION_COMMANDS = 1 << 31
ADMINISTRATOR = 1 << 3

EVERYONE = (
    VIEW_CHANNEL
    | SEND_MESSAGES
    | READ_MESSAGE_HISTORY
    | CREATE_PUBLIC_THREADS
    | SEND_MESSAGES_IN_THREADS
    | EMBED_LINKS
    | ADD_REACTIONS
    | USE_APPLICATION_COMMANDS
)


def permissions_in(
    guild: dict[str, Any], channel: dict[str, Any], user_id: str, roles: list[str]
) -> int:
    """Return the bits a member has in a channel: roles first, then the channel's overwrites."""
    if user_id == guild["owner_id"]:
        return (1 << 53) - 1
    held = {guild["id"], *roles}
    bits = 0
    for role in guild["roles"]:
        if role["id"] in held:
            bits |= int(role["permissions"])
    for overwrite in channel.get("permission_overwrites", []):
        if overwrite["id"] in held or overwrite["id"] == user_id:
            bits = bits & ~int(overwrite["deny"]) | int(overwrite["allow"])
    return bits
