"""Who decides whether the evidence of a claim means what the claim says."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar, Protocol

from footnote.prompts import FilledPrompt, Prompt
from footnote.retrieval.answer import Hit
from footnote.retrieval.errors import ModelMissing, SettingsError
from footnote.retrieval.languages import lexicons
from footnote.retrieval.languages.base import all_words
from footnote.retrieval.models.weights import require_torch
from footnote.retrieval.text.untrusted import fence_text
from footnote.retrieval.usage import OnUsage
from footnote.retrieval.verification.claims import SUPPORTED, HeldClaim, Judgement, Support
from footnote.retrieval.verification.evidence import usable_sentences

LIKELY = 0.5
"""Probability from which an entailment model is believed."""

NO_VERDICT = Judgement(supported=False, reason="the check gave no verdict")


class Checker(Protocol):
    """Judges claims that have already passed what code can check."""

    batched: ClassVar[bool]
    """Whether it is asked once about all claims of an answer, or about each as it is written."""

    finds_support: ClassVar[bool]
    """Whether it looks for the words a claim stands on itself, whatever evidence was named."""

    def judge(
        self,
        claims: Sequence[HeldClaim],
        question: str,
        offered: Mapping[int, Hit],
        on_usage: OnUsage | None = None,
    ) -> Iterator[Judgement]:
        """Yield one judgement a claim, in order, as soon as it is known.

        Raises:
            AnswererError: A language model that was to judge is away, slow or broken.
        """
        ...


class Talker(Protocol):
    """A language model that completes a prompt, or raises `AnswererError`."""

    def stream(self, prompt: FilledPrompt, on_usage: OnUsage | None = None) -> Iterator[str]:
        """Yield the reply piece by piece; `on_usage` is told what it came to."""
        ...


class ModelChecker:
    """A chat model that sees claims and their evidence, and nothing else; one call an answer."""

    batched: ClassVar[bool] = True
    finds_support: ClassVar[bool] = False

    def __init__(self, model: Talker, prompt: Prompt) -> None:
        self._model = model
        self._prompt = prompt

    def judge(
        self,
        claims: Sequence[HeldClaim],
        question: str,
        offered: Mapping[int, Hit],
        on_usage: OnUsage | None = None,
    ) -> Iterator[Judgement]:
        """Yield the model's verdicts; a claim it leaves out is not supported."""
        del offered
        given = 0
        for line in self._lines(claims, question, on_usage):
            match = _LINE.match(line)
            if match is None or not given < int(match["number"]) <= len(claims):
                continue
            yield from [NO_VERDICT] * (int(match["number"]) - given - 1)
            given = int(match["number"])
            yield _verdict(match["word"].lower(), match["why"])
        yield from [NO_VERDICT] * (len(claims) - given)

    def _lines(
        self, claims: Sequence[HeldClaim], question: str, on_usage: OnUsage | None
    ) -> Iterator[str]:
        written = ""
        for piece in self._model.stream(self.prompt_for(claims, question), on_usage):
            *lines, written = (written + piece).split("\n")
            yield from lines
        yield written

    def prompt_for(self, claims: Sequence[HeldClaim], question: str) -> FilledPrompt:
        """Return the words of the call."""
        fenced = fence_text("\n\n".join(_case(n, each) for n, each in enumerate(claims, start=1)))
        return self._prompt.fill(
            {"claims": fenced.text, "question": " ".join(question.split()), "fence": fenced.code}
        )


def _case(number: int, held: HeldClaim) -> str:
    lines = [f"Claim {number}. {held.claim.text}"]
    told: set[str] = set()
    for each in held.support:
        article = each.hit.article
        # With its weekday, for articles that say "on Wednesday".
        day = f"{article.published:%A} {article.published}" if article.published else None
        place = (*each.hit.passage.headings, each.hit.passage.lead)
        about = ", ".join(filter(None, (article.source, day, *place)))
        head = f"Evidence from “{article.title}”" + (f" ({about})" if about else "")
        body = f"… {each.before}\n{each.text}" if each.before not in {"", *told} else each.text
        lines.append(f"{head}: {body}")
        told |= {each.before, each.text}
    return "\n".join(lines)


_LINE = re.compile(
    r"\W*(?:claim\s*)?(?P<number>\d{1,3})\W+(?P<word>yes|no|declines?)\b\W*(?P<why>.*)",
    re.IGNORECASE,
)


def _verdict(word: str, why: str) -> Judgement:
    if word == "yes":
        return SUPPORTED
    if word == "no":
        told = " ".join(why.split())[:200]
        return Judgement(supported=False, reason=told or "its evidence does not say it")
    return Judgement(supported=False, reason="it only declines", declines=True)


