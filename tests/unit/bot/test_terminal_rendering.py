"""Quotes as the terminal shows them, and the line below a footnote that names copies."""

from dataclasses import replace
from datetime import date
from io import StringIO

from rich.console import Console

from footnote.bot.terminal.rendering import render_answer, render_quote
from footnote.retrieval.answer import Answer, AnswerSentence, Citation, Copy
from footnote.retrieval.answering.quoting import quote_around
from footnote.retrieval.article import Article, ArticleHead
from footnote.retrieval.languages import Language
from footnote.retrieval.readers.block_writer import BlockWriter
from tests.support.pages import article_of, kiln_manual


def shown(words: str, page: Article, width: int = 60) -> list[str]:
    """Return the lines of the quote around some words."""
    start = page.text.index(words)
    quote = quote_around(page.outline(), start, start + len(words), page.head.title)
    text = page.text[quote.span.start : quote.span.end]
    citation = Citation(
        1, page.head, "p", quote.span.start, quote.span.end, text, blocks=quote.blocks
    )
    console = Console(width=width, file=(printed := StringIO()))
    console.print(render_quote(citation, Language.ENGLISH))
    return [line.rstrip() for line in printed.getvalue().rstrip().split("\n")]


def test_steps_keep_a_space_after_their_number_and_code_its_indentation() -> None:
    assert shown("Set the cone.", kiln_manual()) == [
        "To fire it for the first time:",
        "  1. Open the damper.",
        "      kiln damper --open",
        "          --slowly",
        "  2. Set the cone.",
        "  3. Wait for six hours.",
        " [1]",
    ]


def test_code_is_not_filled_up_to_the_width_of_a_file() -> None:
    page = kiln_manual()
    start = page.text.index("--slowly")
    quote = quote_around(page.outline(), start, start + 8, page.head.title)
    text = page.text[quote.span.start : quote.span.end]
    citation = Citation(
        1, page.head, "p", quote.span.start, quote.span.end, text, blocks=quote.blocks
    )
    console = Console(width=10_000, file=(printed := StringIO()))
    console.print(render_quote(citation, Language.ENGLISH))
    assert max(map(len, printed.getvalue().split("\n"))) < 80


def test_steps_begin_below_each_other_whatever_their_numbers_length() -> None:
    page = BlockWriter()
    with page.group():
        for ordinal in range(1, 11):
            page.item(f"Turn to {ordinal} and wait until the lamp is out.", ordinal=ordinal)
            if ordinal == 9:
                with page.inside():
                    page.item("Not in winter.")
    lines = shown("Turn to 1 ", article_of(page), width=34)
    assert lines[:2] == ["   1. Turn to 1 and wait until the", "      lamp is out."]
    assert lines[-6:-1] == [
        "   9. Turn to 9 and wait until the",
        "      lamp is out.",
        "     • Not in winter.",
        "  10. Turn to 10 and wait until",
        "      the lamp is out.",
    ]


def test_an_item_with_a_mark_of_its_own_gets_no_second() -> None:
    page = BlockWriter()
    with page.group():
        page.item("the form", ordinal=1, mark="a)")
        page.item("the lease", ordinal=2, mark="b)")
    assert shown("the lease", article_of(page)) == ["   a) the form", "   b) the lease", " [1]"]


def test_the_mark_behind_what_was_left_out_is_as_bright_as_any() -> None:
    page = BlockWriter()
    page.add("paragraph", "In this order:")
    with page.group():
        for ordinal in range(1, 30):
            page.item(f"Turn to {ordinal} and wait until the lamp is out.", ordinal=ordinal)
    article = article_of(page)
    quote = quote_around(article.outline(), 0, 14)
    cut = Citation(
        1, article.head, "p", 0, quote.span.end, "", blocks=quote.blocks, more=quote.more
    )
    console = Console(width=60, file=StringIO(), record=True)
    console.print(render_quote(cut, Language.ENGLISH))
    last = console.export_text(styles=True).rstrip().splitlines()[-1]
    assert f"\x1b[2m  … {quote.more} more\x1b[0m\x1b[1;36m [1]" in last


def test_a_definition_stands_in_below_its_term() -> None:
    assert shown("Keeps the heat", kiln_manual()) == [
        "--hold MINUTES",
        "  Keeps the heat after the last ramp.",
        "  Without it the kiln cools at once.",
        " [1]",
    ]


def shown_with(*copies: Copy, url: str | None = None, terminal: bool = False) -> str:
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
    lines = shown_with(copy("Tidende"), copy("Posten", verbatim=False)).splitlines()
    assert "    also in: Ferry in Tidende (Tidende, 2023-05-02)" in lines
    assert "    in other words in: Ferry in Posten (Posten, 2023-05-02)" in lines


def test_many_copies_are_counted() -> None:
    assert "; and 2 more" in shown_with(*(copy(f"paper {n}") for n in range(5)))


def test_no_copies_no_line() -> None:
    assert "also in" not in shown_with()
    assert "other words" not in shown_with()


def test_a_copys_title_cannot_act_on_the_terminal() -> None:
    evil = copy("x")
    evil = replace(evil, article=replace(evil.article, title="A\x1b[2Jtitle"))
    assert "\x1b" not in shown_with(evil)


def test_what_leads_to_the_page_is_its_address_and_not_the_space_before_it() -> None:
    lines = shown_with(url="https://herald.example/ferry", terminal=True).splitlines()
    (line,) = (line for line in lines if "herald.example" in line)
    assert line.startswith("    \x1b")
    assert "https://herald.example/ferry" in line
