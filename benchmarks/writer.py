"""What verification makes of a good writer's replies, and of wrong claims among them.

    python -m benchmarks.writer pending CASES.jsonl REPLIES.jsonl --out PROMPTS.jsonl
    python -m benchmarks.writer judge CASES.jsonl REPLIES.jsonl [--checker rules] [--claims OUT]

A case holds a question, its passages, and what a writer replied who saw the prompt and nothing
else; `wrong` are claims with a mistake in them, each put in the reply's place by itself. `labels`
names claims of the reply, by number, that reading found not to be supported. Check and repair
prompts are answered from REPLIES (`{"key", "reply"}`, see `writer_replay`); `pending` writes those
without a reply, in an order that does not give away which claims are wrong. Where the checker is a
poor one: `benchmarks.poor_checkers`.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.writer_replay import key_of
from footnote.prompts import FilledPrompt, load_prompt
from footnote.retrieval.answer import Hit
from footnote.retrieval.answering.chat_model import ChatModel
from footnote.retrieval.answering.generative import GenerativeAnswerer, WriterPrompts
from footnote.retrieval.article import ArticleHead, Passage
from footnote.retrieval.options import GenerationOptions
from footnote.retrieval.question import Question
from footnote.retrieval.stages import Draft
from footnote.retrieval.usage import OnUsage, Usage
from footnote.retrieval.verification import Checker, ModelChecker, NearQuotes

EXACT = ("number changed", "unit changed", "name changed", "quotation changed", "date changed")
"""Kinds of mistakes that code has to find, whatever the checker says."""

Case = Mapping[str, Any]

Replier = Callable[[FilledPrompt], str | None]
"""Gives the reply to a check or repair prompt; None where there is none."""


def stored(replies: Mapping[str, str]) -> Replier:
    """Return what replies from a file."""
    return lambda prompt: replies.get(key_of(_messages(prompt)))


class Recorded(ChatModel):
    """Replies to the writer's prompt with a case's reply, to the others as `replier` does."""

    def __init__(self, reply: str, replier: Replier) -> None:
        super().__init__(GenerationOptions())
        self._reply: str | None = reply
        self._replier = replier
        self.pending: list[tuple[str, FilledPrompt]] = []
        self.tokens: Counter[str] = Counter()

    def stream(  # type: ignore[override]
        self, prompt: FilledPrompt, on_usage: OnUsage | None = None, schema: object = None
    ) -> Iterator[str]:
        kind = "write" if self._reply is not None else "repair" if prompt.turns else "check"
        if self._reply is not None:
            said, self._reply = self._reply, None
        else:
            given = self._replier(prompt)
            said = given or ""
            if given is None:
                self.pending.append((key_of(_messages(prompt)), prompt))
        usage = Usage(1, prompt.characters // 4, len(said) // 4)
        self.tokens[f"{kind} read"] += usage.input_tokens
        self.tokens[f"{kind} wrote"] += usage.output_tokens
        self.tokens[f"{kind} calls"] += 1
        if on_usage:
            on_usage(usage)
        yield said


def _messages(prompt: FilledPrompt) -> list[dict[str, Any]]:
    turns = [message for reply, told in prompt.turns for message in (reply, told)]
    said = [prompt.system, prompt.human, *turns]
    return [{"role": "any", "content": each} for each in said]


def hits_of(case: Case) -> list[Hit]:
    """Return the passages of a case as the answerer takes them."""
    found = []
    for number, item in enumerate(case["passages"]):
        day = date.fromisoformat(item["published"]) if item.get("published") else None
        head = ArticleHead(item["title"], item["title"], source=item.get("source"), published=day)
        text = item["text"]
        passage = Passage(f"{head.id}-{number}", head.id, number, 0, len(text), text)
        found.append(Hit(passage, head, 1.0))
    return found


def answered(
    case: Case, reply: str, replier: Replier, checker: str = "model"
) -> tuple[Draft, Recorded]:
    """Return what is left of a reply, and the model that was asked about it."""
    model = Recorded(reply, replier)
    judge: Checker = NearQuotes()
    if checker == "model":
        judge = ModelChecker(model, load_prompt("check"))
    prompts = WriterPrompts(load_prompt(case.get("prompt", "answer")), load_prompt("repair"))
    answerer = GenerativeAnswerer([model], prompts, judge, passages=50, context_characters=10**6)
    question = Question(case["question"], date.fromisoformat(case["asked"]))
    return list(answerer.stream(question, hits_of(case)))[-1], model


def wrong_reply(claim: Mapping[str, Any], case: Case) -> str:
    """Return a reply that consists of one wrong claim, in the case's form."""
    if case.get("prompt") == "sentences":
        return f"{claim['text']} " + "".join(f"[{marker}]" for marker in claim["markers"])
    line = {"text": claim["text"], "evidence": claim["evidence"]}
    return '{"answers": "yes"}\n' + json.dumps(line, ensure_ascii=False)


