"""The stages of the chain, as callbacks and traces see them, and the plain way beside them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.runnables import RunnableConfig, RunnableLambda

from footnote.retrieval.answer import Answer
from footnote.retrieval.errors import QuestionError
from footnote.retrieval.question import Question
from footnote.retrieval.runnables import AnswerChain
from footnote.retrieval.stages import Found, Judged, Understood, Written
from tests.support.town_answers import Town, town_pipeline
from tests.support.town_hits import asked

STAGES = ["understand", "find", "judge", "write", "cite"]


@dataclass
class Run:
    name: str
    parent: UUID | None
    given: Any
    made: Any = None


class Trace(BaseCallbackHandler):
    """Remembers every run in the order in which they began, with what came in and out of it."""

    def __init__(self) -> None:
        self.runs: dict[UUID, Run] = {}
        self.failed: list[str] = []

    def on_chain_start(self, serialized: Any, inputs: Any, *, run_id: UUID, **more: Any) -> None:
        self.runs[run_id] = Run(more["name"], more.get("parent_run_id"), inputs)

    def on_chain_end(self, outputs: Any, *, run_id: UUID, **more: Any) -> None:
        run = self.runs[run_id]
        run.made = outputs
        run.given = more.get("inputs") or run.given  # of a stream they are known at its end

    def on_chain_error(self, error: BaseException, *, run_id: UUID, **more: Any) -> None:
        self.failed.append(self.runs[run_id].name)


async def _last_of_stream(chain: AnswerChain, question: Question, config: RunnableConfig) -> Answer:
    return [snapshot async for snapshot in chain.astream(question, config)][-1]


WAYS: dict[str, Callable[[AnswerChain, Question, RunnableConfig], Answer]] = {
    "invoke": lambda chain, question, config: chain.invoke(question, config),
    "ainvoke": lambda *of: asyncio.run(of[0].ainvoke(of[1], of[2])),
    "stream": lambda chain, question, config: list(chain.stream(question, config))[-1],
    "astream": lambda *of: asyncio.run(_last_of_stream(*of)),
    "batch": lambda chain, question, config: chain.batch([question], config)[0],
}


@pytest.mark.parametrize("way", WAYS)
def test_callbacks_see_the_five_stages_below_the_chain(way: str) -> None:
    trace = Trace()
    question = asked()
    answer = WAYS[way](AnswerChain(town_pipeline(Town())), question, {"callbacks": [trace]})
    (top, *stages) = trace.runs.values()
    (top_id, *_) = trace.runs
    assert top.name == "AnswerChain"
    assert top.made == answer
    assert answer.complete
    assert list(dict.fromkeys(stage.name for stage in stages)) == STAGES
    assert {stage.parent for stage in stages} == {top_id}
    understand, find, judge, write = stages[:4]
    assert understand.given == question
    assert isinstance(understand.made, Understood)
    assert find.given is understand.made
    assert isinstance(find.made, Found)
    assert judge.given is find.made
    assert isinstance(judge.made, Judged)
    assert write.given is judge.made
    assert isinstance(write.made, Written)
    assert stages[-1].given is write.made
    assert stages[-1].made == answer


def test_of_a_stream_every_snapshot_is_cited() -> None:
    trace = Trace()
    snapshots = list(AnswerChain(town_pipeline(Town())).stream(asked(), {"callbacks": [trace]}))
    assert [len(snapshot.sentences) for snapshot in snapshots] == [1, 2, 2]
    assert [snapshot.complete for snapshot in snapshots] == [False, False, True]
    assert [run.made for run in trace.runs.values() if run.name == "cite"] == snapshots


def plain(answer: Answer) -> Answer:
    return replace(answer, timings_ms=dict.fromkeys(answer.timings_ms, 0.0))


@pytest.mark.parametrize("score", [9.0, -9.0])
def test_the_chain_and_the_plain_way_answer_alike(score: float) -> None:
    pipeline = town_pipeline(Town(score=score))
    chain = AnswerChain(pipeline)
    answer = pipeline.answer(asked())
    assert (answer.status == "answered") == (score > 0)
    assert list(answer.timings_ms)[-2:] == ["answer", "total"]
    assert plain(chain.invoke(asked())) == plain(answer)
    assert plain(list(pipeline.stream(asked()))[-1]) == plain(answer)
    stages = chain.understand | chain.find | chain.judge | chain.write | chain.cite
    assert plain(stages.invoke(asked())) == plain(answer)

    async def last() -> Answer:
        return [snapshot async for snapshot in stages.astream(asked())][-1]

    assert plain(asyncio.run(last())) == plain(answer)


def test_a_step_may_be_put_between_two_stages() -> None:
    town = Town()
    chain = AnswerChain(town_pipeline(town))

    def only_chess(found: Found) -> Found:
        return replace(found, hits=tuple(hits[1:] for hits in found.hits))

    stages = (
        chain.understand
        | chain.find
        | RunnableLambda(only_chess)
        | chain.judge
        | chain.write
        | chain.cite
    )
    assert {citation.article.id for citation in stages.invoke(asked()).citations} == {"chess"}


def test_leaving_a_stream_early_ends_the_writing() -> None:
    town = Town()
    snapshots = AnswerChain(town_pipeline(town)).stream(asked())
    assert len(next(iter(snapshots)).sentences) == 1
    assert not town.stopped_writing
    snapshots.close()  # type: ignore[attr-defined]
    assert town.stopped_writing


@pytest.mark.parametrize("way", WAYS)
def test_a_question_that_cannot_be_asked_fails_where_it_is_understood(way: str) -> None:
    trace, town = Trace(), Town()
    with pytest.raises(QuestionError, match="empty"):
        WAYS[way](AnswerChain(town_pipeline(town)), asked(" … "), {"callbacks": [trace]})
    assert trace.failed == ["understand", "AnswerChain"]
    assert town.searched == []
