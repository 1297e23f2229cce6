"""Isolation for every test: no home folder, no key, no hub, no telemetry; and where time went."""

import gc
import os
from collections import Counter

import pytest


@pytest.fixture(autouse=True)
def isolated(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "FOOTNOTE_CONFIG", "FOOTNOTE_LIBRARY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FOOTNOTE_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("ANONYMIZED_TELEMETRY", "False")


def pytest_xdist_auto_num_workers() -> int:
    """Give each core two workers, six in all at most: half the time tests wait for others."""
    return min(6, 2 * (os.cpu_count() or 1))


def pytest_collection_finish() -> None:
    """Spare each search for garbage the modules and thousands of tests that stay to the end."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    spent: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                spent[report.nodeid.split("::")[0].split("/")[1]] += report.duration
    parts = ", ".join(f"{part} {seconds:.0f}" for part, seconds in spent.most_common())
    terminalreporter.write_line(f"Seconds of all workers: {parts}")
