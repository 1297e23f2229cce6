"""One sound file of every kind that is read, small enough to be mutated by the thousand."""

import json
import zipfile
from io import BytesIO
from pathlib import Path

from benchmarks.seed_documents import plain_with_structure, seed_documents, wiki_export

PAGES = Path(__file__).parents[1] / "tests" / "data" / "cleaning" / "pages"

_MARKUP_PAGES = 12

_RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Post</title>
<item><title>Bridge &amp; tunnel</title><link>https://post.example/bridge</link>
<pubDate>Tue, 02 Jan 2024 23:30:00 -0500</pubDate>
<description>&lt;p&gt;It opened &lt;b&gt;late&lt;/b&gt;.&lt;/p&gt;</description></item>
</channel></rss>"""
_ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><title>Gull</title>
<id>urn:1</id><link href="https://post.example/gull"/><updated>2024-01-02T03:04:05+02:00</updated>
<author><name>Ada Quill</name></author><content type="html">&lt;p&gt;It sat.&lt;/p&gt;</content>
</entry></feed>"""
_SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>
<loc>https://post.example/one</loc><lastmod>2024-01-02</lastmod></url></urlset>"""
_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
)
_PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Harbour Tales</dc:title>
<dc:creator>Ada Quill</dc:creator><dc:date>2019-03-02</dc:date></metadata>
<manifest><item id="a" href="one.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="a"/></spine></package>"""
_CHAPTER = "<html><body><h1>The Gull</h1><p>A gull <b>sat</b> down.</p><ul><li>It rose.</ul></body>"
_TABLE = 'title,text,published,url\nBridge,"It opened; ""late"".",2024-05-01,\nGull,It sat.,,\n'
_MARKDOWN = (
    "---\ntitle: Bridge\ndate: 2024-05-01\nauthor: [Ada, Ben]\n---\n# Bridge\n\nIt **opened**.\n\n"
    "- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n"
)


def seed_files() -> dict[str, list[bytes]]:
    """Return sound contents by file ending."""
    line = {"title": "Bridge", "text": "It opened.\nIt shut.", "published": "2024-05-01"}
    lines = "\n".join(json.dumps(line | {"url": f"https://post.example/{n}"}) for n in range(3))
    markup = [path.read_bytes() for path in sorted(PAGES.glob("*.html"))[:_MARKUP_PAGES]]
    texts = [path.read_bytes() for path in sorted(PAGES.glob("*.txt"))]
    return {
        ".txt": [plain_with_structure(), *texts],
        ".md": [_MARKDOWN.encode(), *(path.read_bytes() for path in sorted(PAGES.glob("*.md")))],
        ".html": markup,
        ".jsonl": [lines.encode()],
        ".csv": [
            _TABLE.encode(),
            _TABLE.replace(",", "\t").encode(),
            b"sep=;\nZone;Fare\nNorth;\n",
        ],
        ".pdf": [_written_pdf(), _packed_pdf()],
        ".docx": [_word()],
        ".epub": [_book()],
        ".rss": [_RSS.encode()],
        ".atom": [_ATOM.encode()],
        ".xml": [_SITEMAP.encode(), _RSS.encode("utf-16"), wiki_export()],
        **seed_documents(),
    }


def _word() -> bytes:
    import docx

    document = docx.Document()
    document.add_heading("Ferry timetable", 0)
    document.add_paragraph("Boats leave daily.")
    document.add_paragraph("Board.", style="List Number")
    document.add_table(1, 2).rows[0].cells[0].text = "Harbour"
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _book() -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/container.xml", _CONTAINER)
        archive.writestr("OEBPS/book.opf", _PACKAGE)
        archive.writestr("OEBPS/one.xhtml", _CHAPTER)
    return content.getvalue()


def _written_pdf() -> bytes:
    """Return a PDF whose parts are all plain text, so that mutations reach each of them."""
    stream = "BT /F1 12 Tf 72 720 Td (The lighthouse opened.) Tj 0 -20 Td [(It) -200 (shut)] TJ ET"
    bodies = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream",
    ]
    content, places = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer\n<</Size {len(bodies) + 1}/Root 1 0 R>>\nstartxref\n{len(content)}\n%%EOF"
    return f"{content}xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def _packed_pdf() -> bytes:
    """Return the same PDF as most programs write them: its content compressed."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(_written_pdf())))
    for page in writer.pages:
        page.compress_content_streams()
    content = BytesIO()
    writer.write(content)
    return content.getvalue()
