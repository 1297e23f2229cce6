"""The report as Markdown, for terminals and pull requests."""

from collections import Counter

from evaluation.report.verdict import ORDER, verdict
from evaluation.result import Result


def markdown_report(result: Result) -> str:
    """Return the figures with their intervals, and how many questions have which verdict."""
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
