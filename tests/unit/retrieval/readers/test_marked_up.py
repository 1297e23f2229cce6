"""Markup and office formats read through pandoc: their structure comes along."""

import json
from datetime import date
from pathlib import Path

import pytest

from footnote.retrieval.readers.marked_up import without_directives
from footnote.retrieval.readers.pandoc import template_words
from tests.support.reading import pages
from tests.support.shape import shape

RESTRUCTURED = """
Guide to the lock
=================

:Author: Ada Quill
:Date: 2024-05-01

See :ref:`the gates <gates>`, :ref:`gates` and :py:meth:`~lock.Gate.open`.

.. toctree::

   other

.. _gates:

Gates
-----

.. note:: Mind the gap.

   It is wide.

.. versionadded:: 2.1
   The second gate.

.. py:function:: open(gate, slowly=True)
                 open(number)
   :noindex:

   Opens a gate.

.. option:: --all

   Every gate.

.. autofunction:: lock.shut

.. code-block:: python

   def shut():
       return 1

4. Turn the wheel.
5. Wait.

   a. Count.

.. list-table::
   :header-rows: 1

   * - Gate
     - Width
   * - North
     -
   * - South
     - 3 m

It leaks [1]_.

.. [1] Since 2019.
"""


def test_restructured_text_keeps_its_shape(tmp_path: Path) -> None:
    path = tmp_path / "lock.rst"
    path.write_text(RESTRUCTURED)
    (page,) = pages(path)
    assert (page.title, page.published) == ("Guide to the lock", date(2024, 5, 1))
    assert page.authors == ("Ada Quill",)
    assert shape(page) == [
        ("h1", "Guide to the lock"),
        ("paragraph", "See the gates, Gates and open."),
        ("h2", "Gates"),
        ("callout", "Note: Mind the gap."),
        (".paragraph", "It is wide."),
        ("callout", "Added in version 2.1: The second gate."),
        ("term", "open(gate, slowly=True); open(number)"),
        (".definition", "Opens a gate."),
        ("term", "--all"),
        (".definition", "Every gate."),
        ("code", "def shut():\n    return 1"),
        ("item", "4. Turn the wheel."),
        ("item", "5. Wait."),
        (".item", "a. Count."),
        ("header", "Gate | Width"),
        ("row", "North | "),
        ("row", "South | 3 m"),
        ("paragraph", "It leaks."),
        ("paragraph", "Since 2019."),
    ]
    assert next(block.anchor for block in page.blocks if block.level == 2) == "gates"
    assert next(block.language for block in page.blocks if block.kind == "code") == "python"


def test_a_class_of_a_style_is_no_description() -> None:
    assert (
        without_directives(".. class:: special\n\n   Words.") == ".. class:: special\n\n   Words."
    )
    assert "``Gate(width)``" in without_directives(".. class:: Gate(width)\n\n   A gate.")


def test_org_keeps_tasks_numbers_and_ids(tmp_path: Path) -> None:
    path = tmp_path / "garden.org"
    path.write_text(
        "#+TITLE: Garden\n#+DATE: 2024-05-01\n\n* Planting :spring:\n:PROPERTIES:\n"
        ":CUSTOM_ID: plant\n:END:\n- [ ] soak\n- [X] sow\n\n1. [@3] third\n\n"
        "| A | B |\n|---+---|\n| 1 |   |\n\n#+BEGIN_QUOTE\nSow late, +never+.\n#+END_QUOTE\n"
    )
    (page,) = pages(path)
    assert page.title == "Garden"
    assert shape(page) == [
        ("h1", "Garden"),
        ("h2", "Planting"),
        ("item", "• [ ] soak"),
        ("item", "• [x] sow"),
        ("item", "3. third"),
        ("header", "A | B"),
        ("row", "1 | "),
        ("quotation", "Sow late, ."),
    ]
    assert page.blocks[1].anchor == "plant"


def test_latex_gives_title_people_and_environments(tmp_path: Path) -> None:
    path = tmp_path / "mills.tex"
    path.write_text(
        r"\documentclass{article}\title{On Mills}\author{Ada Quill \and Ben Oar}\date{\today}"
        r"\newcommand{\mill}{the mill}\begin{document}\maketitle"
        r"\begin{abstract}In short.\end{abstract}\section{Gears}\mill{} turns $x^2$ times"
        r"\footnote{Or less.}.\begin{description}\item[Cog] A tooth.\end{description}"
        r"\begin{tabular}{ll}A&B\\\hline \multicolumn{2}{c}{wide}\\\end{tabular}"
        r"\input{/etc/passwd}\end{document}"
    )
    (page,) = pages(path)
    assert (page.title, page.authors, page.published) == (
        "On Mills",
        ("Ada Quill", "Ben Oar"),
        None,
    )
    assert shape(page) == [
        ("h1", "On Mills"),
        ("paragraph", "In short."),
        ("h2", "Gears"),
        ("paragraph", "the mill turns x^2 times."),
        ("term", "Cog"),
        (".definition", "A tooth."),
        ("header", "A | B"),
        ("row", "wide | "),
        ("paragraph", "Or less."),
    ]


def test_asciidoc_in_its_older_form_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "mow.adoc"
    path.write_text(
        "mow(1)\n======\n\nNAME\n----\nmow - cut grass\n\nOPTIONS\n-------\n-f::\n--force::\n"
        "\tCut all. See linkgit:rake[1].\n\nifdef::odd[]\nNOTE: Not at night.\nendif::odd[]\n\n"
        "----\nmow -f\n----\n"
    )
    (page,) = pages(path)
    assert page.title == "mow(1)"
    assert shape(page) == [
        ("h1", "mow(1)"),
        ("h2", "NAME"),
        ("paragraph", "mow - cut grass"),
        ("h2", "OPTIONS"),
        ("term", "-f"),
        ("term", "--force"),
        (".definition", "Cut all. See rake(1)."),
        ("callout", "Note: Not at night."),
        ("code", "mow -f"),
    ]


def test_a_notebook_gives_prose_code_and_what_it_printed(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# Tides\n\nThey **rise**."},
        {
            "cell_type": "code",
            "metadata": {},
            "execution_count": 1,
            "source": "def f():\n    return 1",
            "outputs": [
                {"output_type": "stream", "name": "stdout", "text": "12 m\n"},
                {"output_type": "error", "ename": "E", "evalue": "x", "traceback": ["E: x"]},
            ],
        },
    ]
    path = tmp_path / "tides.ipynb"
    kernel = {"kernelspec": {"language": "python", "name": "p", "display_name": "P"}}
    notebook = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook))
    (page,) = pages(path)
    assert page.title == "Tides"
    assert shape(page) == [
        ("h1", "Tides"),
        ("paragraph", "They rise."),
        ("code", "def f():\n    return 1"),
        ("code", "12 m"),
        ("code", "E: x"),
    ]
    assert page.blocks[2].language == "python"


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("{{convert|3|km|mi}}", "3 km"),
        ("{{lang|fr|bonjour}}", "bonjour"),
        ("{{note|See [[Mill|the mill]] of {{b|x|Tarrow}}.}}", "See the mill of Tarrow."),
        ("{{citation needed|date=May 2024}}", ""),
        ("{{{1}}}", ""),
    ],
)
def test_a_template_shows_its_last_field(markup: str, words: str) -> None:
    assert template_words(markup) == words
