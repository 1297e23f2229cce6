"""The report: hostile text stays text, nothing is loaded, the worst comes first."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from footnote.evaluation.metrics import MEANINGS, METRICS
from footnote.evaluation.record import LOWEST_SCORE, Record
from footnote.evaluation.report import write_report
from footnote.evaluation.report.page import ORDER, html_report, markdown_report, outcome
from footnote.evaluation.report.plots import (
    by_group,
    by_threshold,
    latency_distribution,
    recall_by_depth,
)
from footnote.evaluation.result import make_result
from tests.support.records import QUOTE, answered, falsely_answered, refused, rightly_refused

LOADING = {"link", "img", "iframe", "object", "embed", "video", "audio", "source", "base", "form"}


class Page(HTMLParser):
    """Counts what a browser would make of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def links(self) -> list[str]:
        return [value for name, value in self.attributes if name == "href"]


def page(*records: Record, **described: object) -> str:
    return html_report(make_result(records, described))


def everyone() -> list[Record]:
    return [
        answered(id="a-right"),
        answered(id="b-wrong", text="Fog."),
        refused(id="c-missed"),
        rightly_refused(id="d-refused"),
        falsely_answered(id="e-false"),
        answered(id="f-unfaithful", quotes=(replace(QUOTE, verbatim=False),)),
        refused(id="g-failed", error="The model is gone.", latency_ms=0.0),
    ]


HOSTILE = '</p></script><script>alert(1)</script><img src=x onerror="alert(1)">\'"&lt;'


def hostile(text: str, url: str) -> Record:
    quote = replace(QUOTE, title=text, text=text, url=url, article=text)
    return falsely_answered(
        id=text, question=text, text=text, quotes=(quote,), warnings=(text,), error=text
    )


def test_hostile_text_is_shown_and_does_nothing() -> None:
    plain = Page(page(rightly_refused()))
    url = "https://news.example/\"><script>alert(1)</script>?q='x'"
    attacked = Page(page(hostile(HOSTILE, url), rightly_refused(), library=HOSTILE))
    assert attacked.tags.count("script") == plain.tags.count("script") == 1
    assert "img" not in attacked.tags
    assert not [name for name, _ in attacked.attributes if name.startswith("on")]
    assert HOSTILE in attacked.words
    [link] = attacked.links
    assert link.startswith(url)


def test_only_web_addresses_become_links() -> None:
    for url in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "nonsense"):
        assert Page(page(hostile("x", url))).links == []


@settings(max_examples=40)
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_adds_an_element(text: str, url: str) -> None:
    calm = Page(page(hostile("calm words", "")))
    wild = Page(page(hostile(text, url)))
    assert {*wild.tags} <= {*calm.tags, "a", "blockquote"}
    assert wild.tags.count("script") == 1


def test_the_page_loads_nothing_from_anywhere() -> None:
    html = page(*everyone(), fixtures="questions.jsonl", as_of="2024-02-29")
    found = Page(html)
    assert not LOADING & {*found.tags}
    assert not [name for name, _ in found.attributes if name in {"src", "srcset", "poster"}]
    assert not re.search(r"@import|url\(|fetch\(|XMLHttpRequest|import\(", html)
    assert "default-src 'none'" in html


def test_verdicts_go_from_worst_to_best() -> None:
    found = {record.id[2:]: outcome(record) for record in everyone()}
    assert found == {
        "right": "right", "wrong": "wrong", "missed": "missed", "refused": "refused",
        "false": "false answer", "unfaithful": "unfaithful", "failed": "failed",
    }  # fmt: skip
    shown = re.findall(r'<details class="question" data-verdict="([^"]+)"', page(*everyone()))
    assert shown == list(ORDER)


def test_every_question_has_its_answer_gold_footnotes_and_verdict() -> None:
    words = " ".join(Page(page(answered())).words)
    for part in ("The Saint Orla ran aground", "gold: 43", "Ferry aground", "2023-06-13", "right"):
        assert part in words


def test_quotes_are_shown_where_the_answer_does_not_show_them() -> None:
    assert "<blockquote>" not in page(answered())
    assert f"<blockquote>{QUOTE.text}" in page(answered(text="43 people. [1]"))
    assert "not verbatim" in page(answered(quotes=(replace(QUOTE, verbatim=False),)))


def test_every_figure_says_what_it_means() -> None:
    result = make_result(everyone(), {})
    assert result.metrics.keys() == MEANINGS.keys()
    assert METRICS.keys() < MEANINGS.keys()


def test_curves_on_a_small_town() -> None:
    records = [answered(gold_ranks=(2,), score=5.0), refused(score=1.0), rightly_refused(score=0.0)]
    depths = dict(recall_by_depth(records))
    assert (depths[1.0], depths[2.0], depths[10.0]) == (0, 0.5, 0.5)
    right, wrong = by_threshold(records)
    assert (right[0][1], right[-1][1], wrong[0][1], wrong[-1][1]) == (1, 0, 1, 0)
    assert all(earlier[1] >= later[1] for earlier, later in pairwise(right))
    assert latency_distribution(records)[-1][1] == 1
    kinds = by_group(records)
    assert kinds["Kind asked for"] == [("number", 2, 0.5)]
    assert kinds["Month asked"] == [("2023-06", 2, 0.5)]


def test_questions_without_evidence_do_not_stretch_the_axis_of_thresholds() -> None:
    records = [answered(score=5.0), rightly_refused(score=LOWEST_SCORE)]
    right, wrong = by_threshold(records)
    assert min(x for x, _ in right) > 0
    assert wrong[0][1] == 0


def test_a_page_of_one_kind_of_questions_has_no_empty_plots() -> None:
    for records in ([answered()], [rightly_refused()], [refused(error="gone")]):
        html = page(*records)
        assert "nan" not in html.lower().replace("unanswerable", "")


def test_markdown_has_every_figure_and_a_dash_where_it_does_not_apply() -> None:
    text = markdown_report(make_result([answered()], {}))
    assert "| hit@1 | 1.000 | 1.000 to 1.000 |" in text
    assert "| false_answer_rate | – |  |" in text
    assert "| right | 1 |" in text


def test_a_report_is_four_files(tmp_path: Path) -> None:
    result = make_result(everyone(), {})
    written = write_report(result, tmp_path / "deep" / "report")
    assert written.name == "index.html"
    assert {path.name for path in written.parent.iterdir()} == {
        "index.html", "report.md", "result.json", "by_question.jsonl",
    }  # fmt: skip
