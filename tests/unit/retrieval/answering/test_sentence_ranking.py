"""Which sentences are read, and in which order they are quoted."""

from collections.abc import Sequence
from datetime import date

from footnote.retrieval.answer import Hit
from footnote.retrieval.answering.ranking import SentenceRanker
from footnote.retrieval.article import ArticleHead, Passage
from footnote.retrieval.blocks import Outline
from footnote.retrieval.question import Question
from footnote.retrieval.text.plain_blocks import plain_blocks

ASKED = Question("Why did the Saint Orla stop at the sandbank?", date(2023, 6, 1))


class Reader:
    """Stands for the cross-encoder: one point for each time a text says "fog"."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, query: str, texts: Sequence[str]) -> list[float]:
        self.read.extend(texts)
        return [float(text.lower().count("fog")) for text in texts]


def hit(name: str, text: str) -> Hit:
    passage = Passage(name, text, position=0, start=0, end=len(text), text=text)
    return Hit(passage, ArticleHead(id=text, title=name), 1.0, 1.0)


def outline(article_id: str) -> Outline:
    """The articles of these tests are called by their text."""
    return Outline(article_id, plain_blocks(article_id))


def test_only_the_sentences_that_share_most_with_the_question_are_read() -> None:
    reader = Reader()
    text = "The mayor smiled at us. The Saint Orla stopped in fog. Gulls were on the sandbank."
    found = SentenceRanker(reader, outline, passages=1, reads=2).weigh(ASKED, [hit("a", text)])
    assert [each.text for each in found.sentences] == [
        "The Saint Orla stopped in fog.", "Gulls were on the sandbank.",
    ]  # fmt: skip
    assert not any(text == "The mayor smiled at us." for text in reader.read)
    first = found.sentences[0]
    assert text[first.start : first.end] == first.text


def test_of_sentences_that_share_alike_those_of_the_better_passage_are_read() -> None:
    better = hit("a", "Nobody saw the sandbank. It was a long sandbank.")
    worse = hit("b", "Dogs barked on the sandbank.")
    found = SentenceRanker(Reader(), outline, passages=2, reads=2).weigh(ASKED, [better, worse])
    assert {each.hit.passage.id for each in found.sentences} == {"a"}


def test_where_nothing_is_shared_as_between_languages_all_are_read() -> None:
    spanish = hit("a", "El barco encalló por la niebla. Nadie resultó herido allí. Eso fue todo.")
    found = SentenceRanker(Reader(), outline, passages=1, reads=1).weigh(ASKED, [spanish])
    assert len(found.sentences) == 3


def test_the_row_that_names_a_tables_columns_is_never_quoted() -> None:
    rows = ["Sailings of the Saint Orla:", "From | To | Why not", "Skerrow | Sund | fog, 7 a.m."]
    ranker = SentenceRanker(Reader(), outline, passages=1, reads=9)
    found = ranker.weigh(ASKED, [hit("a", "\n".join(rows))]).sentences
    assert found[0].text == rows[2]
    assert rows[1] not in {each.text for each in found}


def test_the_first_row_of_a_passage_may_stand_in_the_middle_of_a_table() -> None:
    rows = ["Tarrow | Sund | no fog", "Skerrow | Sund | fog, 7 a.m."]
    ranker = SentenceRanker(Reader(), outline, passages=1, reads=9)
    assert len(ranker.weigh(ASKED, [hit("a", "\n".join(rows))]).sentences) == 2


def test_what_carries_the_kind_of_thing_asked_for_is_read_first_and_the_rest_still() -> None:
    asked = Question("How often does the Skerrow ferry run to Sund?", date(2023, 6, 1))
    text = (
        "The Skerrow ferry runs daily. It has run for 40 years. The Skerrow ferry to Sund is old."
    )
    both = SentenceRanker(Reader(), outline, passages=1, reads=3).weigh(asked, [hit("a", text)])
    assert "The Skerrow ferry runs daily." in {each.text for each in both.sentences}
    two = SentenceRanker(Reader(), outline, passages=1, reads=2).weigh(asked, [hit("a", text)])
    assert "It has run for 40 years." in {each.text for each in two.sentences}


def test_without_a_reader_only_what_carries_the_kind_asked_for_counts() -> None:
    asked = Question("¿Cuántos años tiene el transbordador de Skerrow?", date(2023, 6, 1))
    text = "El transbordador de Skerrow es viejo. El transbordador de Skerrow tiene 40 años."
    ranker = SentenceRanker(Reader(), outline, passages=1, reads=3)
    found = ranker.weigh(asked, [hit("a", text)], by_kind=True).sentences
    assert [each.text for each in found] == ["El transbordador de Skerrow tiene 40 años."]
