"""Telling languages apart; in doubt it is English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.languages import Language, clear_language, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Who is the mayor?", "en"),
        ("Weir Bridge cost?", "en"),
        ("Who runs Los Pollos de la Costa?", "en"),
        ("What does El Niño do?", "en"),
        ("★★★½", "en"),
        ("2022", "en"),
        ("", "en"),
        ("¿Quién es el alcalde?", "es"),
        ("Quien es el alcalde", "es"),
        ("¿Y ella?", "es"),
        ("¿Qué motivó a Lutero a escribir himnos?", "es"),
        ("El puente de Álora costará 3,1 millones", "es"),
        ("谁是市长？", "zh"),
        ("BBC在2022年报道了什么？", "zh"),
        ("Wer ist der Bürgermeister von Berlin?", "other"),
        ("Quand le pont a-t-il été construit ?", "other"),
        ("Onde fica a ponte?", "other"),
        ("Кто мэр города?", "other"),
        ("市長は誰ですか", "other"),
    ],
)
def test_the_language_of_a_question(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_few_words_are_not_clear() -> None:
    assert clear_language("“El Paso”") is None
    assert clear_language("Marty Robbins — “El Paso”") is None
    assert clear_language("The mayor of the town spoke.") is Language.ENGLISH
    assert clear_language("La alcaldesa de la ciudad habló el lunes.") is Language.SPANISH
    assert clear_language("桥") is Language.CHINESE


@given(st.text(max_size=300))
def test_any_text_has_a_language(text: str) -> None:
    assert language_of(text) in Language
    assert clear_language(text) in {None, *Language}
