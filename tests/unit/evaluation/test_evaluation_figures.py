"""Figures over many records: means, intervals, comparisons, thresholds and gates."""

import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnote.evaluation.calibration import calibrate
from footnote.evaluation.metrics import METRICS
from footnote.evaluation.record import Record
from footnote.evaluation.result import (
    aggregate,
    broken_bounds,
    compare,
    intervals,
    parse_gate,
    refusal_auroc,
)
from footnote.retrieval.errors import FixtureError, UsageError
from tests.support.records import answered, falsely_answered, refused, rightly_refused

TODAY = date(2024, 2, 29)


def town() -> list[Record]:
    """Six answerable questions, of which one is missed, and two others, of which one is refused."""
    return [
        *(answered(id=f"right-{n}", gold_ranks=(n,), latency_ms=100.0 * n) for n in range(1, 6)),
        refused(id="missed", latency_ms=600.0),
        rightly_refused(id="refused", latency_ms=700.0),
        falsely_answered(id="false", latency_ms=800.0, score=6.0),
    ]


def scored(right: list[float], wrong: list[float]) -> list[Record]:
    return [
        *(answered(id=f"right-{n}", score=score) for n, score in enumerate(right)),
        *(rightly_refused(id=f"wrong-{n}", score=score) for n, score in enumerate(wrong)),
    ]


def test_means_are_over_the_questions_a_metric_applies_to() -> None:
    found = aggregate(town())
    assert found["answer_recall"] == pytest.approx(5 / 6)
    assert found["hit@1"] == pytest.approx(1 / 6)
    assert found["mrr@10"] == pytest.approx((1 + 1 / 2 + 1 / 3 + 1 / 4 + 1 / 5) / 6)
    assert found["quote_fidelity"] == 1
    assert found["refusal_precision"] == 0.5
    assert found["refusal_recall"] == 0.5
    assert found["false_answer_rate"] == 0.5
    assert found["latency_p50_ms"] == 450


def test_metrics_that_apply_to_nothing_are_none_and_have_no_interval() -> None:
    all_right = [answered()]
    found = aggregate(all_right)
    none = {name for name, value in found.items() if value is None}
    assert none == {
        "refusal_precision", "refusal_recall", "false_answer_rate", "refusal_auroc",
        "follow_up_hit@5", "follow_up_recall", "judged_correct", "judged_partly",
        "judged_wrong", "judged_refused",
    }  # fmt: skip
    assert not none & intervals(all_right).keys()
    assert set(aggregate([]).values()) == {None}


def test_a_question_that_failed_has_no_latency() -> None:
    found = aggregate([answered(latency_ms=100.0), refused(latency_ms=0.0, error="model gone")])
    assert found["latency_p50_ms"] == 100


def test_auroc_by_hand() -> None:
    # Of six pairs, 5 > 1, 5 > 3, 3 > 1 and 2 > 1 are right, 3 and 3 tie, 2 < 3 is wrong.
    assert refusal_auroc(scored([5, 3, 2], [1, 3])) == pytest.approx(4.5 / 6)
    assert refusal_auroc(scored([1], [])) is None


def test_intervals_hold_the_mean_and_are_the_same_every_time() -> None:
    records = town() * 5
    found = intervals(records)
    assert found == intervals(records)
    means = aggregate(records)
    for name, (low, high) in found.items():
        mean = means[name]
        assert mean is not None
        assert 0 <= low <= mean <= high <= 1, name
    assert found["quote_fidelity"] == (1, 1)


def test_intervals_narrow_with_more_questions() -> None:
    few, many = (intervals(town() * times)["answer_recall"] for times in (2, 20))
    assert many[1] - many[0] < few[1] - few[0]


def test_the_interval_of_a_share_is_as_wide_as_theory_says() -> None:
    records = [answered(id=str(n), gold_ranks=(1,) if n % 2 else ()) for n in range(400)]
    low, high = intervals(records)["hit@1"]
    half = 1.96 * math.sqrt(0.25 / 400)
    assert (low, high) == pytest.approx((0.5 - half, 0.5 + half), abs=0.01)


def test_a_run_does_not_differ_from_itself() -> None:
    for item in compare(town(), town()):
        assert (item.ours, item.low, item.high) == (item.theirs, 0, 0)
        assert item.wins == item.losses == ()


def test_wins_and_losses_are_named_question_by_question() -> None:
    before = [answered(id="a", gold_ranks=(2,)), answered(id="b"), answered(id="only before")]
    after = [answered(id="a"), answered(id="b", gold_ranks=(4,)), answered(id="only after")]
    found = {item.metric: item for item in compare(after, before)}
    assert (found["hit@1"].wins, found["hit@1"].losses) == (("a",), ("b",))
    assert (found["hit@1"].ours, found["hit@1"].theirs) == (0.5, 0.5)
    assert (found["hit@5"].wins, found["hit@5"].losses) == ((), ())
    assert found["mrr@10"].ours - found["mrr@10"].theirs == pytest.approx(-0.125)


