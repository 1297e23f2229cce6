"""Word files written part by part, so that each can hold what no program of ours writes."""

import zipfile
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/>
<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Haus"><w:name w:val="House rule"/>
<w:basedOn w:val="berschrift2"/></w:style>
<w:style w:type="paragraph" w:styleId="Liste"><w:name w:val="List Number"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="ListContinue"><w:name w:val="List Continue"/></w:style>
<w:style w:type="paragraph" w:styleId="Code"><w:name w:val="Source Code"/></w:style>
<w:style w:type="paragraph" w:styleId="Verz1"><w:name w:val="toc 1"/></w:style>
"""
_LEVELS = """<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/>
<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>
<w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>"""
NUMBERING = f"""<w:abstractNum w:abstractNumId="7">{_LEVELS}</w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>
<w:lvlText w:val="o"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">
<w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>"""


def run(words: str, settings: str = "") -> str:
    return f'<w:r><w:rPr>{settings}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(content: str, style: str = "", number: str = "", level: int = 0) -> str:
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    counted = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    inner = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{styled}{counted if number else ''}</w:pPr>{inner}</w:p>"


def cell(content: str, settings: str = "") -> str:
    inner = content if content.startswith("<w:") else paragraph(content or " ")
    return f"<w:tc><w:tcPr>{settings}</w:tcPr>{inner}</w:tc>"


def table(*rows: str, look: str = "0000") -> str:
    written = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    return f'<w:tbl><w:tblPr><w:tblLook w:val="{look}"/></w:tblPr>{written}</w:tbl>'


def word_file(path: Path, *body: str, title: str = "", strict: bool = False, **parts: str) -> Path:
    """Write a file of some paragraphs and tables; `parts` are further ones by kind."""
    parts = {"styles": STYLES, "numbering": NUMBERING, **parts}
    kinds = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
        for n, kind in enumerate(parts)
    )
    whole = f'<w:document xmlns:w="{MAIN}"><w:body>{"".join(body)}</w:body></w:document>'
    content = {
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="a" '
        f'Type="{_OFFICE}/officeDocument" Target="/word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{kinds}'
        "</Relationships>",
        "word/document.xml": whole,
        "docProps/core.xml": '<c:coreProperties xmlns:c="c" xmlns:dc="d"><dc:title>'
        f"{title}</dc:title><dc:creator>Ada Quill; Ben Oar</dc:creator></c:coreProperties>",
        **{
            f"word/{kind}.xml": f'<w:{kind} xmlns:w="{MAIN}">{inner}</w:{kind}>'
            for kind, inner in parts.items()
        },
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text.replace(MAIN, STRICT) if strict else text)
    return path
