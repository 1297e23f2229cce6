"""HTML becomes the blocks its readers see, nothing twice and nothing lost."""

import re
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from footnote.retrieval.article import Article, ArticleHead
from footnote.retrieval.blocks import Block
from footnote.retrieval.readers.block_writer import BlockWriter
from footnote.retrieval.readers.blocks import BlockReader, page_of
from footnote.retrieval.readers.dom import parse
from footnote.retrieval.readers.html import parse_html
from footnote.retrieval.text.text_fragment import anchor_at, quote_link


def blocks_of(markup: str) -> tuple[str, tuple[Block, ...]]:
    root = parse(f"<body>{markup}</body>")
    assert root is not None
    writer = BlockWriter()
    BlockReader(writer).write(root)
    text, blocks, _ = writer.page()
    return text, blocks


def shown(markup: str) -> list[tuple[str, str]]:
    text, blocks = blocks_of(markup)
    return [(block.kind, text[block.start : block.end]) for block in blocks]


def test_options_of_a_manual_keep_their_names_and_paragraphs() -> None:
    markup = (
        '<h2 id="_options">OPTIONS</h2><dl><dt id="opt-a">-a</dt><dt>--all</dt><dd><p>Take\n'
        "all of\nthem.</p><div><p>Even this.</p></div><pre>row --all\n  now</pre></dd></dl>"
    )
    text, blocks = blocks_of(markup)
    assert [(b.kind, text[b.start : b.end], b.depth) for b in blocks] == [
        ("heading", "OPTIONS", 0),
        ("term", "-a", 1),
        ("term", "--all", 1),
        ("definition", "Take all of them.", 2),
        ("definition", "Even this.", 2),
        ("code", "row --all\n  now", 2),
    ]
    outline = Article(ArticleHead("a", "t"), "k", text, "h", blocks=blocks).outline()
    assert anchor_at(outline, text.index("-a")) == "opt-a"
    assert anchor_at(outline, text.index("Even")) == "_options"
    link = quote_link("https://oar.example/m", "Even this.", "_options")
    assert link == "https://oar.example/m#_options:~:text=Even%20this."


def test_lists_tables_and_breaks_stay_inside_their_cells() -> None:
    markup = (
        "<table><thead><tr><th>Day</th><th>Open</th></tr></thead><tr><td>Mon</td><td>"
        "<ul><li>9 to 11"
        "</li><li>13 to 15</li></ul></td></tr><tr><td rowspan=2>Tue</td><td>shut"
        "<br>all day</td></tr>"
        "<tr><td><table><tr><td>but</td><td>June</td></tr></table></td></tr>"
        "<tr><td colspan=2>Ring first.</td></tr><tr><td></td><td>2</td></tr></table>"
    )
    text, blocks = blocks_of(markup)
    assert [text[b.start : b.end] for b in blocks] == [
        "Day | Open",
        "Mon | 9 to 11; 13 to 15",
        "Tue | shut; all day",
        "Tue | but June",
        "Ring first. | ",
        " | 2",
    ]
    assert [b.header for b in blocks] == [True, False, False, False, False, False]


def test_code_keeps_its_lines_and_loses_what_stands_beside_it() -> None:
    markup = (
        '<div class="highlight-python"><pre><button>Copy</button><span class="lineno">1</span>if x:'
        '<br>    <b>run</b>()</pre></div><table class="rouge-table"><tr>'
        '<td class="gutter"><pre>1\n2'
        "</pre></td><td><pre>a\nb</pre></td></tr></table>"
    )
    text, blocks = blocks_of(markup)
    assert [(text[b.start : b.end], b.language) for b in blocks] == [
        ("if x:\n    run()", "python"),
        ("a\nb", ""),
    ]


def test_what_is_hidden_struck_out_or_only_a_mark_is_no_text() -> None:
    markup = (
        '<h2>Oars<a class="headerlink" href="#oars">¶</a></h2><p>Oak<sup><a href="#fn1">1</a></sup>'
        ' of 10<sup>6</sup> m<sup>2</sup><span style="display: none">, pine</span>'
        "<s> and ash</s>.</p>"
        '<p hidden>Never.</p><div class="tab-panel" hidden>At a click.</div>'
    )
    assert shown(markup) == [
        ("heading", "Oars"),
        ("paragraph", "Oak of 10⁶ m²."),
        ("paragraph", "At a click."),
    ]


