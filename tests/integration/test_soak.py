"""The short form of the soak: two writers and four readers, each a process, on one library."""

import pytest

from tests.support.scripts import told_by

pytestmark = pytest.mark.integration


def test_writers_and_readers_of_six_processes_never_meet_an_error_or_a_deleted_article() -> None:
    assert " 0 faults" in told_by("soak", "--minutes", "0.15", within_s=200)
