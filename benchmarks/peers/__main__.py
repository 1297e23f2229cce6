"""Cold start, ingestion, questions, memory and quality of Footnote and its peers, in one run.

    python -m benchmarks.peers --work /tmp/peers --json peers.json

Every system has an environment of its own under `--work` (made at the first run, some minutes) and
every measurement a process of its own. All are given the same passages. Ingestion is measured on
the first articles, each system embedding them itself with all-MiniLM-L6-v2; quality on all of
them, where the peers' indexes are built from vectors of the same model made once. Systems take
turns in every round; what is printed are medians over the rounds, wall-clock and (in brackets)
processor time, and ratios to Footnote in the same round (least to most). Rounds are added to those
that `--json` holds already, so a run can be cut short; `--rounds 0` prints what it holds.
"""

import argparse
import sys
from pathlib import Path

from benchmarks.peers.environments import ENVIRONMENTS
from benchmarks.peers.passages import prepare
from benchmarks.peers.results import PARTS, Results, differences, load, quality, store, times
from benchmarks.peers.run import OURS, PEERS, ROOT, Run
from benchmarks.peers.systems import SYSTEMS

DATA = ROOT.parent / "shared" / "data" / "realtimeqa-dev"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--work", type=Path, default=Path("/tmp/footnote-peers"))
    parser.add_argument("--articles", type=Path, default=DATA / "articles.jsonl")
    parser.add_argument("--questions", type=Path, default=DATA / "questions.jsonl")
    parser.add_argument("--slice", type=int, default=40, help="articles ingested by every system")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--json", type=Path, help="keep the figures here, and add to those there")
    asked = parser.parse_args()
    results = load(asked.json)
    if asked.rounds and results.ingest and results.slice != asked.slice:
        parser.error(f"{asked.json} holds rounds of --slice {results.slice}: ask for the same")
    if asked.rounds:
        prepared = prepare(asked.work.absolute(), asked.articles.absolute())
        run = Run(prepared, asked.articles.absolute(), asked.questions.absolute())
        run.build()
        results.passages, results.slice = len(run.rows), asked.slice
        results.settings = {name: SYSTEMS[name].settings for name in (*OURS, *PEERS)}
        results.versions = {
            name: environment.versions(run.environments)
            for name, environment in ENVIRONMENTS.items()
        }
        for _ in range(asked.rounds):
            for part in asked.parts:
                one_round(run, part, results)
                if asked.json:
                    store(results, asked.json)
    for name, versions in results.versions.items():
        print(f"{name}: {versions}")
    for name, settings in results.settings.items():
        print(f"{name}: {settings}")
    if results.cold and results.ingest and results.questions:
        print(f"\n{times(results)}")
    if results.ranks:
        print(f"\n{quality(results)}\n\n{differences(results)}")
        print(f"\n{differences(results, 'footnote-minilm')}")
    return 0


def one_round(run: Run, part: str, results: Results) -> None:
    """Measure one part of every system, one after the other."""
    names = (*OURS, *PEERS) if part == "questions" else ("footnote", *PEERS)
    found = {}
    for name in names:
        print(f"{part}: {name}", file=sys.stderr)
        if part == "cold":
            found[name] = run.cold(name)
        elif part == "ingest":
            found[name] = run.ingest(name, results.slice)
        else:
            found[name], results.ranks[name] = run.ask_all(name)
    results.rounds(part).append(found)


if __name__ == "__main__":
    sys.exit(main())
