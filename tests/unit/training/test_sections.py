"""Our own articles as the bot reads them."""

from training.sections import OwnArticle, OwnQuestion, place_answers, sections_of

TEXT = """# Boathouse rules

Open from May.

## Fees

| Boat | Hour | Day |
|---|---|---|
| canoe | 6 | 25 |
| raft | 9 | 40 |

### Refunds

1. Bring the slip.
2. Ask at the hatch.

## Commands

```sh
# not a heading
boat --list
```
"""

ARTICLE = OwnArticle("x-1", "help", "Boathouse rules", TEXT, ())


def ask(text: str, *answers: str) -> OwnQuestion:
    return OwnQuestion(text, answers, "what", "")


def test_sections_are_cut_at_headings_with_their_path() -> None:
    sections = sections_of(ARTICLE)
    assert [one.headings for one in sections] == [
        (),
        ("Fees",),
        ("Fees", "Refunds"),
        ("Commands",),
    ]
    assert sections[1].text == "Boat | Hour | Day\ncanoe | 6 | 25\nraft | 9 | 40"
    assert sections[2].text == "• Bring the slip.\n• Ask at the hatch."
    assert sections[3].text == "# not a heading\nboat --list"


def test_an_answer_is_placed_on_the_line_the_question_speaks_of() -> None:
    sections = sections_of(ARTICLE)
    found = place_answers(ask("what does the raft cost an hour?", "9"), sections, "Boathouse rules")
    assert found is not None
    number, start, end = found
    assert sections[number].text[start:end] == "9"
    assert sections[number].text[:start].endswith("raft | ")


def test_a_list_is_placed_from_its_first_to_its_last_item() -> None:
    sections = sections_of(ARTICLE)
    steps = ask("how do i get a refund", "Bring the slip.", "Ask at the hatch.")
    found = place_answers(steps, sections, "Boathouse rules")
    assert found is not None
    number, start, end = found
    assert sections[number].text[start:end] == "Bring the slip.\n• Ask at the hatch."


def test_an_answer_in_a_heading_only_has_no_place() -> None:
    assert place_answers(ask("which part?", "Commands"), sections_of(ARTICLE), "x") is None
