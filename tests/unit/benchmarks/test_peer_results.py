"""Figures of the comparison with peers: medians, ratios in the same round, paired differences."""

from pathlib import Path

import pytest

from benchmarks.peers.results import TITLES, Results, differences, load, quality, store, times

FOUND, BEHIND, NOWHERE = [1, 4], [2], []


def measured() -> Results:
    names = ("footnote", "langchain")
    costs = [{"seconds": 2.0, "cpu": 1.0, "megabytes": 200.0, "rate": 30.0, "p50": 1.0, "p95": 2.0}]
    costs.append({key: value * 3 for key, value in costs[0].items()})
    rounds = [dict(zip(names, costs, strict=True)), dict(zip(names, costs[::-1], strict=True))]
    slow = {**rounds[0], "langchain": {**costs[1], "seconds": 10.0}}
    return Results(
        versions={"langchain": "langchain-chroma==1.1.0"},
        settings={"langchain": "k=10"},
        cold=[rounds[0], slow, slow],
        ingest=rounds[:1],
        questions=rounds[:1],
        ranks={"footnote": [FOUND] * 8 + [NOWHERE] * 2, "langchain": [BEHIND] * 10},
    )


def test_a_ratio_is_taken_inside_its_round() -> None:
    assert measured().ratio("cold", "langchain", "seconds") == (5.0, 3.0, 5.0)
    assert measured().median("cold", "langchain", "seconds") == 10.0


def test_rounds_are_kept_and_added_to(tmp_path: Path) -> None:
    kept = tmp_path / "peers.json"
    assert load(kept) == Results()
    store(measured(), kept)
    assert load(kept) == measured()


def test_times_are_medians_with_their_ratios() -> None:
    row = times(measured()).splitlines()[-1]
    assert row.startswith(f"| {TITLES['langchain']} | 10.0 s (3.0), 5.00 × (3.00 to 5.00) | 600 |")
    assert "90.0, 3.00 × (3.00 to 3.00)" in row


def test_quality_has_intervals_and_a_system_without_spread_none() -> None:
    ours, theirs = quality(measured()).splitlines()[2:]
    assert ours.startswith("| Footnote | 0.800 (")
    assert theirs.startswith("| LangChain tutorial | 0.500 (0.500 to 0.500) | 0.000 (")


def test_differences_are_paired() -> None:
    (row,) = differences(measured()).splitlines()[2:]
    mrr = row.split(" | ")[1]
    assert mrr.startswith("+0.300 (")
    assert mrr.endswith("; 8 : 2)")
    low, high = (float(part) for part in mrr[mrr.index("(") + 1 : mrr.index(";")].split(" to "))
    # The differences are +0.5 eight times and -0.5 twice.
    assert -0.5 <= low < 0.3 < high == pytest.approx(0.5)
