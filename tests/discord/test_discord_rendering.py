"""What readers see: escaping, splitting, links and the way back from a posted answer."""

import re
import string
from dataclasses import replace
from datetime import date
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from footnote.bot.discord.asking.passage_buttons import render_extract
from footnote.bot.discord.rendering.answers import article_link, marker, render_answer
from footnote.bot.discord.rendering.markup import LIMIT, escape, split, unescape, units, visible
from footnote.bot.discord.rendering.references import FootnoteReference, quote_digest, read_posted
from footnote.retrieval.answer import Answer, AnswerSentence, Citation, Hit
from footnote.retrieval.answering.generative import ANOTHER_ANSWERED
from footnote.retrieval.article import Article, ArticleHead, Passage
from footnote.retrieval.text.laying_out import Place, Unit

NASTY = st.text(
    st.one_of(
        st.sampled_from("*_~|`[]()<>#@:-\\ \n/1.👍🏽\u200d\u202e\u200b\ud800é e\u0301"),
        st.characters(),
    ),
    max_size=300,
)
MENTION = re.compile(r"(?<!\\)@(?:everyone|here)|(?<!\\)<[@#:/t]|(?<!\\)<a:")


@given(NASTY)
def test_escaped_text_reads_as_before_and_acts_in_no_way(text: str) -> None:
    escaped = escape(text)
    assert unescape(escaped) == visible(text)
    assert "\n" not in escaped
    assert not MENTION.search(escaped)
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_~|`\[\]<>#@]", escaped.replace("\\\\", ""))
    assert "://" not in escaped


def test_markup_mentions_and_links_of_an_article_are_shown_not_followed() -> None:
    text = "# Hi @everyone <@123> **b** [x](https://evil.example) https://evil.example -# small"
    assert escape(text) == (
        r"\# Hi \@everyone \<\@123\> \*\*b\*\* \[x\](https\://evil.example)"
        r" https\://evil.example -\# small"
    )
    assert escape("- item") == r"\- item"
    assert escape("12. item") == r"12\. item"


def test_invisible_and_bidirectional_characters_are_dropped() -> None:
    assert visible("pay\u202eload\u200b \U000e0041x\u2066y") == "payload xy"


LINK = "[open](<https://example.org/a#:~:text=some%20words>)"
WORDS = st.one_of(
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=40).map(escape),
    st.sampled_from([marker(1), marker(12), LINK, "👩‍👩‍👧", "é" * 9, "x" * 700, "👍" * 300]),
)
LINES = st.tuples(st.sampled_from(["", "> ", "-# "]), st.lists(WORDS, min_size=1, max_size=60)).map(
    lambda line: line[0] + " ".join(line[1])
)


def squeezed(text: str) -> str:
    without_prefixes = re.sub(r"^(?:> |-# )", "", text, flags=re.MULTILINE)
    return re.sub(r"[\s*]+", "", without_prefixes)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=12), st.integers(200, LIMIT))
def test_splitting_loses_nothing_and_breaks_nothing(lines: list[str], limit: int) -> None:
    text = "\n".join(lines)
    parts = split(text, limit)
    assert squeezed("\n".join(parts)) == squeezed(text)
    for part in parts:
        assert units(part) <= limit
        assert len(re.findall(r"(?<!\\)\*\*", part.replace("\\\\", ""))) % 2 == 0
        assert not re.search(r"(?<!\\)(?:\\\\)*\\$", part), "an escape without its character"
        assert part.encode("utf-8")
        assert not part.startswith(("\u200d", "\u0301", "\ufe0f"))
    assert sum(part.count(LINK) for part in parts) == text.count(LINK)
    for mark in (marker(1), marker(12)):
        assert sum(part.count(mark) for part in parts) == text.count(mark)


def test_a_bold_question_longer_than_a_message_is_bold_in_every_part() -> None:
    parts = split("**" + "word " * 600 + "end**", 400)
    assert len(parts) > 5
    assert all(part.startswith("**") and part.endswith("**") for part in parts)


@given(st.text(string.printable, min_size=1, max_size=400))
def test_a_link_never_ends_early_and_carries_the_quote(quote: str) -> None:
    link = article_link("https://example.org/a_(b)?q=1&r=>2", quote)
    assert link is not None
    assert not re.search(r"[\s<>()]", link.replace("(b)", ""))
    base, _, fragment = link.partition("#:~:text=")
    assert base == "https://example.org/a_%28b%29?q=1&r=%3E2"
    folded = " ".join(quote.split())
    assert all(unquote(end) in folded for end in fragment.split(","))
    if folded and len(quote) <= 60 and not re.search(r"\n| \| |^\s*(?:[*-]|\d+[.)])\s", quote):
        assert unquote(fragment) == folded


def test_only_web_addresses_become_links() -> None:
    assert article_link("javascript:alert(1)") is None
    assert article_link("https://user:pw@example.org/") is None
    assert article_link("http://[broken") is None
    assert article_link(None) is None
    assert article_link("https://example.org/" + "a" * 600) is None


def treaty(quote: str = "The treaty was signed in Rome.", **more: object) -> Answer:
    head = ArticleHead("a1", "A *bold* treaty", "https://example.org/t", None, "example.org", None)
    return Answer(
        question="Where?",
        as_of=date(2024, 5, 1),
        status="answered",
        text=f"{quote} [1]",
        sentences=(AnswerSentence(quote, (1,)),),
        citations=(Citation(1, head, "p1", 10, 10 + len(quote), quote),),
        **more,  # type: ignore[arg-type]
    )


def test_an_answer_shows_quote_footnote_source_date_and_link() -> None:
    (part,) = render_answer(treaty(), "en", "Where *was* it?")
    assert part.split("\n") == [
        r"**Where \*was\* it?**",
        r"> The treaty was signed in Rome. **\[1\]**",
        r"-# **\[1\]** [A \*bold\* treaty](<https://example.org/t#:~:text="
        "The%20treaty%20was%20signed%20in%20Rome.>) · example.org · no date",
    ]


@pytest.mark.parametrize(
    ("url", "unit", "told"),
    [
        (None, "line", "line 12"),
        ("https://example.org/t", "line", None),
        ("https://example.org/t", "page", "page 12"),
    ],
)
def test_a_place_in_a_file_is_told_where_no_link_leads_to_its_words(
    url: str | None, unit: Unit, told: str | None
) -> None:
    answer = treaty()
    (citation,) = answer.citations
    head = replace(citation.article, url=url)
    placed = replace(citation, article=head, place=Place(unit, 12))
    (part,) = render_answer(replace(answer, citations=(placed,)), "en")
    assert part.endswith(f"no date · {told}" if told else "no date")


def test_a_fake_footnote_of_an_article_does_not_look_like_ours() -> None:
    (part,) = render_answer(treaty("He said so.[7] **[8]**"), "en")
    assert r"He said so.\[7\] \*\*\[8\]\*\* **\[1\]**" in part


def asks_something(text: str) -> bool:
    """Tell a question from markup and from what is nothing but a footnote's mark."""
    return bool(visible(text).strip("*")) and not re.fullmatch(r"\[\d+\]", visible(text))


@given(NASTY.filter(visible), NASTY.filter(asks_something))
@example("0", "[0")
@example("0", "[0] is what?")
def test_a_posted_answer_can_be_read_back(sentence: str, question: str) -> None:
    shown = render_answer(treaty(sentence), "en", question)
    posted = read_posted("\n".join(shown))
    assert posted.question == visible(question)
    assert posted.answer == f"{visible(sentence)} [1]"


def test_a_refusal_leads_to_the_nearest_sections() -> None:
    ferry = ArticleHead("a1", "Ferry fares", "https://example.org/f")
    fog = ArticleHead("a2", "Fog and gales")
    dogs = Passage("p1", "a1", 0, 0, 4, "free", headings=("Fares", "Dogs & bicycles"))
    other = replace(dogs, id="p2", headings=("Refunds",))
    hits = (
        Hit(dogs, ferry, 2.0),
        Hit(other, ferry, 1.0),
        Hit(replace(dogs, headings=()), fog, 0.0),
    )
    refused = Answer("Cats?", date(2024, 5, 1), "refused", "No.", passages=hits)
    (part,) = render_answer(refused, "en")
    assert part.split("\n")[2:] == [
        "-# • [Ferry fares](<https://example.org/f#:~:text=Dogs%20%26%20bicycles>)"
        " · Fares › Dogs & bicycles · no date",
        "-# • Fog and gales · no date",
    ]


FAULT = "The model m at http://10.0.0.7:11434 was too slow: raise generation.timeout_s (60 s)."


@pytest.mark.parametrize(
    ("warning", "told"),
    [
        (FAULT, "The language model is away."),
        (f"{FAULT} The answer is quoted instead.", "the articles are quoted instead."),
        (ANOTHER_ANSWERED.format(error=FAULT), "another one answered."),
        (
            "The articles differ: the newer [1] is from 2024-05-01, the older [2] from 2019.",
            "2019.",
        ),
        ("Nothing the language model wrote stood up to the articles.", "to the articles."),
    ],
)
def test_a_note_names_what_differs_and_nothing_of_the_machine(warning: str, told: str) -> None:
    (part,) = render_answer(treaty(warnings=(warning,)), "en")
    (note,) = [line for line in part.split("\n") if told in line]
    assert note.startswith("-# ")
    for secret in ("10.0.0.7", "generation", "timeout_s", "http"):
        assert secret not in note


def test_an_unfinished_answer_says_so_and_shows_no_list_yet() -> None:
    (part,) = render_answer(treaty(complete=False), "en")
    assert part.endswith("-# …still reading")
    assert "example.org" not in part


def test_a_passage_is_shown_in_its_surroundings_with_the_quote_in_bold() -> None:
    text = "Before it all. The treaty was signed in Rome. And *after* it."
    article = Article(ArticleHead("a1", "Treaty"), "key", text, "hash")
    start = text.index("The treaty")
    shown = render_extract(article, start, start + len("The treaty was signed in Rome."), "en")
    assert shown.split("\n")[1] == (
        r"> Before it all. **The treaty was signed in Rome.** And \*after\* it."
    )


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=50, max_size=5000), st.data())
def test_any_passage_fits_one_message(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    article = Article(ArticleHead("a1", "*" * 200, source="_" * 90), "key", text * 3, "hash")
    assert units(render_extract(article, start, end, "es")) <= LIMIT


def test_a_footnote_remembers_itself_in_a_custom_id() -> None:
    reference = FootnoteReference(3, "0" * 16, "1" * 20, 120_000, 120_900, quote_digest("quote"))
    assert FootnoteReference.parse(reference.custom_id) == reference
    assert len(reference.custom_id) <= 100
    assert FootnoteReference.parse("vote:up") is None
