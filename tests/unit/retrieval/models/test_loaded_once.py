"""What is costly to load is loaded once for all who hold it, and again after nobody does."""

import gc
from pathlib import Path
from threading import Barrier, Thread

import pytest

from footnote.retrieval.models.onnx import Shared, state_of


class Thing:
    """Stands for a loaded model."""


def test_who_asks_for_the_same_holds_the_same() -> None:
    shared: Shared[Thing] = Shared()
    one = shared.get("a", Thing)
    assert shared.get("a", lambda: pytest.fail("loaded again")) is one
    assert shared.get("b", Thing) is not one


def test_many_at_once_load_it_once() -> None:
    shared: Shared[Thing] = Shared()
    loads: list[Thing] = []
    held: list[Thing] = []

    def load() -> Thing:
        loads.append(Thing())
        return loads[-1]

    threads = [Thread(target=lambda: held.append(shared.get("a", load))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(loads), held) == (1, loads * 8)


def test_different_things_load_beside_each_other() -> None:
    shared: Shared[Thing] = Shared()
    both = Barrier(2, timeout=10)

    def load() -> Thing:
        both.wait()
        return Thing()

    other = Thread(target=lambda: shared.get("a", load))
    other.start()
    shared.get("b", load)
    other.join()


def test_what_nobody_holds_is_let_go() -> None:
    shared: Shared[Thing] = Shared()
    loads = [0]

    def load() -> Thing:
        loads[0] += 1
        return Thing()

    shared.get("a", load)
    gc.collect()
    shared.get("a", load)
    assert loads == [2]


def test_a_load_that_fails_is_tried_again() -> None:
    shared: Shared[Thing] = Shared()

    def fail() -> Thing:
        raise OSError("torn")

    with pytest.raises(OSError, match="torn"):
        shared.get("a", fail)
    assert isinstance(shared.get("a", Thing), Thing)


def test_a_file_that_has_changed_is_another(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    missing = state_of(path)
    path.write_bytes(b"one")
    first = state_of(path)
    assert state_of(path) == first != missing
    path.write_bytes(b"other")
    assert state_of(path) != first
