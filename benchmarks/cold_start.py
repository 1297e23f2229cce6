"""The first answer from nothing: `footnote ask`, and the script of the LangChain tutorial.

    python -m benchmarks.cold_start --home ~/.footnote --rounds 5

Each round starts one process of each, in turn. The tutorial's script imports
sentence-transformers and `langchain_chroma`, opens an index of the same passages on disk and
retrieves; it ranks by one vector search and generates nothing, so it does less. Its index is built
at the first run from the library's own stored vectors, of whatever model: what it costs to open
and to search does not depend on their values.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.filling import material, open_library
from retrieval.models import resolve
from retrieval.options import ModelOptions

QUESTION = "Which continent will soon require a single common charging standard?"
TUTORIAL = """
import sys
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from sentence_transformers import SentenceTransformer

class Local(Embeddings):
    def __init__(self):
        self.model = SentenceTransformer(sys.argv[1])
    def embed_documents(self, texts):
        return self.model.encode(texts).tolist()
    def embed_query(self, text):
        return self.embed_documents([text])[0]

store = Chroma(persist_directory=sys.argv[2], embedding_function=Local())
print(store.as_retriever(search_kwargs={"k": 4}).invoke(sys.argv[3])[0].page_content[:80])
"""


def run(command: Sequence[str]) -> tuple[float, float, float]:
    """Return the seconds, processor seconds and peak megabytes of a process that must succeed."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} failed")
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000


def build(home: Path, library: str, folder: str) -> int:
    """Build the tutorial's index of a library's passages; return how many there are."""
    from langchain_chroma import Chroma

    with open_library(home, library) as opened:
        made = material(opened)
    store = Chroma(persist_directory=folder)._collection
    for start in range(0, len(made.texts), 5000):
        part = slice(start, start + 5000)
        names = [str(number) for number in range(len(made.texts))[part]]
        store.add(ids=names, documents=made.texts[part], embeddings=np.array(made.vectors[part]))
    return len(made.texts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--home", type=Path, default=Path("~/.footnote"))
    parser.add_argument("--library", default="default")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    home = asked.home.expanduser()
    model = str(resolve("all-MiniLM-L6-v2", ModelOptions()).folder)
    with tempfile.TemporaryDirectory() as folder:
        count = build(home, asked.library, folder)
        ours = ["-c", "from bot.cli import main; main()", "--home", str(home)]
        commands = {
            "footnote ask": [*ours, "--library", asked.library, "ask", QUESTION],
            "tutorial script": ["-c", TUTORIAL, model, folder, QUESTION],
        }
        taken = {name: [] for name in commands}  # type: dict[str, list[tuple[float, float, float]]]
        for _ in range(asked.rounds):
            for name, command in commands.items():
                taken[name].append(run([sys.executable, *command]))
    print(f"{count:,} passages, {asked.rounds} rounds")
    for name, costs in taken.items():
        seconds, cpu, megabytes = (statistics.median(column) for column in zip(*costs, strict=True))
        print(f"{name}: {seconds:.2f} s, {cpu:.2f} s of processors, {megabytes:.0f} MB")
    pairs = zip(taken["tutorial script"], taken["footnote ask"], strict=True)
    ratio = statistics.median(theirs[0] / mine[0] for theirs, mine in pairs)
    print(f"the tutorial script takes {ratio:.1f} times as long")
    return 0


if __name__ == "__main__":
    sys.exit(main())
