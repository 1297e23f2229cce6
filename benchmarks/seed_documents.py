"""Sound files of markup, office formats and talk, small enough to be mutated by the thousand."""

import json
import zipfile
from io import BytesIO

_RESTRUCTURED = """Lock
====

.. note:: Mind the *gap*.

.. py:function:: open(gate)

   Opens :ref:`it <x>`.

1. one

   a. two

=== ===
A   B
=== ===
1   2
=== ===

::

    code
"""
_ORG = (
    "#+TITLE: Lock\n* Gate :t:\n- [ ] one\n1. [@3] two\n| A | B |\n|---+---|\n| 1 |   |\n[fn:1] x\n"
)
_LATEX = (
    r"\documentclass{article}\title{Lock}\author{Ada}\newcommand{\g}[1]{gate #1}\begin{document}"
    r"\maketitle\section{Gate}\g{1} $x^2$\footnote{n}\begin{enumerate}\item a\end{enumerate}"
    r"\begin{tabular}{ll}A&B\\\hline 1&2\\\end{tabular}\end{document}"
)
_ASCIIDOC = (
    "Lock\n====\n\n-f::\n--force::\n  All.\n\nNOTE: Mind.\n\n|===\n|A |B\n|===\n\n----\nx\n----\n"
)
_WIKI = (
    "{{Infobox lock\n| name = Lock\n| built = 1820\n}}\n'''Lock''' is {{convert|1|m}}.\n"
    '== Gate ==\n{| class="wikitable"\n! A !! B\n|-\n| rowspan=2 | 1 || 2\n|-\n| 3\n|}\n# one\n'
)
_RICH = (
    r"{\rtf1\ansi\deff0{\fonttbl{\f0 Times;}}{\info{\title Lock}}\pard Gate \u8364 ?\par"
    r"\pard \bullet  one\par\trowd\cellx2000\cellx4000\pard\intbl A\cell\pard\intbl B\cell\row"
    r"\pard end\par}"
)
_SRT = (
    "1\n00:00:01,000 --> 00:00:02,000\nIt <i>opens</i>.\n\n"
    "2\n00:00:02,000 --> 01:00:03,000\nIt shuts.\n"
)
_VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>It opens.\n\n00:02.000 --> 00:03.000\nIt shuts.\n"
_MAIL = (
    "From: Ada <a@x.example>\nSubject: =?utf-8?q?Caf=C3=A9?=\n"
    "Date: Tue, 02 Jan 2024 23:30:00 -0500\n"
    'MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="b"\n\n--b\n'
    "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    "> asked\n\nIt opens =E2=82=AC.\n\n--b\nContent-Type: text/html\n\n<p>It opens.</p>\n--b--\n"
)
_ENVELOPE = "From a@x Tue Jan  2 23:30:00 2024"
_PLAIN = (
    "Lock\n====\n\nDo this:\n\n    gate --open\n\n1. one\n   more\n2. two\n\nA | B\n--+--\n1 |\n\n"
    "2024-05-01 12:00:01 ERROR stuck\n\nQ: Free?\nA: Yes.\n\nv1.2.3 (2024-01-02)\n\n* fixed\n"
)
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = " ".join(f'xmlns:{x}="{_OASIS}:{x}:1.0"' for x in ("office", "text", "table", "style"))
_ODT = (
    f"<office:document-content {_NAMES}><office:automatic-styles/><office:body><office:text>"
    '<text:h text:outline-level="1">Lock</text:h><text:p>It opens.</text:p><table:table>'
    "<table:table-row><table:table-cell><text:p>A</text:p></table:table-cell></table:table-row>"
    "</table:table></office:text></office:body></office:document-content>"
)


def seed_documents() -> dict[str, list[bytes]]:
    """Return sound contents by file ending."""
    texts = {
        ".rst": _RESTRUCTURED,
        ".org": _ORG,
        ".tex": _LATEX,
        ".adoc": _ASCIIDOC,
        ".mediawiki": _WIKI,
        ".rtf": _RICH,
        ".srt": _SRT,
        ".vtt": _VTT,
        ".eml": _MAIL,
        ".mbox": f"{_ENVELOPE}\n{_MAIL}\n{_ENVELOPE}\n{_MAIL}",
        ".ipynb": _notebook(),
        ".json": _chat(),
    }
    packed = {".odt": _opendocument(), ".xlsx": _workbook(), ".pptx": _slides()}
    return {ending: [text.encode()] for ending, text in texts.items()} | {
        ending: [content] for ending, content in packed.items()
    }


def plain_with_structure() -> bytes:
    """Return a plain text with everything its reader looks for."""
    return _PLAIN.encode()


def wiki_export() -> bytes:
    """Return an export of a wiki with one page."""
    text = _WIKI.replace("&", "&amp;").replace("<", "&lt;")
    return (
        '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/"><siteinfo><base>'
        "https://x.example/wiki/Main</base></siteinfo><page><title>Lock</title><ns>0</ns><revision>"
        f"<timestamp>2024-05-01T10:00:00Z</timestamp><text>{text}</text></revision></page></mediawiki>"
    ).encode()


def _notebook() -> str:
    output = {"output_type": "stream", "name": "stdout", "text": ["1\n"]}
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Lock\n", "It **opens**."]},
        {
            "cell_type": "code",
            "metadata": {},
            "execution_count": 1,
            "source": ["f()"],
            "outputs": [output],
        },
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def _chat() -> str:
    author = {"id": "1", "name": "ada", "nickname": None}
    messages = [
        {
            "id": str(number),
            "type": "Reply",
            "timestamp": f"2024-05-0{number}T12:04:05+00:00",
            "content": "**Open** <@1>\n```sh\ngate\n```\n- one",
            "author": author,
            "mentions": [author],
            "reference": {"messageId": "1"},
        }
        for number in (1, 2)
    ]
    channel = {"id": "7", "type": "GuildTextChat", "name": "help"}
    whole = {"guild": {"id": "9", "name": "Club"}, "channel": channel, "messages": messages}
    return json.dumps(whole)


def _opendocument() -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", _ODT)
        archive.writestr("styles.xml", f"<office:document-styles {_NAMES}/>")
    return content.getvalue()


def _workbook() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.worksheets[0].append(["Place", "Height"])
    book.worksheets[0].append(["North", 3.5])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _slides() -> bytes:
    from pptx import Presentation

    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.placeholders[0].text = "Lock"
    slide.placeholders[1].text = "It opens."
    slide.shapes.add_table(1, 2, 0, 0, 9, 9).table.cell(0, 0).text = "A"
    content = BytesIO()
    deck.save(content)
    return content.getvalue()
