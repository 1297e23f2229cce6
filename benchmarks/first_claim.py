"""Time until the first claim is shown and the answer is whole, and what each checker costs.

    python -m benchmarks.first_claim CASES.jsonl REPLIES.jsonl [--most 20]
        [--reads 2000] [--writes 60]

Answers of `benchmarks.writer` by an OpenAI-compatible server on loopback that reads and writes so
many tokens a second (of four characters), through the same client as any server's. Passages the
cases do not keep are filled up with those of other cases, so that prompts are as long as they were.
The entailment model has the shape of BERT-base or of MiniLM-L12 and weights of chance: what it
costs is measured, its verdict is always yes. For the rules the writer copies its evidence.
"""

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.writer import Case, Replier, answered, hits_of, lines, stored
from benchmarks.writer_replay import Pace, key_of, serving
from footnote.prompts import FilledPrompt, load_prompt
from footnote.retrieval.answering.chat_model import ChatModel
from footnote.retrieval.answering.generative import GenerativeAnswerer, WriterPrompts
from footnote.retrieval.question import Question
from footnote.retrieval.verification import (
    Checker,
    EntailmentChecker,
    ModelChecker,
    NearQuotes,
    Scorer,
)
from tests.support.small_model import generation_options

NOT_KEPT = "(A passage that no claim rests on is not kept.)"
SHAPES = {"entailment, BERT-base": (768, 12, 3072), "entailment, MiniLM-L12": (384, 12, 1536)}
"""Hidden size, layers and size of the layers between."""

TOKENIZER = Path(__file__).parents[1] / "retrieval" / "reading" / "model" / "tokenizer.json"
_QUESTION = re.compile(r"\nQuestion: (.+)\Z")


class Voice:
    """Speaks for the writer and the checker of all cases; counts tokens by what they were for."""

    def __init__(self, cases: Sequence[Case], strong: Replier, pace: Pace, *, copies: bool) -> None:
        self.pace = pace
        self.repairs = not copies
        self.tokens: Counter[str] = Counter()
        self._written = {
            case["question"]: _copied(case) if copies else case["reply"] for case in cases
        }
        self._said: dict[str, str] = {}
        for case in cases:
            answered(case, case["reply"], self._noting(strong))

    def to(self, messages: Sequence[dict[str, Any]]) -> str:
        """Return the reply to a prompt, by its question or its last message."""
        last = str(messages[-1]["content"])
        asked = _QUESTION.search(last)
        kind = "repair" if len(messages) > 2 else "write" if asked else "check"
        said = self._written[asked[1]] if asked else self._said.get(_name(last), "1 yes")
        self.tokens[f"{kind} read"] += sum(len(str(each["content"])) for each in messages) // 4
        self.tokens[f"{kind} wrote"] += len(said) // 4
        self.tokens[f"{kind} calls"] += 1
        return said

    def _noting(self, strong: Replier) -> Replier:
        def note(prompt: FilledPrompt) -> str | None:
            said = strong(prompt)
            last = prompt.turns[-1][1] if prompt.turns else prompt.human
            self._said[_name(last)] = said or ""
            return said

        return note


def _name(message: str) -> str:
    return key_of([{"role": "any", "content": message}])


def _copied(case: Case) -> str:
    """Return a case's reply with each claim in the words of its evidence."""
    opening, *claims = filter(None, case["reply"].split("\n"))
    rows = [json.loads(claim) for claim in claims]
    copied = [
        row | {"text": found["quote"], "evidence": [found]}
        for row in rows
        for found in row["evidence"]
    ]
    return "\n".join([opening, *(json.dumps(row, ensure_ascii=False) for row in copied)])


def filled(cases: Sequence[Case]) -> list[Case]:
    """Return cases with passages of other cases in the place of those that were not kept."""
    spare = [p for case in cases for p in case["passages"] if p["text"] != NOT_KEPT]
    given = iter(spare * 20)
    return [
        {
            **case,
            "passages": [next(given) if p["text"] == NOT_KEPT else p for p in case["passages"]],
        }
        for case in cases
    ]


