"""The report of an evaluation: one HTML page, Markdown, JSON and the records."""

import json
from pathlib import Path

from footnote.evaluation.report.page import html_report, markdown_report
from footnote.evaluation.result import Result, write_records

RECORDS = "by_question.jsonl"


def write_report(result: Result, folder: Path) -> Path:
    """Write `index.html`, `report.md`, `result.json` and the records; return the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    write_records(result.records, folder / RECORDS)
    summary = result.as_json(Path(RECORDS))
    (folder / "result.json").write_text(json.dumps(summary, indent=1) + "\n", encoding="utf-8")
    (folder / "report.md").write_text(markdown_report(result), encoding="utf-8")
    page = folder / "index.html"
    page.write_text(html_report(result), encoding="utf-8")
    return page