class EntailmentChecker:
    """A local model of natural-language inference; `score(premise, claim)` is its probability."""

    batched: ClassVar[bool] = False
    finds_support: ClassVar[bool] = False

    def __init__(self, score: "Scorer") -> None:
        self._score = score

    def judge(
        self,
        claims: Sequence[HeldClaim],
        question: str,
        offered: Mapping[int, Hit],
        on_usage: OnUsage | None = None,
    ) -> Iterator[Judgement]:
        """Yield whether the joined evidence entails each claim."""
        del question, offered, on_usage
        for held in claims:
            premise = " ".join(f"{each.before} {each.text}".strip() for each in held.support)
            likely = self._score(premise, held.claim.text) >= LIKELY
            yield SUPPORTED if likely else Judgement(False, "its evidence does not entail it")


class Scorer(Protocol):
    """Gives the probability that a premise entails a statement."""

    def __call__(self, premise: str, statement: str) -> float:
        """Return it, from 0 to 1."""
        ...


class NearQuotes:
    """Rules, for models too small to be believed: only what repeats whole sentences stands.

    A claim must have every word of a run of one to three sentences, in their order, and no other;
    articles, and joining words at the beginning, do not count. The passages it names are looked at
    first, then the others.
    """

    batched: ClassVar[bool] = False
    finds_support: ClassVar[bool] = True

    def judge(
        self,
        claims: Sequence[HeldClaim],
        question: str,
        offered: Mapping[int, Hit],
        on_usage: OnUsage | None = None,
    ) -> Iterator[Judgement]:
        """Yield whether each claim is a quotation but for its articles."""
        del question, on_usage
        for held in claims:
            named = list(dict.fromkeys(each.number for each in held.support))
            numbers = named + [number for number in offered if number not in named]
            found = next(filter(None, (_quoted(held, n, offered[n]) for n in numbers)), None)
            if found is None:
                yield Judgement(False, "it says something else than any sentence of the passages")
            else:
                yield Judgement(True, support=(found,))


_WORD = re.compile(r"\w+(?:[.,:'’-]\w+)*|[%$€£¥]")
_KNOWN = [each.statements for each in lexicons.LEXICONS]
_NOT_COUNTED = all_words(each.articles for each in _KNOWN)
_JOINING = all_words(each.joining for each in _KNOWN)


def _quoted(held: HeldClaim, number: int, hit: Hit) -> Support | None:
    said = _words(held.claim.text)
    text = hit.passage.text
    sentences = usable_sentences(text)
    for first in range(len(sentences)):
        run: list[str] = []
        for last in sentences[first : first + 3]:
            run += _words(text[last.start : last.end])
            if run == said:
                begin, end = sentences[first].start, last.end
                start = hit.passage.start
                return Support(number, hit, start + begin, start + end, text[begin:end])
            if len(run) > len(said):
                break
    return None


def _words(text: str) -> list[str]:
    words = [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
    while words and words[0] in _JOINING:
        words.pop(0)
    return [word for word in words if word not in _NOT_COUNTED]


_LONGEST = 512
"""Tokens of quote and sentence together; tokenizers do not always know their model's limit."""


def open_entailment(name: str | None) -> Scorer:
    """Return a scorer of the probability that a premise entails a statement.

    `name` is a folder or a hub name of a sequence classifier with a label `entailment`. It is
    loaded at first use; `ModelMissing` is raised then where it cannot be, and `SettingsError` where
    no model is named. It needs the extra `sentence-transformers`.
    """
    if not name:
        raise SettingsError(
            "verification.checker is “entailment”: name its model in verification.entailment_model."
        )

    def score(premise: str, statement: str) -> float:
        tokenizer, model, label, longest = _loaded(name)
        import torch

        inputs = tokenizer(
            premise, statement, truncation=True, max_length=longest, return_tensors="pt"
        )
        with torch.inference_mode():
            logits = model(**inputs).logits[0]
        return float(torch.softmax(logits, dim=-1)[label])

    return score


@lru_cache(maxsize=2)
def _loaded(name: str) -> tuple[Any, Any, int, int]:
    """Return tokenizer, model, the label's number, and the most tokens the model can read."""
    require_torch(name)
    from transformers import AutoModelForSequenceClassification, AutoTokenizer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        tokenizer = AutoTokenizer.from_pretrained(name)
        model = AutoModelForSequenceClassification.from_pretrained(name)
    except (OSError, ValueError) as error:
        raise ModelMissing(
            f"verification.entailment_model {name!r} is neither a model folder nor on the hub."
        ) from error
    labels = {label.lower(): int(index) for index, label in model.config.id2label.items()}
    if "entailment" not in labels:
        raise SettingsError(
            f"verification.entailment_model {name!r} has no label “entailment”: it is no NLI model."
        )
    places = getattr(model.config, "max_position_embeddings", _LONGEST)
    longest = min(tokenizer.model_max_length, places, _LONGEST)
    return tokenizer, model.eval(), labels["entailment"], longest