def test_fewer_false_answers_are_a_win() -> None:
    [item] = [
        item
        for item in compare([rightly_refused(id="x")], [falsely_answered(id="x")])
        if item.metric == "false_answer_rate"
    ]
    assert (item.ours, item.theirs, item.wins) == (0, 1, ("x",))


def test_a_steady_gain_is_told_from_chance_because_questions_are_paired() -> None:
    """Every third question gains a sixth, far less than questions differ among themselves."""
    before = [answered(id=str(n), gold_ranks=[(1,), (3,), ()][n % 3]) for n in range(60)]
    after = [answered(id=str(n), gold_ranks=[(1,), (2,), ()][n % 3]) for n in range(60)]
    [item] = [item for item in compare(after, before) if item.metric == "mrr@10"]
    assert 0 < item.low < item.ours - item.theirs < item.high
    earlier, later = (intervals(run)["mrr@10"] for run in (before, after))
    assert earlier[1] > later[0], "unpaired intervals overlap"


@given(
    st.lists(st.floats(-20, 20), min_size=1, max_size=40),
    st.lists(st.floats(-20, 20), min_size=1, max_size=40),
    st.floats(0, 1),
)
def test_a_calibrated_threshold_keeps_its_rate(
    right: list[float], wrong: list[float], rate: float
) -> None:
    found = calibrate(scored(right, wrong), rate, source="t", made_on=TODAY)
    false = sum(score >= found.threshold for score in wrong)
    assert false <= rate * len(wrong) + 1e-6
    assert math.isfinite(found.slope)
    assert math.isfinite(found.intercept)


def test_the_threshold_lies_between_what_is_refused_and_what_is_answered() -> None:
    found = calibrate(scored([4, 5, 6], [-3, -2, -1, 2]), 0.25, source="town", made_on=TODAY)
    # One of four may be answered: refuse up to -1, answer from 4.
    assert found.threshold == 1.5
    assert found.provenance == (
        "town, 2024-02-29: 3 answerable of which 1.000 are answered, "
        "4 unanswerable of which 0.250 are"
    )


def test_all_false_answers_allowed_refuses_nothing() -> None:
    found = calibrate(scored([4, -9], [-3, 2]), 1.0, source="t", made_on=TODAY)
    assert found.threshold == -9


def test_no_false_answer_allowed_refuses_even_what_scores_highest() -> None:
    found = calibrate(scored([4], [5]), 0.0, source="t", made_on=TODAY)
    assert found.threshold > 5


def test_a_share_that_floats_cannot_write_is_not_rounded_down() -> None:
    wrong = [float(n) for n in range(100)]
    found = calibrate(scored([70.2, 200.0], wrong), 0.29, source="t", made_on=TODAY)
    assert sum(score >= found.threshold for score in wrong) == 29


def test_confidence_rises_with_the_score_even_where_kinds_are_apart() -> None:
    found = calibrate(scored([5, 6, 7, 8], [-8, -7, -6]), 0.05, source="t", made_on=TODAY)

    def chance(score: float) -> float:
        return 1 / (1 + math.exp(-(found.slope * score + found.intercept)))

    assert found.slope > 0
    assert chance(-7) < 0.25 < 0.75 < chance(6.5)
    assert chance(-7) < chance(0) < chance(6.5)


def test_no_evidence_at_all_does_not_bend_the_confidence_curve() -> None:
    records = scored([5, 6, 7], [-8, -7])
    bare = replace(rightly_refused(id="nothing found"), score=-100.0)
    found = calibrate([*records, bare], 0.05, source="t", made_on=TODAY)
    assert found.slope > 0.05


def test_calibration_needs_questions_of_both_kinds() -> None:
    with pytest.raises(FixtureError, match="have one kind"):
        calibrate(scored([1.0], []), 0.05, source="t", made_on=TODAY)


def test_bounds_are_read_from_one_line() -> None:
    assert parse_gate("mrr@10=0.45, false_answer_rate=.1", {**METRICS}) == {
        "mrr@10": 0.45,
        "false_answer_rate": 0.1,
    }


@pytest.mark.parametrize("line", ["mrr@10", "speed=3", "mrr@10=high", "mrr@10=nan", "mrr@10=.4,"])
def test_a_gate_that_would_guard_nothing_is_refused(line: str) -> None:
    with pytest.raises(UsageError, match="--fail-under"):
        parse_gate(line, {**METRICS})


def test_bounds_bind_from_below_and_for_some_metrics_from_above() -> None:
    metrics = {"mrr@10": 0.5, "false_answer_rate": 0.1, "refusal_auroc": None}
    assert broken_bounds({"mrr@10": 0.5, "false_answer_rate": 0.1}, metrics) == []
    assert broken_bounds(
        {"mrr@10": 0.51, "false_answer_rate": 0.05, "refusal_auroc": 0.9}, metrics
    ) == [
        "mrr@10 is 0.5000, below the 0.51 asked for.",
        "false_answer_rate is 0.1000, above the 0.05 allowed.",
        "refusal_auroc applies to no question, and 0.9 is asked for.",
    ]
