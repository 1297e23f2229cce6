"""The page of ten answers shows the questions that are asked, and its pictures are there."""

import re
from pathlib import Path

from benchmarks.answer_pictures import ARTICLES, PICTURED
from benchmarks.discord_pictures.markup import to_html
from benchmarks.discord_pictures.page import terminal_in_colour
from footnote.retrieval.readers import READERS

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "answers-in-pictures.md"
_PART = re.compile(r"^## .+\n\n(.+)\n\n!\[(.+)\]\(\.\./images/answers/(.+)\.png\)$", re.MULTILINE)


def shown(content: str) -> str:
    return to_html(content, lambda kind, thing: thing)


def test_the_page_has_the_questions_and_pictures_of_the_script() -> None:
    parts = _PART.findall(PAGE.read_text("utf-8"))
    assert [(name, question) for _, question, name in parts] == [
        (each.name, each.question) for each in PICTURED
    ]
    assert all(len(line) > 40 for line, _, _ in parts)


def test_every_picture_is_there_and_all_are_small() -> None:
    pictures = list((PAGE.parents[1] / "images" / "answers").iterdir())
    assert {picture.name for picture in pictures} == {f"{each.name}.png" for each in PICTURED}
    assert sum(picture.stat().st_size for picture in pictures) < 600_000
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)


def test_the_articles_come_in_several_formats() -> None:
    kinds = {path.suffix for path in ARTICLES.iterdir()}
    assert len(kinds) >= 3
    assert kinds <= READERS.keys()


def test_fenced_code_is_drawn_as_it_stands_and_steps_with_their_numbers() -> None:
    drawn = shown("> 9. Run\n> ```sh\n> echo **a**\n> \n>   1. b\n> ```\n>   - then\n> -# … 2 more")
    assert "<pre>echo **a**\n\n  1. b</pre>" in drawn
    assert "<span>9.</span><span>Run</span>" in drawn
    assert "<span>◦</span><span>then</span>" in drawn
    assert drawn.count("<blockquote>") == 1
    assert '<div class="sub">… 2 more</div>' in drawn


def test_a_fence_that_nothing_closes_is_no_code() -> None:
    assert "<pre>" not in shown("```sh\necho")


def test_what_a_terminal_prints_is_drawn_in_its_colours_and_nothing_of_it_is_markup() -> None:
    drawn = terminal_in_colour('ask "<b>"', "\x1b[1mbold\x1b[0m <i>plain</i>\n", 40)
    assert "&lt;b&gt;" in drawn
    assert re.search(r'<span style="[^"]*font-weight: bold[^"]*">bold</span>', drawn)
    assert "&lt;i&gt;plain" in drawn
