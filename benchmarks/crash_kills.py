"""Kill an ingest at random moments, many times, and look for lost, half or double articles.

    python -m benchmarks.crash_kills --kills 1000

Each round changes a third of 200 articles and deletes some, in a process that is killed without
warning (SIGKILL) at a random moment. After every kill the catalog is compared with what the
process had reported as committed; every so often a run is left to finish, and then catalog,
full-text index and vectors must agree and every vector must be found by searching for it. Vectors
are made by hashing: an embedding model has no part in this, and without it more of the time goes
into the writes that are aimed at.
"""

import argparse
import json
import logging
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from benchmarks.hashing import hashing_embedder
from footnote.retrieval.article import Article, Passage
from footnote.retrieval.catalog import SqliteCatalog
from footnote.retrieval.cleaning import article_id
from footnote.retrieval.ingesting import ingestion
from footnote.retrieval.ingesting.chunking import chunk
from footnote.retrieval.options import ChunkingOptions, RetrievalOptions
from footnote.retrieval.storage.health import check
from footnote.retrieval.storage.library import Library

ARTICLES = 200
FINISH_EVERY = 20
FOLDER = "libraries/kills"
MENDED = "mended"


@dataclass
class Story:
    """What has been asked for and what has been reported, article by article."""

    random: random.Random
    home: Path
    versions: dict[int, int] = field(default_factory=dict)
    possible: dict[int, set[int | None]] = field(default_factory=dict)
    passages: dict[str, list[Passage]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    kills: int = 0
    finished: int = 0
    commits_cut: int = 0
    mended: int = 0

    @property
    def wire(self) -> Path:
        """The file the articles of this round come from."""
        return self.home / "wire.jsonl"


def url(number: int) -> str:
    """Return an article's address."""
    return f"https://orla.test/{number}"


def text_of(number: int, version: int) -> str:
    """Return a text of about six passages that names its article and version in each."""
    line = f"Article {number} in version {version} tells of the ferry and the bridge. "
    return "\n\n".join((f"Part {part}. " + line * 9).strip() for part in range(6))


def next_round(story: Story) -> list[int]:
    """Change a third of the articles, write the wire, and return those to delete."""
    doomed = story.random.sample(range(ARTICLES), 10)
    with story.wire.open("w", encoding="utf-8") as wire:
        for number in story.random.sample(range(ARTICLES), ARTICLES):
            if story.random.random() < 1 / 3 or number not in story.versions:
                story.versions[number] = story.versions.get(number, 0) + 1
            if number in doomed:
                continue
            text = text_of(number, story.versions[number])
            wire.write(json.dumps({"title": f"T{number}", "text": text, "url": url(number)}) + "\n")
    return doomed


def work(story: Story, doomed: list[int], report: int) -> None:
    """Ingest and delete, telling of each commit as soon as it is made; runs in a child."""
    numbers = {article_id(url(number)): number for number in range(ARTICLES)}

    def tell(kind: str, number: int) -> None:
        os.write(report, f"{kind} {number}\n".encode())

    def on_outcome(outcome: ingestion.ArticleOutcome) -> None:
        tell("holds", numbers[outcome.article_id or ""])

    tell_of_mending(report)
    with open_library(story.home) as library:
        ingestion.ingest(library, [story.wire], on_outcome=on_outcome)
        for number in doomed:
            library.forget([article_id(url(number))])
            tell("lacks", number)


def tell_of_mending(report: int) -> None:
    """Report each time a broken index is made again from the catalog."""

    class Teller(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            os.write(report, f"{MENDED}\n".encode())

    logger = logging.getLogger("footnote.retrieval.storage.freshness")
    logger.addHandler(Teller(level=logging.WARNING))
    logger.propagate = False


def open_library(home: Path) -> Library:
    """Open the library under attack."""
    options = RetrievalOptions(chunking=ChunkingOptions(target_chars=400))
    return Library.open(home / FOLDER, options, create=True, embedder=hashing_embedder())


def in_child(run: Callable[[int], None], kill_after: float | None) -> tuple[list[str], int]:
    """Run something in a forked process; return the lines it reported and its exit status."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        status = 1
        try:
            run(writing)
            status = 0
        except BaseException:  # noqa: BLE001 - the parent only sees that it failed
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)
    os.close(writing)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading) as lines:
        reported = [line.strip() for line in lines]
    _, status = os.waitpid(child, 0)
    return reported, status


def ended(status: int) -> str:
    """Tell how a child ended, from the status its parent waited for."""
    if os.WIFSIGNALED(status):
        return f"died of {signal.Signals(os.WTERMSIG(status)).name}"
    return f"failed with status {os.waitstatus_to_exitcode(status)}"


def one_round(story: Story, longest: float) -> float:
    """Run one round, killed unless it is the turn of one to finish; return how long it took."""
    doomed = next_round(story)
    for number in range(ARTICLES):
        allowed = story.possible.setdefault(number, {None})
        allowed.add(None if number in doomed else story.versions[number])
    finishing = story.kills >= (story.finished + 1) * FINISH_EVERY
    started = time.perf_counter()
    kill_after = None if finishing else story.random.uniform(0, longest)
    reported, status = in_child(lambda report: work(story, doomed, report), kill_after)
    seconds = time.perf_counter() - started
    story.mended += reported.count(MENDED)
    for line in reported:
        if line == MENDED:
            continue
        kind, name = line.split()
        story.possible[int(name)] = {story.versions[int(name)] if kind == "holds" else None}
    if finishing and status != 0:
        story.faults.append(f"round {story.kills}: the run after a kill {ended(status)}")
    story.kills += not finishing
    story.finished += finishing
    story.commits_cut += not finishing and 0 < len(reported) < ARTICLES
    look_at_catalog(story)
    if finishing:
        reported, status = in_child(lambda report: look_at_vectors(story, report), None)
        story.faults += reported
        if status != 0:
            story.faults.append(f"round {story.kills}: the check {ended(status)}")
        return seconds
    return longest


def look_at_catalog(story: Story) -> None:
    """Compare the catalog with what may be in it, and note what is lost, half or double."""
    path = story.home / FOLDER / "catalog.sqlite3"
    if not path.exists():
        return
    catalog = SqliteCatalog(path)
    held: dict[int, int] = {}
    for head in catalog.heads():
        article = catalog.article(head.id)
        assert article is not None
        number, version = map(int, (article.text.split()[3], article.text.split()[6]))
        if number in held:
            story.faults.append(f"kill {story.kills}: article {number} is double")
        held[number] = version
        whole = article.text == text_of(number, version)
        if not whole or catalog.passages(head.id) != passages_of(story, article):
            story.faults.append(f"kill {story.kills}: article {number} is half")
    for number, allowed in story.possible.items():
        if held.get(number) not in allowed:
            story.faults.append(
                f"kill {story.kills}: article {number} is {held.get(number)}, not of {allowed}"
            )
    catalog.close()


def passages_of(story: Story, article: Article) -> list[Passage]:
    """Return the passages an article is to have, cut once a version."""
    known = story.passages.get(article.content_hash)
    if known is None:
        known = story.passages[article.content_hash] = chunk(
            article, ChunkingOptions(target_chars=400)
        )
    return known


def look_at_vectors(story: Story, report: int) -> None:
    """Report what the library's own check finds, and what a search does not find."""
    with open_library(story.home) as library:
        for finding in check(library):
            os.write(report, f"kill {story.kills}: {finding.sentence}\n".encode())
        wanted = library.catalog.some_passage_ids(50)
        for passage_id, vector in library.vectors.vectors_of(wanted).items():
            nearest = library.nearest(vector, 5)
            if passage_id not in {name for name, _ in nearest}:
                os.write(report, f"kill {story.kills}: {passage_id} is not found\n".encode())


def main() -> int:
    """Run as many rounds as asked and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    # Imported here, the children find them imported: more of their short lives goes into writes.
    for name in ("chromadb", "chromadb.api.rust", "langchain_chroma", "httpx"):
        import_module(name)
    ingestion._BATCH_ARTICLES = 8
    home = Path(tempfile.mkdtemp(prefix="footnote-kills-"))
    story = Story(random.Random(asked.seed), home)
    started = time.perf_counter()
    longest = 2.0
    while story.kills < asked.kills or story.finished < story.kills // FINISH_EVERY:
        longest = one_round(story, longest)
        print(f"\r{story.kills} kills, {len(story.faults)} faults ", end="", file=sys.stderr)
        if story.faults:
            print("\n".join(story.faults), f"The library is kept in {home}.", sep="\n")
            break
    else:
        shutil.rmtree(home)
    print(
        f"{story.kills} kills of an ingest of {ARTICLES} articles, {story.commits_cut} of them "
        f"between its first commit and its last; {story.finished} runs left to finish; "
        f"{story.mended} broken indexes made again; {len(story.faults)} faults; "
        f"{time.perf_counter() - started:.0f} s, seed {asked.seed}"
    )
    return 1 if story.faults else 0


if __name__ == "__main__":
    sys.exit(main())
