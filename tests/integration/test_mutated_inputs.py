"""The short form of the damaged files: each ends in pages or in a sentence."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.integration


def test_no_damaged_file_gets_more_than_a_sentence_out_of_a_reader() -> None:
    command = [sys.executable, "-m", "benchmarks.mutated_inputs", "--inputs", "330", "--seed", "11"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "330 inputs, 0 faults" in done.stdout