class Clocked:
    """A scorer whose time is taken, in seconds of processor time."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self.seconds: list[float] = []

    def __call__(self, premise: str, statement: str) -> float:
        """Return what the scorer does."""
        started = time.process_time()
        likely = self._scorer(premise, statement)
        self.seconds.append(time.process_time() - started)
        return likely


def untrained(hidden: int, layers: int, between: int) -> Scorer:
    """Return an entailment model of a shape that always says yes."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    tokenizer: Any = PreTrainedTokenizerFast(tokenizer_file=str(TOKENIZER))  # type: ignore[no-untyped-call]
    config = BertConfig(
        hidden_size=hidden,
        num_hidden_layers=layers,
        num_attention_heads=12,
        intermediate_size=between,
    )
    model = BertForSequenceClassification(config)
    model.train(False)

    def score(premise: str, statement: str) -> float:
        inputs = tokenizer(premise, statement, truncation=True, max_length=512, return_tensors="pt")
        with torch.inference_mode():
            model(**inputs)
        return 1.0

    score("A premise.", "A claim.")
    return score


def measure(
    name: str, cases: Sequence[Case], voice: Voice, checker_for: Callable[[ChatModel], Checker]
) -> None:
    """Print how long answers took with a checker, and the tokens an answer came to."""
    firsts: list[float] = []
    wholes: list[float] = []
    with serving(voice) as url:
        model = ChatModel(generation_options(url, max_tokens=4_000))
        answerer = GenerativeAnswerer(
            [model],
            WriterPrompts(load_prompt("answer"), load_prompt("repair") if voice.repairs else None),
            checker_for(model),
            passages=50,
            context_characters=10**6,
        )
        model.open()
        for case in cases:
            question = Question(case["question"], date.fromisoformat(case["asked"]))
            started, shown = time.monotonic(), False
            for draft in answerer.stream(question, hits_of(case)):
                if draft.sentences and not shown:
                    shown = True
                    firsts.append(time.monotonic() - started)
            wholes.append(time.monotonic() - started)
    first = f"{median(firsts):.1f} s in {len(firsts)}" if firsts else "none"
    print(f"{name}: first claim {first} of {len(cases)}, whole {median(wholes):.1f} s", end="")
    for kind, count in sorted(voice.tokens.items()):
        print(f", {kind} {count / len(cases):.{0 if count > 10 * len(cases) else 1}f}", end="")
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("replies", type=Path)
    parser.add_argument("--most", type=int, default=20)
    parser.add_argument("--reads", type=float, default=2_000.0)
    parser.add_argument("--writes", type=float, default=60.0)
    arguments = parser.parse_args()
    replies = {item["key"]: item["reply"] for item in lines(arguments.replies)}
    every = [case for case in lines(arguments.cases) if '"answers": "no"' not in case["reply"]]
    step = max(len(every) // arguments.most, 1)
    cases = filled(every)[::step][: arguments.most]
    pace = Pace(arguments.reads, arguments.writes)

    def voice(*, copies: bool = False) -> Voice:
        return Voice(every, stored(replies), pace, copies=copies)

    def by_model(model: ChatModel) -> Checker:
        return ModelChecker(model, load_prompt("check"))

    def entailing(scorer: Scorer) -> Callable[[ChatModel], Checker]:
        return lambda _: EntailmentChecker(scorer)

    measure("model", cases, voice(), by_model)
    for name, shape in SHAPES.items():
        scorer = Clocked(untrained(*shape))
        measure(name, cases, voice(), entailing(scorer))
        print(f"{name}: {median(scorer.seconds) * 1000:.0f} ms of processor time a claim")
    measure("rules", cases, voice(copies=True), lambda _: NearQuotes())


if __name__ == "__main__":
    main()
