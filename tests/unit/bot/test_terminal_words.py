"""The terminal's words, the same in every language, and article text that cannot command it."""

import unicodedata
from datetime import date
from io import StringIO
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from footnote.bot.terminal.rendering import render_answer
from footnote.bot.terminal.words import TEXTS, safe, say
from footnote.retrieval.answer import Answer, AnswerSentence, Citation
from footnote.retrieval.article import ArticleHead
from footnote.retrieval.languages import Language
from footnote.retrieval.text.laying_out import Place


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", TEXTS)
def test_every_language_has_the_same_sentences_and_placeholders(language: Language) -> None:
    english = TEXTS[Language.ENGLISH]
    assert TEXTS[language].keys() == english.keys()
    for key, text in TEXTS[language].items():
        assert places(text) == places(english[key]), key
    commands = [line.split()[0] for line in english["help"].splitlines()]
    assert [line.split()[0] for line in TEXTS[language]["help"].splitlines()] == commands


def test_an_unknown_language_is_answered_in_english() -> None:
    assert say(Language.OTHER, "stopped") == "Stopped."


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        (Language.ENGLISH, ("(no date)", "boletín.pdf, page 3", "Note: mind")),
        (Language.SPANISH, ("(sin fecha)", "boletín.pdf, página 3", "Nota: mind")),
        (Language.CHINESE, ("(无日期)", "boletín.pdf, 第 3 页", "注意：mind")),
    ],
)
def test_an_answer_is_framed_in_its_language(language: Language, shown: tuple[str, ...]) -> None:
    head = ArticleHead("a1", "El transbordador", path="/boletín.pdf")
    citation = Citation(1, head, "p1", 0, 10, "Sale.", place=Place("page", 3))
    answer = Answer(
        "¿Cuándo?",
        date(2023, 6, 1),
        "answered",
        "Sale. [1]",
        sentences=(AnswerSentence("Sale.", (1,)),),
        citations=(citation,),
        warnings=("mind",),
        language=language,
    )
    console = Console(width=200, file=StringIO())
    console.print(render_answer(answer))
    text = str(console.file.getvalue())  # type: ignore[attr-defined]
    for part in shown:
        assert part in text


def test_escape_sequences_and_bidirectional_marks_go() -> None:
    assert safe("\x1b[31mred\x1b[0m \u202eevil\u202c \u200bzero") == "[31mred[0m evil zero"


@given(st.text())
def test_nothing_invisible_is_left(text: str) -> None:
    left = {unicodedata.category(character) for character in safe(text) if character != "\n"}
    assert left.isdisjoint({"Cc", "Cf", "Cs", "Co"})
