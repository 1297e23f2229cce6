"""Cuts of passages and rows of tokens keep the answer where it stands."""

import random

from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from training.encoding import WINDOW_TOKENS, encode
from training.examples import Example, Question, agreed_span, lead_of
from training.pairs import cut_passage, own_pairs
from training.sections import OwnArticle, OwnQuestion

SENTENCES = [f"The hut number {place} stands beside the path to the lake." for place in range(24)]
PASSAGE = " ".join(SENTENCES)

WORDS = ["[UNK]", "hut", "lake", "path", "answer"]


def tokenizer() -> Tokenizer:
    made = Tokenizer(WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    made.pre_tokenizer = Whitespace()
    return made


@given(seed=st.integers(0, 10_000), sentence=st.integers(0, 23))
def test_a_cut_keeps_the_answering_words(seed: int, sentence: int) -> None:
    start = PASSAGE.index(f"hut number {sentence} ")
    span = (start, start + len(f"hut number {sentence}"))
    cut, moved = cut_passage(PASSAGE, span, random.Random(seed))
    assert PASSAGE[moved:].startswith(cut)
    assert moved <= span[0] < span[1] <= moved + len(cut)
    assert cut.startswith("The hut")
    assert cut.endswith("lake.")


def test_a_place_between_sentences_leaves_the_passage_whole() -> None:
    text = "\n\n".join(SENTENCES)
    gap = text.index("\n\n")
    cuts = {cut_passage(text, (gap, gap + 2), random.Random(seed)) for seed in range(20)}
    assert cuts == {(text, 0)}


@given(before=st.integers(0, 600), after=st.integers(0, 600), question=st.integers(1, 80))
def test_a_row_holds_the_answer_at_its_place(before: int, after: int, question: int) -> None:
    text = "hut " * before + "answer answer" + " lake" * after
    example = Example(
        "path " * question, "hut lake", text, (4 * before, 4 * before + 13), "", "", ""
    )
    row = encode(example, tokenizer())
    assert len(row.ids) == len(row.types) <= WINDOW_TOKENS
    assert row.ids[row.start : row.end + 1] == [4, 4]
    assert row.ids.count(4) == 2
    assert row.first <= row.start


def test_a_near_miss_points_nowhere_and_padding_is_outside() -> None:
    from training.network import batch_of  # torch, which not everybody who collects needs

    short = encode(Example("path", "", "hut", None, "", "", ""), tokenizer())
    long = encode(Example("path", "hut", "lake lake", (0, 4), "", "", ""), tokenizer())
    batch = batch_of([short, long])
    assert batch.starts.tolist() == [0, 4]
    assert batch.answers.tolist() == [0.0, 1.0]
    assert batch.inside.tolist() == [
        [True, False, False, True, False, False, False],
        [True, False, False, False, True, True, False],
    ]
    assert batch.mask.tolist() == [[1] * 5 + [0] * 2, [1] * 7]


def test_the_span_annotators_agree_on_is_taken() -> None:
    question = Question("1", "?", ((0, 4), (10, 20), (11, 20), (12, 20)))
    assert agreed_span(question, "") == (11, 20)
    assert agreed_span(Question("1", "?", ((3, 9),)), "") == (3, 9)


def test_a_lead_leaves_out_what_is_empty() -> None:
    assert lead_of("Title", ("", "Fees")) == "Title › Fees"
    assert lead_of("", ()) == ""


def test_own_pairs_hold_answered_near_missed_and_other_sections() -> None:
    text = "Open all May.\n\n## Fees\n\nA raft costs 9 an hour.\n\n## Dogs\n\nDogs are welcome."
    asked = (
        OwnQuestion("raft price", ("9 an hour",), "what", ""),
        OwnQuestion("raft price in winter", (), "what", "another time"),
    )
    article = OwnArticle("x-1", "help", "Boats", text, asked)
    rng = random.Random(0)
    made = [one for _ in range(20) for one in own_pairs([article], rng)]
    assert {one.kind for one in made} == {"answered", "human-near-miss", "other-section"}
    for one in made:
        assert (one.span is not None) == (one.kind == "answered")
        if one.span:
            assert one.passage[slice(*one.span)] == "9 an hour"
            assert one.lead == "Boats › Fees"
