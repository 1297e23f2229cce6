"""A chat model that marks answers against what they should say, for answers in prose."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from footnote.evaluation.fixtures import Fixture
from footnote.prompts import FilledPrompt, Prompt
from footnote.retrieval.answer import Answer, AnswerSentence, Citation, Hit
from footnote.retrieval.article import Passage
from footnote.retrieval.errors import AnswererError
from footnote.retrieval.text.untrusted import fence_text
from footnote.retrieval.usage import OnUsage
from footnote.retrieval.verification import Claim, HeldClaim, ModelChecker, Support

MARKS = ("correct", "partly", "wrong", "refused")
"""What a judge may say of an answer."""

_MARK = re.compile(rf"\W*(?P<mark>{'|'.join(MARKS)})\b\W*(?P<why>.*)", re.IGNORECASE)
_NO_GOLD = "(nothing: the articles do not answer this, and the right answer is to say so)"


class JudgingModel(Protocol):
    """A language model, or what stands for one."""

    def stream(self, prompt: FilledPrompt, on_usage: OnUsage | None = None) -> Iterator[str]:
        """Yield the pieces of its reply; raises `AnswererError` where it fails."""
        ...


@dataclass(frozen=True, slots=True)
class Mark:
    """What a judge says of an answer, and why; None where it failed or said neither."""

    mark: str | None
    why: str


class Judge:
    """Marks answers by their gold, and tells which sentences of prose their footnotes carry."""

    def __init__(self, model: JudgingModel, marking: Prompt, checking: Prompt) -> None:
        self._model = model
        self._prompt = marking
        self._checker = ModelChecker(model, checking)

    def mark(self, fixture: Fixture, answer: str) -> Mark:
        """Return the mark of an answer to a fixture's question."""
        try:
            reply = "".join(self._model.stream(self.prompt_for(fixture, answer)))
        except AnswererError as error:
            return Mark(None, str(error))
        match = _MARK.match(reply.strip())
        if match is None:
            return Mark(None, "The judge gave no mark.")
        return Mark(match["mark"].lower(), " ".join(match["why"].split())[:300])

    def prompt_for(self, fixture: Fixture, answer: str) -> FilledPrompt:
        """Return the words of the call that marks an answer."""
        gold = " | ".join(fixture.answers) if fixture.answerable else _NO_GOLD
        parts = [f"Question: {fixture.question}", f"Gold: {gold}"]
        if fixture.evidence:
            parts.append(f"Evidence: {fixture.evidence}")
        fenced = fence_text("\n\n".join([*parts, f"Answer:\n{answer}"]))
        return self._prompt.fill({"case": fenced.text, "fence": fenced.code})

    def carried(self, answer: Answer) -> Mapping[AnswerSentence, bool] | None:
        """Return which sentences all their footnotes together carry, or None where it failed."""
        citations = {citation.marker: citation for citation in answer.citations}
        held = [_held(sentence, citations) for sentence in answer.sentences]
        try:
            found = list(self._checker.judge(held, answer.question, {}))
        except AnswererError:
            return None
        return {
            sentence: judgement.supported
            for sentence, judgement in zip(answer.sentences, found, strict=True)
        }


def _held(sentence: AnswerSentence, citations: Mapping[int, Citation]) -> HeldClaim:
    named = [citations[marker] for marker in sentence.markers if marker in citations]
    return HeldClaim(Claim(sentence.text), tuple(_support(citation) for citation in named))


def _support(citation: Citation) -> Support:
    start, end, quote = citation.start, citation.end, citation.quote
    passage = Passage(citation.passage_id, citation.article.id, 0, start, end, quote)
    return Support(citation.marker, Hit(passage, citation.article, 0.0), start, end, quote)
