"""One system doing one thing, in a process of its own; prints one JSON object.

python -m benchmarks.peers.child langchain ask --model MODEL --store DIR --question "Who?"
"""

import argparse
import json
import time
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.peers.systems import SYSTEMS, Source


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("system", choices=SYSTEMS)
    parser.add_argument("action", choices=["build", "ingest", "ask", "questions"])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--passages", type=Path)
    parser.add_argument("--articles", type=Path, default=Path())
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--first", type=int, default=0, help="only so many passages")
    parser.add_argument("--question", default="")
    asked = parser.parse_args()
    system = SYSTEMS[asked.system]()
    system.load(asked.model)
    result: dict[str, object] = {}
    if asked.action in {"build", "ingest"}:
        rows = [json.loads(line) for line in asked.passages.read_text("utf-8").splitlines()]
        rows = rows[: asked.first or None]
        given = np.load(asked.vectors)[: len(rows)] if asked.action == "build" else None
        started = time.perf_counter()
        system.build(Source(rows, given, asked.articles), asked.store)
        seconds = time.perf_counter() - started
        result = {"passages": len(rows), "seconds": seconds}
    elif asked.action == "ask":
        system.open(asked.store)
        result = {"ids": system.search(asked.question, date.max)}
    else:
        system.open(asked.store)
        lines = asked.questions.read_text("utf-8").splitlines()
        questions = [json.loads(line) for line in lines]
        system.search("Is it warm?", date.max)
        ids, taken, cpu = [], [], time.process_time()
        for question in questions:
            started = time.perf_counter()
            ids.append(system.search(question["question"], date.fromisoformat(question["asked"])))
            taken.append((time.perf_counter() - started) * 1000)
        spent = (time.process_time() - cpu) * 1000 / len(questions)
        result = {"ids": ids, "milliseconds": taken, "cpu": spent}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
