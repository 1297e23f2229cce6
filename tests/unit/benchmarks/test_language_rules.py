"""What counts as a hand-written rule about words."""

import pytest

from benchmarks.language_rules import rules_in

RULES = [
    ('_WORDS = frozenset("monday tuesday".split())', [(1, 2)]),
    ('_CLOCK = re.compile(\n    r"\\b(?:half|quarter)\\s+past\\b"\n)', [(3, 3)]),
    ('MONTHS: Mapping[str, int] = {\n    "enero": 1,\n    "febrero": 2,\n}', [(4, 2)]),
    ('class Told:\n    marks = ("吗", "呢")', [(1, 2)]),
]
NO_RULES = [
    '"""Days of the week: monday, tuesday."""',
    '_SPACE = re.compile(r"(?P<before>\\s+)[a-zA-Z]\\b(?:\\w+)")',
    'PHRASES = Phrases(opening="The articles don\'t answer this")',
    'Choice = Literal["always", "never"]',
    '__all__ = ["Question", "Answer"]',
    'def told() -> str:\n    words = "monday tuesday"\n    return words',
    "LIMIT = 300",
]


@pytest.mark.parametrize(("source", "counted"), RULES)
def test_tables_and_patterns_of_words_count(source: str, counted: list[tuple[int, int]]) -> None:
    assert list(rules_in(source)) == counted


@pytest.mark.parametrize("source", NO_RULES)
def test_what_decides_nothing_by_words_does_not_count(source: str) -> None:
    assert list(rules_in(source)) == []
