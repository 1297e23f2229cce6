"""Secrets come from files as well, and what is wrong with a file is said without the secret."""

from pathlib import Path

import pytest

from footnote.bot.settings import Settings, load_settings, secret_paths
from footnote.retrieval.errors import SettingsError

VARIABLE = "FOOTNOTE_DISCORD__TOKEN"


def put(folder: Path, content: bytes) -> str:
    file = folder / "secret"
    file.write_bytes(content)
    return str(file)


def test_every_secret_setting_is_known() -> None:
    assert set(secret_paths(Settings)) >= {
        ("discord", "token"),
        ("vectors", "token"),
        ("generation", "api_key"),
    }


def test_a_secret_is_read_without_the_end_of_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "")
    monkeypatch.setenv(f"{VARIABLE}_FILE", put(tmp_path, b" s3cret \r\n"))
    token = load_settings().discord.token
    assert token is not None
    assert token.get_secret_value() == " s3cret "


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\n", "is empty"), (b"\xff\xfe", "is not UTF-8"), (None, "No such file")],
)
def test_a_file_that_cannot_be_used_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, words: str
) -> None:
    file = put(tmp_path, content) if content is not None else str(tmp_path / "absent")
    monkeypatch.setenv(f"{VARIABLE}_FILE", file)
    with pytest.raises(SettingsError, match=words) as told:
        load_settings()
    assert file in str(told.value)


def test_a_secret_given_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "one")
    monkeypatch.setenv(f"{VARIABLE}_FILE", put(tmp_path, b"two"))
    with pytest.raises(SettingsError, match="both set") as told:
        load_settings()
    assert "one" not in str(told.value).split()
    assert "two" not in str(told.value).split()


def test_only_secrets_may_stand_in_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_SEARCH__PASSAGES_FILE", "/tmp/x")
    with pytest.raises(SettingsError, match="FOOTNOTE_SEARCH__PASSAGES_FILE"):
        load_settings()
