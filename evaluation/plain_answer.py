"""An answer's words without footnote markers."""

import re

from evaluation.record import Record

_MARKER = re.compile(r"\s*\[\d+\]")


def plain_answer(record: Record) -> str:
    """Return the answer without its markers."""
    return _MARKER.sub("", record.text)
