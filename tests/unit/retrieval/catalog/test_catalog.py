"""The catalog: what goes in comes out, words are found, deletion deletes."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.article import Article, ArticleHead
from retrieval.catalog import Catalog, Counts, schema
from retrieval.errors import LibraryDamaged, LibraryError
from retrieval.question import Filters
from retrieval.search.terms import query_terms
from tests.support.shelf import make_article, make_passages

BRIDGE = make_article("bridge", "The bridge opens in May.\nThe mayor cut a ribbon.")
FERRY = make_article(
    "ferry", "The old ferry stops in June.", source="Tidende", published=date(2022, 6, 2)
)
UNDATED = make_article("undated", "Nobody knows when.", source=None, published=None)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = Catalog(tmp_path / "catalog.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def newsstand(catalog: Catalog) -> Catalog:
    put(catalog, BRIDGE, FERRY, UNDATED)
    return catalog


def put(catalog: Catalog, *articles: Article) -> None:
    with catalog.writing() as writer:
        for article in articles:
            writer.put(article, make_passages(article))
        writer.next_generation()


def found(catalog: Catalog, *terms: str, filters: Filters | None = None) -> set[str]:
    hits = catalog.lexical_search(terms, 20, filters or Filters())
    passages = catalog.passages_by_ids([passage_id for passage_id, _ in hits])
    return {passage.text for passage, _ in passages}


def test_an_article_comes_back_as_it_went_in(newsstand: Catalog) -> None:
    assert newsstand.article("id-bridge") == BRIDGE
    assert newsstand.passages("id-bridge") == make_passages(BRIDGE)
    assert newsstand.counts() == Counts(articles=3, passages=4)
    assert newsstand.article("id-nobody") is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
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
    assert catalog.article("id") == article
    assert catalog.words_agree()


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


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
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


def test_deleted_words_are_in_no_file(tmp_path: Path, newsstand: Catalog) -> None:
    secret = make_article("secret", "Zanzibarium was found.\n" + "Padding follows here. " * 400)
    put(newsstand, secret)
    newsstand.scrub()
    assert in_files(tmp_path, b"Zanzibarium")
    with newsstand.writing() as writer:
        writer.remove("id-secret")
        writer.merge_words()
    newsstand.scrub()
    for word in (b"Zanzibarium", b"zanzibarium", b"anzibarium"):
        assert not in_files(tmp_path, word)


def test_an_index_merged_thousands_of_times_stays_whole(newsstand: Catalog) -> None:
    words = " ".join(f"word{number}" for number in range(1000))  # more than one page of the index
    put(newsstand, make_article("words", words))
    for _ in range(22):
        with newsstand.writing() as writer:
            for _ in range(100):
                writer.put(FERRY, make_passages(FERRY))
                writer.merge_words()
    newsstand.close()
    reopened = Catalog(newsstand.path)
    assert reopened.words_agree()
    assert found(reopened, "ferry") == {"The old ferry stops in June."}
    reopened.close()


def test_an_index_that_cannot_be_opened_is_made_again(newsstand: Catalog) -> None:
    newsstand.close()
    with closing(sqlite3.connect(newsstand.path)) as db, db:
        db.execute("UPDATE words_data SET block = x'000000009fffffff' WHERE id = 10")
    reopened = Catalog(newsstand.path)
    with pytest.raises(LibraryDamaged, match="doctor --repair"):
        found(reopened, "ferry")
    assert not reopened.words_agree()
    with reopened.writing() as writer:
        writer.rebuild_words()
    assert reopened.words_agree()
    assert found(reopened, "ferry") == {"The old ferry stops in June."}
    reopened.close()


def in_files(folder: Path, word: bytes) -> bool:
    return any(word in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_file_that_is_no_catalog_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "shelf" / "catalog.sqlite3"
    path.parent.mkdir()
    path.write_bytes(b"this is no database" * 1000)
    with pytest.raises(LibraryDamaged, match="The catalog of the library shelf cannot be read"):
        Catalog(path)


def test_a_newer_catalog_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite3"
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    db.close()
    with pytest.raises(LibraryError, match="made by a newer Footnote"):
        Catalog(path)


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="cannot be used"):
        Catalog(tmp_path / "nowhere" / "catalog.sqlite3")


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
