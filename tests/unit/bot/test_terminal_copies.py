"""The line below a footnote that names the copies of its article."""

from dataclasses import replace
from datetime import date
from io import StringIO

from rich.console import Console

from footnote.bot.terminal.rendering import render_answer
from footnote.retrieval.answer import Answer, AnswerSentence, Citation, Copy
from footnote.retrieval.article import ArticleHead


def shown(*copies: Copy, url: str | None = None, terminal: bool = False) -> str:
    head = ArticleHead("a1", "Ferry stops", url, source="Herald", published=date(2023, 5, 1))
    citation = Citation(1, head, "p1", 0, 10, "It stops.", copies=copies)
    answer = Answer(
        "When?",
        date(2023, 6, 1),
        "answered",
        "It stops. [1]",
        sentences=(AnswerSentence("It stops.", (1,)),),
        citations=(citation,),
    )
    console = Console(width=200, file=StringIO(), force_terminal=terminal)
    console.print(render_answer(answer))
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def copy(name: str, *, verbatim: bool = True) -> Copy:
    head = ArticleHead(f"id-{name}", f"Ferry in {name}", source=name, published=date(2023, 5, 2))
    return Copy(head, verbatim=verbatim)


def test_copies_with_the_quote_and_those_without_are_told_apart() -> None:
    lines = shown(copy("Tidende"), copy("Posten", verbatim=False)).splitlines()
    assert "    also in: Ferry in Tidende (Tidende, 2023-05-02)" in lines
    assert "    in other words in: Ferry in Posten (Posten, 2023-05-02)" in lines


def test_many_copies_are_counted() -> None:
    assert "; and 2 more" in shown(*(copy(f"paper {n}") for n in range(5)))


def test_no_copies_no_line() -> None:
    assert "also in" not in shown()
    assert "other words" not in shown()


def test_a_copys_title_cannot_act_on_the_terminal() -> None:
    evil = copy("x")
    evil = replace(evil, article=replace(evil.article, title="A\x1b[2Jtitle"))
    assert "\x1b" not in shown(evil)


def test_what_leads_to_the_page_is_its_address_and_not_the_space_before_it() -> None:
    lines = shown(url="https://herald.example/ferry", terminal=True).splitlines()
    (line,) = (line for line in lines if "herald.example" in line)
    assert line.startswith("    \x1b")
    assert "https://herald.example/ferry" in line