@dataclass
class Figures:
    """Counts over cases; `rows` are for people to read."""

    counts: Counter[str] = field(default_factory=Counter)
    kinds: Counter[tuple[str, bool]] = field(default_factory=Counter)
    tokens: Counter[str] = field(default_factory=Counter)
    rows: list[dict[str, Any]] = field(default_factory=list)

    def take_reply(self, case: Case, draft: Draft) -> None:
        """Count what became of a case's own reply."""
        declines = '"answers": "no"' in case["reply"] or case.get("declines", False)
        self.counts["declines" if declines else "answers"] += 1
        if declines:
            self.counts["declines refused"] += draft.declined and not draft.sentences
            return
        labels = case.get("labels", {})
        shown = [sentence.text for sentence in draft.sentences]
        gone = [(each.text, each.reason) for each in draft.removed]
        for text, reason in [*((text, "") for text in shown), *gone]:
            label = labels.get(text, "supported")
            self.counts[f"{label} claims"] += 1
            self.counts[f"{label} removed"] += bool(reason)
            self.rows.append({"id": case["id"], "text": text, "label": label, "reason": reason})
        self.counts["answers with nothing left"] += not shown
        self.counts["answers cut"] += bool(shown) and bool(gone)

    def take_wrong(self, case: Case, claim: Mapping[str, Any], draft: Draft) -> None:
        """Count what became of a wrong claim."""
        is_shown = claim["text"] in [sentence.text for sentence in draft.sentences]
        self.kinds[claim["kind"], is_shown] += 1
        reason = draft.removed[0].reason if draft.removed else ""
        row = {"id": case["id"], "kind": claim["kind"], "text": claim["text"]}
        self.rows.append(row | {"label": "wrong", "shown": is_shown, "reason": reason})


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def replay(cases: Sequence[Case], replier: Replier, checker: str = "model") -> Figures:
    """Return the figures of all cases and their wrong claims."""
    figures = Figures()
    for case in cases:
        draft, model = answered(case, case["reply"], replier, checker)
        figures.take_reply(case, draft)
        figures.tokens += model.tokens
        for claim in case.get("wrong", ()):
            draft, _ = answered(case, wrong_reply(claim, case), replier, checker)
            figures.take_wrong(case, claim, draft)
    return figures


def pending(cases: Sequence[Case], replier: Replier) -> list[dict[str, str]]:
    """Return the prompts that have no reply yet, in an order that tells nothing."""
    found: dict[str, FilledPrompt] = {}
    for case in cases:
        for reply in [case["reply"], *(wrong_reply(each, case) for each in case.get("wrong", ()))]:
            found |= dict(answered(case, reply, replier)[1].pending)
    prompts = [{"key": k, "human": _last(p), "kind": _kind(p)} for k, p in sorted(found.items())]
    random.Random(7).shuffle(prompts)
    return prompts


def _last(prompt: FilledPrompt) -> str:
    return prompt.turns[-1][1] if prompt.turns else prompt.human


def _kind(prompt: FilledPrompt) -> str:
    return "repair" if prompt.turns else "check"


def tell(figures: Figures) -> None:
    for name, count in sorted(figures.counts.items()):
        print(f"{name:34} {count}")
    kinds = sorted({kind for kind, _ in figures.kinds})
    shown = sum(figures.kinds[kind, True] for kind in kinds)
    print(f"{'wrong claims shown':34} {shown} of {sum(figures.kinds.values())}")
    hard = sum(figures.kinds[kind, True] for kind in EXACT)
    print(f"{'… figure, unit, name, quote, date':34} {hard}")
    for kind in kinds:
        count = figures.kinds[kind, True] + figures.kinds[kind, False]
        print(f"  {kind:32} {figures.kinds[kind, True]} of {count}")
    for name, count in sorted(figures.tokens.items()):
        print(f"{'tokens: ' + name:34} {count}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["pending", "judge"])
    parser.add_argument("cases", type=Path)
    parser.add_argument("replies", type=Path)
    parser.add_argument("--checker", choices=["model", "rules"], default="model")
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    known = lines(arguments.replies) if arguments.replies.exists() else []
    replier = stored({item["key"]: item["reply"] for item in known})
    cases = lines(arguments.cases)
    if arguments.what == "pending":
        rows: list[dict[str, Any]] = list(pending(cases, replier))
    else:
        figures = replay(cases, replier, arguments.checker)
        tell(figures)
        rows = figures.rows
    if arguments.out:
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        arguments.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
