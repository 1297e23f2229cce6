"""A host that falls silent: how soon it notices, and how soon others get what it held.

Two network namespaces joined by one cable stand for two hosts; PostgreSQL (from the wheel) runs in
the first, a writer in the middle of a transaction and a bot with a shard in the second. Then the
cable is cut, so that no packet says goodbye. Needs root and `ip`.
"""

import argparse
import asyncio
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr

from footnote.bot.discord.journal import Journal
from footnote.bot.discord.state.session import SessionShare
from footnote.retrieval.errors import FootnoteError
from footnote.retrieval.options import CatalogOptions, RetrievalOptions, VectorOptions
from footnote.retrieval.storage.library import Library
from tests.support.postgres import running_postgres
from tests.support.shelf import BRIDGE, FERRY, open_shelf, shelve

HERE, THERE = "footnote-one", "footnote-two"
HOST, OTHER = "10.231.17.1", "10.231.17.2"
PATIENCE_S = 120.0


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


@contextmanager
def two_hosts() -> Iterator[None]:
    """Make the namespaces and the cable between them."""
    for name in (HERE, THERE):
        ip("netns", "add", name)
    try:
        ip("link", "add", "name", "footnote1", "type", "veth", "peer", "name", "footnote2")
        for place, device, address in ((HERE, "footnote1", HOST), (THERE, "footnote2", OTHER)):
            ip("link", "set", device, "netns", place)
            ip("-n", place, "address", "add", f"{address}/24", "dev", device)
            for each in ("lo", device):
                ip("-n", place, "link", "set", each, "up")
        yield
    finally:
        for name in (HERE, THERE):
            ip("netns", "delete", name)


def options_at(url: str) -> RetrievalOptions:
    return RetrievalOptions(
        catalog=CatalogOptions(url=SecretStr(url)), vectors=VectorOptions(mode="postgres")
    )


def there(url: str) -> None:
    """Hold a transaction and a shard on the other host, and tell what becomes of reading."""
    options = options_at(url)
    share = SessionShare(options.catalog, 1, Journal())

    async def hold() -> None:
        await share.take()
        print("shard", flush=True)
        losing = asyncio.create_task(share.lost())
        while share.held:  # noqa: ASYNC110 - what happens is a timer's
            await asyncio.sleep(0.05)
        print(f"adrift {time.time():.2f}", flush=True)
        await losing

    threading.Thread(target=asyncio.run, args=(hold(),), daemon=True).start()
    with tempfile.TemporaryDirectory() as home, open_shelf(Path(home), options=options) as shelf:
        threading.Thread(target=write, args=(shelf,), daemon=True).start()
        while True:
            try:
                shelf.heads()
            except FootnoteError:
                print(f"away {time.time():.2f}", flush=True)
                time.sleep(PATIENCE_S)
            time.sleep(0.1)


def write(shelf: Library) -> None:
    with shelf.locked(), shelf.catalog.writing() as writer:
        writer.next_generation()
        print("writer", flush=True)
        time.sleep(PATIENCE_S)


def inside() -> None:
    """Run PostgreSQL and the watchers on the first host."""
    with running_postgres(address=HOST) as server, tempfile.TemporaryDirectory() as home:
        options = options_at(server.url)
        with open_shelf(Path(home), options=options) as shelf:
            shelve(shelf, BRIDGE)
            command = ["ip", "netns", "exec", THERE, sys.executable, "-m", "benchmarks.partition"]
            other = subprocess.Popen(
                [*command, "--there", f"postgresql://postgres@{HOST}:{server.port}/postgres"],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            assert other.stdout is not None
            try:
                ready = {other.stdout.readline().strip() for _ in range(2)}
                assert ready == {"shard", "writer"}, ready
                time.sleep(2)
                cut_and_watch(shelf, options.catalog, other.stdout)
            finally:
                other.kill()


def cut_and_watch(shelf: Library, options: CatalogOptions, told: Iterator[str]) -> None:
    ip("-n", HERE, "link", "set", "footnote1", "down")
    cut = time.time()
    found: dict[str, float] = {}

    def take_shard() -> None:
        asyncio.run(asyncio.wait_for(SessionShare(options, 1, Journal()).take(), PATIENCE_S))
        found["another process has the shard"] = time.time() - cut

    def take_library() -> None:
        while "another process has written" not in found and time.time() - cut < PATIENCE_S:
            try:
                shelve(shelf, FERRY)
                found["another process has written"] = time.time() - cut
            except FootnoteError:
                time.sleep(0.1)

    watching: Sequence[threading.Thread] = [
        threading.Thread(target=take) for take in (take_shard, take_library)
    ]
    for thread in watching:
        thread.start()
    for line in told:
        word, at = line.split()
        what = "reading there is a sentence" if word == "away" else "the bot there takes no more on"
        found[what] = float(at) - cut
        if word == "away":
            break
    for thread in watching:
        thread.join()
    for what, seconds in sorted(found.items(), key=lambda pair: pair[1]):
        print(f"{seconds:5.1f} s  {what}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--there", metavar="URL", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.there:
        there(asked.there)
    elif asked.inside:
        inside()
    else:
        with two_hosts():
            again = [sys.executable, "-m", "benchmarks.partition", "--inside"]
            subprocess.run(["ip", "netns", "exec", HERE, *again], check=True)


if __name__ == "__main__":
    main()
