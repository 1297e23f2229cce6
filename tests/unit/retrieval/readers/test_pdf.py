"""PDF files: headings by bookmarks or letters, paragraphs out of lines, titles that are titles."""

from pathlib import Path

import pytest

from tests.support.reading import pages, refusal
from tests.support.shape import shape

_FONTS = {"F1": "Helvetica", "F2": "Helvetica-Bold", "F3": "Courier"}


def line(words: str, x: int = 72, gap: int = 14, size: int = 11, font: str = "F1") -> str:
    """Return the operators that write a line `gap` points below the one before."""
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"/{font} {size} Tf 0 -{gap} Td {x} 0 Td ({escaped}) Tj -{x} 0 Td "


def pdf_file(path: Path, *shown: str, title: str = "", bookmarks: tuple[str, ...] = ()) -> Path:
    """Write a file with one text a page; `shown` are operators made by `line`."""
    fonts = "".join(f"/{name} {3 + n} 0 R" for n, name in enumerate(_FONTS))
    bodies = ["", ""]
    bodies += [
        f"<</Type/Font/Subtype/Type1/BaseFont/{font}/Encoding<</BaseEncoding/WinAnsiEncoding"
        "/Differences[1/fi/ffl]>>>>"
        for font in _FONTS.values()
    ]
    kids = []
    for text in shown:
        kids.append(len(bodies) + 1)
        stream = f"BT 1 0 0 1 0 780 Tm {text} ET"
        bodies += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<<{fonts}>>>>"
            f"/Contents {len(bodies) + 2} 0 R>>",
            f"<</Length {len(stream.encode('cp1252'))}>>\nstream\n{stream}\nendstream",
        ]
    outlines = len(bodies) + 1
    first = outlines + 1
    for number, words in enumerate(bookmarks):
        following = f"/Next {first + number + 1} 0 R" if number + 1 < len(bookmarks) else ""
        mark = f"<</Title({words})/Parent {outlines} 0 R/Dest[{kids[0]} 0 R/Fit]{following}>>"
        bodies += [f"<</First {first} 0 R/Count {len(bookmarks)}>>", mark] if not number else [mark]
    bodies[0] = f"<</Type/Catalog/Pages 2 0 R{f'/Outlines {outlines} 0 R' if bookmarks else ''}>>"
    pages_of = " ".join(f"{kid} 0 R" for kid in kids)
    bodies[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{pages_of}]>>"
    bodies.append(f"<</Title({title})>>")
    content, places = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(content.encode("cp1252")))
        content += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(content.encode("cp1252"))
    size = len(bodies) + 1
    content += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R"
    content += f"/Info {len(bodies)} 0 R>>\nstartxref\n{start}\n%%EOF"
    path.write_bytes(content.encode("cp1252"))
    return path


TEXT = (
    line("Report on the Mill", size=24, gap=20)
    + line("of Tarrow", size=24, gap=26)
    + line("History", size=16, gap=30)
    + line("The mill was built in 1820 by a man of whom little is known, and was re-", gap=20)
    + line("built when the \x01rst wheel broke. Ba\x02ed neighbours watched.")
    + line("It stands.", gap=24)
    + line("Owners", font="F2", gap=24)
    + line("It belongs to:")
    + line("1. Ada Quill, who")
    + line("lives there", x=84)
    + line("2. Ben Oar")
    + line("def turn(wheel):", font="F3", gap=24)
    + line("    wheel.go()".strip(), font="F3", x=72 + 26)
    + line("The report goes on over the page and", gap=24)
)


def test_letters_tell_headings_and_distances_paragraphs(tmp_path: Path) -> None:
    path = pdf_file(tmp_path / "r.pdf", TEXT, line("ends there.") + line("Done.", gap=30))
    (page,) = pages(path)
    assert page.title == "Report on the Mill of Tarrow"
    assert shape(page) == [
        ("h1", "Report on the Mill of Tarrow"),
        ("h2", "History"),
        (
            "paragraph",
            "The mill was built in 1820 by a man of whom little is known, and was rebuilt when "
            "the first wheel broke. Baffled neighbours watched.",
        ),
        ("paragraph", "It stands."),
        ("h3", "Owners"),
        ("paragraph", "It belongs to:"),
        ("item", "1. Ada Quill, who lives there"),
        ("item", "2. Ben Oar"),
        ("code", "def turn(wheel):\n    wheel.go()"),
        ("paragraph", "The report goes on over the page and ends there."),
        ("paragraph", "Done."),
    ]
    assert page.places is not None
    assert list(page.places.numbers)[-1] == 2
    assert set(list(page.places.numbers)[:-1]) == {1}


def test_bookmarks_tell_headings_where_there_are_any(tmp_path: Path) -> None:
    text = "".join(
        line(words, gap=24) for words in ("Wheels", "They turn slowly.", "Stones", "They grind.")
    )
    (page,) = pages(pdf_file(tmp_path / "m.pdf", text, bookmarks=("Wheels", "Stones")))
    assert shape(page) == [
        ("h1", "Wheels"),
        ("paragraph", "They turn slowly."),
        ("h1", "Stones"),
        ("paragraph", "They grind."),
    ]


def test_every_block_has_its_page(tmp_path: Path) -> None:
    path = pdf_file(tmp_path / "report.pdf", line("The lock opened."), "", line("It shut again."))
    (page,) = pages(path)
    assert page.text == "The lock opened.\n\nIt shut again."
    assert page.places is not None
    assert list(page.places.numbers) == [1, 1, 3]
    assert page.published is None


def test_running_heads_and_numbers_of_pages_are_left_out(tmp_path: Path) -> None:
    shown = [
        line(f"{chapter} {n}" if n % 2 else "Report 2024")
        + line(f"Fact {n} is told here.", gap=30)
        + line(f"Page {n}", gap=30)
        for n, chapter in enumerate(("Wheels", "Wheels", "Stones", "Stones", "Sacks"), start=11)
    ]
    (page,) = pages(pdf_file(tmp_path / "report.pdf", *shown))
    assert page.text.split("\n\n")[0] == "Fact 11 is told here."
    assert not {"Page", "Wheels", "Stones"} & set(page.text.split())


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Ferries in winter", "Ferries in winter"),
        ("Microsoft Word - ferries_v3 (2).docx", "Ferries in winter"),
        ("untitled", "Ferries in winter"),
        ("front-matter.indd", "Ferries in winter"),
        ("Template of the Ministry", "Template of the Ministry"),
        ("", "Ferries in winter"),
    ],
)
def test_a_title_that_is_none_gives_way_to_the_line_above_the_text(
    tmp_path: Path, stated: str, title: str
) -> None:
    text = line("Ferries in winter") + line("They run late in the year.", gap=30)
    text += line("Nobody minds it.") + line("Not at all.")
    (page,) = pages(pdf_file(tmp_path / "report.pdf", text, title=stated))
    assert page.title == title
    assert "Ferries in winter" in page.text


def test_a_file_without_any_title_is_named_by_its_name(tmp_path: Path) -> None:
    text = line("They run late in the year.") + line("Nobody minds.")
    (page,) = pages(pdf_file(tmp_path / "ferries-in-winter.pdf", text))
    assert page.title == "Ferries in winter"


def test_pictures_of_pages_say_so(tmp_path: Path) -> None:
    assert "text recognition" in refusal(pdf_file(tmp_path / "scan.pdf", "", ""))
