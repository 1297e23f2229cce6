"""Prose by language models, of which only what the articles carry is ever given out."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from footnote.prompts import FilledPrompt, Prompt
from footnote.retrieval.answer import AnswererName, Hit
from footnote.retrieval.answering.chat_model import ChatModel
from footnote.retrieval.answering.contract import ReplyReader, SentenceReader, repaired_claims
from footnote.retrieval.answering.offering import chosen_passages, fence_passages, source_document
from footnote.retrieval.answering.standing import Assembly, Standing, checked_missing, is_heading_of
from footnote.retrieval.closing import iterate_in_thread
from footnote.retrieval.errors import AnswererError
from footnote.retrieval.question import Question
from footnote.retrieval.stages import Draft
from footnote.retrieval.usage import Meter
from footnote.retrieval.verification import (
    Asked,
    Checker,
    Claim,
    Evidence,
    HeldClaim,
    Judgement,
    exact_fault,
    hold,
    narrowed,
)

ANOTHER_ANSWERED = "{error} Another language model answered."


@dataclass(frozen=True, slots=True)
class WriterPrompts:
    """What a writer is told: to answer, and to repair; without `repair` what failed is dropped."""

    answer: Prompt
    repair: Prompt | None = None


class GenerativeAnswerer:
    """Let chat models answer from numbered passages and hold every claim to its evidence.

    The first of `models` writes, the next where that fails before anything was shown. Claims are
    checked by code, then by `checker`; those that fail go back once to be written anew. What is
    given out has passed both, and each footnote quotes the words its claim stands on. Models that
    can be held to `schema` are.
    """

    name: AnswererName = "generative"

    def __init__(
        self,
        models: Sequence[ChatModel],
        prompts: WriterPrompts,
        checker: Checker,
        *,
        passages: int,
        context_characters: int = 24_000,
        schema: dict[str, Any] | None = None,
    ) -> None:
        self.models = tuple(models)
        self.checker = checker
        self.schema = schema
        self._prompts = prompts
        self._passages = passages
        self._characters = context_characters

    def stream(self, question: Question, hits: Sequence[Hit]) -> Iterator[Draft]:
        """Yield a growing draft whenever more of it stands; the last is the whole answer.

        Raises:
            AnswererError: The models are away, slow, endless or broken; the drafts given out before
                that are verified all the same, and the last of them knows what was used.
        """
        offered = self.offered(hits)
        if not offered:
            raise AnswererError("There is no passage to write an answer from.")
        writing = _Writing(self, question, offered)
        try:
            yield from writing.drafts()
        except AnswererError:
            yield replace(writing.assembly.so_far(), usage=writing.meter.total)
            raise
        yield writing.ended()

    async def astream(self, question: Question, hits: Sequence[Hit]) -> AsyncIterator[Draft]:
        """Do as `stream` does, without blocking the event loop."""
        async for draft in iterate_in_thread(self.stream(question, hits)):
            yield draft

    def offered(self, hits: Sequence[Hit]) -> Mapping[int, Hit]:
        """Return the passages a writer is given, by their numbers from 1."""
        chosen = chosen_passages(hits, most=self._passages, characters=self._characters)
        return dict(enumerate(chosen, start=1))

    def reader(self) -> ReplyReader | SentenceReader:
        """Return what reads a reply in the form its prompt asks for."""
        return SentenceReader() if self._prompts.answer.name == "sentences" else ReplyReader()

    def prompt_for(self, question: Question, offered: Mapping[int, Hit]) -> FilledPrompt:
        """Return the words a writer is given with a question and numbered passages."""
        values = {
            "question": question.text,
            "today": f"{question.as_of:%A}, {question.as_of.isoformat()}",
        }
        if self._prompts.answer.name == "cited":
            documents = tuple(source_document(hit) for hit in offered.values())
            return replace(self._prompts.answer.fill(values), documents=documents)
        fenced = fence_passages(list(offered.values()), offered)
        passages = {"passages": fenced.text, "fence": fenced.code}
        return self._prompts.answer.fill(values | passages)

    def repair_prompt(
        self, prompt: FilledPrompt, reply: str, failed: Mapping[int, Standing]
    ) -> FilledPrompt | None:
        """Return the words that send claims back, after the reply they are from."""
        if self._prompts.repair is None or not failed:
            return None
        faults = "\n".join(
            f"{number}. {entry.claim.text}\n   Fault: {_reason(entry)}"
            for number, entry in failed.items()
        )
        told = self._prompts.repair.fill({"faults": faults}).human
        return replace(prompt, turns=((reply, told),))


class _Writing:
    """One answer under way."""

    def __init__(
        self, answerer: GenerativeAnswerer, question: Question, offered: Mapping[int, Hit]
    ) -> None:
        self._answerer = answerer
        self._checker = answerer.checker
        self._question = question
        self._asked = Asked(question.text, question.as_of)
        self._offered = offered
        self._prompt = answerer.prompt_for(question, offered)
        self._reader = answerer.reader()
        self._reply = ""
        self._model = answerer.models[0]
        self._warnings: tuple[str, ...] = ()
        self.assembly = Assembly()
        self.meter = Meter()

    def drafts(self) -> Iterator[Draft]:
        """Yield drafts while the answer is written, checked and repaired."""
        for number, model in enumerate(self._answerer.models):
            self._model, self._reader, self._reply = model, self._answerer.reader(), ""
            self.assembly = Assembly()
            try:
                yield from self._written()
                break
            except AnswererError as error:
                last = number + 1 == len(self._answerer.models)
                if last or self.assembly.so_far().sentences:
                    raise
                self._warnings += (ANOTHER_ANSWERED.format(error=error),)
        if self._reader.answers != "no":
            yield from self._decided(self.assembly.entries)
            yield from self._repaired()

    def ended(self) -> Draft:
        """Return the whole answer."""
        draft = self.assembly.whole()
        if self._reader.answers == "no":
            draft = Draft(declined=True, missing=self._reader.missing)
        elif self._reader.answers == "partly" and draft.sentences:
            draft = replace(draft, missing=self._reader.missing or draft.missing)
        missing = checked_missing(draft.missing, self._question.text, list(self._offered.values()))
        return replace(draft, missing=missing, warnings=self._warnings, usage=self.meter.total)

    def _written(self) -> Iterator[Draft]:
        with closing(
            self._model.stream(self._prompt, self.meter.add, self._answerer.schema)
        ) as pieces:
            for piece in pieces:
                self._reply += piece
                claims = self._reader.feed(piece)
                if self._reader.answers != "no":
                    yield from self._taken(claims)
                if self._reader.full:
                    break
        if self._reader.answers != "no":
            yield from self._taken(self._reader.finish())

    def _taken(self, claims: Sequence[Claim]) -> Iterator[Draft]:
        known = {_key(entry.claim) for entry in self.assembly.entries}
        for claim in claims:
            if _key(claim) in known:
                continue
            known.add(_key(claim))
            entry = Standing(hold(self._rested(claim), self._offered))
            self.assembly.entries.append(entry)
            if not self._checker.batched:
                yield from self._decided([entry])

    def _rested(self, claim: Claim) -> Claim:
        """Return a claim with the passage nearest to it where a sentence named none."""
        if claim.evidence or self._reader.answers is not None:
            return claim
        near = [next(iter(narrowed(claim.text, n, hit)), None) for n, hit in self._offered.items()]
        found = [each for each in near if each is not None]
        if not found:
            return claim
        best = max(found, key=lambda each: _overlap(claim.text, each.text))
        return replace(claim, evidence=(Evidence(best.number),))

    def _decided(self, entries: Sequence[Standing]) -> Iterator[Draft]:
        """Check claims that are not yet, by code and then by the checker."""
        self._lend_headings_evidence()
        open_ones = [entry for entry in entries if entry.judgement is None]
        if not self._checker.finds_support:
            for entry in open_ones:
                fault = exact_fault(entry.held, self._asked)
                if fault is not None:
                    entry.judgement = Judgement(supported=False, reason=fault)
        # A sentence with markers may be a decline, which names no evidence; the checker tells.
        asked = [each for each in open_ones if each.judgement is None or self._may_decline(each)]
        if not asked:
            return
        judgements = self._checker.judge(
            [entry.held for entry in asked], self._question.text, self._offered, self.meter.add
        )
        for entry, judgement in zip(asked, judgements, strict=True):
            if entry.judgement is None or judgement.declines:
                entry.judgement = self._confirmed(entry, judgement)
            yield self.assembly.so_far()

    def _may_decline(self, entry: Standing) -> bool:
        return self._checker.batched and not any(each.quote for each in entry.claim.evidence)

    def _confirmed(self, entry: Standing, judgement: Judgement) -> Judgement:
        """Hold what a checker found itself to what code can check."""
        if not entry.claim.whole:
            return Judgement(supported=False, reason="it breaks off unfinished")
        if judgement.support is None:
            return judgement
        fault = exact_fault(HeldClaim(entry.claim, judgement.support), self._asked)
        return judgement if fault is None else Judgement(supported=False, reason=fault)

    def _lend_headings_evidence(self) -> None:
        """Let the sentence that heads a list rest on what the list rests on."""
        entries = self.assembly.entries
        for number, entry in enumerate(entries):
            following = entries[number + 1 :]
            if entry.held.support or not is_heading_of(entry.claim, [e.claim for e in following]):
                continue
            lines = [each for each in following if each.claim.own_line]
            lent = tuple(dict.fromkeys(s for each in lines for s in each.held.support))
            entry.held = HeldClaim(entry.claim, lent)

    def _repaired(self) -> Iterator[Draft]:
        """Send claims that failed back once, and check what comes of them."""
        entries = self.assembly.entries
        failed = {
            number: entry
            for number, entry in enumerate(entries, start=1)
            if not entry.stands and not entry.declines
        }
        if len(failed) == len(entries) and self._reader.answers is None:
            return  # sentences that rest on nothing: there is no form to repair them in
        prompt = self._answerer.repair_prompt(self._prompt, self._reply, failed)
        if prompt is None:
            return
        try:
            reply = "".join(self._model.stream(prompt, self.meter.add))
        except AnswererError:
            return  # what stands is an answer all the same
        again: list[Standing] = []
        for repaired in repaired_claims(reply):
            entry = failed.pop(repaired.number, None)
            if entry is not None and repaired.claim is not None:
                claim = replace(repaired.claim, together=entry.claim.together)
                entry.held, entry.judgement = hold(claim, self._offered), None
                again.append(entry)
        yield from self._decided(again)


def _reason(entry: Standing) -> str:
    return entry.judgement.reason if entry.judgement else ""


def _key(claim: Claim) -> str:
    return " ".join(claim.text.casefold().split())


def _overlap(statement: str, text: str) -> float:
    words = set(statement.casefold().split())
    return len(words & set(text.casefold().split())) / max(len(words), 1)
