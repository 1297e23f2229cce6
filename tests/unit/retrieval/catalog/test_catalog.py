"""The contract of catalogs, on every engine: what goes in comes out, words are found, and so on."""

import threading
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from footnote.retrieval.article import Article, ArticleHead
from footnote.retrieval.catalog import Catalog, Counts, KnownArticle, SqliteCatalog
from footnote.retrieval.question import Filters
from footnote.retrieval.search.terms import query_terms
from tests.support.catalogs import BRIDGE, FERRY, found, put
from tests.support.shelf import make_article, make_passages


def test_an_article_comes_back_as_it_went_in(newsstand: Catalog) -> None:
    assert newsstand.article("id-bridge") == BRIDGE
    assert newsstand.passages("id-bridge") == make_passages(BRIDGE)
    assert newsstand.counts() == Counts(articles=3, passages=4)
    assert newsstand.article("id-nobody") is None


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None
)
@given(
    title=st.text(max_size=50),
    text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1).filter(
        lambda text: "\0" not in text
    ),
    authors=st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]))),
)
def test_any_text_comes_back(catalog: Catalog, title: str, text: str, authors: list[str]) -> None:
    title = title.encode(errors="ignore").decode()
    head = ArticleHead(id="id", title=title, authors=tuple(authors), updated=date(2021, 5, 6))
    article = Article(head, key="key", text=text, content_hash="1", metadata={"kept": ["as", "is"]})
    put(catalog, article)
    if not isinstance(catalog, SqliteCatalog):  # PostgreSQL keeps no zero bytes
        article = replace(article, head=replace(head, title=title.replace("\0", "\ufffd")))
    assert catalog.article("id") == article
    assert catalog.words_agree()


def test_article_ids_are_in_the_order_of_storing(newsstand: Catalog) -> None:
    assert newsstand.article_ids() == ["id-bridge", "id-ferry", "id-undated"]
    put(newsstand, BRIDGE)
    assert newsstand.article_ids() == ["id-ferry", "id-undated", "id-bridge"]


def test_heads_are_newest_first_and_undated_last(newsstand: Catalog) -> None:
    assert [head.id for head in newsstand.heads()] == ["id-ferry", "id-bridge", "id-undated"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(since=date(2022, 5, 1)), ["id-ferry", "id-bridge"]),
        (Filters(since=date(2022, 5, 2)), ["id-ferry"]),
        (Filters(until=date(2022, 5, 1)), ["id-bridge"]),
        (Filters(source="TIDENDE"), ["id-ferry"]),
        (Filters(source="tidende", until=date(2022, 5, 31)), []),
    ],
)
def test_filters_are_inclusive_and_ignore_case(
    newsstand: Catalog, filters: Filters, expected: list[str]
) -> None:
    assert [head.id for head in newsstand.heads(filters)] == expected


def test_passages_by_ids_keep_the_order_asked_and_leave_out_what_is_gone(
    newsstand: Catalog,
) -> None:
    ferry, bridge = make_passages(FERRY)[0], make_passages(BRIDGE)[1]
    joined = newsstand.passages_by_ids([ferry.id, "gone", bridge.id, *map(str, range(1200))])
    assert [(passage, head.id) for passage, head in joined] == [
        (ferry, "id-ferry"),
        (bridge, "id-bridge"),
    ]


def test_words_are_stemmed_and_freed_of_accents(newsstand: Catalog) -> None:
    assert found(newsstand, "bridges") == {"The bridge opens in May.", "The mayor cut a ribbon."}
    assert found(newsstand, "férry") == {"The old ferry stops in June."}


def test_titles_count_as_much_as_they_are_told_to(catalog: Catalog) -> None:
    in_title = make_article("one", "A short note.", title="Lighthouse")
    in_text = make_article("two", "The lighthouse burned.", title="Fire")
    put(catalog, in_title, in_text)
    for title_weight, best in ((10.0, "id-one"), (0.1, "id-two")):
        hits = catalog.lexical_search(["lighthouse"], 2, title_weight=title_weight)
        assert hits[0][1] > hits[1][1] > 0
        assert catalog.passages_by_ids([hits[0][0]])[0][1].id == best


def test_a_term_of_several_words_is_a_phrase(newsstand: Catalog) -> None:
    assert found(newsstand, "the mayor") == {"The mayor cut a ribbon."}
    assert found(newsstand, "mayor the") == set()