def test_questions_marked_up_for_search_engines_own_their_answers() -> None:
    entry = (
        '<div itemscope itemtype="https://schema.org/Question"><h3 itemprop="name">Is it oak?</h3>'
        '<div itemprop="acceptedAnswer"><p>Yes.</p><ul><li>All of it</li></ul></div></div>'
    )
    assert shown(entry) == [
        ("question", "Is it oak?"),
        ("answer", "Yes."),
        ("item", "• All of it"),
    ]
    declared = (
        '<script type="application/ld+json">{"@type": "FAQPage", "mainEntity":'
        ' [{"@type": "Question",'
        '"name": "May I row?"}]}</script><main><h1>FAQ</h1><div>May I row?</div><p>In summer, with '
        "one of the wardens beside you in the boat.</p><p>Bring a coat, for it is windy.</p></main>"
    )
    page = parse_html(f"<html><body>{declared}</body></html>", origin="p")
    assert [block.kind for block in page.blocks] == ["heading", "question", "answer", "answer"]


def test_admonitions_of_asciidoctor_have_their_label_once() -> None:
    markup = (
        '<div class="admonitionblock note"><table><tr><td class="icon">'
        '<div class="title">Note</div>'
        '</td><td class="content"><div class="paragraph"><p>Oars float.</p></div><p>Rowers too.</p>'
        "</td></tr></table></div>"
    )
    assert shown(markup) == [("callout", "Note: Oars float."), ("paragraph", "Rowers too.")]


def test_documentation_is_read_whole_and_nothing_twice() -> None:
    lines = "".join(f"<p>Oar {n} is\nkept in the shed\nbehind the mill.</p>" for n in range(9))
    markup = (
        '<html><head><title>Oars</title><meta name="generator" content="Asciidoctor 2">'
        "</head><body>"
        '<div id="header"><h1>Oars(1)</h1><div id="toc">Names Use</div></div><div id="content">'
        f'<ul><li><a href="x">mill</a></li></ul>{lines}</div>'
        f'<div id="footer">Last updated</div></body>'
    )
    page = parse_html(f"{markup}</html>", origin="p")
    found = Counter(page.text.split("\n\n"))
    assert page.title == "Oars(1)"
    assert page.text.startswith("Oars(1)\n\n• mill\n\nOar 0 is kept in the shed")
    assert len(found) == 11
    assert set(found.values()) == {1}


def test_a_section_named_in_the_title_is_not_the_title() -> None:
    markup = (
        "<html><head><title>oarhooks(5)</title></head><body class='manpage'><div id='header'>"
        "<h1>oarhooks(5) Manual Page</h1></div><div id='content'><h2>HOOKS</h2><p>They hold an oar"
        " to its place.</p></div></body></html>"
    )
    assert parse_html(markup, origin="p").title == "oarhooks(5) Manual Page"


_TAGS = "p div ul ol li dl dt dd table tr td th pre code blockquote details summary h2 a b span br"
_PIECES = st.sampled_from(
    [f"<{tag}>" for tag in _TAGS.split()]
    + [f"</{tag}>" for tag in _TAGS.split()]
    + ["oar ", "Q: oar? ", "\n", "&amp;", '<div class="note">', "<td colspan=3>", "<td rowspan=2>"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=50))
def test_every_word_is_in_exactly_one_block(pieces: list[str]) -> None:
    count = 0
    numbered = []
    for piece in pieces:
        count += piece == "oar "
        numbered.append(f"oar{count} " if piece == "oar " else piece)
    root = parse(f"<body><p>first</p>{''.join(numbered)}</body>")
    assert root is not None
    page = page_of(root)
    assert page is not None
    text, blocks, _ = page
    at = 0
    for block in blocks:
        assert not text[at : block.start].strip()
        assert at <= block.start < block.end
        at = block.end
    assert not text[at:].strip()
    words = Counter(re.findall(r"oar\d+", text))
    repeats = "<td rowspan=2>" in pieces
    assert all(words[f"oar{n}"] == 1 or repeats for n in range(1, count + 1))
