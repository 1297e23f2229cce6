"""Near misses made from an answered question, in the manner of a human who wants to mislead.

Each maker changes the question or the passage so that the passage no longer answers, though
subject and kind of thing stay right; SQuAD 2.0's authors (Rajpurkar et al., 2018) name the kinds:
negation, antonyms, swapped entities, impossible conditions. Where the same change in both leaves
the answer standing, it is made in both too: a reader must not learn that what was changed is wrong.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from footnote.retrieval.text.sentences import split_sentences
from training.swapping import (
    QUESTION_WORDS,
    Pair,
    entities,
    holds,
    replacement,
    swapped,
    swapped_passage,
)
from training.wordnet import WordNet

_AUXILIARY = re.compile(
    r"\b(is|are|was|were|did|does|do|has|have|had|can|could|will|would|should|may|must)\b"
)
_WORD = re.compile(r"[a-z]+")
_OPPOSITES = dict(
    pair.split("/")
    for pair in (
        "before/after after/before first/last last/first largest/smallest smallest/largest "
        "most/least least/most more/fewer fewer/more less/more highest/lowest lowest/highest "
        "longest/shortest shortest/longest oldest/newest youngest/oldest earliest/latest "
        "latest/earliest best/worst worst/best bigger/smaller smaller/bigger higher/lower "
        "lower/higher northern/southern southern/northern eastern/western western/eastern "
        "above/below below/above inside/outside outside/inside increase/decrease "
        "increased/decreased decreased/increased rose/fell fell/rose gained/lost lost/gained "
        "won/lost began/ended started/ended ended/began start/end begin/end end/start "
        "opened/closed closed/opened arrived/left left/joined joined/left bought/sold sold/bought "
        "accepted/refused rejected/accepted allowed/forbidden supported/opposed opposed/supported "
        "like/dislike liked/disliked loves/hates love/hate maximum/minimum minimum/maximum "
        "with/without without/with upper/lower always/never never/always everyone/nobody "
        "easy/difficult difficult/easy cheap/expensive expensive/cheap early/late late/early "
        "old/new new/old good/bad bad/good public/private private/public male/female female/male "
        "husband/brother wife/sister son/nephew daughter/niece founded/dissolved built/demolished "
        "born/buried wrote/translated directed/produced invented/improved discovered/named "
        "during/before until/after since/until under/over over/under common/rare rare/common "
        "import/export exports/imports enable/disable install/remove add/remove win/lose "
        "buy/sell gain/lose positive/negative failed/succeeded alive/dead recommended/rejected"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Made:
    """A changed pair; `span` is None for a near miss, `weight` how sure that is.

    `place` is where the answer stands or stood: the part of the passage that misleads.
    """

    question: str
    passage: str
    span: tuple[int, int] | None
    kind: str
    place: tuple[int, int]
    weight: float = 1.0


Maker = Callable[[Pair, random.Random], Iterator[Made]]


def without_answer(pair: Pair, rng: random.Random) -> Iterator[Made]:
    """Leave out every sentence that holds the answer, in words or by place."""
    kept: list[str] = []
    gap = 0
    gone = False
    for one in split_sentences(pair.passage):
        text = pair.passage[one.start : one.end]
        if one.start < pair.span[1] and pair.span[0] < one.end:
            gap, gone = len(" ".join(kept)), True
        elif not holds(text, pair.answer):
            kept.append(text)
    passage = " ".join(kept)
    if gone and len(passage) > 80:
        place = max(0, min(gap, len(passage) - 2))
        yield Made(pair.question, passage, None, "answer-removed", (place, place + 2))


def other_entity(pair: Pair, rng: random.Random) -> Iterator[Made]:
    """Ask the same of another name or number, in the question, in the passage, or in both."""
    shared = [one for one in entities(pair.question) if holds(pair.passage, one)]
    shared = [one for one in shared if not holds(pair.answer, one)]
    if not shared:
        return
    old = rng.choice(shared)
    new = replacement(old, pair, rng)
    if new is None:
        return
    asked = swapped(pair.question, old, new)
    yield Made(asked, pair.passage, None, "entity-in-question", pair.span, 0.9)
    if holds(pair.passage, new):
        return
    changed, span = swapped_passage(pair, old, new)
    if span is not None:
        yield Made(pair.question, changed, None, "entity-in-passage", span, 0.8)
        yield Made(asked, changed, span, "entity-in-both", span)


def opposite(pair: Pair, rng: random.Random, wordnet: WordNet) -> Iterator[Made]:
    """Turn a word of the question or of the answering sentence into its opposite."""
    start, end = pair.sentence
    sentence = pair.passage[start:end].lower()
    for word in _shuffled(_content(pair.question), rng):
        opposites = [_OPPOSITES[word]] if word in _OPPOSITES else wordnet.opposites(word)[:2]
        if not opposites:
            continue
        new = rng.choice(opposites)
        asked = swapped(pair.question, word, new)
        stands = holds(sentence, word)
        weight = 0.9 if stands else 0.7
        yield Made(asked, pair.passage, None, "opposite", pair.span, weight)
        if stands and not holds(pair.answer, word):
            changed, span = swapped_passage(pair, word, new)
            if span is not None:
                yield Made(pair.question, changed, None, "opposite-in-passage", span, 0.8)
                yield Made(asked, changed, span, "opposite-in-both", span)
        return


def sister(pair: Pair, rng: random.Random, wordnet: WordNet) -> Iterator[Made]:
    """Ask for another relation or thing of the same kind, by a word that both texts share."""
    for word in _shuffled(_content(pair.question), rng):
        if not holds(pair.passage, word) or holds(pair.answer, word):
            continue
        new = [one for one in wordnet.sisters(word) if not holds(pair.passage, one)]
        if new:
            other = rng.choice(new)
            asked = swapped(pair.question, word, other)
            yield Made(asked, pair.passage, None, "sister", pair.span, 0.7)
            return


def negation(pair: Pair, rng: random.Random) -> Iterator[Made]:
    """Ask for what is not so; or say in the passage that it is not."""
    if not re.match(r"(what|which|who|when|where|why|how)\b", pair.question.lower()):
        return
    found = list(_AUXILIARY.finditer(pair.question))
    if found and " not " not in pair.question and "n't" not in pair.question:
        match = found[0]
        rest = pair.question[match.end() :]
        words = rest.split(" ")
        place = match.end()
        if match[1] in {"did", "does", "do", "has", "had", "can", "will"} and len(words) > 3:
            place = _before_verb(pair.question, match.end())
        word = rng.choice([" not", " never", " not"])
        asked = pair.question[:place] + word + pair.question[place:]
        yield Made(asked, pair.passage, None, "negation", pair.span, 0.9)
    start, end = pair.sentence
    said = _AUXILIARY.search(pair.passage, start, end)
    if said and said.start() not in range(*pair.span):
        word = rng.choice([" not", " never"])
        passage = pair.passage[: said.end()] + word + pair.passage[said.end() :]
        moved = len(word) if said.end() <= pair.span[0] else 0
        near = (pair.span[0] + moved, pair.span[1] + moved)
        yield Made(pair.question, passage, None, "negation-in-passage", near, 0.6)


def _before_verb(question: str, place: int) -> int:
    """Return where "not" goes after a short subject: behind its last capital, or one word on."""
    match = re.match(r"(?: the| a| an)?(?: [A-Z][\w’'-]*)+| (?:the |a )?\S+", question[place:])
    return place + match.end() if match else place


def vaguer(pair: Pair, rng: random.Random) -> Iterator[Made]:
    """Say less than is asked: several for a number, once for a date, somebody for a name."""
    answer = pair.answer
    if len(answer.split()) > 4:
        return
    question = pair.question.lower()
    words: Sequence[str] = ()
    if question.startswith(("how many", "how much")) and re.search(r"\d", answer):
        words = ("several", "many", "some", "a number of")
    elif "when" in question.split()[:1] or "what year" in question:
        words = ("later", "at some point", "one day", "eventually")
    elif question.startswith(("who", "whose")) and answer[:1].isupper():
        words = ("somebody", "one of them", "a friend", "an official", "others")
    elif question.startswith("where") and answer[:1].isupper():
        words = ("elsewhere", "somewhere", "another place")
    if words:
        word = rng.choice(words)
        start = len(pair.passage[: pair.span[0]].replace(answer, word))
        passage = pair.passage.replace(answer, word)
        yield Made(pair.question, passage, None, "vaguer", (start, start + len(word)), 0.9)


def asks_more(pair: Pair, rng: random.Random) -> Iterator[Made]:
    """Ask for the reason, the means or the price of what the passage only states."""
    start, end = pair.sentence
    sentence = pair.passage[start:end].lower()
    match = re.match(r"(when|where|who|how many|how much|what year)\b(.*)", pair.question, re.I)
    if not match or re.search(r"\b(because|since|due|so that|in order|to |for |by )", sentence):
        return
    if match[1].lower() in {"when", "where"}:
        yield Made(f"Why{match[2]}", pair.passage, None, "asks-more", pair.span, 0.9)


def _content(question: str) -> list[str]:
    words = _WORD.findall(question.lower())
    return [one for one in words if one in _OPPOSITES or one not in QUESTION_WORDS]


def _shuffled(words: Sequence[str], rng: random.Random) -> list[str]:
    return rng.sample(list(words), len(words))


def makers(wordnet: WordNet) -> tuple[Maker, ...]:
    """Return every maker of near misses but the removal of the answer."""
    return (
        other_entity,
        lambda pair, rng: opposite(pair, rng, wordnet),
        lambda pair, rng: sister(pair, rng, wordnet),
        negation,
        vaguer,
        asks_more,
    )


def as_typed(question: str, rng: random.Random) -> str:
    """Return a question as members of a chat type it: no mark, a slip now and then, keywords."""
    text = question.rstrip("?! ") if rng.random() < 0.7 else question
    if rng.random() < 0.3:
        kept = [word for word in text.split() if word.lower() not in QUESTION_WORDS]
        return " ".join(kept) if len(kept) >= 2 else text
    if rng.random() < 0.4 and len(text) > 12:
        place = rng.randrange(1, len(text) - 2)
        slip = rng.choice(["swap", "drop"])
        if text[place].isalpha() and text[place + 1].isalpha():
            middle = text[place + 1] + text[place] if slip == "swap" else text[place]
            text = text[:place] + middle + text[place + 2 :]
    return text