def test_lexical_filters(newsstand: Catalog) -> None:
    assert found(newsstand, "the", filters=Filters(source="Tidende")) == {
        "The old ferry stops in June."
    }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(terms=st.lists(st.text(max_size=12), max_size=5))
def test_no_term_is_a_syntax_error(newsstand: Catalog, terms: list[str]) -> None:
    newsstand.lexical_search([term.encode(errors="ignore").decode() for term in terms], 5)


def test_no_terms_find_nothing(newsstand: Catalog) -> None:
    assert newsstand.lexical_search([], 5) == []
    assert newsstand.lexical_search(["", "  "], 5) == []


def test_a_changed_article_takes_the_place_of_the_old_one(newsstand: Catalog) -> None:
    put(newsstand, make_article("bridge", "It opens in July."))
    assert newsstand.counts() == Counts(articles=3, passages=3)
    assert found(newsstand, "ribbon") == set()
    assert found(newsstand, "July") == {"It opens in July."}
    assert newsstand.words_agree()
    dead, alive = newsstand.loose_vectors(10)
    assert set(dead) == {passage.id for passage in make_passages(BRIDGE)}
    assert alive == []


def test_a_failed_transaction_changes_nothing(newsstand: Catalog) -> None:
    before = newsstand.generation

    def interrupted() -> None:
        with newsstand.writing() as writer:
            writer.remove("id-bridge")
            writer.next_generation()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert newsstand.article("id-bridge") == BRIDGE
    assert newsstand.generation == before


def test_the_generation_moves_with_every_commit(newsstand: Catalog) -> None:
    before = newsstand.generation
    put(newsstand, BRIDGE)
    assert newsstand.generation == before + 1


def test_a_reader_does_not_wait_for_a_writer(newsstand: Catalog) -> None:
    seen: list[int] = []
    with newsstand.writing() as writer:
        writer.remove("id-bridge")
        reader = threading.Thread(target=lambda: seen.append(newsstand.counts().articles))
        reader.start()
        reader.join(5)
    assert seen == [3]
    assert newsstand.counts().articles == 2


def test_a_healthy_catalog_has_no_problems(newsstand: Catalog) -> None:
    assert newsstand.problems() == []
    assert newsstand.words_agree()


def test_stored_vectors_come_and_go_with_their_passages(catalog: Catalog) -> None:
    ids = [passage.id for passage in make_passages(BRIDGE)]
    with catalog.writing() as writer:
        writer.put(BRIDGE, make_passages(BRIDGE), [[0.5, -0.25], [1.0, 0.0]])
    assert catalog.vectors([*ids, "gone"]) == {ids[0]: [0.5, -0.25], ids[1]: [1.0, 0.0]}
    put(catalog, make_article("bridge", "Another."))
    assert catalog.vectors(ids) == {}


def test_chinese_words_are_found_and_gone_when_deleted(catalog: Catalog) -> None:
    put(catalog, BRIDGE, make_article("大学", "北京大学在1898年成立。\n学校在北京。"))
    terms = query_terms("哪一年成立的？")
    assert found(catalog, *terms) == {"北京大学在1898年成立。"}
    assert found(catalog, "北京") == {"北京大学在1898年成立。", "学校在北京。"}
    assert catalog.words_agree()
    with catalog.writing() as writer:
        assert writer.remove("id-大学")
    assert found(catalog, "北京") == set()
    assert catalog.words_agree()


def test_spanish_words_are_found_without_their_accents(catalog: Catalog) -> None:
    put(catalog, BRIDGE, make_article("puente", "El Señor Núñez inauguró las estaciones."))
    for asked in ("inauguro", "inauguró", "NUNEZ", "estacion"):
        assert len(catalog.lexical_search([asked], 5)) == 1, asked


def test_a_passage_keeps_its_headings_and_they_are_found(catalog: Catalog) -> None:
    passages = [
        replace(passage, headings=("Harbour", "Moorings"), lead="Fees apply to:")
        for passage in make_passages(FERRY)
    ]
    with catalog.writing() as writer:
        writer.put(FERRY, passages)
    assert catalog.passages("id-ferry") == passages
    assert found(catalog, "mooring") == found(catalog, "fees") == {FERRY.text}
    assert found(catalog, "moorings fees") == {FERRY.text}, "headings and lead are one field"
    assert found(catalog, "ferry harbour") == set(), "a phrase ends with its field"


