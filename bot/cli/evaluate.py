"""`footnote evaluate`: answers scored against fixtures."""

import hashlib
import json
import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from footnote.bot.cli.session import Session, question_options, today
from footnote.retrieval.errors import FootnoteError
from footnote.retrieval.question import filters_of

if TYPE_CHECKING:
    from footnote.bot.settings import Settings
    from footnote.evaluation.judge import Judge
    from footnote.evaluation.record import Record
    from footnote.evaluation.result import Result
    from footnote.retrieval.footnote import Footnote
    from footnote.retrieval.question import Filters

_NAMED = 10
"""Most questions a comparison names a metric."""


@click.command()
@click.argument("fixtures", type=click.Path(path_type=Path), metavar="FIXTURES")
@click.option("--articles", type=click.Path(), help="Build a temporary library from these first.")
@click.option("--report", type=click.Path(path_type=Path), help="Folder to write the report to.")
@click.option("--compare", type=click.Path(path_type=Path), help="An earlier result to set beside.")
@click.option("--fail-under", help="Bounds like mrr@10=0.45,…; exit status 1 where one breaks.")
@click.option(
    "--calibrate",
    type=click.FloatRange(0, 1),
    help="Store the threshold for this false-answer rate.",
)
@click.option("--limit", type=click.IntRange(min=1), help="Only the first so many questions.")
@click.option("--judge", metavar="PROVIDER:MODEL", help="A chat model that marks every answer.")
@question_options
@click.pass_obj
def evaluate_command(
    session: Session,
    fixtures: Path,
    articles: str | None,
    report: Path | None,
    compare: Path | None,
    fail_under: str | None,
    calibrate: float | None,
    limit: int | None,
    judge: str | None,
    as_of: date | None,
    since: date | None,
    until: date | None,
    source: str | None,
    answerer: str | None,
) -> int:
    """Score answers against FIXTURES (JSON Lines or SQuAD format) and write a report.

    An interrupted run with --report goes on where it stopped.
    """
    from footnote.evaluation.fixtures import read_fixtures
    from footnote.evaluation.metrics import METRICS
    from footnote.evaluation.result import make_result, parse_gate, read_compared

    names = [*METRICS, "refusal_auroc", "latency_p50_ms", "latency_p95_ms"]
    bounds = parse_gate(fail_under, dict.fromkeys(names)) if fail_under else {}
    questions = read_fixtures(fixtures)[:limit]
    compared = read_compared(compare) if compare else None
    settings = session.settings({"answering": {"answerer": answerer}})
    filters = filters_of(since, until, source)
    with ExitStack() as stack:
        footnote = _open(stack, session, settings, articles)
        judging = _judge(settings, judge) if judge else None
        described = _described(settings, footnote, fixtures, as_of or today(), filters)
        described |= {"judge": judge} if judge else {}
        kept = report / f"partial-{_digest(described)}.jsonl" if report else None
        records = _ask_all(session, footnote, questions, as_of or today(), filters, kept, judging)
        result = make_result(records, described)
        if calibrate is not None:
            _store_threshold(
                session, footnote, result, calibrate, fixtures, temporary=articles is not None
            )
    if report and kept:
        kept.unlink(missing_ok=True)
    _tell(session, result, report)
    if compared is not None:
        _tell_differences(session, records, compared)
    return _gate(session, result, bounds)


def _open(
    stack: ExitStack, session: Session, settings: "Settings", articles: str | None
) -> "Footnote":
    from footnote.retrieval.footnote import Footnote

    if articles is None:
        return stack.enter_context(session.open(settings))
    home = stack.enter_context(tempfile.TemporaryDirectory(prefix="footnote-evaluate-"))
    footnote = stack.enter_context(
        Footnote.open(home, "evaluation", settings.retrieval().for_temporary(), create=True)
    )
    taken = footnote.ingest([articles])
    if taken.added == 0:
        raise FootnoteError(f"{articles}: no article could be read.")
    return footnote


def _described(
    settings: "Settings",
    footnote: "Footnote",
    fixtures: Path,
    as_of: date,
    filters: "Filters",
) -> dict[str, Any]:
    """Return everything the answers depend on; secrets show as stars."""
    from footnote.retrieval.assembly import calibration

    values = settings.retrieval().model_dump(mode="json")
    refusing = calibration(footnote.library, footnote.options)
    return {
        "fixtures": str(fixtures),
        "fixtures_sha256": hashlib.sha256(fixtures.read_bytes()).hexdigest(),
        "library": footnote.library.name,
        "generation": footnote.generation,
        "articles": len(footnote.articles()),
        "as_of": as_of.isoformat(),
        **{f"filter_{name}": str(value) for name, value in asdict(filters).items() if value},
        **{name: values[name] for name in ("embedding", "chunking", "search", "reranking")},
        "answering": values["answering"],
        "threshold": refusing.threshold,
        "threshold_from": refusing.provenance,
        **_described_model(settings),
    }


