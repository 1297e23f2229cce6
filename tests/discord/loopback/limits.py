"""Limits of Discord that its description does not state."""

import re
from collections.abc import Collection
from typing import Any

COMMAND_NAME = re.compile(r"^[-_'\w]{1,32}$")


def message_problems(
    body: dict[str, Any], *, may_be_empty: bool, may_ping: Collection[str] = ()
) -> list[str]:
    """Return what Discord would refuse in a message's body though the description allows it.

    A ping is among them, unless it is of those that an operator wanted.
    """
    problems = []
    content = body.get("content") or ""
    if len(content.encode("utf-16-le", "surrogatepass")) // 2 > 2000:
        problems.append(f"content has {len(content)} characters, a bot may send 2000")
    if any("\ud800" <= character <= "\udfff" for character in content):
        problems.append("content holds half a surrogate pair")
    problems += [
        f"pings {whom}, whom nobody wanted" for whom in pings(body) if whom not in may_ping
    ]
    rows = body.get("components") or []
    if len(rows) > 5:
        problems.append(f"{len(rows)} action rows, at most 5")
    custom_ids = [c["custom_id"] for r in rows for c in r.get("components", []) if "custom_id" in c]
    if len(custom_ids) != len(set(custom_ids)):
        problems.append("the same custom_id twice in one message")
    problems += [
        f"{len(r['components'])} components in one row"
        for r in rows
        if not 1 <= len(r.get("components", [])) <= 5
    ]
    embeds = body.get("embeds") or []
    total = sum(_embed_characters(embed) for embed in embeds)
    if total > 6000:
        problems.append(f"embeds of {total} characters, at most 6000")
    if not may_be_empty and not (content.strip() or embeds or rows or body.get("attachments")):
        problems.append("an empty message")
    return problems


def pings(body: dict[str, Any]) -> list[str]:
    """Return whom a message pings: what its text names, as far as `allowed_mentions` allows.

    A backslash before a mention changes how it looks, never whom it pings.
    """
    allowed = body.get("allowed_mentions")
    found = {
        "everyone": re.findall(r"@everyone|@here", body.get("content") or ""),
        "users": re.findall(r"<@!?(\d+)>", body.get("content") or ""),
        "roles": re.findall(r"<@&(\d+)>", body.get("content") or ""),
    }
    if allowed is None:
        return [name for names in found.values() for name in names]
    kinds = allowed.get("parse") or []
    pinged = [name for kind in kinds for name in found.get(kind, [])]
    named = {kind: {str(one) for one in allowed.get(kind) or []} for kind in ("users", "roles")}
    return pinged + [name for kind, names in named.items() for name in found[kind] if name in names]


def _embed_characters(embed: dict[str, Any]) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for field in embed.get("fields") or []:
        texts += [field.get("name"), field.get("value")]
    return sum(len(text or "") for text in texts)


def command_problems(commands: list[dict[str, Any]]) -> list[str]:
    """Return what Discord would refuse in the commands a bot registers."""
    problems = []
    for command in commands:
        kind = command.get("type") or 1
        name = command["name"]
        if kind == 1 and (name != name.lower() or not COMMAND_NAME.match(name)):
            problems.append(f"command name {name!r}")
        if kind == 1 and not command.get("description"):
            problems.append(f"command {name!r} has no description")
        problems += _option_problems(name, command.get("options") or [])
    return problems


def _option_problems(where: str, options: list[dict[str, Any]]) -> list[str]:
    problems = []
    optional_seen = False
    for option in options:
        name = option["name"]
        localized = list((option.get("name_localizations") or {}).values())
        problems += [
            f"{where}: option name {n!r}"
            for n in [name, *localized]
            if n != n.lower() or not COMMAND_NAME.match(n)
        ]
        if option["type"] > 2:
            if option.get("required") and optional_seen:
                problems.append(f"{where}: required option {name!r} after an optional one")
            optional_seen = optional_seen or not option.get("required")
        problems += _option_problems(f"{where} {name}", option.get("options") or [])
    return problems
