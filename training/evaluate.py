"""Test a reader beside the cross-encoder on the same pairs: `python -m training.evaluate --help`.

Nothing here has been trained on or chosen by. Intervals: 95 %, percentiles of 1,000 resamples of
the articles.
"""

import argparse
import hashlib
import json
import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from footnote.evaluation.metrics import normalise_answer, word_f1
from footnote.retrieval.models.onnx import open_model
from footnote.retrieval.options import ModelOptions
from footnote.retrieval.reading import Reader, ReaderInput
from footnote.retrieval.reading.reader import SHIPPED
from training.start import start_folder
from training.trials import Item, Trial, all_trials, dump, leads

RESAMPLES = 1_000
SPEED_PAIRS = 120


def main() -> None:
    """Read the command line, print a table and write it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("xquad", type=Path, help="xquad.en.json")
    parser.add_argument("squad2", type=Path, help="squad2-human-a.json")
    parser.add_argument("results", type=Path, help="folder of scores and the table")
    parser.add_argument("--items", type=int, default=100_000, help="drawn of each trial at most")
    parser.add_argument("--model", type=Path, default=SHIPPED, help="folder of the reader")
    given = parser.parse_args()
    reader = Reader(ModelOptions(), given.model)
    digest = hashlib.sha256((given.model / "model.onnx").read_bytes()).hexdigest()[:12]
    table = []
    trials = [drawn(one, given.items) for one in all_trials(given.xquad, given.squad2)]
    for trial in trials:
        name = f"{trial.name}-{len(trial.items)}.json"
        ours = _kept(given.results / f"{digest}-{name}", partial(read, reader), trial)
        theirs = _kept(given.results / f"start-{name}", relevance, trial)
        table.append(figures(trial, ours, theirs))
        print(json.dumps(table[-1]), flush=True)
    table.append(speed(reader, trials[0]))
    print(json.dumps(table[-1]))
    dump(given.results / f"table-{digest}.json", table)


def drawn(trial: Trial, items: int) -> Trial:
    """Return a trial with some of its items, the same at every run."""
    chosen = random.Random(0).sample(range(len(trial.items)), min(items, len(trial.items)))
    return Trial(trial.name, tuple(trial.items[place] for place in sorted(chosen)))


Scores = list[list[float | str | int]]
"""One row an item: score, answering words, number of their passage."""


def _kept(path: Path, work: Callable[[Trial], Scores], trial: Trial) -> Scores:
    if path.is_file():
        kept: Scores = json.loads(path.read_text())
        return kept
    made = work(trial)
    dump(path, made)
    return made


def read(reader: Reader, trial: Trial) -> Scores:
    """Return the reader's best passage for each item."""
    found: Scores = []
    for item in trial.items:
        inputs = [ReaderInput(text, title, heads) for title, heads, text in item.passages]
        readings = reader.read(item.question, inputs)
        best = max(range(len(readings)), key=lambda one: readings[one].answers)
        told = readings[best]
        found.append([told.answers, inputs[best].text[told.start : told.end], best])
    return found


def relevance(trial: Trial) -> Scores:
    """Return the cross-encoder's best passage for each item, title and headings in front."""
    start = start_folder()
    model = open_model(start / "model.onnx", start / "tokenizer.json", max_tokens=512)
    found: Scores = []
    for item in trial.items:
        texts = [
            f"{lead}\n{text}" for lead, (_, _, text) in zip(leads(item), item.passages, strict=True)
        ]
        rows = model.tokenize([(item.question, text) for text in texts])
        logits = [float(model.run([row])[0, 0]) for row in rows]
        best = int(np.argmax(logits))
        found.append([logits[best], "", best])
    return found


def figures(trial: Trial, ours: Scores, theirs: Scores) -> dict[str, object]:
    """Return AUROC of both with intervals, their difference's, and exactness of the spans."""
    items = trial.items
    gold = np.array([item.answered for item in items])
    mine = np.array([row[0] for row in ours], dtype=float)
    other = np.array([row[0] for row in theirs], dtype=float)
    articles = [item.article for item in items]

    def auroc(scores: NDArray[np.float64]) -> Callable[[NDArray[np.int64]], float]:
        return lambda rows: float(roc_auc_score(gold[rows], scores[rows]))

    f1 = np.array([_f1(item, row) for item, row in zip(items, ours, strict=True)])
    exact = np.array([_exact(item, row) for item, row in zip(items, ours, strict=True)])
    return {
        "trial": trial.name,
        "answered": int(gold.sum()),
        "not": int((~gold).sum()),
        "reader": with_interval(auroc(mine), articles),
        "cross-encoder": with_interval(auroc(other), articles),
        "gain": with_interval(lambda rows: auroc(mine)(rows) - auroc(other)(rows), articles),
        "answered at 5 % false": _at_five(mine, gold),
        "cross-encoder at 5 % false": _at_five(other, gold),
        "span f1": with_interval(lambda rows: float(f1[rows][gold[rows]].mean()), articles),
        "span exact": with_interval(lambda rows: float(exact[rows][gold[rows]].mean()), articles),
    }


def with_interval(
    statistic: Callable[[NDArray[np.int64]], float], articles: Sequence[str]
) -> list[float]:
    """Return a statistic with the bounds of its interval, resampled by article."""
    places = defaultdict(list)
    for place, article in enumerate(articles):
        places[article].append(place)
    groups = [np.array(one) for one in places.values()]
    rng = np.random.default_rng(0)
    drawn = []
    for _ in range(RESAMPLES):
        chosen = rng.integers(len(groups), size=len(groups))
        drawn.append(statistic(np.concatenate([groups[one] for one in chosen])))
    low, high = np.percentile(drawn, [2.5, 97.5])
    whole = statistic(np.arange(len(articles)))
    return [round(float(one), 4) for one in (whole, low, high)]


def _at_five(scores: NDArray[np.float64], gold: NDArray[np.bool_]) -> float:
    threshold = np.quantile(scores[~gold], 0.95)
    return round(float((scores[gold] > threshold).mean()), 4)


def _f1(item: Item, row: Sequence[float | str | int]) -> float:
    return max((word_f1(str(row[1]), one) for one in item.golds), default=0.0)


def _exact(item: Item, row: Sequence[float | str | int]) -> float:
    given = normalise_answer(str(row[1]))
    return float(any(given == normalise_answer(one) for one in item.golds))


def speed(reader: Reader, trial: Trial) -> dict[str, object]:
    """Return milliseconds a pair of both, taken in turns on the same pairs, one thread each."""
    start = start_folder()
    model = open_model(start / "model.onnx", start / "tokenizer.json", max_tokens=512)
    times = np.zeros((SPEED_PAIRS, 2))
    for place, item in enumerate(trial.items[:SPEED_PAIRS]):
        title, headings, text = item.passages[0]
        began = time.process_time()
        reader.read(item.question, [ReaderInput(text, title, headings)])
        between = time.process_time()
        model.run(model.tokenize([(item.question, text)]))
        times[place] = between - began, time.process_time() - between
    middle = np.median(times, axis=0) * 1000
    ratio = np.median(times[:, 0] / times[:, 1])
    return {
        "trial": "speed, processor milliseconds a pair",
        "reader": round(float(middle[0]), 1),
        "cross-encoder": round(float(middle[1]), 1),
        "ratio": round(float(ratio), 3),
    }


if __name__ == "__main__":
    main()
