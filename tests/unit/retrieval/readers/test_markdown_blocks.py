"""Markdown of every flavour becomes the blocks its readers see."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footnote.retrieval.article import Article
from footnote.retrieval.cleaning import clean
from footnote.retrieval.errors import InputError
from footnote.retrieval.readers.markdown import parse_markdown, read

Shown = list[tuple[str, str]]


def article(markdown: str, *, jsx: bool = False) -> Article:
    return clean(parse_markdown(markdown, origin="a note", jsx=jsx))


def shown(markdown: str, *, jsx: bool = False) -> Shown:
    found = article(markdown, jsx=jsx)
    return [(block.kind, found.text[block.start : block.end]) for block in found.blocks]


def test_lists_keep_numbers_depth_and_what_stands_inside_an_item() -> None:
    found = article(
        "4. Pull\n   ```sh\n   if x:\n     run\n   ```\n5. Push\n   - hard\n   - [x] soft\n"
    )
    assert [
        (block.kind, found.text[block.start : block.end], block.depth, block.ordinal)
        for block in found.blocks
    ] == [
        ("item", "4. Pull", 1, 4),
        ("code", "if x:\n  run", 2, None),
        ("item", "5. Push", 1, 5),
        ("item", "• hard", 2, None),
        ("item", "• [x] soft", 2, None),
    ]
    assert found.blocks[1].language == "sh"


@pytest.mark.parametrize(
    "markdown",
    [
        "> [!WARNING] Hot\n> The pan burns.",
        '!!! warning "Hot"\n    The pan burns.',
        '??? warning "Hot"\n    The pan burns.\n',
        ":::warning Hot\nThe pan burns.\n:::",
        ":::warning[Hot]\n\nThe pan burns.\n\n:::",
        '{{% notice warning "Hot" %}}\nThe pan burns.\n{{% /notice %}}',
        '<Callout type="warning" title="Hot">\nThe pan burns.\n</Callout>',
        "```{warning} Hot\nThe pan burns.\n```",
        '<div class="admonition warning"><p class="admonition-title">Hot</p>\nThe pan burns.</div>',
    ],
)
def test_callouts_of_all_flavours_are_one_thing(markdown: str) -> None:
    assert shown(f"{markdown}\n\nNext.") == [
        ("callout", "Hot: The pan burns."),
        ("paragraph", "Next."),
    ]


def test_raw_html_is_read_with_the_markdown_around_it() -> None:
    markdown = (
        "<details>\n<summary>Which oil?</summary>\n\n- **Rape** oil\n\n</details>\n\n"
        "<table><tr><th>Oar</th><th>cm</th></tr><tr><td>long</td><td></td></tr></table>\n\n"
        "Press <kbd>Q</kbd>, or give <name> to Vec<T>.<br>\n<!-- unseen -->\n"
    )
    assert shown(markdown) == [
        ("question", "Which oil?"),
        ("item", "• Rape oil"),
        ("row", "Oar | cm"),
        ("row", "long | "),
        ("paragraph", "Press Q, or give <name> to Vec<T>."),
    ]


def test_marks_of_notes_go_and_their_words_stay() -> None:
    markdown = (
        "The [[Weir#Gate|gate]] of [[Weir]] is ==oak==. %%ask Ann%% ![[gate.png]] ~~Pine.~~\n\n"
        "%%\nnot for readers\n\nat all\n%%\n\nIt holds.[^a] ^3f9c2e\n\n[^a]: Says the *mayor*.\n"
    )
    assert shown(markdown) == [
        ("paragraph", "The gate of Weir is oak."),
        ("paragraph", "It holds."),
        ("paragraph", "Says the mayor."),
    ]


def test_leavings_of_site_builders_go() -> None:
    markdown = (
        "* TOC\n{:toc}\n\n## Oil {#the-oil .big}\n\n{% include x.html %}\nPour it.\n{: .lead}\n\n"
        '[Shop]({{ site.url }}{% link s.md %}){:target="_blank"} {% if a %}sells{% endif %} it.\n\n'
        "{% highlight py %}\nif x:\n    {{ y }}\n{% endhighlight %}\n\n`{% raw %}`\n"
    )
    found = article(markdown)
    assert [found.text[block.start : block.end] for block in found.blocks] == [
        "Oil",
        "Pour it.",
        "Shop sells it.",
        "if x:\n    {{ y }}",
        "{% raw %}",
    ]
    assert found.blocks[0].anchor == "the-oil"
    assert found.blocks[3].language == "py"


def test_definitions_and_tabs_own_what_explains_them() -> None:
    markdown = 'Oar\n: A pole\n: with a blade\n\n=== "Linux"\n\n    ```sh\n    row\n    ```\n'
    assert shown(markdown) == [
        ("term", "Oar"),
        ("definition", "A pole"),
        ("definition", "with a blade"),
        ("term", "Linux"),
        ("code", "row"),
    ]


def test_mdx_keeps_the_children_of_components() -> None:
    markdown = (
        "import Tabs from '@theme/Tabs';\nexport const a = {\n  b: 1,\n};\n\n# Oars {props.x}\n\n"
        '<Tabs>\n  <TabItem value="m" label="Mac">\n\n    Take the **left** oar.\n\n  </TabItem>\n'
        '</Tabs>\n\n<FaqItem question="How long?" icon={<I a={{b: 1}} />}>\nTwo metres.\n'
        "</FaqItem>\n"
        '\n{/* not shown */}\n\n<Steps>\n<Step title="Sit">Face aft.</Step>\n</Steps>\n'
    )
    assert shown(markdown, jsx=True) == [
        ("heading", "Oars"),
        ("term", "Mac"),
        ("definition", "Take the left oar."),
        ("question", "How long?"),
        ("answer", "Two metres."),
        ("item", "1. Sit"),
        ("paragraph", "Face aft."),
    ]


def test_questions_on_lines_of_their_own_get_the_answer_below() -> None:
    assert shown("**Q: Why oak?**\n\nA: It lasts.\n\nOther matters.\n") == [
        ("question", "Q: Why oak?"),
        ("answer", "A: It lasts."),
        ("paragraph", "Other matters."),
    ]


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: Tide\ndate: 2020-02-03\n---\n",
        "--- \ntitle: Tide\ndate: 2020-02-03\n---\t\n",
        "---\ntitle: Tide\ndate: 2020-02-03\n...\n",
        "---\r\ntitle: Tide\r\ndate: 2020-02-03\r\n---\r\n",
        "\ufeff---\n# a comment\ntitle: Tide\ndate: 2020-02-03\n---\n",
        '+++\ntitle = "Tide"\ndate = 2020-02-03\n[extra]\nx = 1\n+++\n',
        '{\n  "title": "Tide",\n  "date": "2020-02-03"\n}\n',
    ],
)
def test_front_matter_of_every_kind_and_ending_is_read(tmp_path: Path, front: str) -> None:
    path = tmp_path / "n.md"
    path.write_bytes(f"{front}It turns.".encode())
    (page,) = read(path)
    assert (page.title, page.published, page.text) == ("Tide", date(2020, 2, 3), "It turns.")


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nA rule above.\n\n---\n\nAnd below.",
        "---\nLog: wet\nand cold\n---\nRain.",
        "{ is a brace",
    ],
)
def test_a_note_that_begins_like_front_matter_is_read_whole(text: str) -> None:
    words = text.replace("-", " ").split()
    found = article(text).text
    assert found.split() == words


def test_front_matter_that_is_broken_is_refused_with_its_line() -> None:
    with pytest.raises(InputError, match="YAML") as refused:
        parse_markdown("---\ntitle: a\nb: [\n---\nx", origin="n.md")
    assert refused.value.line is not None


@pytest.mark.parametrize(
    ("name", "content", "title", "day"),
    [
        ("2019-11-07-night-ferry.md", "It sails.", "Night ferry", date(2019, 11, 7)),
        ("2019/11/07/ferry.md", "# The ferry\n\nIt sails.", "The ferry", date(2019, 11, 7)),
        ("v1.2-notes/index.md", "It sails.", "V1.2 notes", None),
        ("a.md", "It sails on 3 May 2001.\n", "A", None),
        ("b.md", "---\npath: 2018/10/25/x\n---\nIt sails.", "B", date(2018, 10, 25)),
    ],
)
def test_titles_and_days_are_never_taken_from_sentences(
    tmp_path: Path, name: str, content: str, title: str, day: date | None
) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    (page,) = read(path)
    found = clean(page)
    assert (found.head.title, found.head.published) == (title, day)
    assert "It sails" in found.text
    assert ("The ferry" in found.text) == ("# The ferry" in content)


_PIECES = st.sampled_from(
    [
        *"#*-`>|~[]()<>{}%:=!?\n\n\n ", "    ", "- ", "1. ", "```", "<div>", "</div>", "<td>",
        "<pre>", "word", "<details>", "<summary>", "</p>", "<!--", "[[", "]]", "![", "{%", "%}",
        "| a | b |\n", "|---|---|\n", "<Tab label='x'>", "</Tab>", "!!! note\n", ":::tip\n",
        "> [!NOTE]\n", "[^1]",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=40).map("".join), st.booleans())
def test_blocks_are_in_order_and_hold_all_that_is_no_white_space(markdown: str, jsx: bool) -> None:
    page = parse_markdown(f"{markdown}\n\nend", origin="a note", jsx=jsx)
    at = 0
    for block in page.blocks:
        assert not page.text[at : block.start].strip()
        assert at <= block.start < block.end
        assert page.text[block.start : block.end].strip()
        at = block.end
    assert not page.text[at:].strip()
    assert page.places is None or len(page.places.numbers) == page.text.count("\n") + 1
