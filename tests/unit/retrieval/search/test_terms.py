"""What of a question is looked up, in three languages."""

import pytest

from footnote.retrieval.search.terms import query_terms


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("Who is the town's treasurer?", ["town", "treasurer"]),
        ("Who is it?", ["who", "is", "it"]),
        ("¿Quién es la tesorera de la ciudad?", ["tesorera", "ciudad"]),
        ("¿Cuánto costará el puente?", ["costará", "puente"]),
        ("Whose son is he?", ["son"]),
        ("北京大学是哪一年成立的？", ["北京", "京大", "大学", "学是", "成立", "立的"]),
        ("谁是市长？", ["是市", "市长"]),
        ("什么？", ["什么"]),
        ("BBC在2022年报道了什么", ["bbc", "在", "2022", "年报", "报道", "道了"]),
    ],
)
def test_the_words_of_a_question(question: str, terms: list[str]) -> None:
    assert query_terms(question) == terms
