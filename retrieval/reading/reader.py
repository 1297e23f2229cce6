"""A small extractive reader over windows of passages: does one answer, and with which words?"""

import json
import math
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from footnote.retrieval.errors import ModelDamaged, ModelMissing
from footnote.retrieval.models.checksums import file_hash
from footnote.retrieval.models.onnx import OnnxModel, open_model
from footnote.retrieval.models.weights import cache_folder
from footnote.retrieval.options import ModelOptions

if TYPE_CHECKING:
    from tokenizers import Encoding

CLS, SEP = 101, 102
"""BERT's tokens for the beginning of a row and the end of each text (uncased vocabulary)."""

Tokenize = Callable[[str], "Encoding"]


@dataclass(frozen=True, slots=True)
class WindowSizes:
    """How many tokens a row has at most, question and lead of them, and windows share."""

    row: int = 256
    question: int = 48
    lead: int = 40
    overlap: int = 64


@dataclass(frozen=True, slots=True)
class Window:
    """One row for the graph: [CLS] question [SEP] lead, part of the passage [SEP].

    Tokens from `first` up to the last but one are the passage's; `places` holds the (start, end)
    characters of each of these in the passage.
    """

    ids: list[int]
    type_ids: list[int]
    first: int
    places: Sequence[tuple[int, int]]


def windows_of(
    question: Sequence[int], lead: Sequence[int], passage: "Encoding", sizes: WindowSizes
) -> Iterator[Window]:
    """Yield the windows of a passage, each with the whole question and lead in front.

    `question` and `lead` are token ids without [CLS] and [SEP]; both are cut to their sizes.
    A passage of no tokens has no window.
    """
    head = [CLS, *question[: sizes.question], SEP]
    lead = lead[: sizes.lead]
    ids, places = bare(passage)
    room = sizes.row - len(head) - len(lead) - 1
    step = room - min(sizes.overlap, room - 1)
    for begin in range(0, len(ids), step):
        part = ids[begin : begin + room]
        row = [*head, *lead, *part, SEP]
        types = [0] * len(head) + [1] * (len(row) - len(head))
        yield Window(row, types, len(head) + len(lead), places[begin : begin + room])
        if begin + room >= len(ids):
            return


def bare(encoding: "Encoding") -> tuple[list[int], list[tuple[int, int]]]:
    """Return ids and places of a text's tokens without the [CLS] and [SEP] around them."""
    return list(encoding.ids[1:-1]), list(encoding.offsets[1:-1])


LONGEST_SPAN = 160
"""Tokens of a span at most: a list of ten steps is about that long."""


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens `first` to `last` of a window's passage.

    `margin` is the span's logit above "nowhere"; `confidence` the probability of its start times
    that of its end, among the places of the passage alone.
    """

    first: int
    last: int
    margin: float
    confidence: float


def best_span(
    starts: NDArray[np.float32], ends: NDArray[np.float32], first: int, last: int
) -> Span:
    """Return the best span whose tokens lie from `first` up to, but not at, `last`.

    Start and end are taken together: the pair of the highest sum whose end is not before its
    start. Place 0 ([CLS]) stands for "nowhere" (Devlin et al., 2019, section 4.3).
    """
    begin, end = starts[first:last].astype(np.float64), ends[first:last].astype(np.float64)
    sums = begin[:, None] + end[None, :]
    allowed = np.triu(np.ones(sums.shape, dtype=bool))
    allowed &= ~np.triu(np.ones(sums.shape, dtype=bool), LONGEST_SPAN)
    best = int(np.where(allowed, sums, -np.inf).argmax())
    left, right = divmod(best, len(end))
    nowhere = float(starts[0]) + float(ends[0])
    confidence = _share(begin, left) * _share(end, right)
    return Span(left, right, float(sums[left, right]) - nowhere, confidence)


def _share(logits: NDArray[np.float64], place: int) -> float:
    powers = np.exp(logits - logits.max())
    return float(powers[place] / powers.sum())


SHIPPED = Path(__file__).parent / "model"
"""The weights that come with Footnote; `training.export` writes them (see their model card)."""

_LONGEST_TEXT = 65_536
"""Tokens of a passage at most."""


@dataclass(frozen=True, slots=True)
class ReaderInput:
    """A passage with what stands above it; spans are offsets into `text` alone."""

    text: str
    title: str = ""
    headings: tuple[str, ...] = ()

    @property
    def lead(self) -> str:
        """Title and headings as the reader was trained to see them."""
        return " › ".join(part for part in (self.title, *self.headings) if part)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a passage says to a question.

    `answers` is the logit that the passage answers (higher is better; 0 is even odds where half of
    the passages are near misses), `text[start:end]` its best answering words, whether or not it
    answers, and `span_confidence` in [0, 1] how sure these are given that it does. A passage
    without words has `answers` of minus infinity and an empty span.
    """

    answers: float
    start: int
    end: int
    span_confidence: float

    @property
    def probability(self) -> float:
        """The probability that the passage answers, where half of the passages are near misses."""
        return 1 / (1 + math.exp(-max(self.answers, -700.0)))


