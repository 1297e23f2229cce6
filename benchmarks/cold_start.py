"""The first answer from nothing: `footnote ask`, and the script of the LangChain tutorial.

    python -m benchmarks.cold_start --home ~/.footnote --rounds 7

Each round starts one process of each, in turn. The tutorial's script, in an environment of its own,
imports `langchain_huggingface` and `langchain_chroma`, opens an index of the same passages on disk
and retrieves; it ranks by one vector search and generates nothing, so it does less. Its index is
built first from the library's own stored vectors, of whatever model: what it costs to open and to
search does not depend on their values. Settings of ours come from the environment
(`FOOTNOTE_EMBEDDING__MODEL`). `footnote chat` is timed to the first words it shows.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.figures import keep
from benchmarks.filling import material
from benchmarks.peers.environments import ENVIRONMENTS
from benchmarks.processes import Cost, measured
from footnote.bot.settings import load_settings
from footnote.retrieval.models.weights import resolve
from footnote.retrieval.options import ModelOptions
from footnote.retrieval.storage.library import Library, library_folder

QUESTION = "Which continent will soon require a single common charging standard?"
TUTORIAL = """
import sys
from langchain_chroma import Chroma
from langchain_huggingface import HuggingFaceEmbeddings

embeddings = HuggingFaceEmbeddings(model_name=sys.argv[1])
store = Chroma(persist_directory=sys.argv[2], embedding_function=embeddings)
print(store.as_retriever(search_kwargs={"k": 4}).invoke(sys.argv[3])[0].page_content[:80])
"""


def first_words(command: Sequence[str]) -> float:
    """Return the seconds until a process shows its first line."""
    started = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        seconds = time.perf_counter() - started
        process.communicate()
    if not line.strip():
        raise RuntimeError(f"{command} said nothing")
    return seconds


def build(home: Path, library: str, folder: str) -> int:
    """Build the tutorial's index of a library's passages; return how many there are."""
    from langchain_chroma import Chroma

    options = load_settings({"home": home}).retrieval()
    with Library.open(library_folder(home, library), options) as opened:
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
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument(
        "--environments",
        type=Path,
        default=Path("/tmp/footnote-peers/environments"),
        help="where the tutorial's environment lies, made where it is missing",
    )
    parser.add_argument("--json", type=Path, help="write the figures here too")
    asked = parser.parse_args()
    home = asked.home.expanduser()
    model = str(resolve("all-MiniLM-L6-v2", ModelOptions()).folder)
    with tempfile.TemporaryDirectory() as folder:
        count = build(home, asked.library, folder)
        ours = [
            sys.executable,
            "-c",
            "from footnote.bot.cli import main; main()",
            "--home",
            str(home),
        ]
        ours += ["--library", asked.library]
        python = str(ENVIRONMENTS["langchain"].python(asked.environments))
        commands = {
            "footnote ask": [*ours, "ask", QUESTION],
            "tutorial script": [python, "-c", TUTORIAL, model, folder, QUESTION],
        }
        taken: dict[str, list[Cost]] = {name: [] for name in commands}
        chats = []
        for _ in range(asked.rounds):
            for name, command in commands.items():
                taken[name].append(measured(command)[0])
            chats.append(first_words([*ours, "chat"]))
    print(f"{count:,} passages, {asked.rounds} rounds")
    for name, costs in taken.items():
        seconds, cpu, megabytes = (statistics.median(column) for column in zip(*costs, strict=True))
        print(f"{name}: {seconds:.2f} s, {cpu:.2f} s of processors, {megabytes:.0f} MB")
    print(f"first words of chat: {statistics.median(chats):.2f} s")
    pairs = list(zip(taken["tutorial script"], taken["footnote ask"], strict=True))
    ratio, by_cpu = (statistics.median(a[n] / b[n] for a, b in pairs) for n in (0, 1))
    print(f"the tutorial script takes {ratio:.1f} times as long, {by_cpu:.1f} times the processors")
    if asked.json:
        keep(asked.json, json.dumps({"passages": count, **taken, "chat": chats}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
