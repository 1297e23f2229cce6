"""Replies under the claims contract, and a language model that gives replies in turn."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.language_models import FakeListChatModel

from footnote.prompts import FilledPrompt, load_prompt
from footnote.retrieval.answering.chat_model import ChatModel
from footnote.retrieval.answering.generative import GenerativeAnswerer, WriterPrompts
from footnote.retrieval.options import GenerationOptions
from footnote.retrieval.stages import Draft
from footnote.retrieval.usage import OnUsage, Usage
from footnote.retrieval.verification import Checker, ModelChecker
from tests.support.town_hits import HITS, asked

YES = '{"answers": "yes"}'


def claim(text: str, *quotes: str, passage: int = 1, **more: Any) -> str:
    evidence = [{"passage": passage, "quote": quote} for quote in quotes]
    return json.dumps({"text": text, "evidence": evidence} | more)


def reply(*claims: str, opening: str = YES) -> str:
    return "\n".join([opening, *claims])


class Talks(ChatModel):
    """Gives the replies of a list in turn and keeps the prompts; an error among them is raised."""

    def __init__(self, *replies: str | Exception) -> None:
        super().__init__(GenerationOptions(), FakeListChatModel(responses=[""]))
        self.replies = list(replies)
        self.prompts: list[FilledPrompt] = []

    def stream(  # type: ignore[override]
        self, prompt: FilledPrompt, on_usage: OnUsage | None = None, schema: object = None
    ) -> Iterator[str]:
        self.prompts.append(prompt)
        said = self.replies.pop(0)
        if isinstance(said, Exception):
            raise said
        if on_usage:
            on_usage(Usage(1, 100, 10))
        for start in range(0, len(said), 7):
            yield said[start : start + 7]


def writer(
    *models: ChatModel, checker: Checker | None = None, repairs: bool = True
) -> GenerativeAnswerer:
    prompts = WriterPrompts(load_prompt("answer"), load_prompt("repair") if repairs else None)
    judge = checker or ModelChecker(models[0], load_prompt("check"))
    return GenerativeAnswerer(models, prompts, judge, passages=3)


def drafts(*replies: str | Exception, question: str = "Why was the pier closed?") -> list[Draft]:
    return list(writer(Talks(*replies)).stream(asked(question), HITS))


def texts(draft: Draft) -> Sequence[str]:
    return [sentence.text for sentence in draft.sentences]
