"""The terminal's words: the same in every language, and the answer's own."""

from datetime import date
from io import StringIO
from string import Formatter

import pytest
from rich.console import Console

from footnote.bot.terminal.rendering import render_answer
from footnote.bot.terminal.words import TEXTS, say
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
