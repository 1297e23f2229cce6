"""The short form of the kill script: 20 kills, then a run that must find everything whole."""

import pytest

from tests.support.scripts import told_by

pytestmark = pytest.mark.integration


def test_no_kill_loses_halves_or_doubles_an_article() -> None:
    assert " 0 faults" in told_by("crash_kills", "--kills", "20", "--seed", "7")
