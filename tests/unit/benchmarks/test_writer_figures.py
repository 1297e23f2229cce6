"""The figures that docs/verification.md states of a good writer's replies, replayed."""

from pathlib import Path

from benchmarks.poor_checkers import believing, refusing
from benchmarks.writer import EXACT, lines, replay, stored

DATA = Path(__file__).parents[3] / "benchmarks" / "data"


def test_fair_claims_stay_wrong_ones_go_and_declines_are_refusals() -> None:
    replies = {item["key"]: item["reply"] for item in lines(DATA / "writer_replies.jsonl")}
    figures = replay(lines(DATA / "writer_cases.jsonl"), stored(replies))
    counts, kinds = figures.counts, figures.kinds
    assert counts["supported claims"] > 100
    assert counts["supported removed"] <= 0.08 * counts["supported claims"]
    assert counts["declines refused"] == counts["declines"] > 10
    assert counts["answers cut"] == 0
    assert sum(kinds.values()) >= 120
    assert len({kind for kind, _ in kinds}) >= 12
    assert not any(kinds[kind, True] for kind in EXACT)


def test_without_any_check_of_meaning_code_alone_finds_changed_facts() -> None:
    """Every prompt for a check is answered with yes, as a checker would that believes all."""
    cases = [
        case | {"wrong": [each for each in case["wrong"] if each["kind"] in EXACT]}
        for case in lines(DATA / "writer_cases.jsonl")
    ]
    kinds = replay([case for case in cases if case["wrong"]], believing).kinds
    assert sum(kinds.values()) >= 20
    shown = {kind: kinds[kind, True] for kind in EXACT if kinds[kind, True]}
    assert sum(shown.values()) <= 1, shown


def test_a_checker_that_refuses_everything_shows_nothing() -> None:
    figures = replay(lines(DATA / "writer_cases.jsonl"), refusing)
    assert not any(shown for _, shown in figures.kinds)
    assert figures.counts["supported removed"] == figures.counts["supported claims"]
    assert figures.counts["declines refused"] == figures.counts["declines"]
