"""The objects Discord sends, in the least form its description and the client accept."""

from typing import Any

from loopback.permissions import EVERYONE
from loopback.snowflakes import timestamp

Payload = dict[str, Any]

TEXT_CHANNEL, DM, CATEGORY, PUBLIC_THREAD, FORUM = 0, 1, 4, 11, 15
EPHEMERAL, LOADING = 64, 128


def is_thread(channel: Payload) -> bool:
    """Return whether a channel is a thread, which stands in a channel."""
    return channel.get("type") == PUBLIC_THREAD


def user(user_id: str, name: str, *, bot: bool = False) -> Payload:
    """A user."""
    return {
        "id": user_id,
        "username": name,
        "discriminator": "0000",
        "avatar": None,
        "bot": bot,
        "public_flags": 0,
        "flags": 0,
        "global_name": name.title(),
        "primary_guild": None,
    }


def myself(bot: Payload) -> Payload:
    """The bot as `GET /users/@me` shows it."""
    return {**bot, "mfa_enabled": True, "locale": "en-US"}


def application(application_id: str, owner: Payload, flags: int) -> Payload:
    """The bot's application."""
    return {
        "id": application_id,
        "name": "Footnote",
        "icon": None,
        "description": "",
        "type": None,
        "bot_public": False,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": flags,
        "flags_new": str(flags),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": owner,
        "approximate_guild_count": 1,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
    }


def role(role_id: str, name: str, permissions: int, position: int) -> Payload:
    """A role."""
    return {
        "id": role_id,
        "name": name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": position,
        "permissions": str(permissions),
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def guild(guild_id: str, name: str, owner_id: str) -> Payload:
    """A server, with the role everyone has."""
    return {
        "id": guild_id,
        "name": name,
        "owner_id": owner_id,
        "roles": [role(guild_id, "@everyone", EVERYONE, 0)],
        "unavailable": False,
        "preferred_locale": "en-US",
        "emojis": [],
        "stickers": [],
        "features": [],
    }


def channel(channel_id: str, guild_id: str, name: str, kind: int, position: int) -> Payload:
    """A channel of a server."""
    return {
        "id": channel_id,
        "type": kind,
        "guild_id": guild_id,
        "name": name,
        "position": position,
        "flags": 0,
        "permission_overwrites": [],
    }


def thread(thread_id: str, parent: Payload, name: str, owner_id: str) -> Payload:
    """A public thread."""
    return {
        "id": thread_id,
        "type": PUBLIC_THREAD,
        "guild_id": parent["guild_id"],
        "parent_id": parent["id"],
        "name": name,
        "owner_id": owner_id,
        "flags": 0,
        "message_count": 0,
        "member_count": 1,
        "total_message_sent": 0,
        "thread_metadata": {
            "archived": False,
            "locked": False,
            "auto_archive_duration": 1440,
            "archive_timestamp": timestamp(thread_id),
        },
    }


def member(of: Payload, roles: list[str]) -> Payload:
    """A member of a server, with its user."""
    return {
        "user": of,
        "roles": roles,
        "nick": None,
        "avatar": None,
        "joined_at": timestamp(of["id"]),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "communication_disabled_until": None,
    }


def message(message_id: str, channel_id: str, author: Payload, content: str) -> Payload:
    """A message without anything attached."""
    return {
        "id": message_id,
        "type": 0,
        "channel_id": channel_id,
        "author": author,
        "content": content,
        "timestamp": timestamp(message_id),
        "edited_timestamp": None,
        "embeds": [],
        "attachments": [],
        "components": [],
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": False,
        "pinned": False,
        "tts": False,
        "flags": 0,
    }
