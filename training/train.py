"""Train the reader: `python -m training.train --help`."""

import argparse
import itertools
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer

from training.encoding import Row, encode
from training.examples import Example, read_examples
from training.network import Batch, ReaderNetwork, batch_of, freeze_below, load_weights, new_network
from training.pairs import own_pairs
from training.quotes import quote_pairs
from training.sections import read_own
from training.start import start_folder
from training.stepping import SharedSteps
from training.validation import validate

DATA = Path(__file__).parent / "data"

STEP_ROWS = 16
SMALL_ROWS = 4
PEAK = 1e-4
HEADS_FASTER = 5.0
FROZEN_LAYERS = 8
WARM_UP, DECAY = 0.03, 0.4
SHARES = {"own": 0.45, "products": 0.4, "shifted": 0.15}
"""Of each kind of questions, once the beginning of the run has shown SQuADShifts' alone."""
SHARES_FROM = 0.03


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path, help="pairs made by `python -m training.prepare`")
    parser.add_argument("folder", type=Path, help="where checkpoints and the log go")
    parser.add_argument("--total", type=int, default=30_000, help="pairs to see")
    parser.add_argument("--minutes", type=float, default=1e9, help="end earlier than that")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--every", type=int, default=4_000, help="pairs between validations")
    parser.add_argument("--seed", type=int, default=14, help="of the order of pairs")
    parser.add_argument("--peak", type=float, default=PEAK, help="highest learning rate")
    parser.add_argument("--frozen", type=int, default=FROZEN_LAYERS, help="lowest layers kept")
    parser.add_argument("--resume", type=Path, help="weights (.pt), or a graph as shipped")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(given.seed)
    start = start_folder()
    tokenizer = open_tokenizer(start)
    network = new_network(start / "model.onnx")
    if given.resume:
        load_weights(network, given.resume)
    freeze_below(network, given.frozen)
    network.eval()  # one pass over the pairs: dropout would only slow it
    run(network, tokenizer, given)


def open_tokenizer(folder: Path) -> Tokenizer:
    """Return the start's tokenizer without padding or truncation."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def run(network: ReaderNetwork, tokenizer: Tokenizer, given: argparse.Namespace) -> None:
    """Train until the pairs or the minutes are used up; log, validate and save on the way."""
    optimizer = torch.optim.AdamW(
        _groups(network, given.peak), weight_decay=0.01, betas=(0.9, 0.98)
    )
    steps = SharedSteps(network, given.threads, given.frozen)
    source = Source(given.pairs, tokenizer, given.seed)
    began, seen, last, losses = time.monotonic(), 0, 0, []
    log = (given.folder / "log.jsonl").open("a")
    progress = 0.0
    while progress < 1:
        rows = source.step(SHARES if progress >= SHARES_FROM else {"shifted": 1.0})
        rate = _rate(progress)
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * rate
        losses.append(steps.gradients(small_batches(rows)))
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        seen += len(rows)
        elapsed = time.monotonic() - began
        progress = max(seen / given.total, elapsed / 60 / given.minutes)
        if len(losses) % 25 == 0:
            said = {"pairs": seen, "seconds": round(elapsed), "progress": round(progress, 3)}
            mean = sum(losses[-25:]) / 25
            print(json.dumps({**said, "loss": round(mean, 4)}), file=log, flush=True)
        if seen - last >= given.every or progress >= 1:
            last = seen
            torch.save(network.state_dict(), given.folder / f"at-{seen}.pt")
            figures = validate(network, tokenizer, given.pairs.with_name("validation.jsonl"))
            print(json.dumps({"pairs": seen, **figures}), file=log, flush=True)
    torch.save(network.state_dict(), given.folder / "final.pt")


def small_batches(rows: Sequence[Row]) -> list[Batch]:
    """Return a step's rows in batches of like length."""
    ordered = sorted(rows, key=lambda row: len(row.ids))
    return [
        batch_of(ordered[first : first + SMALL_ROWS])
        for first in range(0, len(ordered), SMALL_ROWS)
    ]


class Source:
    """Rows for each step, those of one question together; our own set anew at each pass."""

    def __init__(self, pairs: Path, tokenizer: Tokenizer, seed: int) -> None:
        """Read the prepared pairs and the training part of our own set."""
        self._random = random.Random(seed)
        self._tokenizer = tokenizer
        self._articles = read_own(DATA / "train.jsonl")
        self._streams = {
            "own": self._passes(),
            "products": self._few_of(
                grouped(list(read_examples(pairs.with_name("products.jsonl"))))
            ),
            "shifted": self._around(grouped(list(read_examples(pairs)))),
        }

    def step(self, shares: Mapping[str, float]) -> list[Row]:
        """Return the rows of a step, of each kind of questions about this share."""
        rows: list[Row] = []
        while len(rows) < STEP_ROWS:
            (kind,) = self._random.choices(list(shares), list(shares.values()))
            rows += [encode(example, self._tokenizer) for example in next(self._streams[kind])]
        return rows

    def _passes(self) -> Iterator[list[Example]]:
        while True:
            pairs = [*own_pairs(self._articles, self._random)]
            pairs += quote_pairs(self._articles, self._random)
            groups = grouped(pairs)
            self._random.shuffle(groups)
            yield from groups

    def _around(self, groups: list[list[Example]]) -> Iterator[list[Example]]:
        for _ in itertools.count():
            self._random.shuffle(groups)
            yield from groups

    def _few_of(self, groups: list[list[Example]]) -> Iterator[list[Example]]:
        """Yield one that answers and one or two that do not, or two of a near miss."""
        for group in self._around(groups):
            answering = [one for one in group if one.span]
            others = [one for one in group if not one.span]
            most = self._random.choice((1, 2)) if answering else 2
            chosen = self._random.sample(others, min(most, len(others)))
            yield [*self._random.sample(answering, min(1, len(answering))), *chosen]


def grouped(examples: Sequence[Example]) -> list[list[Example]]:
    """Return examples by the question they are made from."""
    groups = defaultdict(list)
    for example in examples:
        groups[example.group].append(example)
    return list(groups.values())


def _groups(network: ReaderNetwork, peak: float) -> list[dict[str, object]]:
    heads = [*network.spans.parameters(), *network.answering.parameters()]
    body = [one for one in network.encoder.parameters() if one.requires_grad]
    return [
        {"params": body, "peak": peak},
        {"params": heads, "peak": peak * HEADS_FASTER},
    ]


def _rate(progress: float) -> float:
    return min(1.0, (progress + 1e-3) / WARM_UP, (1 - progress) / DECAY)


if __name__ == "__main__":
    main()
