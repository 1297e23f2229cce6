"""Prose by a language model, of which only what the articles carry is ever given out."""

from collections.abc import AsyncIterator, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from prompts import Prompt
from retrieval.answer import AnswererName, AnswerSentence, Citation, Hit, RemovedSentence
from retrieval.answering.chat_model import ChatModel
from retrieval.answering.draft import Draft
from retrieval.answering.fencing import fence_passages
from retrieval.article import Passage
from retrieval.errors import AnswererError
from retrieval.question import Question
from retrieval.threads import iterate_in_thread
from retrieval.usage import Meter, OnUsage
from retrieval.verification import DraftSentence, DraftSplitter, Verdict, Verifier

MOST_SENTENCES = 12
"""Sentences looked at in one reply; a model that writes on is not listened to."""

ENOUGH_SENTENCES = 4
"""Verified sentences an answer has at most, as the prompt asks for."""


class GenerativeAnswerer:
    """Let a chat model answer from numbered passages and check it sentence by sentence.

    A sentence is given out only when it has been verified; a citation's quote is the run of the
    article's sentences that carries it.
    """

    name: AnswererName = "generative"

    def __init__(
        self, model: ChatModel, prompt: Prompt, verifier: Verifier, *, passages: int
    ) -> None:
        self.model = model
        self._prompt = prompt
        self._verifier = verifier
        self._passages = passages

    @property
    def prompt_version(self) -> str:
        """The version of the words the model is given."""
        return self._prompt.version

    def stream(self, question: Question, hits: Sequence[Hit]) -> Iterator[Draft]:
        """Yield a growing draft after every sentence looked at; the last is the whole answer.

        Raises:
            AnswererError: The model is away, slow, endless or broken; the drafts given out before
                that are verified all the same, and the last of them knows what was used.
        """
        offered = dict(enumerate(hits[: self._passages], start=1))
        if not offered:
            raise AnswererError("There is no passage to write an answer from.")
        state, meter = _Growing(offered), Meter()
        try:
            with closing(self.written(question, hits, meter.add)) as written:
                for sentence in written:
                    if state.takes(sentence):
                        state.judge(sentence, self._verifier)
                        yield state.draft
                    if len(state.draft.sentences) == ENOUGH_SENTENCES:
                        break
        except AnswererError:
            yield replace(state.draft, usage=meter.total)
            raise
        yield replace(state.draft, usage=meter.total)

    async def astream(self, question: Question, hits: Sequence[Hit]) -> AsyncIterator[Draft]:
        """Do as `stream` does, without blocking the event loop."""
        async for draft in iterate_in_thread(self.stream(question, hits)):
            yield draft

    def written(
        self, question: Question, hits: Sequence[Hit], on_usage: OnUsage | None = None
    ) -> Generator[DraftSentence, None, None]:
        """Yield the sentences the model writes, unverified: for measurements, never for readers."""
        splitter = DraftSplitter()
        given = 0
        with closing(self.model.stream(self.prompt_for(question, hits), on_usage)) as pieces:
            for piece in pieces:
                for sentence in splitter.feed(piece):
                    given += 1
                    yield sentence
                if given >= MOST_SENTENCES:
                    return
        yield from splitter.finish()

    def prompt_for(self, question: Question, hits: Sequence[Hit]) -> str:
        """Return the prompt for a question with its passages, numbered from 1."""
        chosen = hits[: self._passages]
        fenced = fence_passages(chosen, range(1, len(chosen) + 1))
        return self._prompt.fill(
            {
                "question": question.text,
                "passages": fenced.text,
                "today": f"{question.as_of:%A}, {question.as_of.isoformat()}",
                "fence": fenced.code,
            }
        )


@dataclass
class _Growing:
    """A draft under way; footnotes are numbered in the order in which they appear."""

    offered: Mapping[int, Hit]
    draft: Draft = field(default_factory=Draft)
    seen: set[str] = field(default_factory=set)

    def takes(self, sentence: DraftSentence) -> bool:
        """Tell whether a sentence is there to be judged: it says something, and not again."""
        key = " ".join(sentence.text.casefold().split())
        if not key or key in self.seen:
            return False
        self.seen.add(key)
        return True

    def judge(self, sentence: DraftSentence, verifier: Verifier) -> None:
        """Verify a sentence and add it to the draft, or to what was removed."""
        passages: dict[int, Passage] = {marker: hit.passage for marker, hit in self.offered.items()}
        verdict = verifier.verify(sentence.text, sentence.markers, passages)
        if not sentence.whole:
            verdict = Verdict("removed", reason="it breaks off unfinished")
        if verdict.outcome == "removed":
            removed = RemovedSentence(sentence.text, verdict.reason)
            self.draft = replace(self.draft, removed=(*self.draft.removed, removed))
        else:
            self._keep(sentence, verdict)

    def _keep(self, sentence: DraftSentence, verdict: Verdict) -> None:
        citations = list(self.draft.citations)
        markers: list[int] = []
        for support in verdict.support:
            hit = self.offered[support.marker]
            known = next((c for c in citations if _is_at(c, hit, support.start, support.end)), None)
            if known is None:
                known = Citation(
                    marker=len(citations) + 1,
                    article=hit.article,
                    passage_id=hit.passage.id,
                    start=support.start,
                    end=support.end,
                    quote=support.text,
                )
                citations.append(known)
            markers.append(known.marker)
        kept = AnswerSentence(sentence.text, tuple(dict.fromkeys(markers)))
        self.draft = replace(
            self.draft, sentences=(*self.draft.sentences, kept), citations=tuple(citations)
        )


def _is_at(citation: Citation, hit: Hit, start: int, end: int) -> bool:
    return (citation.article.id, citation.start, citation.end) == (hit.article.id, start, end)
