"""What can be told of a text from its blocks."""

import json
import zlib

from hypothesis import given

from footnote.retrieval.blocks import BLOCK_KINDS, Block, Outline
from footnote.retrieval.catalog.rows import pack_blocks, unpack_blocks
from footnote.retrieval.readers.block_writer import BlockWriter
from footnote.retrieval.text.laying_out import Lines
from footnote.retrieval.text.plain_blocks import plain_blocks
from tests.support.pages import article_of, kiln_manual, pages, whole
from tests.support.writing import texts

PAGE = kiln_manual()
OUTLINE = PAGE.outline()


def at(words: str) -> int:
    place = OUTLINE.at(PAGE.text.index(words))
    assert place is not None
    return place


def words(places: range) -> list[str]:
    return [OUTLINE.words(place) for place in places]


def test_the_text_keeps_numbers_indentation_and_empty_cells() -> None:
    assert (
        "1. Open the damper.\n\nkiln damper --open\n    --slowly\n\n2. Set the cone." in PAGE.text
    )
    assert "\n6 |  | stoneware" in PAGE.text
    row = OUTLINE.blocks[at("stoneware")]
    assert [PAGE.text[cell.start : cell.end] for cell in row.cells] == ["6", "", "stoneware"]


def test_a_block_knows_the_headings_above_it() -> None:
    assert OUTLINE.heading_path(at("Set the cone.")) == ("Kiln manual", "First firing")
    assert OUTLINE.heading_path(at("First firing")) == ("Kiln manual",)
    assert OUTLINE.heading_path(at("Kiln manual")) == ()


def test_a_section_reaches_from_its_heading_to_the_next() -> None:
    section = OUTLINE.section(at("Set the cone."))
    assert words(section)[0] == "First firing"
    assert words(section)[-1] == "3. Wait for six hours."
    assert OUTLINE.section(section.start) == section
    assert OUTLINE.section(len(OUTLINE.blocks) - 1).stop == len(OUTLINE.blocks)
    bare = Outline("One.\nTwo.", [Block("paragraph", 0, 4), Block("paragraph", 5, 9)])
    assert bare.section(1) == range(2)


def test_what_stands_deeper_belongs_to_what_is_before_it() -> None:
    assert words(OUTLINE.belonging(at("1. Open"))) == [
        "1. Open the damper.", "kiln damper --open\n    --slowly",
    ]  # fmt: skip
    assert OUTLINE.owner(at("kiln damper")) == at("1. Open")
    assert words(OUTLINE.belonging(at("--hold")))[1:] == [
        "Keeps the heat after the last ramp.", "Without it the kiln cools at once.",
    ]  # fmt: skip
    assert OUTLINE.owner(at("--quiet")) is None


def test_a_list_and_a_table_know_what_announces_them() -> None:
    assert OUTLINE.lead_in(at("3. Wait")) == at("To fire it")
    assert OUTLINE.lead_in(at("earthenware")) == at("The cones")
    assert OUTLINE.lead_in(at("--quiet")) is None


@given(pages())
def test_written_blocks_cover_their_text_and_survive_packing(page: BlockWriter) -> None:
    text, blocks, _ = page.page()
    assert whole(blocks, text)
    assert unpack_blocks(pack_blocks(blocks)) == blocks


@given(pages())
def test_every_block_is_found_by_each_of_its_characters(page: BlockWriter) -> None:
    text, blocks, _ = page.page()
    outline = Outline(text, blocks)
    for place, block in enumerate(blocks):
        assert list(outline.overlapping(block.start, block.end)) == [place]
        assert outline.at(block.start) == place == outline.at(block.end - 1)
        assert place in outline.group(place)


@given(texts())
def test_plain_text_falls_into_blocks_too(text: str) -> None:
    assert whole(plain_blocks(text), text)


def test_plain_lists_steps_and_tables_are_told_by_their_lines() -> None:
    text = (
        "Bring:\n• clay\n• water\n\nThen:\n1. Mix.\n2. Fire.\n\n"
        "Times:\nDay | Hours\nMon | 9\n- alone"
    )
    blocks = plain_blocks(text)
    assert [(block.kind, block.group, block.ordinal) for block in blocks] == [
        ("paragraph", 0, None), ("item", 1, None), ("item", 1, None),
        ("paragraph", 0, None), ("item", 2, 1), ("item", 2, 2),
        ("paragraph", 0, None), ("row", 3, None), ("row", 3, None), ("item", 0, None),
    ]  # fmt: skip
    assert blocks[7].header
    assert not blocks[8].header


@given(pages())
def test_lines_can_go_and_the_blocks_of_the_others_stay(page: BlockWriter) -> None:
    article = article_of(page)
    lines = Lines(article.text, article.blocks)
    kept = [number for number in range(len(lines.texts)) if number % 3]
    cells = {number: found for number in kept if (found := lines.cells(number))}
    text, blocks = lines.kept(lines.texts, kept, cells)
    assert whole(blocks, text)
    for block in blocks:
        assert all(cell.start <= cell.end <= block.end for cell in block.cells)


def test_a_row_left_in_place_keeps_its_cells() -> None:
    lines = Lines(PAGE.text, PAGE.blocks)
    numbers = [n for n in range(len(lines.texts)) if "damper" not in lines.texts[n]]
    cells = {number: found for number in numbers if (found := lines.cells(number))}
    text, blocks = lines.kept(lines.texts, numbers, cells)
    (row,) = [b for b in blocks if b.kind == "row" and "stoneware" in text[b.start : b.end]]
    assert [text[cell.start : cell.end] for cell in row.cells] == ["6", "", "stoneware"]


def test_an_unmarked_text_has_one_paragraph() -> None:
    assert plain_blocks("Only this.") == (Block("paragraph", 0, 10),)


def test_blocks_are_packed_as_libraries_hold_them() -> None:
    blocks = (Block("paragraph", 0, 5), Block("heading", 7, 12, level=2))
    rows = [[BLOCK_KINDS.index("paragraph"), 0, 5], [BLOCK_KINDS.index("heading"), 2, 5, 2]]
    packed = pack_blocks(blocks)
    assert json.loads(zlib.decompress(packed)) == rows
    assert unpack_blocks(zlib.compress(json.dumps(rows).encode())) == blocks
