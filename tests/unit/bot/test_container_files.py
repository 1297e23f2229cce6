"""The container files name settings and commands that exist."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli.app import COMMANDS
from bot.settings import load_settings

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return loaded


def test_compose_sets_what_the_bot_understands(
    compose: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in compose["services"]["bot"]["environment"].items():
        monkeypatch.setenv(name, str(value))
    settings = load_settings()
    assert (settings.vectors.mode, settings.vectors.host) == ("server", "chroma")


def test_services_run_without_rights_and_on_a_read_only_root(compose: dict[str, Any]) -> None:
    for name in ("bot", "chroma"):
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "inside" in service["networks"]
    assert "ports" not in compose["services"]["chroma"]
    assert compose["networks"]["inside"]["internal"] is True


def test_the_image_runs_a_command_that_exists_and_not_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text()
    command = re.search(r'^CMD \["(\w+)"\]', lines, re.MULTILINE)
    assert command is not None
    assert command.group(1) in COMMANDS
    assert re.search(r"^USER footnote$", lines, re.MULTILINE)


def test_the_environment_example_names_settings_that_exist(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = (ROOT / ".env.example").read_text()
    found = re.findall(r"^#? ?(FOOTNOTE_\w+)=(.*)$", text, re.MULTILINE)
    assert len(found) >= 5
    for name, value in found:
        monkeypatch.setenv(name, value)
    assert load_settings().generation.model == "ollama:qwen3:4b"
