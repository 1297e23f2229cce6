"""The container files name settings and commands that exist."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from footnote.bot.cli.app import COMMANDS
from footnote.bot.settings import load_settings

ROOT = Path(__file__).parents[3]


def run(tool: str, *arguments: str) -> None:
    """Run a tool installed beside this Python."""
    command = [str(Path(sys.executable).with_name(tool)), *arguments]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return loaded


def test_compose_sets_what_the_bot_understands(
    compose: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in compose["services"]["bot"]["environment"].items():
        if not name.endswith("_FILE"):
            monkeypatch.setenv(name, str(value))
    settings = load_settings()
    assert (settings.vectors.mode, settings.vectors.host) == ("server", "chroma")


def test_compose_passes_the_schema_of_compose_files() -> None:
    run("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml")


def test_the_dockerfile_passes_its_linter() -> None:
    run("hadolint", "--failure-threshold", "info", "Dockerfile")


def test_services_run_without_rights_and_on_a_read_only_root(compose: dict[str, Any]) -> None:
    for name in ("bot", "chroma"):
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "inside" in service["networks"]
    assert "ports" not in compose["services"]["chroma"]
    assert compose["networks"]["inside"]["internal"] is True


def test_every_service_has_limits_and_is_watched(compose: dict[str, Any]) -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    for name, service in compose["services"].items():
        assert "mem_limit" in service, name
        assert "healthcheck" in service or ("build" in service and "HEALTHCHECK" in dockerfile)


def test_secrets_and_volumes_that_services_use_are_declared(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert set(service.get("secrets", ())) <= set(compose["secrets"])
        named = {volume.split(":")[0] for volume in service.get("volumes", ())}
        assert {name for name in named if not name.startswith(".")} <= set(compose["volumes"])
    files = {name: secret["file"] for name, secret in compose["secrets"].items()}
    given = compose["services"]["bot"]["environment"]["FOOTNOTE_DISCORD__TOKEN_FILE"]
    assert given == "/run/secrets/discord_token"
    assert files == {"discord_token": "./secrets/discord_token"}
    assert "secrets" in (ROOT / ".dockerignore").read_text().split()
    assert "secrets/" in (ROOT / ".gitignore").read_text().split()


def test_the_image_sets_what_footnote_understands(monkeypatch: pytest.MonkeyPatch) -> None:
    found = dict(re.findall(r"(FOOTNOTE_\w+)=(\S+)", (ROOT / "Dockerfile").read_text()))
    assert found["FOOTNOTE_MODELS__CACHE"].startswith(found["FOOTNOTE_HOME"])
    for name, value in found.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    assert settings.models.hub is False
    assert settings.discord.health_port == 8080


def test_the_image_runs_a_command_that_exists_and_not_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text()
    command = re.search(r'^CMD \["(\w+)"\]', lines, re.MULTILINE)
    assert command is not None
    assert command.group(1) in COMMANDS
    assert re.search(r"^USER [1-9]\d+:[1-9]\d+$", lines, re.MULTILINE)


def test_the_image_holds_what_is_packaged_and_nothing_ignored() -> None:
    """Every room of the wheel is copied, and nothing copied is kept from the build."""
    copied = re.findall(r"^COPY (?!--)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    names = {name.split("/")[0] for line in copied for name in line.split()}
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    wheel = build["targets"]["wheel"]
    packaged = {path.split("/")[0] for path in (*wheel["only-include"], *wheel["force-include"])}
    assert packaged <= names
    assert not names & set((ROOT / ".dockerignore").read_text().split())
    assert all((ROOT / name).exists() for name in names)


def test_the_environment_example_names_settings_that_exist(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = (ROOT / ".env.example").read_text()
    found = re.findall(r"^#? ?(FOOTNOTE_\w+)=(.*)$", text, re.MULTILINE)
    assert len(found) >= 5
    for name, value in found:
        monkeypatch.setenv(name, value)
    assert load_settings().generation.model == "ollama:qwen3:4b"
