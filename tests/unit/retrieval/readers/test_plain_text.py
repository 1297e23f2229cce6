"""Plain text: what its lines show of its structure is kept, and nothing else is made up."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.readers.plain import PlainWriter
from footnote.retrieval.text.plain_blocks import plain_blocks
from tests.support.reading import pages
from tests.support.shape import shape


def written(folder: Path, text: str, name: str = "lock_rules.txt") -> Path:
    path = folder / name
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    "heading",
    ["====\n Mill\n====", "Mill\n****", "Mill\n----", "Mill\n~~~~~", "****\nMill\n****"],
)
def test_a_heading_stands_above_or_between_lines_of_signs(tmp_path: Path, heading: str) -> None:
    (page,) = pages(written(tmp_path, f"\n{heading}\n\nIt turns.\n\n{'-' * 40}\n\nIt stops.\n"))
    assert page.title == "Mill"
    assert not page.scraped
    assert shape(page) == [("h1", "Mill"), ("paragraph", "It turns."), ("paragraph", "It stops.")]


INSTALL = """INSTALL
=======

To install, do this:

  1. Unpack the file.

     $ tar xf quillet.tar

  2. Run make
     and wait.
     - or ask
  7) Done.

If it fails, run::

    make clean
        make V=1

or give up. This line is wrapped by a machine at about seventy signs
and goes on here.

Options
-------

Name  | Default
------+--------
speed | 3
slow  |

Q: Is it free?
A: Yes.
"""


def test_steps_code_and_tables_are_kept(tmp_path: Path) -> None:
    (page,) = pages(written(tmp_path, INSTALL))
    assert shape(page) == [
        ("h1", "INSTALL"),
        ("paragraph", "To install, do this:"),
        ("item", "1. Unpack the file."),
        (".code", "$ tar xf quillet.tar"),
        ("item", "2. Run make and wait."),
        (".item", "• or ask"),
        ("item", "7) Done."),
        ("paragraph", "If it fails, run:"),
        ("code", "make clean\n    make V=1"),
        (
            "paragraph",
            "or give up. This line is wrapped by a machine at about seventy signs "
            "and goes on here.",
        ),
        ("h2", "Options"),
        ("header", "Name | Default"),
        ("row", "speed | 3"),
        ("row", "slow | "),
        ("question", "Q: Is it free?"),
        (".answer", "A: Yes."),
    ]
    assert page.places is not None
    lines = page.text.split("\n")
    assert page.places.numbers[lines.index("7) Done.")] == 13
    assert page.places.numbers[lines.index("    make V=1")] == 18


def test_memos_have_numbered_headings_and_round_bullets(tmp_path: Path) -> None:
    text = (
        "Working Group              A. Quill\n\n\n          A Protocol for Locks\n\n"
        "1.  Introduction\n\n   This memo says how locks are opened.\n\n2.  Messages\n\n"
        "2.1.  Open\n\n   A lock answers with one of:\n\n   o  200 if it is open.\n\n"
        "   o  503 if it is\n      stuck.\n"
    )
    (page,) = pages(written(tmp_path, text))
    assert page.title == "A Protocol for Locks"
    assert shape(page)[2:] == [
        ("h1", "1. Introduction"),
        ("paragraph", "This memo says how locks are opened."),
        ("h1", "2. Messages"),
        ("h2", "2.1. Open"),
        ("paragraph", "A lock answers with one of:"),
        ("item", "• 200 if it is open."),
        ("item", "• 503 if it is stuck."),
    ]


def test_versions_of_a_changelog_are_headings_of_their_changes(tmp_path: Path) -> None:
    text = (
        "Quillet NEWS\n\nVersion 2.4.1 (2024-03-11)\n\n  * Crash when a note\n    has no title\n\n"
        "2.4.0 - unreleased\n\n  * Dark theme\n\n3.11 is the newest Python.\n"
    )
    (page,) = pages(written(tmp_path, text, "NEWS.txt"))
    assert page.title == "Quillet NEWS"
    assert shape(page) == [
        ("paragraph", "Quillet NEWS"),
        ("h1", "Version 2.4.1 (2024-03-11)"),
        ("item", "• Crash when a note has no title"),
        ("h1", "2.4.0 - unreleased"),
        ("item", "• Dark theme"),
        ("paragraph", "3.11 is the newest Python."),
    ]


def test_every_line_of_a_log_is_one(tmp_path: Path) -> None:
    lines = [
        "2024-05-01 12:00:01 ERROR could not open gate number seven because it is stuck",
        "2024-05-01 12:00:02 INFO Trying again after a while with more force than before",
    ]
    (page,) = pages(written(tmp_path, "\n".join(lines), "gates.txt"))
    assert shape(page) == [("paragraph", line) for line in lines]
    assert page.title == "Gates"


def test_text_without_structure_is_left_to_cleaning(tmp_path: Path) -> None:
    text = (
        "THE REEDS ARE CUT\nby Alban Frome\n"
        + "-" * 72
        + "\nThe reeds were cut.\n\n1986. A year.\n"
    )
    (page,) = pages(written(tmp_path, text))
    assert page.scraped is None
    assert page.text == text
    assert page.title is None


def test_a_question_with_its_answer_below_is_an_entry() -> None:
    text = (
        "Q: Is it free?\nA: Yes.\n\nA: Alone.\nQ: No answer?\nQuestion 2: When?\nAnswer: At nine."
    )
    assert [(block.kind, block.group, block.depth) for block in plain_blocks(text)] == [
        ("question", 1, 1),
        ("answer", 1, 2),
        ("paragraph", 0, 0),
        ("paragraph", 0, 0),
        ("question", 2, 1),
        ("answer", 2, 2),
    ]


@given(st.text(alphabet="ab1.)*-=|:# \n\tQA$", max_size=200))
def test_no_word_is_lost_or_told_twice(text: str) -> None:
    writer = PlainWriter(text)
    shown, blocks, _ = writer._writer.page("line")
    kept = "".join(shown[block.start : block.end] for block in blocks)
    assert sorted(c for c in kept if c in "abQ") == sorted(c for c in text if c in "abQ")
