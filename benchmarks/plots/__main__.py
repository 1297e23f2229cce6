"""Draw the pictures of `docs/` from the results that benchmarks keep with `--json`.

    python -m benchmarks.plots

A picture whose results are not there is left as it is. What `benchmarks/results/` holds was made by

    python -m benchmarks.peers --slice 8 --json peers.json
    python -m benchmarks.warm_answers --home HOME --json warm_answers.json
    python -m benchmarks.scale --sizes 10000 100000 1000000 --json scale.json
    python -m benchmarks.concurrency --home HOME --first 16 --json concurrency.json
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks.plots.pictures import (
    concurrency,
    peer_quality,
    peer_times,
    quality_by_latency,
    scale,
)

RESULTS = Path(__file__).parents[1] / "results"
IMAGES = Path(__file__).parents[2] / "docs" / "images"

PICTURES: Mapping[str, tuple[str, Callable[[Path], str]]] = {
    "peer-times.svg": ("peers.json", peer_times),
    "peer-quality.svg": ("peers.json", peer_quality),
    "quality-by-latency.svg": ("warm_answers.json", quality_by_latency),
    "scale.svg": ("scale.json", scale),
    "concurrency.svg": ("concurrency.json", concurrency),
}
"""Each picture's results and what draws it."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Write every picture that is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--images", type=Path, default=IMAGES)
    asked = parser.parse_args(arguments)
    for name, (results, draw) in PICTURES.items():
        source, target = asked.results / results, asked.images / name
        if not source.exists():
            print(f"{name}: there is no {source}")
            continue
        content = draw(source)
        if not target.exists() or target.read_text(encoding="utf-8") != content:
            target.write_text(content, encoding="utf-8")
            print(f"wrote {target}")


if __name__ == "__main__":
    main()
