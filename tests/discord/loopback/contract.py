"""Discord's own description of its REST interface, asked about every request and reply."""

import copy
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

METHODS = ("get", "put", "post", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    """One method of one path template, e.g. `POST /channels/{channel_id}/messages`."""

    method: str
    template: str
    pattern: re.Pattern[str]

    @property
    def name(self) -> str:
        """The operation as people write it."""
        return f"{self.method} {self.template}"


class Contract:
    """Validates against the description; requests also against its silence (unknown keys)."""

    def __init__(self, path: Path) -> None:
        self._spec = json.loads(path.read_text("utf-8"))
        media_channel = {"title": "GUILD_MEDIA", "const": 16}  # exists, and is missing there
        self._spec["components"]["schemas"]["ChannelTypes"]["oneOf"].append(media_channel)
        strict = _closed(copy.deepcopy(self._spec))
        _allow_what_discord_takes(strict["components"]["schemas"])
        self._registry = Registry().with_resources(
            [
                ("urn:discord", Resource(self._spec, DRAFT202012)),
                ("urn:discord-strict", Resource(strict, DRAFT202012)),
            ]
        )
        self._validators: dict[str, Draft202012Validator] = {}
        self._operations = sorted(
            (
                Operation(method.upper(), template, _pattern(template))
                for template, item in self._spec["paths"].items()
                for method in METHODS
                if method in item
            ),
            key=lambda operation: operation.template.count("{"),
        )

    def find(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        """Return the operation a path belongs to and the path's parameters."""
        for operation in self._operations:
            if operation.method == method and (match := operation.pattern.fullmatch(path)):
                return operation, match.groupdict()
        return None

    def request_problems(self, operation: Operation, body: Any) -> list[str]:
        """Return what is wrong with a request's JSON body."""
        content = self._described(operation).get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            return [] if body is None else [f"{operation.name} takes no JSON body"]
        where = f"{_pointer(operation)}/requestBody/content/application~1json/schema"
        return self._problems(f"urn:discord-strict#{where}", body)

    def query_problems(self, operation: Operation, query: dict[str, str]) -> list[str]:
        """Return query parameters the description does not know."""
        known = {p["name"] for p in self._described(operation).get("parameters", [])}
        return [f"{operation.name}: unknown query {key!r}" for key in query if key not in known]

    def reply_problems(self, operation: Operation, status: int, body: Any) -> list[str]:
        """Return what is wrong with our own reply."""
        responses = self._described(operation)["responses"]
        if str(status) not in responses:
            return [f"{operation.name} never answers {status}"] if status < 400 else []
        content = responses[str(status)].get("content")
        if content is None:
            return [] if body is None else [f"{operation.name} answers {status} with a body"]
        where = f"{_pointer(operation)}/responses/{status}/content/application~1json/schema"
        return self._problems(f"urn:discord#{where}", body)

    def _described(self, operation: Operation) -> dict[str, Any]:
        return self._spec["paths"][operation.template][operation.method.lower()]

    def _problems(self, reference: str, body: Any) -> list[str]:
        validator = self._validators.get(reference)
        if validator is None:
            validator = Draft202012Validator({"$ref": reference}, registry=self._registry)
            self._validators[reference] = validator
        if validator.is_valid(body):
            return []
        return [
            f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(body)
        ]


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"(\{\w+\})", template)
    return re.compile(
        "".join(f"(?P<{p[1:-1]}>[^/]+)" if p.startswith("{") else re.escape(p) for p in parts)
    )


def _pointer(operation: Operation) -> str:
    path = operation.template.replace("~", "~0").replace("/", "~1")
    escaped = path.replace("{", "%7B").replace("}", "%7D")
    return f"/paths/{escaped}/{operation.method.lower()}"


def _allow_what_discord_takes(schemas: dict[str, Any]) -> None:
    """Let pass what discord.py has always sent and Discord takes, though it describes it not."""
    schemas["SnowflakeType"] = {"anyOf": [schemas["SnowflakeType"], {"type": "integer"}]}
    schemas["ApplicationCommandUpdateRequest"]["properties"]["nsfw"] = {"type": "boolean"}
    for edit in (
        "MessageEditRequestPartial",
        "IncomingWebhookUpdateRequestPartial",
        "IncomingWebhookUpdateForInteractionCallbackRequestPartial",
    ):
        schemas[edit]["properties"]["tts"] = {"type": "boolean"}


def _closed(node: Any) -> Any:
    """Close every described object to keys the description does not name."""
    if isinstance(node, dict):
        if (
            node.get("type") == "object"
            and "properties" in node
            and "additionalProperties" not in node
        ):
            node["additionalProperties"] = False
        for value in node.values():
            _closed(value)
    elif isinstance(node, list):
        for value in node:
            _closed(value)
    return node
