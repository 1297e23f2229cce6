"""Whatever a page is made of: cleaning it again changes nothing, and nothing is invented."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.article import RawPage
from footnote.retrieval.cleaning import clean
from footnote.retrieval.errors import InputError

BODY = "The bridge over the Weir was opened on Monday by the mayor, who cut a ribbon."
_LINES = (
    ";Weir Bridge opens;By Ada Quill;Ada Quill;3 May 2024;Associated Press;Share this article"
    ";Search;Video;None;- Ada Quill;- Video;Most read;2 comments;Published: 3 May 2024;Kinds:"
    ";Updated: 7 May 2024;It rained.;----;See also: the shed;a | b;1. Lift it;2. Put it back"
    ";More:Gate of the weir falls again;Weir news:What the keeper of the weir does all day"
    f";Contributing: Ben Oar, AP;{BODY}"
).split(";")


@given(
    st.lists(st.sampled_from(_LINES), max_size=14),
    st.sampled_from([True, False, None]),
    st.booleans(),
)
def test_cleaning_again_changes_nothing_and_invents_nothing(
    lines: list[str], scraped: bool | None, declared: bool
) -> None:
    raw = RawPage(
        key="k",
        origin="a page",
        text="\n".join(lines),
        scraped=scraped,
        title="Weir Bridge opens" if declared else None,
    )
    try:
        article = clean(raw)
    except InputError:
        return
    if declared or scraped is False:
        # A page that declares no title may show another one once its furniture is gone.
        assert clean(replace(raw, text=article.text)).text == article.text
    rest = iter(line.strip() for line in lines)
    assert all(line in rest for line in article.text.split("\n") if line)
    if scraped is False:
        assert [line for line in article.text.split("\n") if line] == [x for x in lines if x]
    ends = [0]
    for block in article.blocks:
        assert ends[-1] <= block.start < block.end
        assert not article.text[ends[-1] : block.start].strip()
        ends.append(block.end)
    assert not article.text[ends[-1] :].strip()
