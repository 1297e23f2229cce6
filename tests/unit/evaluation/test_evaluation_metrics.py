"""Every metric on worked examples, and where it does not apply."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnote.evaluation.metrics import (
    LOWER_IS_BETTER,
    METRICS,
    contains_answer,
    normalise_answer,
    word_f1,
)
from footnote.evaluation.record import SentenceCheck
from tests.support.records import QUOTE, answered, falsely_answered, refused, rightly_refused


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("The Denver Broncos!", "denver broncos"),
        ("  a  cat,\tan owl and THE dog ", "cat owl and dog"),
        ("“Squid Game”", "squid game"),
        ("Theatre of another anthem", "theatre of another anthem"),
        ("U.S.", "us"),
        ("twenty-five", "twentyfive"),
        ("2019–2020", "2019 2020"),
        ("a 5-year plan", "5 year plan"),
        ("$1,000", "1000"),
        ("12,500.75 crowns.", "12500.75 crowns"),
        ("1.5 metres, or .5", "1.5 metres or .5"),
        ("1,5 metros", "1.5 metros"),
        ("from -5 to −12.5 degrees", "from -5 to -12.5 degrees"),
        ("--depth", "depth"),
        ("Cafe\u0301", "caf\u00e9"),
        ("The", ""),
    ],
)
def test_answers_are_normalised_as_squad_does(text: str, normal: str) -> None:
    assert normalise_answer(text) == normal


def test_a_text_contains_an_answer_whatever_its_punctuation() -> None:
    assert contains_answer("Netflix renewed “Squid Game”.", ("the Squid Game", "Friends"))
    assert not contains_answer("Netflix renewed it.", ("Squid Game",))


@pytest.mark.parametrize(
    ("text", "gold"),
    [
        ("The mast is 48 metres high.", "48"),
        ("The mast is 4,800 metres away.", "4800 metres"),
        ("Ask Ilse Brandt’s deputy.", "Ilse Brandt"),
        ("The hikers' hut is shut.", "the hikers"),
        ("In the São Jorge hall.", "Sa\u0303o Jorge"),
        ("Built in 1911–1914.", "1914"),
        ("桥长140米", "140"),
        ("他住在北京市", "北京"),
    ],
)
def test_an_answer_is_found_as_whole_words(text: str, gold: str) -> None:
    assert contains_answer(text, (gold,))


@pytest.mark.parametrize(
    ("text", "gold"),
    [
        ("The mast is 48 metres high.", "8"),
        ("The mast is 48 metres high.", "4"),
        ("It weighs 2.5 kilos.", "25"),
        ("It weighs 2.5 kilos.", "5 kilos"),
        ("It weighs 2.5 kilos.", "2"),
        ("It sold 7,316 copies.", "316 copies"),
        ("It fell to −9 degrees.", "9 degrees"),
        ("Nobody will determine it.", "no"),
        ("The nightingale sings.", "night"),
        ("twenty-five of them", "five"),
        ("桥长140米", "40"),
    ],
)
def test_an_answer_inside_another_word_or_number_counts_for_nothing(text: str, gold: str) -> None:
    assert not contains_answer(text, (gold,))


@given(
    before=st.text(alphabet="abcxyz0123456789", max_size=3),
    gold=st.text(alphabet="bcxyz0123456789", min_size=1, max_size=4),
    after=st.text(alphabet="abcxyz0123456789", max_size=3),
)
def test_whatever_is_glued_to_an_answer_hides_it(before: str, gold: str, after: str) -> None:
    assert contains_answer(f"so {gold}, then", (gold,))
    assert contains_answer(f"so {before}{gold}{after}, then", (gold,)) == (not before + after)


def test_an_answer_of_articles_and_punctuation_alone_is_contained_in_nothing() -> None:
    assert not contains_answer("The end.", ("the", "…"))


@pytest.mark.parametrize(
    ("ours", "gold", "expected"),
    [
        # Precision 2/3, recall 2/2.
        ("the Denver Broncos won", "Denver Broncos", 0.8),
        # "the" counts for nothing: precision 1/2, recall 1/1.
        ("the golden anniversary", "golden", 2 / 3),
        # A word said twice is shared once: precision 1/2, recall 1/2.
        ("gold gold", "gold rush", 0.5),
        ("Carolina Panthers", "Denver Broncos", 0.0),
        ("Denver Broncos.", "denver broncos", 1.0),
        # Nothing against nothing is a match, as in SQuAD 2.0's script.
        ("the", "", 1.0),
        ("gold", "", 0.0),
    ],
)
def test_word_f1_on_worked_examples(ours: str, gold: str, expected: float) -> None:
    assert word_f1(ours, gold) == pytest.approx(expected)


def test_exact_match_and_f1_take_the_closest_gold_answer_and_no_markers() -> None:
    record = answered(text="The Denver Broncos. [1] [2]", gold=("Broncos", "denver broncos"))
    assert METRICS["exact_match"](record) == 1
    assert METRICS["f1"](record) == 1
    near = replace(record, gold=("Broncos", "Denver"))
    assert METRICS["exact_match"](near) == 0
    assert METRICS["f1"](near) == pytest.approx(2 / 3)


def test_a_passage_at_rank_three_counts_from_depth_three_on() -> None:
    record = answered(gold_ranks=(3, 7))
    assert [METRICS[f"hit@{depth}"](record) for depth in (1, 5, 10)] == [0, 1, 1]
    assert METRICS["mrr@10"](record) == pytest.approx(1 / 3)


def test_a_passage_beyond_the_depth_counts_for_nothing() -> None:
    record = answered(gold_ranks=(11,))
    assert METRICS["hit@10"](record) == 0
    assert METRICS["mrr@10"](record) == 0


def test_answer_recall_looks_at_as_many_sentences_as_it_says() -> None:
    story = [SentenceCheck(text, 1, 1) for text in ("It was fog.", "No one was hurt.", "43 left.")]
    record = answered(text="It was fog. No one was hurt. 43 left.", sentences=tuple(story))
    names = ("answer_recall", "answer_recall@1sentence", "answer_recall@3sentences")
    assert [METRICS[name](record) for name in names] == [1, 0, 1]


def test_a_refusal_of_an_answerable_question_recalls_nothing_even_if_it_names_the_answer() -> None:
    record = refused(text="The articles don't answer this. Closest: “43 passengers”.")
    for name in ("answer_recall", "answer_recall@1sentence", "exact_match", "f1"):
        assert METRICS[name](record) == 0


def test_citations_are_weighed_sentence_by_sentence() -> None:
    record = answered(
        sentences=(
            SentenceCheck("Carried by one of two.", citations=2, supporting=1),
            SentenceCheck("Carried by its only one.", citations=1, supporting=1),
            SentenceCheck("Not carried.", citations=1, supporting=0),
            SentenceCheck("Not cited.", citations=0, supporting=0),
        )
    )
    assert METRICS["citation_precision"](record) == pytest.approx(2 / 4)
    assert METRICS["citation_recall"](record) == pytest.approx(2 / 4)


def test_one_quote_that_is_not_verbatim_lowers_fidelity() -> None:
    record = answered(quotes=(QUOTE, replace(QUOTE, marker=2, verbatim=False)))
    assert METRICS["quote_fidelity"](record) == 0.5


def test_refusals_are_judged_by_what_was_answerable() -> None:
    names = ("refusal_precision", "refusal_recall", "false_answer_rate")
    table = [
        (rightly_refused(), [1, 1, 0]),
        (falsely_answered(), [None, 0, 1]),
        (refused(), [0, None, None]),
        (answered(), [None, None, None]),
    ]
    for record, expected in table:
        assert [METRICS[name](record) for name in names] == expected


def test_what_does_not_apply_is_no_score() -> None:
    of_answerable = {name for name in METRICS if METRICS[name](rightly_refused()) is None}
    assert of_answerable == {
        "hit@1", "hit@5", "hit@10", "mrr@10", "answer_recall", "answer_recall@1sentence",
        "answer_recall@3sentences", "exact_match", "f1", "citation_precision", "citation_recall",
        "quote_fidelity", "follow_up_hit@5", "follow_up_recall", "judged_correct",
        "judged_partly", "judged_wrong", "judged_refused",
    }  # fmt: skip
    silent = answered(quotes=(), sentences=())
    for name in ("citation_precision", "citation_recall", "quote_fidelity"):
        assert METRICS[name](silent) is None


def test_follow_ups_are_judged_from_the_second_turn_on() -> None:
    names = ("follow_up_hit@5", "follow_up_recall")
    assert [METRICS[name](answered(turn=1)) for name in names] == [None, None]
    assert [METRICS[name](answered(turn=2)) for name in names] == [1, 1]
    assert [METRICS[name](refused(turn=3)) for name in names] == [0, 0]
    assert [METRICS[name](rightly_refused(turn=2)) for name in names] == [None, None]


def test_lower_is_better_names_metrics_that_exist() -> None:
    latencies = {"latency_p50_ms", "latency_p95_ms"}
    assert {*METRICS, *latencies} >= LOWER_IS_BETTER >= latencies


@pytest.mark.parametrize("seed", range(5))
def test_retrieval_metrics_agree_with_ir_measures(seed: int) -> None:
    ir_measures = pytest.importorskip("ir_measures", reason="the eval extra is not installed")
    from ir_measures import RR, Qrel, ScoredDoc, Success

    chance = random.Random(seed)
    records, judgements, ranking = [], [], []
    for number in range(80):
        relevant = {
            rank for rank in range(1, 21) if chance.random() < chance.choice((0, 0.05, 0.3))
        }
        records.append(answered(id=str(number), gold_ranks=tuple(sorted(relevant))))
        # A judgement of 0 keeps a question without a relevant passage in the outside mean.
        for rank in range(1, 21):
            judgements.append(Qrel(str(number), f"p{rank}", int(rank in relevant)))
            ranking.append(ScoredDoc(str(number), f"p{rank}", 100.0 - rank))
    outside = ir_measures.calc_aggregate(
        [RR @ 10, Success @ 1, Success @ 5, Success @ 10], judgements, ranking
    )
    for name, measure in (
        ("mrr@10", RR @ 10), ("hit@1", Success @ 1), ("hit@5", Success @ 5),
        ("hit@10", Success @ 10),
    ):  # fmt: skip
        ours = sum(METRICS[name](record) or 0.0 for record in records) / len(records)
        assert ours == pytest.approx(outside[measure]), name


def test_exact_match_and_f1_say_nothing_of_prose() -> None:
    prose = answered(prose=True)
    assert METRICS["exact_match"](prose) is None
    assert METRICS["f1"](prose) is None
    assert METRICS["answer_recall"](prose) == 1


def test_sentences_nobody_can_judge_are_left_out() -> None:
    unknown = SentenceCheck("In other words.", citations=1, supporting=None)
    known = SentenceCheck("Quoted.", citations=1, supporting=1)
    assert METRICS["citation_precision"](answered(sentences=(unknown,))) is None
    assert METRICS["citation_recall"](answered(sentences=(unknown, known))) == 1


def test_marks_are_shares_of_what_was_marked() -> None:
    assert METRICS["judged_correct"](answered(mark="correct")) == 1
    assert METRICS["judged_wrong"](answered(mark="correct")) == 0
    assert METRICS["judged_correct"](answered()) is None
