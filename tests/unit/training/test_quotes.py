"""Questions of our own over what the bot quotes: the right quote, and the answer's place in it."""

import random

import pytest

from training.quotes import place_in_quotes, quote_pairs, quotes_of
from training.sections import OwnArticle, OwnQuestion

TEXT = """The hall is heated from October to April.

## Prices

| Plan | Price | Guests |
|---|---|---|
| Sedge | 9 crowns | two |
| Rush | 14 crowns | four |

## Booking

To book the hall:

1. Open the *Calendar* page.
2. Pick a free evening.
3. Pay within three days.

## Release 2.4

- Support for Python 3.8 was removed.
"""


def question(text: str, *answers: str, at: str = "") -> OwnQuestion:
    return OwnQuestion(text, answers, "what", "", at)


ARTICLE = OwnArticle(
    "hall",
    "help",
    "The village hall",
    TEXT,
    (
        question("What does the plan Rush cost?", "14 crowns"),
        question("How do I book?", "Open the", "Pick a free evening", "Pay within three days"),
        question("Which release dropped Python 3.8?", "2.4", at="Python 3.8 was removed"),
        question("When is the hall heated?", "from October to April"),
        question("What does the plan Reed cost?"),
    ),
)


def read_for(place: int) -> tuple[str, str]:
    """Return the quote that answers a question, and the words marked in it."""
    quotes = quotes_of(ARTICLE)
    found = place_in_quotes(ARTICLE.questions[place], quotes, ARTICLE.title)
    assert found is not None
    number, (start, end) = found
    return quotes[number].text, quotes[number].text[start:end]


def test_a_row_is_read_in_sentences_and_no_header_is_a_quote() -> None:
    text, marked = read_for(0)
    assert marked == "14 crowns"
    assert "Price of Rush is 14 crowns" in text
    assert "Sedge" not in text
    assert not any("Plan Plan" in quote.text for quote in quotes_of(ARTICLE))


def test_steps_are_one_quote_with_the_line_that_announces_them() -> None:
    text, marked = read_for(1)
    assert text.startswith("To book the hall:")
    assert marked.startswith("Open the Calendar")
    assert marked.endswith("Pay within three days")


def test_what_a_heading_answers_is_marked_below_it() -> None:
    text, marked = read_for(2)
    assert marked == "Python 3.8 was removed"
    assert "2.4" not in text
    assert [quote.lead for quote in quotes_of(ARTICLE) if quote.text == text] == [
        "The village hall › Release 2.4"
    ]


@pytest.mark.parametrize("seed", range(5))
def test_pairs_point_at_answers_and_others_hold_none(seed: int) -> None:
    pairs = list(quote_pairs([ARTICLE], random.Random(seed)))
    assert {pair.group for pair in pairs} == {f"hall-q{number}" for number in range(5)}
    for pair in pairs:
        number = int(pair.group.removeprefix("hall-q"))
        marked = ARTICLE.questions[number].marked
        if pair.span is not None:
            assert pair.kind == "answered"
            assert pair.passage[slice(*pair.span)].startswith(marked[0])
        elif marked:
            assert pair.kind == "other-quote"
            assert marked[0] not in pair.passage
        else:
            assert pair.kind == "human-near-miss"
