"""Who reads a pair, and how late interaction scores it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from footnote.retrieval.embedding import Embedder, LateScale
from footnote.retrieval.languages import Language
from footnote.retrieval.reranking import LateInteraction, ScorerByLanguage
from footnote.retrieval.reranking.scorer import Remembering

SCALE = LateScale(
    steepness=10.0,
    overlap=2.0,
    even=dict.fromkeys(Language, 0.5),
    across=dict.fromkeys(Language, 0.25),
)


class Letters:
    """A token is a word; its vector is (1, 0) where it begins with "p", else (0, 1)."""

    name = "letters"
    dimension = 2

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise AssertionError("late interaction reads tokens")

    def pieces(self, word: str) -> int:
        raise AssertionError("late interaction reads tokens")

    def tokens(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        return [
            np.array(
                [[1.0, 0.0] if word.startswith("p") else [0.0, 1.0] for word in text.split()],
                dtype=np.float32,
            )
            for text in texts
        ]


class Constant:
    """Scores every text alike and keeps what it was asked."""

    def __init__(self, score: float) -> None:
        self._score = score
        self.asked: list[str] = []

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        self.asked += texts
        return [self._score] * len(texts)

    def load(self) -> None: ...

    def warm_up(self) -> None: ...

    def close(self) -> None: ...


@pytest.fixture
def late() -> LateInteraction:
    return LateInteraction(Embedder(fingerprint="letters:1", load=Letters), SCALE)


def test_a_score_is_the_mean_of_the_best_matches_and_the_words_shared(
    late: LateInteraction,
) -> None:
    # Of "¿quién paga puentes?" two tokens of three find one like them in the first text.
    none, all_of_them = late.score("¿quién paga puentes?", ["puerto", "puentes de piedra"])
    assert none == pytest.approx(10 * (2 / 3 - 0.5))
    assert all_of_them == pytest.approx(10 * (1 - 0.5) + 2 * 1 / 2)


def test_across_languages_less_likeness_is_enough(late: LateInteraction) -> None:
    spanish = "puente de la ciudad y del puerto"
    (same,) = late.score("¿puentes?", [spanish])
    (across,) = late.score("what pays pipes", [spanish])
    assert same == pytest.approx(10 * (1 - 0.5))
    assert across == pytest.approx(10 * (1 - 0.25))


@pytest.mark.parametrize(
    ("query", "texts", "english"),
    [
        ("Who is the mayor?", ["The mayor of the town spoke.", "Weir Bridge"], [True, True]),
        (
            "Who is the mayor?",
            ["The mayor of the town spoke.", "La alcaldesa de la ciudad habló.", "市长发言。"],
            [True, False, False],
        ),
        (
            "Who is the mayor?",
            ["La alcaldesa de la ciudad habló.", "Lucía Núñez"],
            [False, False],
        ),
        ("¿Quién es el alcalde?", ["The mayor of the town spoke."], [False]),
    ],
)
def test_only_english_pairs_go_to_the_cross_encoder(
    query: str, texts: list[str], english: list[bool]
) -> None:
    cross_encoder, others = Constant(1.0), Constant(-1.0)
    reader: Any = ScorerByLanguage(cross_encoder, others)  # type: ignore[arg-type]
    assert reader.score(query, texts) == [1.0 if each else -1.0 for each in english]
    assert cross_encoder.asked == [t for t, each in zip(texts, english, strict=True) if each]


def test_what_was_scored_lately_is_not_scored_again() -> None:
    scorer = Constant(3.0)
    remembered = Remembering(scorer.score, most=2)
    assert remembered("q", ["a", "b", "a"]) == [3.0, 3.0, 3.0]
    assert remembered("q", ["b", "c"]) == [3.0, 3.0]
    assert scorer.asked == ["a", "b", "c"]
    assert remembered("q", ["a"]) == [3.0]
    assert scorer.asked[-1] == "a"
