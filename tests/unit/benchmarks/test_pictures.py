"""The documentation's pictures: whole, small, and drawn from the results kept beside them."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.discord_pictures.markup import to_html
from benchmarks.plots.__main__ import IMAGES, PICTURES, RESULTS, main
from benchmarks.plots.drawing import Axis
from benchmarks.plots.pictures import quality_by_latency, scale

KEPT = [name for name, (results, _) in PICTURES.items() if (RESULTS / results).exists()]


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter() if element.text]


def searched(passages: int) -> dict[str, object]:
    times = {"p50": passages / 1000, "p95": passages / 500}
    return {"passages": passages, "everything": times, "vectors alone": times}


@pytest.mark.parametrize("name", KEPT)
def test_a_picture_is_current_and_small(name: str) -> None:
    results, draw = PICTURES[name]
    picture = draw(RESULTS / results)
    assert (IMAGES / name).read_text(encoding="utf-8") == picture, "run: python -m benchmarks.plots"
    assert len(picture) < 20_000


@pytest.mark.parametrize("name", KEPT)
def test_a_picture_stands_in_a_page_with_words_for_it(name: str) -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in IMAGES.parent.glob("*.md"))
    before, found, _ = pages.partition(f"](images/{name})")
    assert found
    assert len(before.rpartition("![")[2]) > 20


def test_values_come_to_lie_in_proportion() -> None:
    plain = Axis("", 0, 50, 100, 200)
    assert [plain.at(value) for value in (0, 25, 50)] == [100, 150, 200]
    upward = Axis("", 1, 100, 300, 100, log=True)
    assert [upward.at(value) for value in (1, 10, 100)] == pytest.approx([300, 200, 100])


def test_ticks_are_round_and_inside() -> None:
    assert Axis("", 3, 700, 0, 1, log=True).ticks() == [5, 10, 20, 50, 100, 200, 500]
    assert Axis("", 1, 10_000, 0, 1, log=True).ticks() == [1, 10, 100, 1000, 10_000]
    assert Axis("", 0, 10, 0, 1, marked=[1, 8]).ticks() == [1, 8]


def test_axes_say_what_they_count_in(tmp_path: Path) -> None:
    kept = tmp_path / "scale.json"
    kept.write_text(json.dumps([searched(1000), searched(9000)]))
    shown = texts(scale(kept))
    assert "passages in the library" in shown
    assert "milliseconds before reranking" in shown
    assert {"1,000", "9,000", "all, median", "all, 95 %", "vectors, median"} <= set(shown)


def test_what_a_way_gains_is_paired_with_the_shipped_one(tmp_path: Path) -> None:
    kept = tmp_path / "warm.json"
    ways = [
        {"name": "as shipped", "processor": [100.0, 200.0], "reciprocal": [1.0, 0.5]},
        {"name": "other <way>", "processor": [300.0, 300.0], "reciprocal": [0.75, 0.25]},
    ]
    kept.write_text(json.dumps(ways))
    svg = quality_by_latency(kept)
    assert {"1: as shipped", "2: other <way>"} <= set(texts(svg))
    circles = [each for each in ElementTree.fromstring(svg).iter() if each.tag.endswith("circle")]
    (left, upper), (right, lower) = (
        (float(each.get("cx", 0)), float(each.get("cy", 0))) for each in circles
    )
    assert left < right
    # Both questions lose the same quarter, so the interval has no width.
    assert lower - upper == pytest.approx((325 - 40) * 0.25 / 0.258, abs=0.2)


def test_only_what_has_results_is_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "scale.json").write_text(json.dumps([searched(10), searched(20)]))
    main(["--results", str(tmp_path), "--images", str(tmp_path)])
    assert [path.name for path in tmp_path.glob("*.svg")] == ["scale.svg"]
    assert "concurrency.svg: there is no" in capsys.readouterr().out


def test_a_day_that_discord_writes_in_each_readers_form_is_drawn_as_a_day() -> None:
    line = to_html("-# [1] lantern.example · <t:1678363200:D>", lambda kind, thing: thing)
    assert "lantern.example · 9 March 2023<" in line
