"""One word on what came of each question, and the report as Markdown."""

from collections import Counter

from footnote.evaluation.metrics.matching import answer_recall
from footnote.evaluation.record import Record
from footnote.evaluation.result import Result

ORDER = ("failed", "unfaithful", "false answer", "wrong", "missed", "refused", "right")


def verdict(record: Record) -> str:
    """Return the verdict; `refused` is a right refusal, `missed` a wrong one."""
    if record.error is not None:
        return "failed"
    if any(not quote.verbatim for quote in record.quotes):
        return "unfaithful"
    if not record.answerable:
        return "false answer" if record.answered else "refused"
    if not record.answered:
        return "missed"
    return "right" if answer_recall(record) else "wrong"


def markdown_report(result: Result) -> str:
    """Return figures with intervals and how many questions have which verdict, in Markdown."""
    lines = [f"# Evaluation of {len(result.records)} questions", "", "| metric | value | 95 % |"]
    lines.append("| --- | --- | --- |")
    for name, value in result.metrics.items():
        lines.append(f"| {name} | {shown(name, value)} | {shown_interval(result, name)} |")
    counts = Counter(verdict(record) for record in result.records)
    lines += ["", "| verdict | questions |", "| --- | --- |"]
    lines += [f"| {name} | {counts[name]} |" for name in ORDER if counts[name]]
    return "\n".join(lines) + "\n"


def shown(name: str, value: float | None) -> str:
    """Return a figure as people read it; a dash where it applies to nothing."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if name.endswith("_ms") else f"{value:.3f}"


def shown_interval(result: Result, name: str) -> str:
    """Return a metric's interval, or nothing where it has none."""
    if name not in result.intervals:
        return ""
    low, high = result.intervals[name]
    return f"{low:.3f} to {high:.3f}"