_NOTHING = Reading(-math.inf, 0, 0, 0.0)


@dataclass(frozen=True, slots=True)
class _Model:
    """The graph, and how its two judgements make one: a logistic fit on validation pairs."""

    graph: OnnxModel
    answer_weight: float
    margin_weight: float
    bias: float


class Reader:
    """Reads passages for a question; loads at first use and may be shared between threads.

    Windows run one by one, on as many threads as there are processors: an int8 graph run in
    batches would let a passage's score depend on its neighbours (see `OnnxModel`).
    """

    def __init__(self, models: ModelOptions, folder: Path = SHIPPED) -> None:
        """Keep where the weights are: `model.onnx`, `tokenizer.json` and `reader.json`."""
        self._models = models
        self._folder = folder
        self._model: _Model | None = None
        self._loading = Lock()
        self._sizes = WindowSizes()
        self._pool = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="footnote-read")

    def read(self, question: str, passages: Sequence[ReaderInput]) -> list[Reading]:
        """Return one reading a passage, in the order given.

        A passage longer than a window is read in windows that overlap; the one that answers best
        speaks for it.

        Raises:
            ModelError: The weights are missing or damaged.
        """
        model = self._loaded()
        asked, _ = bare(model.graph.tokenize_with_places(question))
        leads = {
            lead: bare(model.graph.tokenize_with_places(lead))[0]
            for lead in {passage.lead for passage in passages}
        }
        rows = [
            (place, window)
            for place, passage in enumerate(passages)
            for window in windows_of(
                asked,
                leads[passage.lead],
                model.graph.tokenize_with_places(passage.text),
                self._sizes,
            )
        ]
        # The longest first: a thread that begins one last keeps the others waiting.
        rows.sort(key=lambda row: -len(row[1].ids))
        readings = [_NOTHING] * len(passages)
        done = self._pool.map(lambda row: _read(model, row[1]), rows)
        for (place, _), reading in zip(rows, done, strict=True):
            # Of equals the earlier words win, whatever order the windows were read in.
            readings[place] = max(
                readings[place], reading, key=lambda one: (one.answers, -one.start)
            )
        return readings

    def load(self) -> None:
        """Load the weights, if nobody has yet."""
        self._loaded()

    def warm_up(self) -> None:
        """Load the weights and run them once."""
        self.read("warm", [ReaderInput("up")])

    def _loaded(self) -> _Model:
        if self._model is None:
            with self._loading:
                if self._model is None:
                    self._model = _open(self._folder, self._models)
        return self._model


def _open(folder: Path, options: ModelOptions) -> _Model:
    weights = folder / "model.onnx"
    if not weights.is_file():
        raise ModelMissing(f"The reader's weights are not in {folder}. Install Footnote again.")
    try:
        facts = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
        expected = str(facts["sha256"])
        fit = (float(facts[name]) for name in ("answer_weight", "margin_weight", "bias"))
        numbers = tuple(fit)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelDamaged(f"{folder / 'reader.json'} cannot be read. {_CURE}") from error
    if file_hash(weights, cache_folder(options)) != expected:
        raise ModelDamaged(f"{weights} is not the file that reader.json describes. {_CURE}")
    graph = open_model(weights, folder / "tokenizer.json", max_tokens=_LONGEST_TEXT)
    return _Model(graph, *numbers)


_CURE = "Install Footnote again."


def _read(model: _Model, window: Window) -> Reading:
    starts, ends, answers = model.graph.run_all([window])
    span = best_span(starts[0], ends[0], window.first, len(window.ids) - 1)
    judged = (
        model.answer_weight * float(answers[0]) + model.margin_weight * span.margin + model.bias
    )
    return Reading(
        judged, window.places[span.first][0], window.places[span.last][1], span.confidence
    )
