"""Signatures against the similarity they estimate, computed the long way."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footnote.retrieval.duplicates.signature import PLACES, bands, sign, similarity, words

VOCABULARY = [f"word{n}" for n in range(5000)]


def jaccard(one: str, other: str) -> float:
    def runs(text: str) -> set[tuple[str, ...]]:
        found = words(text)
        return {tuple(found[n : n + 3]) for n in range(len(found) - 2)}

    return len(runs(one) & runs(other)) / len(runs(one) | runs(other))


@pytest.mark.parametrize("replaced", [0.0, 0.01, 0.05, 0.1, 0.3])
def test_the_estimate_is_near_the_truth(replaced: float) -> None:
    chance = random.Random(1)
    errors = []
    for _ in range(20):
        text = chance.choices(VOCABULARY, k=600)
        copy = [chance.choice(VOCABULARY) if chance.random() < replaced else w for w in text]
        one, other = " ".join(text), " ".join(copy)
        errors.append(similarity(sign(one), sign(other)) - jaccard(one, other))
    assert abs(np.mean(errors)) < 0.04
    assert max(map(abs, errors)) < 0.2


def test_case_punctuation_and_layout_are_no_difference() -> None:
    one = sign("The ferry, at last, stops.\nIt was old.")
    assert similarity(one, sign("THE FERRY at last stops — it was old")) == 1.0


def test_like_texts_share_bands_and_others_do_not() -> None:
    chance = random.Random(2)
    text = chance.choices(VOCABULARY, k=400)
    edited = [*text[:200], "a", "line", "put", "in", *text[200:]]
    other = chance.choices(VOCABULARY, k=400)
    mine = set(bands(sign(" ".join(text))))
    assert len(mine & set(bands(sign(" ".join(edited))))) > 20
    assert not mine & set(bands(sign(" ".join(other))))


def test_texts_without_spaces_are_compared_by_the_character() -> None:
    one = "渡轮索尔维格号将于六月三十日停运，镇议会星期一表示。它九十一年来一直穿越海湾。"
    assert 0.6 < similarity(sign(one), sign(one.replace("三十", "二十"))) < 1.0


def test_a_signature_never_changes() -> None:
    # They are stored: these numbers may only change together with a migration.
    assert sign("The ferry stops in June.")[:3].tolist() == [832549382, 1592631806, 385153070]


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_every_text_has_a_signature(text: str) -> None:
    signature = sign(text)
    assert signature.shape == (PLACES,)
    assert similarity(signature, sign(text)) == 1.0
    assert all(-(2**63) <= band < 2**63 for band in bands(signature))
