"""Settings come from the file, then the environment, then flags, and mistakes are named."""

from pathlib import Path

import pytest

from footnote.bot.settings import load_settings
from footnote.retrieval.errors import SettingsError


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOOTNOTE_HOME", str(tmp_path))
    return tmp_path


def write(home: Path, text: str) -> None:
    (home / "footnote.toml").write_text(text)


def test_later_places_win_setting_by_setting(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(home, "[answering]\nmax_quotes = 1\nthreshold = 4.0\n[search]\npassages = 7\n")
    monkeypatch.setenv("FOOTNOTE_ANSWERING__MAX_QUOTES", "2")
    settings = load_settings({"answering": {"answerer": "generative"}, "library": None})
    assert settings.answering.max_quotes == 2
    assert settings.answering.threshold == 4.0
    assert settings.answering.answerer == "generative"
    assert settings.search.passages == 7
    assert settings.library == "default"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[serch]\npassages = 1\n", "unknown setting `serch`. Did you mean search?"),
        ("[search]\npasages = 1\n", "unknown setting `search.pasages`. Did you mean passages?"),
        ("[search]\npassages = 'x'\n", "`search.passages`"),
        ("[search\n", "is not TOML"),
    ],
)
def test_a_wrong_file_is_named_with_the_right_name(home: Path, text: str, words: str) -> None:
    write(home, text)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert words in str(caught.value)
    assert "footnote.toml" in str(caught.value)


def test_a_wrong_variable_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_LIBARY", "x")
    with pytest.raises(SettingsError, match="Did you mean FOOTNOTE_LIBRARY"):
        load_settings()


def test_secrets_show_in_no_message(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_DISCORD__TOKEN", "hush-hush")
    monkeypatch.setenv("FOOTNOTE_GENERATION__API_KEY", "hush-hush")
    assert "hush" not in repr(load_settings())
    monkeypatch.setenv("FOOTNOTE_GENERATION__MAX_TOKENS", "hush-hush")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "hush" not in str(caught.value)


def test_a_named_file_must_be_there(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_CONFIG", str(home / "gone.toml"))
    with pytest.raises(SettingsError, match="which is no file"):
        load_settings()
