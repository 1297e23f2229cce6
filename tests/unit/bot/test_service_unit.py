"""The systemd unit is sound, and sets what Footnote understands."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from footnote.bot.cli.app import COMMANDS
from footnote.bot.settings import load_settings

UNIT = Path(__file__).parents[3] / "deploy" / "footnote-discord.service"


def values(name: str) -> list[str]:
    return re.findall(rf"^{name}=(.*)$", UNIT.read_text(), re.MULTILINE)


def test_its_variables_are_settings_and_its_command_exists(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "discord_token").write_text("not-a-token\n")
    (tmp_path / "footnote.toml").write_text("")
    for line in values("Environment"):
        name, value = line.split("=", 1)
        monkeypatch.setenv(name, value.replace("%d", str(tmp_path)))
    monkeypatch.setenv("FOOTNOTE_CONFIG", str(tmp_path / "footnote.toml"))
    settings = load_settings()
    assert settings.discord.token is not None
    assert settings.discord.token.get_secret_value() == "not-a-token"
    (command,) = values("ExecStart")
    assert command.split()[1] in COMMANDS


def test_it_stops_no_sooner_than_the_bot_wants_to() -> None:
    (seconds,) = values("TimeoutStopSec")
    assert int(seconds) > load_settings().discord.shutdown_grace_s


def test_it_may_write_to_its_state_only() -> None:
    (state,) = values("StateDirectory")
    homes = [line.split("=")[1] for line in values("Environment") if "/var/" in line]
    assert all(home.startswith(f"/var/lib/{state}") for home in homes)
    assert values("ProtectSystem") == ["strict"]
    assert values("NoNewPrivileges") == ["yes"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_systemd_finds_nothing_wrong_with_it(tmp_path: Path) -> None:
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text().replace("/opt/footnote/bin/footnote", "/bin/true"))
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    complaints = [line for line in told.stderr.splitlines() if UNIT.name in line]
    assert (told.returncode, complaints) == (0, [])
