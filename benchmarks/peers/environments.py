"""An environment of its own for every system, made by `venv` and pip."""

import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

_REPORTED = (
    "import sys, importlib.metadata as m; print(*(f'{n}=={m.version(n)}' for n in sys.argv[1:]))"
)


@dataclass(frozen=True, slots=True)
class Environment:
    """What a system needs beyond the packages it shares with this project's environment.

    `shared` names what is reported as its versions. Torch and the other large libraries are not
    installed again: the environment looks into this one's packages after its own.
    """

    name: str
    packages: tuple[str, ...]
    reported: tuple[str, ...]

    def python(self, cache: Path) -> Path:
        """Return the environment's interpreter, making the environment where it is missing."""
        folder = cache / self.name
        python = folder / "bin" / "python"
        done = folder / "installed"
        if done.exists() and done.read_text(encoding="utf-8") == " ".join(self.packages):
            return python
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        major, minor = sys.version_info[:2]
        site = folder / "lib" / f"python{major}.{minor}" / "site-packages"
        (site / "shared.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
        if self.packages:
            pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            subprocess.run([*pip, *self.packages], check=True)
        done.write_text(" ".join(self.packages), encoding="utf-8")
        return python

    def versions(self, cache: Path) -> str:
        """Return the versions that matter, as `name==version …`."""
        command = [str(self.python(cache)), "-c", _REPORTED, *self.reported]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


ENVIRONMENTS = {
    "footnote": Environment("footnote", (), ("footnote-bot", "onnxruntime", "chromadb")),
    "langchain": Environment(
        "langchain",
        ("langchain-huggingface==1.2.3",),
        ("langchain-chroma", "langchain-huggingface", "sentence-transformers", "torch"),
    ),
    "txtai": Environment(
        "txtai", ("txtai==9.14.0",), ("txtai", "faiss-cpu", "transformers", "torch")
    ),
    "llamaindex": Environment(
        "llamaindex",
        (
            "llama-index-core==0.14.25",
            "llama-index-vector-stores-chroma==0.6.0",
            "llama-index-embeddings-huggingface==0.8.0",
        ),
        (
            "llama-index-core",
            "llama-index-vector-stores-chroma",
            "llama-index-embeddings-huggingface",
            "sentence-transformers",
            "torch",
        ),
    ),
}
