"""A set of keys kept outside memory, against Python's own set."""

from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.ingesting.ingestion import SeenKeys


@given(st.lists(st.one_of(st.sampled_from(["a", "A", "é", "\ud800", ""]), st.text(max_size=5))))
def test_it_tells_new_keys_as_a_set_does(keys: list[str]) -> None:
    known: set[str] = set()
    with SeenKeys() as seen:
        for key in keys:
            assert seen.add(key) is (key not in known)
            known.add(key)
