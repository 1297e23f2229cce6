"""The expected values of the cleaning pages stand on the pages themselves."""

import html
import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "data" / "cleaning"
EXPECTED: list[dict[str, Any]] = [
    json.loads(line) for line in (FOLDER / "expected.jsonl").read_text("utf-8").splitlines()
]


def visible(page: str) -> str:
    text = (FOLDER / "pages" / page).read_text("utf-8")
    if page.endswith(".html"):
        text = html.unescape(re.sub(r"<[^>]+>", "", text))
    return " ".join(text.split())


def test_every_page_is_expected_once() -> None:
    named = [record["page"] for record in EXPECTED]
    assert sorted(named) == sorted(path.name for path in (FOLDER / "pages").iterdir())
    assert len(set(named)) == len(named) >= 60


def test_the_set_holds_what_cleaning_gets_wrong_most() -> None:
    assert {record["language"] for record in EXPECTED} == {"en", "es", "zh"}
    undated = [r for r in EXPECTED if r["published"] is None and r["updated"] is None]
    assert len(undated) >= 12
    only_updated = [r for r in EXPECTED if r["published"] is None and r["updated"]]
    assert len(only_updated) >= 4
    assert len({record["kind"] for record in EXPECTED}) >= 12


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda record: str(record["page"]))
def test_marked_text_stands_on_its_page_and_dates_agree(expected: dict[str, Any]) -> None:
    text = visible(expected["page"])
    place = 0
    for block in expected["main"]:
        place = text.find(block, place)
        assert place >= 0, block
    main = " ".join(expected["main"])
    for item in expected["chrome"]:
        assert item["text"] in text
        assert item["text"] not in main
    for key in ("published", "updated"):
        day = expected[key] and date.fromisoformat(expected[key])
        moment = expected.get(f"{key}_at")
        if moment is not None:
            assert datetime.fromisoformat(moment).utcoffset() is not None
            assert datetime.fromisoformat(moment).date() == day
