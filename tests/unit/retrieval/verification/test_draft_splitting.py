"""A draft that is still being written, cut into sentences that will not change."""

from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.verification import DraftSentence, DraftSplitter, split_draft

DRAFT = (
    "The bridge opened. [1] It cost $3 million [2]. Mr. Smith **left** [1, 3].\n- 【2】 So it was."
)


def fed(text: str, sizes: list[int]) -> list[DraftSentence]:
    splitter, found, place = DraftSplitter(), [], 0
    for size in sizes:
        found += splitter.feed(text[place : place + size])
        place += size
    return [*found, *splitter.feed(text[place:]), *splitter.finish()]


def test_sentences_come_without_markers_and_markup() -> None:
    assert [(s.text, s.markers) for s in split_draft(DRAFT)] == [
        ("The bridge opened.", (1,)),
        ("It cost $3 million.", (2,)),
        ("Mr. Smith left.", (1, 3)),
        ("So it was.", (2,)),
    ]


@given(st.lists(st.integers(1, 12), max_size=30))
def test_it_does_not_matter_in_what_pieces_a_draft_comes(sizes: list[int]) -> None:
    assert fed(DRAFT, sizes) == split_draft(DRAFT)


def test_a_sentence_waits_for_its_footnote() -> None:
    splitter = DraftSplitter()
    assert splitter.feed("The bridge opened.") == []
    assert splitter.feed(" [") == []
    assert splitter.feed("1] ") == []
    assert splitter.feed("It cost") == [DraftSentence("The bridge opened.", (1,))]


def test_what_breaks_off_is_told() -> None:
    sentences = fed("The bridge opened [1]. It cost three", [])
    assert [sentence.whole for sentence in sentences] == [True, False]


def test_ranges_and_other_brackets_are_markers() -> None:
    (sentence,) = split_draft("It opened in May [1-3][^5] [passage 7].")
    assert sentence == DraftSentence("It opened in May.", (1, 2, 3, 5, 7))


def test_invisible_characters_are_dropped() -> None:
    (sentence,) = split_draft("It \u202eopened\u202c in\u200b May.")
    assert sentence.text == "It opened in May."


@given(st.text(max_size=200))
def test_no_marker_is_left_in_any_text(text: str) -> None:
    for sentence in split_draft(text):
        assert "[1]" not in sentence.text
