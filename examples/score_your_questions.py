"""The figures of `footnote evaluate`, from Python."""

from datetime import date
from pathlib import Path

from footnote import Filters, Footnote
from footnote.evaluation.fixtures import read_fixtures
from footnote.evaluation.result import make_result
from footnote.evaluation.runner import run

with Footnote.open("~/.footnote") as footnote:
    fixtures = read_fixtures(Path("samples/fixtures.jsonl"))[:5]
    records = run(footnote, fixtures, as_of=date(2023, 6, 15), filters=Filters())
    result = make_result(records, settings={})
    for name in ("hit@1", "answer_recall", "quote_fidelity"):
        print(name, result.metrics[name])
