"""Questions of a chat to a community's documentation: ranks, and answers to be judged by reading.

A right passage stands on a page that answers and holds a gold answer as whole words. Beside ours
stand BM25 and vectors alone over the same passages, and the tutorial's chain: pages cut blindly
into 1,000 characters, all-MiniLM-L6-v2, nearest first. Answers are written out one a line, so that
somebody can judge each by reading; gold words alone only help.

    python -m benchmarks.docs_questions ../shared/data/docs/rust --answers build/rust.jsonl
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from footnote.evaluation.metrics import contains_answer
from footnote.retrieval import Answer, Footnote
from footnote.retrieval.embedding import open_embedder
from footnote.retrieval.options import EmbeddingOptions, ModelOptions
from footnote.retrieval.question import Filters, Question
from footnote.retrieval.search.terms import query_terms

TODAY = date(2026, 11, 1)
FIRST = (1, 3, 10)
CHUNK, OVERLAP = 1_000, 200
Found = Sequence[tuple[str, str]]
"""Ranked passages: the page each stands on, and its text."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the pages that answer it; none for a near miss."""

    id: str
    text: str
    gold: tuple[str, ...]
    pages: tuple[str, ...]
    wanted: str
    kind: str


def load(path: Path) -> list[Asked]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [
        Asked(
            row["id"],
            row["question"],
            tuple(row["answers"]),
            tuple(row["evidence"].get("pages") or ()),
            row["evidence"].get("gold") or "",
            row["evidence"].get("kind") or "",
        )
        for row in rows
    ]


def rank(asked: Asked, found: Found) -> int | None:
    """Return the place, from 1, of the first passage that answers."""
    for place, (page, text) in enumerate(found, start=1):
        if any(page.endswith(name) for name in asked.pages) and contains_answer(text, asked.gold):
            return place
    return None


def ours(footnote: Footnote) -> dict[str, Callable[[str], Found]]:
    """Return the parts of our search over one library, each by its name."""
    library = footnote.library
    catalog = library.catalog

    def named(ids: Iterable[str]) -> Found:
        return [(head.path or "", each.text) for each, head in catalog.passages_by_ids(list(ids))]

    def words(text: str) -> Found:
        return named(name for name, _ in catalog.lexical_search(query_terms(text), 10))

    def vectors(text: str) -> Found:
        vector = library.embedder.embed_query(text)
        return named(name for name, _ in library.nearest(vector, 10, Filters()))

    return {"words alone (BM25)": words, "vectors alone": vectors}


def pieces(text: str) -> list[str]:
    """Cut a text as the tutorial does, blindly."""
    starts = range(0, max(len(text) - OVERLAP, 1), CHUNK - OVERLAP)
    return [text[start : start + CHUNK] for start in starts]


def tutorial(pages: Sequence[tuple[str, str]]) -> Callable[[str], Found]:
    """Return the tutorial's chain over raw pages."""
    chunks = [(name, piece) for name, text in pages for piece in pieces(text)]
    nearest = by_nearness([text for _, text in chunks])
    return lambda text: [chunks[place] for place in nearest(text)[:10]]


def by_nearness(texts: Sequence[str]) -> Callable[[str], Sequence[int]]:
    """Return what gives the places of all texts, nearest to a question first."""
    embedder = open_embedder(EmbeddingOptions(model="all-MiniLM-L6-v2"), ModelOptions())
    vectors = np.asarray(embedder.embed_documents(list(texts)))

    def nearest(text: str) -> Sequence[int]:
        places: list[int] = np.argsort(-(vectors @ np.asarray(embedder.embed_query(text)))).tolist()
        return places

    return nearest


def table(ranks: dict[str, list[int | None]]) -> str:
    lines = ["| | 1 | 3 | 10 | of |", "| --- | --- | --- | --- | --- |"]
    for name, found in ranks.items():
        counts = [sum(place is not None and place <= most for place in found) for most in FIRST]
        lines.append(f"| {name} | {' | '.join(map(str, counts))} | {len(found)} |")
    return "\n".join(lines)


def row(asked: Asked, answer: Answer, place: int | None) -> dict[str, Any]:
    """Return what somebody needs to judge an answer."""
    quotes = " ".join(citation.quote for citation in answer.citations)
    held = answer.status == "answered" and contains_answer(f"{answer.text} {quotes}", asked.gold)
    cited = [f"{each.article.title} › {' › '.join(each.heading)}" for each in answer.citations]
    return {
        "id": asked.id,
        "question": asked.text,
        "kind": asked.kind,
        "wanted": asked.wanted,
        "status": answer.status,
        "confidence": round(answer.confidence, 3),
        "score": round(answer.evidence_score, 2),
        "answer": answer.text,
        "kinds": [each.kind for each in answer.citations],
        "cited": cited,
        "rank": place,
        "gold_inside": held,
        "near_miss": not asked.gold,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, help="folder of pages; its questions stand beside it")
    parser.add_argument("--questions", type=Path, help="a file of questions instead of those")
    parser.add_argument("--home", type=Path, help="keeps the library between runs")
    parser.add_argument("--answers", type=Path, help="where answers are written, one a line")
    parser.add_argument("--peers", action="store_true", help="measure the tutorial's chain too")
    options = parser.parse_args()
    beside = options.corpus.parent / f"{options.corpus.name}.questions.jsonl"
    questions = load(options.questions or beside)
    with tempfile.TemporaryDirectory() as folder:
        home = options.home or Path(folder)
        with Footnote.open(home, create=True) as footnote:
            report = footnote.ingest([options.corpus])
            print(f"{report.found} pages, {footnote.library.catalog.counts().passages} passages")
            measure(footnote, questions, options)


def measure(footnote: Footnote, questions: list[Asked], options: argparse.Namespace) -> None:
    answerable = [asked for asked in questions if asked.gold]
    rows: list[dict[str, Any]] = []
    ranks: dict[str, list[int | None]] = {"Footnote": []}
    for asked in questions:
        answer = footnote.ask(Question(asked.text, TODAY))
        place = rank(asked, [(hit.article.path or "", hit.passage.text) for hit in answer.passages])
        rows.append(row(asked, answer, place))
        if asked.gold:
            ranks["Footnote"].append(place)
    systems = ours(footnote)
    if options.peers:
        files = sorted(path for path in options.corpus.rglob("*") if path.is_file())
        systems["the tutorial's chain"] = tutorial(
            [(str(path), path.read_text(encoding="utf-8", errors="replace")) for path in files]
        )
    for name, search in systems.items():
        ranks[name] = [rank(asked, search(asked.text)) for asked in answerable]
    print(table(ranks))
    answered = [each for each in rows if each["status"] == "answered"]
    print(
        f"answered {sum(not each['near_miss'] for each in answered)} of {len(answerable)}, gold in "
        f"{sum(each['gold_inside'] for each in answered if not each['near_miss'])}; near misses "
        f"answered {sum(each['near_miss'] for each in answered)} of "
        f"{len(questions) - len(answerable)}"
    )
    if options.answers:
        options.answers.parent.mkdir(parents=True, exist_ok=True)
        text = "\n".join(json.dumps(each, ensure_ascii=False) for each in rows)
        options.answers.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
