"""Follow-ups made into questions that stand alone, so that search finds what they mean.

Without a language model this is a heuristic over the surface: a follow-up betrays itself by a
pronoun with nothing before it to point at, or by being a fragment ("And last year?"). What it
leaves out is taken from the turns before, never from anywhere else.
"""

from dataclasses import dataclass, replace
from typing import Protocol

from footnote.prompts import FilledPrompt, Prompt
from footnote.retrieval.answering.offering import fence_turns
from footnote.retrieval.conversation.follow_ups import followed, says_enough
from footnote.retrieval.errors import AnswererError
from footnote.retrieval.languages import language_of
from footnote.retrieval.question import Question
from footnote.retrieval.search.terms import question_stems, stems
from footnote.retrieval.text.untrusted import visible
from footnote.retrieval.usage import NOTHING_USED, Meter, OnUsage, Usage
from footnote.retrieval.verification.names import bears, names_of
from footnote.retrieval.verification.quantities import carries, quantities_of

TURNS_SHOWN = 4
"""Earlier turns a language model is shown."""

MOST_KNOWN = 0.6
"""Share of a rewritten question's content words that the conversation has, endings apart."""

BEGINNING = 5
"""Letters of two words that must agree where they are taken for forms of one."""

LONGER_BY = 200
"""Characters a rewritten question may be longer than the one asked."""


@dataclass(frozen=True, slots=True)
class StandaloneQuestion:
    """A question that needs no history; `evidence` names passages to look at again.

    `focus` is the follow-up alone where it was only put behind the question before: passages are
    looked for by both, and their sentences weighed by what is asked now. `guessed` tells that rules
    over the surface made it, which may be wrong. `usage` is what a language model used to make it.
    """

    text: str
    rewritten: bool = False
    evidence: tuple[str, ...] = ()
    usage: Usage = NOTHING_USED
    focus: str = ""
    guessed: bool = False


class Rewriter:
    """Make follow-ups stand alone by what the turns before them say."""

    def standalone(self, question: Question) -> StandaloneQuestion:
        """Return the question as it is, or with what it leaves out filled in."""
        if not question.history:
            return StandaloneQuestion(question.text)
        previous = whole = answer = ""
        for turn in question.history:
            previous, whole = followed(turn.question, previous, whole, answer)
            answer = turn.answer
        text, _ = followed(question.text, previous, whole, answer)
        if text == question.text:
            return StandaloneQuestion(text)
        put_behind = text.endswith(f" {question.text}") and says_enough(question.text)
        return StandaloneQuestion(
            text,
            rewritten=True,
            evidence=question.history[-1].evidence,
            focus=question.text if put_behind else "",
            guessed=True,
        )


class Completer(Protocol):
    """A language model that completes a prompt, or raises `AnswererError`."""

    def complete(self, prompt: FilledPrompt, on_usage: OnUsage | None = None) -> str:
        """Return the whole reply; `on_usage` is told what it came to."""
        ...


class ModelRewriter(Rewriter):
    """Let a language model make follow-ups stand alone.

    The heuristic answers in its place where the model fails, and where what it wrote is no such
    question: too long, of several lines, or with names, figures or many words that neither the
    conversation nor the question has. So no name or figure that is not the asker's, or an
    answer's, is ever searched for.
    """

    def __init__(self, model: Completer, prompt: Prompt) -> None:
        self._model = model
        self._prompt = prompt

    def standalone(self, question: Question) -> StandaloneQuestion:
        """Return the question as it is, or rewritten."""
        plain = super().standalone(question)
        if not question.history or not plain.rewritten:
            return plain
        turns = question.history[-TURNS_SHOWN:]
        fenced = fence_turns(turns)
        values = {
            "question": " ".join(visible(question.text).split()),
            "history": fenced.text,
            "today": question.as_of.isoformat(),
            "fence": fenced.code,
        }
        meter = Meter()
        try:
            written = self._model.complete(self._prompt.fill(values), meter.add)
        except AnswererError:
            written = ""
        text = _first_question(written)
        if not _is_faithful(text, question):
            return replace(plain, usage=meter.total)
        return StandaloneQuestion(text, True, plain.evidence, meter.total)


def _first_question(written: str) -> str:
    lines = [line.strip(' "“”*`') for line in visible(written).strip().splitlines()]
    return " ".join(lines[0].split()) if len(lines) == 1 else ""


def _is_faithful(text: str, question: Question) -> bool:
    """Tell whether a rewritten question's names, figures and most words are the conversation's."""
    said = " ".join(
        [question.text, *(f"{turn.question} {turn.answer}" for turn in question.history)]
    )
    language = language_of(question.text)
    known, figures = quantities_of(said, language), quantities_of(text, language)
    asked, words, told = (
        {word[:BEGINNING] for word in found}
        for found in (question_stems(question.text), question_stems(text), stems(said))
    )
    longer = {word for word in asked if len(word) > 3}
    return (
        bool(words)
        and text.endswith(("?", "？"))
        and len(text) <= len(question.text) + LONGER_BY
        and all(bears(said, name) for name in names_of(text))
        and all(any(carries(have, want) for have in known) for want in figures)
        and len(words & told) >= MOST_KNOWN * len(words)
        and len(longer & words) * 2 >= len(longer)
    )
