"""The embedder: order kept, questions remembered, one load."""

import threading
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from footnote.retrieval.embedding import Embedder


class LengthBackend:
    """A text's vector is (its length, 1), not normalised: easy to tell apart."""

    name = "length"
    dimension = 2

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.batches.append(list(texts))
        return np.array([[len(text), 1] for text in texts], dtype=np.float32)


@pytest.fixture
def backend() -> LengthBackend:
    return LengthBackend()


def embedder(backend: LengthBackend, **traits: str) -> Embedder:
    return Embedder(fingerprint="length:1", load=lambda: backend, **traits)


@given(st.lists(st.text(max_size=9), max_size=12))
def test_vectors_come_in_the_order_of_the_texts(texts: list[str]) -> None:
    vectors = embedder(LengthBackend()).embed_documents(texts)
    assert vectors == [[float(len(text)), 1.0] for text in texts]


def test_prefixes_go_before_questions_and_documents(backend: LengthBackend) -> None:
    both = embedder(backend, query_prefix="q: ", document_prefix="d: ")
    both.embed_query("who")
    both.embed_documents(["text"])
    assert backend.batches == [["q: who"], ["d: text"]]


def test_a_question_asked_again_is_not_embedded_again(backend: LengthBackend) -> None:
    asked = embedder(backend)
    first = asked.embed_query("who")
    first.append(99.0)
    assert asked.embed_query("who") == [3.0, 1.0]
    assert len(backend.batches) == 1


def test_the_oldest_questions_are_forgotten(backend: LengthBackend) -> None:
    asked = embedder(backend)
    for number in range(600):
        asked.embed_query(str(number))
    asked.embed_query("599")
    assert len(backend.batches) == 600
    asked.embed_query("0")
    assert len(backend.batches) == 601


def test_the_model_is_loaded_once_however_many_threads_ask(backend: LengthBackend) -> None:
    loads: list[int] = []
    gate = threading.Event()

    def load() -> LengthBackend:
        gate.wait(5)
        loads.append(1)
        return backend

    lazy = Embedder(fingerprint="length:1", load=load)
    threads = [threading.Thread(target=lazy.embed_query, args=(f"{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join()
    assert loads == [1]


def test_nothing_is_loaded_for_a_fingerprint_or_for_no_texts() -> None:
    lazy = Embedder(fingerprint="length:1", load=lambda: pytest.fail("loaded"))
    assert lazy.fingerprint == "length:1"
    assert lazy.embed_documents([]) == []
    sized = Embedder(fingerprint="length:1", load=lambda: pytest.fail("loaded"), dimension=2)
    assert sized.encode([]).shape == (0, 2)
