"""The documentation's pictures: whole, small, and drawn from the results kept beside them."""

import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from benchmarks.discord_pictures.markup import to_html
from benchmarks.plots import (
    IMAGES,
    PLOTS,
    RESULTS,
    concurrency,
    main,
    peer_quality,
    peer_times,
    quality_by_latency,
    scale,
    svg,
)

KEPT = [name for name, (results, _) in PLOTS.items() if (RESULTS / results).exists()]


def texts(drawn: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(drawn).iter() if element.text]


def widths(axes: Axes) -> list[float]:
    return [bar.get_width() for bar in axes.patches if isinstance(bar, Rectangle)]


def points(axes: Axes) -> list[list[list[float]]]:
    return [np.asarray(line.get_xydata()).tolist() for line in axes.lines]


def searched(passages: int) -> dict[str, object]:
    times = {"p50": passages / 1000, "p95": passages / 500}
    return {"passages": passages, "everything": times, "vectors alone": times}


@pytest.mark.parametrize("name", KEPT)
def test_a_picture_is_current_and_small(name: str) -> None:
    results, draw = PLOTS[name]
    picture = svg(draw, RESULTS / results)
    assert (IMAGES / name).read_text(encoding="utf-8") == picture, "run: python -m benchmarks.plots"
    assert len(picture) < 20_000


@pytest.mark.parametrize("name", KEPT)
def test_a_picture_stands_in_a_page_with_words_for_it(name: str) -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in IMAGES.parent.glob("*.md"))
    before, found, _ = pages.partition(f"](images/{name})")
    assert found
    assert len(before.rpartition("![")[2]) > 20


def test_every_figure_of_the_peers_has_its_bar(tmp_path: Path) -> None:
    measured = {
        name: {"seconds": 2.0, "megabytes": 300.0, "rate": 10.5, "p50": 40.0}
        for name in ("footnote", "langchain", "txtai", "llamaindex")
    }
    kept = tmp_path / "peers.json"
    rounds = [measured, measured | {"footnote": dict.fromkeys(measured["footnote"], 1.0)}]
    parts = {part: [*rounds, measured] for part in ("cold", "ingest", "questions")}
    kept.write_text(json.dumps(parts | {"ranks": {"footnote": [[1], []], "words": [[2], [2]]}}))
    panels = peer_times(kept).axes
    assert [len(widths(axes)) for axes in panels] == [4, 4, 4, 4]
    assert [widths(axes)[0] for axes in panels] == [2.0, 300.0, 10.5, 40.0]
    shown = texts(svg(peer_times, kept))
    assert shown.count("LlamaIndex with Chroma") == 4
    assert {"2.0 s", "300 MB", "10.5", "40 ms"} <= set(shown)
    panels = peer_quality(kept).axes
    assert [widths(axes) for axes in panels] == [[0.5, 0.5], [0.5, 1.0]]
    assert {"Footnote", "BM25 alone", "0.500", "1.000"} <= set(texts(svg(peer_quality, kept)))


def test_axes_say_what_they_count_in(tmp_path: Path) -> None:
    kept = tmp_path / "scale.json"
    kept.write_text(json.dumps([searched(1000), searched(9000)]))
    (axes,) = scale(kept).axes
    median = [[1000, 1], [9000, 9]]
    assert points(axes) == [[[1000, 2], [9000, 18]], median, median]
    shown = texts(svg(scale, kept))
    assert "passages in the library" in shown
    assert "milliseconds before reranking" in shown
    assert {"1,000", "9,000", "all, median", "all, 95 %", "vectors, median"} <= set(shown)


def test_every_number_of_askers_has_its_points(tmp_path: Path) -> None:
    kept = tmp_path / "concurrency.json"
    # The row of no askers measures the machine alone.
    found = [{"askers": n, "p50": 100.0 * n, "p95": 200.0 * n} for n in (0, 1, 4, 16)]
    kept.write_text(json.dumps(found))
    (axes,) = concurrency(kept).axes
    late = [[1, 200], [4, 800], [16, 3200]]
    assert points(axes) == [late, [[1, 100], [4, 400], [16, 1600]]]
    assert {"1", "4", "16", "95 %", "median"} <= set(texts(svg(concurrency, kept)))


def test_what_a_way_gains_is_paired_with_the_shipped_one(tmp_path: Path) -> None:
    kept = tmp_path / "warm.json"
    ways = [
        {"name": "as shipped", "processor": [100.0, 200.0], "reciprocal": [1.0, 0.5]},
        {"name": "other <way>", "processor": [300.0, 300.0], "reciprocal": [0.75, 0.25]},
    ]
    kept.write_text(json.dumps(ways))
    (axes,) = quality_by_latency(kept).axes
    # Both questions lose the same quarter.
    assert points(axes) == [[[150, 0]], [[300, -0.25]]]
    assert {"1: as shipped", "2: other <way>"} <= set(texts(svg(quality_by_latency, kept)))


def test_only_what_has_results_is_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "scale.json").write_text(json.dumps([searched(10), searched(20)]))
    main(["--results", str(tmp_path), "--images", str(tmp_path)])
    assert [path.name for path in tmp_path.glob("*.svg")] == ["scale.svg"]
    assert "concurrency.svg: there is no" in capsys.readouterr().out


def test_a_day_that_discord_writes_in_each_readers_form_is_drawn_as_a_day() -> None:
    line = to_html("-# [1] lantern.example · <t:1678363200:D>", lambda kind, thing: thing)
    assert "lantern.example · 9 March 2023<" in line
