"""The short form of the damaged files: each ends in pages or in a sentence."""

from pathlib import Path

import pytest

from benchmarks.seed_files import seed_files
from footnote.retrieval import readers
from footnote.retrieval.article import RawPage
from tests.support.scripts import told_by

pytestmark = pytest.mark.integration


def test_no_damaged_file_gets_more_than_a_sentence_out_of_a_reader() -> None:
    told = told_by("mutated_inputs", "--inputs", "260", "--seed", "11")
    assert "260 inputs, 0 faults" in told


def test_every_kind_of_file_is_among_the_damaged_ones_and_sound_at_first(tmp_path: Path) -> None:
    seeds = seed_files()
    same = {
        ".text",
        ".markdown",
        ".mdx",
        ".htm",
        ".xhtml",
        ".ndjson",
        ".tsv",
        ".latex",
        ".asciidoc",
    }
    same |= {".wikitext", ".wiki", ".xlsm"}
    assert seeds.keys() == readers.READERS.keys() - same
    for ending, contents in seeds.items():
        for content in contents:
            path = tmp_path / f"sound{ending}"
            path.write_bytes(content)
            found = list(readers.read(path))
            if ending != ".xml" or b"<mediawiki" in content:
                assert any(isinstance(page, RawPage) for page in found), ending
