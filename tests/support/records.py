"""Evaluation records made for tests, without asking anything."""

from dataclasses import replace
from datetime import date
from typing import Any

from footnote.evaluation.record import Quote, Record, SentenceCheck

QUOTE = Quote(
    marker=1,
    article="a1",
    title="Ferry aground",
    url="https://news.example/ferry",
    published=date(2023, 6, 13),
    text="The Saint Orla ran aground with 43 passengers.",
    verbatim=True,
)

ANSWERED = Record(
    id="ferry",
    question="How many passengers were on the ferry?",
    as_of=date(2023, 6, 15),
    gold=("43",),
    answerable=True,
    answered=True,
    text="The Saint Orla ran aground with 43 passengers. [1]",
    quotes=(QUOTE,),
    sentences=(SentenceCheck(QUOTE.text, citations=1, supporting=1),),
    gold_ranks=(1,),
    score=6.0,
    latency_ms=120.0,
)


def answered(**changes: Any) -> Record:
    return replace(ANSWERED, **changes)


def refused(**changes: Any) -> Record:
    bare = replace(
        ANSWERED,
        answered=False,
        text="The articles don't answer this.",
        quotes=(),
        sentences=(),
        gold_ranks=(),
        score=-4.0,
    )
    return replace(bare, **changes)


def rightly_refused(**changes: Any) -> Record:
    return refused(**{"gold": (), "answerable": False, **changes})


def falsely_answered(**changes: Any) -> Record:
    return answered(**{"gold": (), "answerable": False, "gold_ranks": (), **changes})