def test_what_an_article_is_known_by(newsstand: Catalog) -> None:
    known = newsstand.known(BRIDGE.key)
    assert known == KnownArticle("id-bridge", BRIDGE.key, BRIDGE.content_hash)
    assert newsstand.known("/news/nobody") is None
    assert newsstand.metadata(BRIDGE.key) == {"page": 3}
    assert newsstand.metadata("/news/nobody") is None
    assert newsstand.sources() == ["Orla Herald", "Tidende"]
    assert newsstand.newest_date() == date(2022, 6, 2)
    assert newsstand.texts_of("Tidende", 5) == [("id-ferry", "About ferry", FERRY.text)]


def test_articles_below_a_folder(catalog: Catalog) -> None:
    paths = ["/news/may/a.md", "/news/may", "/news/may_be.md", "/news/MAY/b.md", "/news/m%y/c.md"]
    for place, path in enumerate(paths):
        article = make_article(f"n{place}", "text")
        put(catalog, replace(article, head=replace(article.head, path=path)))
    assert {path for _, path in catalog.below("/news/may")} == {"/news/may", "/news/may/a.md"}
    assert catalog.below("/news/m%y/") == [("id-n4", "/news/m%y/c.md")]


def test_words_are_held_in_whatever_form_and_beside_others(newsstand: Catalog) -> None:
    asked = ["bridges", "Mayor", "zeppelin", "", "...", "old ferry", "ferry old"]
    assert newsstand.held_words(asked) == {"bridges", "Mayor", "old ferry"}
    assert newsstand.count_together("ferry", ["june", "july"]) == 1
    assert newsstand.count_together("bridge", ["june"]) == 0
    assert newsstand.count_together("bridge", []) == 2, "titles count"
    assert newsstand.count_together("?", []) == 0


def test_only_what_passes_the_filters_is_passing(newsstand: Catalog) -> None:
    ids = newsstand.passage_ids()
    assert newsstand.passing([*ids, "gone"], Filters()) == set(ids)
    ferry = {passage.id for passage in make_passages(FERRY)}
    assert newsstand.passing(ids, Filters(source="TIDENDE")) == ferry
    undated = newsstand.passing(ids, Filters(not_after=date(2022, 5, 1)))
    assert undated == set(ids) - ferry
    assert newsstand.some_passage_ids(2) == [ids[0], ids[-1]]
    assert newsstand.some_passage_ids(100) == ids


def test_pending_and_superseded_vectors_are_told_apart(newsstand: Catalog) -> None:
    held = newsstand.passage_ids()[0]
    with newsstand.writing() as writer:
        writer.mark_pending([held, "never arrived", "never arrived"])
    assert newsstand.loose_vectors(10) == (["never arrived"], [held])
    with newsstand.writing() as writer:
        writer.unmark([held, "never arrived"])
    assert newsstand.loose_vectors(10) == ([], [])


def test_signatures_find_like_articles_and_go_with_them(newsstand: Catalog) -> None:
    put(newsstand, replace(make_article("again", BRIDGE.text), key="/elsewhere"))
    signature = newsstand.signatures(["id-bridge", "gone"])["id-bridge"]
    assert newsstand.neighbours(signature) == ["id-bridge", "id-again"]
    with newsstand.writing() as writer:
        assert writer.remove("id-bridge")
        assert not writer.remove("id-bridge")
    assert newsstand.neighbours(signature) == ["id-again"]
    assert newsstand.signatures(["id-bridge"]) == {}


def test_notes_and_facts_are_kept_and_dropped(catalog: Catalog) -> None:
    with catalog.writing() as writer:
        writer.note("threshold", "4.5")
        writer.note("threshold", "5.5")
        writer.set_meta("maker", "somebody")
    assert catalog.noted("threshold") == "5.5"
    assert catalog.meta()["maker"] == "somebody"
    with catalog.writing() as writer:
        writer.note("threshold", None)
        writer.drop_meta("maker")
    assert catalog.noted("threshold") is None
    assert "maker" not in catalog.meta()


def test_a_writer_sees_what_it_has_written(newsstand: Catalog) -> None:
    with newsstand.writing() as writer:
        writer.remove("id-bridge")
        assert newsstand.article("id-bridge") is None
        assert newsstand.counts().articles == 2


def test_words_that_went_wrong_are_made_again(newsstand: Catalog) -> None:
    with newsstand.writing() as writer:
        writer.rebuild_words()
    assert newsstand.words_agree()
    assert found(newsstand, "ribbon") == {"The mayor cut a ribbon."}
