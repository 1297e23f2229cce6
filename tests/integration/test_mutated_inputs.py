"""The short form of the damaged files: each ends in pages or in a sentence."""

import pytest

from tests.support.scripts import told_by

pytestmark = pytest.mark.integration


def test_no_damaged_file_gets_more_than_a_sentence_out_of_a_reader() -> None:
    told = told_by("mutated_inputs", "--inputs", "330", "--seed", "11")
    assert "330 inputs, 0 faults" in told
