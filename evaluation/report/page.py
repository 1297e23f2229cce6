"""The report as Markdown, and as one self-contained page: figures, plots, and every question."""

from collections import Counter
from html import escape

from footnote.evaluation.metrics import MEANINGS, answer_recall
from footnote.evaluation.record import Quote, Record
from footnote.evaluation.report.plots import (
    by_group,
    by_threshold,
    latency_distribution,
    line_plot,
    recall_by_depth,
)
from footnote.evaluation.report.styles import SCRIPT, STYLE
from footnote.evaluation.result import Result
from footnote.retrieval.text.text_fragment import quote_link

ORDER = ("failed", "unfaithful", "false answer", "wrong", "missed", "refused", "right")


def outcome(record: Record) -> str:
    """Return what came of a question; `refused` is a right refusal, `missed` a wrong one."""
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
    counts = Counter(outcome(record) for record in result.records)
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


def html_report(result: Result) -> str:
    """Return the page; it loads nothing from anywhere, and all text in it is escaped."""
    right, wrong = by_threshold(result.records)
    plots = [
        line_plot(
            "Gold passage by depth", "passages", [("found", recall_by_depth(result.records))]
        ),
        line_plot(
            "Answered as the threshold moves",
            "threshold (logit)",
            [("answerable", right), ("unanswerable: false answers", wrong)],
            mark=_threshold(result),
        ),
        line_plot(
            "Latency",
            "milliseconds",
            [("answered by then", latency_distribution(result.records))],
            start=0.0,
        ),
    ]
    ordered = sorted(result.records, key=lambda item: (ORDER.index(outcome(item)), item.id))
    body = [
        f"<h1>Footnote: {len(result.records)} questions</h1>",
        f'<p class="facts">{escape(_origin(result))}</p>',
        _figures(result),
        f'<div class="plots">{"".join(plots)}</div>',
        _groups(result),
        _controls(result),
        f'<div id="questions">{"".join(_question(record) for record in ordered)}</div>',
        _settings(result),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">"
        f"<title>Footnote evaluation</title><style>{STYLE}</style></head>"
        f"<body><main>{''.join(body)}</main><script>{SCRIPT}</script></body></html>\n"
    )


def _origin(result: Result) -> str:
    settings = result.settings
    facts = [
        str(settings.get("fixtures", "")),
        f"{settings['articles']} articles" if "articles" in settings else "",
        f"as of {settings['as_of']} where a question has no day of its own"
        if settings.get("as_of")
        else "",
    ]
    return " · ".join(fact for fact in facts if fact)


def _threshold(result: Result) -> float | None:
    value = result.settings.get("threshold")
    return float(value) if isinstance(value, int | float) else None


def _figures(result: Result) -> str:
    rows = "".join(
        f"<tr><th>{escape(name)}</th><td>{shown(name, value)}</td>"
        f"<td>{shown_interval(result, name)}</td>"
        f'<td class="meaning">{escape(MEANINGS.get(name, ""))}</td></tr>'
        for name, value in result.metrics.items()
    )
    return (
        "<table class=figures><thead><tr><th>metric</th><td>value</td><td>95 % interval</td>"
        '<td class="meaning">meaning</td></tr>'
        f"</thead><tbody>{rows}</tbody></table>"
    )


def _groups(result: Result) -> str:
    tables = []
    for title, rows in by_group(result.records).items():
        cells = "".join(
            f"<tr><th>{escape(name)}</th><td>{count}</td><td>{recall:.3f}</td>"
            f'<td class="bar"><span style="width:{recall:.0%}"></span></td></tr>'
            for name, count, recall in rows
        )
        tables.append(
            f"<table><thead><tr><th>{escape(title)}</th><td>questions</td><td>answer recall</td>"
            f'<td class="bar"></td></tr></thead><tbody>{cells}</tbody></table>'
        )
    return f'<div class="groups">{"".join(tables)}</div>'


def _controls(result: Result) -> str:
    counts = Counter(outcome(record) for record in result.records)
    buttons = "".join(
        f'<button data-verdict="{name}" aria-pressed="true">{name} {counts[name]}</button>'
        for name in ORDER
        if counts[name]
    )
    return (
        f'<h2>Questions</h2><div class="controls">{buttons}'
        '<input id="search" type="search" placeholder="Search the questions" '
        'aria-label="Search the questions"></div>'
    )


def _question(record: Record) -> str:
    name = outcome(record)
    quotes = "".join(_quote_item(quote, record.text) for quote in record.quotes)
    gold = "; ".join(record.gold) or "not answerable"
    ranks = ", ".join(map(str, record.gold_ranks)) or "none"
    note = "".join(f"<p class=note>{escape(line)}</p>" for line in record.warnings)
    failed = f"<p class=note>{escape(record.error)}</p>" if record.error else ""
    return (
        f'<details class="question" data-verdict="{name}"><summary>'
        f'<span class="verdict v-{name.replace(" ", "-")}">{name}</span>'
        f"<span>{escape(record.question)}</span></summary>"
        f'<p class="answer">{escape(record.text)}</p>{failed}{note}<ol>{quotes}</ol>'
        f'<p class="facts">gold: {escape(gold)} · gold passage ranks: {ranks} · asked '
        f"{record.as_of} · score {record.score:.2f} · {record.latency_ms:.0f} ms · "
        f"{escape(record.id)}</p></details>"
    )


def _quote_item(quote: Quote, answer: str) -> str:
    """Return a footnote; its words only where the answer does not show them already."""
    link = quote_link(quote.url, quote.text)
    title = escape(quote.title)
    if link:
        title = f'<a rel="noreferrer" href="{escape(link, quote=True)}">{title}</a>'
    day = f", {quote.published}" if quote.published else ""
    known = " ".join(quote.text.split()) in " ".join(answer.split())
    words = "" if known else f"<blockquote>{escape(quote.text)}</blockquote>"
    fault = "" if quote.verbatim else ' <span class="verdict">not verbatim</span>'
    return f'<li value="{quote.marker}">{title}{day}{fault}{words}</li>'


def _settings(result: Result) -> str:
    rows = "".join(
        f"<tr><th>{escape(str(name))}</th><td>{escape(str(value))}</td></tr>"
        for name, value in result.settings.items()
    )
    return f"<h2>Settings</h2><table class=settings><tbody>{rows}</tbody></table>"