def _described_model(settings: "Settings") -> dict[str, Any]:
    """Return what a language model's answers depend on, the versions of its prompts included."""
    if settings.answering.answerer != "generative":
        return {}
    from footnote.prompts import prompt_versions

    generation = settings.generation.model_dump(mode="json")
    names = ("model", "fallback", "base_url", "temperature", "max_tokens", "contract", "structured")
    more = ("passages", "context_characters", "rewrite")
    return {
        "generation": {name: generation[name] for name in (*names, *more)},
        "verification": settings.verification.model_dump(mode="json"),
        "prompts": prompt_versions(settings.generation.prompts),
    }


def _judge(settings: "Settings", model: str) -> "Judge":
    """Return who marks the answers: another model, at the same place where it is served there."""
    from footnote.evaluation.judge import Judge
    from footnote.prompts import load_prompt
    from footnote.retrieval.answering.chat_model import ChatModel

    generation = settings.generation.for_model(model)
    judging = ChatModel(generation)
    judging.open()
    folder = generation.prompts
    return Judge(judging, load_prompt("judge", folder), load_prompt("check", folder))


def _digest(described: dict[str, Any]) -> str:
    content = json.dumps(described, sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _ask_all(
    session: Session,
    footnote: "Footnote",
    questions: list[Any],
    as_of: date,
    filters: "Filters",
    kept: Path | None,
    judge: "Judge | None",
) -> "list[Record]":
    from rich.progress import Progress

    from footnote.evaluation.runner import run

    with Progress(console=session.err) as bar:
        task = bar.add_task("Asking", total=len(questions))
        return run(
            footnote,
            questions,
            as_of=as_of,
            filters=filters,
            kept=kept,
            judge=judge,
            on_progress=lambda done, total: bar.update(task, completed=done, total=total),
        )


def _store_threshold(
    session: Session,
    footnote: "Footnote",
    result: "Result",
    rate: float,
    fixtures: Path,
    *,
    temporary: bool,
) -> None:
    from footnote.evaluation.calibration import calibrate
    from footnote.retrieval.assembly import CALIBRATION_NOTE

    found = calibrate(
        result.records, rate, source=f"{fixtures.name} at {rate:.0%} false answers", made_on=today()
    )
    footnote.library.remember(CALIBRATION_NOTE, json.dumps(asdict(found)))
    session.err.print(
        f"Refusal threshold of the library {footnote.library.name}: {found.threshold:.3f} "
        f"({found.provenance})",
        markup=False,
    )
    if temporary:
        session.err.print(
            "That library was temporary. To keep the threshold, calibrate without --articles, or "
            f"put threshold = {found.threshold:.3f} under [answering] in footnote.toml.",
            markup=False,
        )


def _tell(session: Session, result: "Result", report: Path | None) -> None:
    from footnote.evaluation.report import RECORDS, write_report
    from footnote.evaluation.report.page import markdown_report

    if report:
        page = write_report(result, report)
        session.err.print(f"Report: {page}", markup=False)
    if session.as_json:
        session.print_json(result.as_json(report.absolute() / RECORDS if report else None))
    else:
        session.out.print(markdown_report(result), markup=False)


def _tell_differences(session: Session, ours: "list[Record]", theirs: "list[Record]") -> None:
    from footnote.evaluation.result import compare

    differences = compare(ours, theirs)
    if not differences:
        raise FootnoteError("The two results have no question in common; there is no comparison.")
    console = session.err if session.as_json else session.out
    for item in differences:
        console.print(
            f"{item.metric}: {item.ours:.3f} against {item.theirs:.3f} "
            f"(difference {item.ours - item.theirs:+.3f}, "
            f"95 % {item.low:+.3f} to {item.high:+.3f})"
            f"{_named('won', item.wins)}{_named('lost', item.losses)}",
            markup=False,
        )


def _named(what: str, ids: tuple[str, ...]) -> str:
    """Return how many questions were won or lost, and the first ten of them."""
    if not ids:
        return ""
    more = ", …" if len(ids) > _NAMED else ""
    return f"; {what} {len(ids)}: {', '.join(ids[:_NAMED])}{more}"


def _gate(session: Session, result: "Result", bounds: dict[str, float]) -> int:
    from footnote.evaluation.result import broken_bounds

    broken = broken_bounds(bounds, result.metrics)
    for sentence in broken:
        session.err.print(f"footnote: {sentence}", style="red", markup=False)
    return 1 if broken else 0
