"""What the bot reads for questions about real pages becomes pairs to train its reader on."""

from pathlib import Path

import pytest

from training.examples import Example
from training.products import ProductQuestion, pairs_of_product, place_of

PAGES = {
    "docs/backups.md": """# Backups

Marsh keeps seven snapshots and drops the oldest when an eighth is made.

## Where they are stored

Snapshots are written to the folder that `--vault` names.

## Encryption

Every snapshot is encrypted with the key of its vault.
""",
    "docs/restore.md": """# Restoring

Run `marsh restore NAME` to bring a snapshot back. Files that exist already are left alone.
""",
}


def pairs_for(folder: Path, *questions: ProductQuestion) -> list[Example]:
    for name, text in PAGES.items():
        page = folder / name
        page.parent.mkdir(exist_ok=True)
        page.write_text(text)
    return pairs_of_product(folder, questions)


def test_the_quote_with_the_gold_words_answers_and_the_others_do_not(tmp_path: Path) -> None:
    asked = ProductQuestion(
        "marsh-1", "Which option says where snapshots go?", "docs/backups.md", ("--vault",)
    )

    pairs = pairs_for(tmp_path, asked)

    answering = [pair for pair in pairs if pair.span]
    assert [pair.passage[slice(*pair.span)] for pair in answering if pair.span] == ["--vault"]
    assert answering[0].lead == "Backups › Where they are stored"
    assert answering[0].weight == 1.0
    others = [pair for pair in pairs if not pair.span]
    assert others
    assert all("--vault" not in pair.passage for pair in others)
    assert all(pair.weight < 1.0 for pair in others)


def test_no_quote_of_a_near_miss_answers(tmp_path: Path) -> None:
    asked = ProductQuestion(
        "marsh-2", "How long does marsh keep a snapshot that is locked?", "docs/backups.md", ()
    )

    pairs = pairs_for(tmp_path, asked)

    assert pairs
    assert {pair.kind for pair in pairs} == {"human-near-miss"}
    assert all(pair.span is None for pair in pairs)
    assert {pair.weight for pair in pairs if pair.passage.startswith("Marsh keeps")} == {1.0}


def test_a_paragraph_that_was_not_read_is_added_where_it_alone_answers(tmp_path: Path) -> None:
    asked = ProductQuestion(
        "marsh-3",
        "What happens to files that exist already when I restore?",
        "docs/backups.md",
        ("the key of its vault",),
    )

    pairs = pairs_for(tmp_path, asked)

    answering = [pair for pair in pairs if pair.span]
    assert [pair.lead for pair in answering] == ["Backups › Encryption"]


def test_a_page_that_is_not_there_is_named(tmp_path: Path) -> None:
    asked = ProductQuestion("marsh-4", "Where is it?", "docs/other.md", ("here",))

    with pytest.raises(ValueError, match=r"docs/other\.md"):
        pairs_for(tmp_path, asked)


@pytest.mark.parametrize(
    ("answers", "text", "found"),
    [
        (("--keep",), "use --keep-last or --keep 5", "--keep"),
        (("seven",), "Seventeen or SEVEN", "SEVEN"),
        (("absent", "five"), "five of them", "five"),
        (("4",), "140", None),
    ],
)
def test_gold_words_are_found_whole_in_any_case(
    answers: tuple[str, ...], text: str, found: str | None
) -> None:
    place = place_of(answers, text)

    assert (text[slice(*place)] if place else None) == found
