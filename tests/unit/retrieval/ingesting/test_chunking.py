"""Passages are exact, ordered, bounded pieces of their article."""

from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.article import Article, ArticleHead
from footnote.retrieval.ingesting.chunking import Measure, chunk
from footnote.retrieval.options import ChunkingOptions
from tests.support.writing import texts

SMALL = ChunkingOptions(target_chars=100, max_chars=200)


def article(text: str) -> Article:
    return Article(head=ArticleHead(id="a1", title="Harbour"), key="k", text=text, content_hash="h")


def test_sentences_stay_whole_and_passages_near_the_target() -> None:
    sentence = "The ferry sails at nine in the morning. "
    passages = chunk(article(sentence * 20), SMALL)
    assert len(passages) == 10
    assert all(passage.text.endswith("morning.") for passage in passages)


def test_a_sentence_longer_than_the_limit_is_cut_between_words() -> None:
    passages = chunk(article("word " * 100 + "end."), SMALL)
    assert all(len(passage.text) <= 200 for passage in passages)
    assert all(not passage.text.startswith("ord") for passage in passages)


def test_a_small_rest_joins_the_passage_before() -> None:
    text = "The ferry sails at nine in the morning from the old quay below the town hall. Yes."
    assert [passage.text for passage in chunk(article(text), SMALL)] == [text]


def test_ids_depend_on_the_content_and_the_place() -> None:
    passages = chunk(article("One sentence here. " * 40), SMALL)
    assert len({passage.id for passage in passages}) == len(passages)
    again = chunk(article("One sentence here. " * 40), SMALL)
    assert [passage.id for passage in passages] == [passage.id for passage in again]


@given(
    st.text(
        alphabet=st.one_of(st.sampled_from(list("ab. \n!?“”。")), st.characters()), max_size=900
    )
)
def test_every_passage_is_an_exact_piece_and_nothing_visible_is_lost(text: str) -> None:
    exact_and_complete(text)


@given(texts())
def test_the_same_in_three_languages(text: str) -> None:
    exact_and_complete(text)
    measure = Measure(text)
    for passage in chunk(article(text), SMALL):
        assert measure(passage.start, passage.end) <= SMALL.max_chars


def test_a_chinese_passage_says_about_as_much_as_an_english_one() -> None:
    passages = chunk(article("渡轮每天早上九点从老码头出发。" * 20), SMALL)
    assert [len(passage.text) for passage in passages] == [30] * 10


def test_a_chinese_sentence_longer_than_the_limit_is_cut_after_a_comma() -> None:
    passages = chunk(article("渡轮每天早上九点从老码头出发，" * 20 + "完。"), SMALL)
    assert all(passage.text[-1] in "，。" for passage in passages)


def exact_and_complete(text: str) -> None:
    whole = article(text)
    passages = chunk(whole, SMALL)
    last = 0
    for position, passage in enumerate(passages):
        assert whole.text[passage.start : passage.end] == passage.text
        assert passage.position == position
        assert last <= passage.start
        assert 0 < len(passage.text) <= SMALL.max_chars
        assert passage.text == passage.text.strip()
        last = passage.end
    shown = "".join("".join(passage.text.split()) for passage in passages)
    assert shown == "".join(text.split())
