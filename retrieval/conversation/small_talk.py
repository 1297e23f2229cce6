"""What a message asks, without the greetings, thanks and talk that people put around it.

A cross-encoder reads a question word by word: behind "Hi all, sorry if this was asked before"
the right passage looks beside the point. A sentence that could narrow the question is kept: one
that names something, or one about the matter where the question does not stand alone.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, takewhile

from footnote.retrieval.conversation.follow_ups import leans_on_what_is_before
from footnote.retrieval.conversation.talk_words import TalkedText
from footnote.retrieval.languages import language_of, lexicon_of, lexicons
from footnote.retrieval.languages.base import Talk
from footnote.retrieval.question import Question
from footnote.retrieval.text.sentences import split_sentences

_CLAUSE_END = re.compile(r"(?:[,:;!~…—–，：；！、)]|\.\.+|\s-+(?=\s))+\s*")
_MOST_CLAUSES = 8
_LONGEST = 4000
"""Characters of a message that is looked through; Discord allows no longer ones."""

_TOLD = 3
"""One word in so many, at least, is such as only talk has."""

_BREAK = re.compile(r"[—–-]|\.\.|…")
_PAUSE = re.compile(r"([\"'”’»)\]]*[?？]?)[\s,.;:!?，。！？~…—–-]*")
_BEHIND_QUESTION = re.compile(r"(?<=[?？])\s+|(?<=[？。！])")
_SHORTCODE = re.compile(r"<a?:\w+:\d+>|(?<![\w:]):[a-z][\w+-]*:(?!\w)")
"""An emoji as it is written in Discord: "<:wave:123>", ":wave:"."""


def without_small_talk(question: Question) -> Question:
    """Return a question and the turns before it as what they ask."""
    turns = (replace(turn, question=what_is_asked(turn.question)) for turn in question.history)
    return replace(question, text=what_is_asked(question.text), history=tuple(turns))


def what_is_asked(message: str) -> str:
    """Return a message without its small talk, or all of it where nothing else would be left.

    White space is collapsed. Of a sentence that asks, what stands before and behind the question
    in the same sentence is left out too.
    """
    whole = " ".join(message.split())
    known = lexicon_of(language_of(whole))
    if known is None or len(whole) > _LONGEST:
        return whole
    talk = known.talk
    text = _SHORTCODE.sub(" ", message)
    sentences = [TalkedText(talk, sentence) for sentence in _sentences(text)]
    sentences = [each for each in sentences if each.words and not _is_nothing_but_talk(each)]
    asking = [each.asks for each in sentences]
    if not any(asking):
        asking = [each.begins_asking or _where_it_asks(each) > 0 for each in sentences]
    trimmed = [
        TalkedText(talk, _trimmed(each)) if asks else each
        for each, asks in zip(sentences, asking, strict=True)
    ]
    kept = _without_talk_beside(trimmed, asking)
    return " ".join(" ".join(each.text.split()) for each in kept) or whole


def is_only_small_talk(message: str) -> bool:
    """Tell whether a message asks nothing at all: "thanks!", "ok great", "hello there".

    A third of its words must give talk away, or "ok and the other one" would be none of a question.
    """
    if len(message) > _LONGEST:
        return False
    text = _SHORTCODE.sub(" ", message)
    # Of so few words a language can hardly be told: "gracias".
    return any(_asks_nothing(text, each.talk) for each in lexicons.LEXICONS)


def tells_more(message: str, asked: str) -> bool:
    """Tell whether a message has words of its own beside what it asks, other than those of talk.

    "My boat sank but I saved its logbook. How do I dry wet paper?" does: what was left out may be
    what the question is about.
    """
    known = lexicon_of(language_of(message))
    if known is None:
        return False
    whole, kept = (TalkedText(known.talk, text) for text in (_SHORTCODE.sub(" ", message), asked))
    repeated = {word.text for word in kept.words}
    return any(word.text not in repeated and not whole.knows(word) for word in whole.words)


def _asks_nothing(text: str, talk: Talk) -> bool:
    sentences = [each for s in _sentences(text) if (each := TalkedText(talk, s)).words]
    words = [(each, word) for each in sentences for word in each.words]
    told = [each.is_mark(word) or each.is_person(word) for each, word in words]
    return (
        any(each.greets for each in sentences)
        and all(_is_nothing_but_talk(each) and not each.asks for each in sentences)
        and not any(word.text in talk.asks for _, word in words)
        and sum(told) * _TOLD >= len(told)
    )


def _sentences(message: str) -> list[str]:
    """Return the sentences of a message; its lines were ended by hand, and "?" ends one always."""
    found = []
    for line in message.splitlines():
        for span in split_sentences(line):
            found += _BEHIND_QUESTION.split(line[span.start : span.end])
    return found


def _is_nothing_but_talk(sentence: TalkedText) -> bool:
    if not sentence.only_known:
        return False
    if sentence.asks and sentence.begins_asking:
        return sentence.says_set_phrase
    return sentence.chats or not (sentence.asks or sentence.dated)


def _without_talk_beside(
    sentences: Sequence[TalkedText], asking: Sequence[bool]
) -> list[TalkedText]:
    """Return the sentences without what is said beside a question that stands alone."""
    first = next((i for i, asks in enumerate(asking) if asks), None)
    if first is None or leans_on_what_is_before(sentences[first].text):
        return list(sentences)
    return [
        each
        for i, (each, asks) in enumerate(zip(sentences, asking, strict=True))
        if asks or not _is_beside(each, behind=i > first)
    ]


def _is_beside(statement: TalkedText, *, behind: bool) -> bool:
    """Tell whether a statement narrows nothing; `behind` the question it hardly ever does."""
    if statement.names or (statement.dated and not statement.greets):
        return False
    return statement.chats or behind


def _trimmed(sentence: TalkedText) -> str:
    """Return a sentence from where it asks to where it stops asking."""
    sentence = _without_opening_clauses(sentence)
    return sentence.text[_where_it_asks(sentence) : _where_it_stops(sentence)]


def _without_opening_clauses(sentence: TalkedText) -> TalkedText:
    """Return a sentence without the clauses of talk it begins with."""
    for _ in range(_MOST_CLAUSES):
        rest = _behind_talk(sentence)
        if rest is None:
            break
        sentence = rest
    return sentence


def _behind_talk(sentence: TalkedText) -> TalkedText | None:
    """Return what follows the first clauses if those are talk."""
    talk, text = sentence.talk, sentence.text
    for ending in islice(_CLAUSE_END.finditer(text), _MOST_CLAUSES):
        clause = TalkedText(talk, text[: ending.start()])
        rest = TalkedText(talk, text[ending.end() :])
        if clause.names or clause.dated or rest.only_known:
            return None
        if clause.chats and (clause.only_known or _breaks_off(clause, ending.group(), rest)):
            return rest
    return None


def _breaks_off(clause: TalkedText, ending: str, rest: TalkedText) -> bool:
    """Tell whether a question that stands alone begins anew behind a clause."""
    anew = clause.greets or _BREAK.search(ending) is not None
    return anew and rest.begins_asking and not leans_on_what_is_before(rest.text)


def _where_it_asks(sentence: TalkedText) -> int:
    """Return where the question begins behind words of talk; 0 where there are none.

    That is the last question word with a verb of asking before it ("who knows when the bridge
    opens"), or what follows a greeting ("hi all is the bridge open").
    """
    if sentence.begins_asking:
        return 0
    before, start = "", 0
    for word in sentence.words:
        if _begins_behind(sentence.talk, before, word.text, begun=start > 0):
            start = word.start
        if not sentence.knows(word):
            break
        if not (before and word.text in sentence.talk.skipped):
            before = word.text
    return start


def _begins_behind(talk: Talk, before: str, word: str, *, begun: bool) -> bool:
    """Tell whether a question begins with a word, by the one before it."""
    if before in talk.reports:
        return word in talk.asks or word in talk.whether
    return before in talk.marks and (word in talk.asks or (word in talk.helps and not begun))


def _where_it_stops(sentence: TalkedText) -> int:
    """Return where words of talk begin behind the question; the end where there are none."""
    words = sentence.words
    behind = list(takewhile(lambda i: sentence.knows(words[i]), range(len(words) - 1, 0, -1)))
    for i in reversed(behind):
        between = _PAUSE.fullmatch(sentence.text[words[i - 1].end : words[i].start])
        cut_short = words[i - 1].text in sentence.talk.asks
        if words[i].text in sentence.talk.ends and between is not None and not cut_short:
            return words[i - 1].end + len(between[1])
    return len(sentence.text)
