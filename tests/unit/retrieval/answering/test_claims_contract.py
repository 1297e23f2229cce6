"""Claims with evidence: read, held, checked, repaired once, and never shown in ruins."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.answering.contract import (
    MOST_CLAIMS,
    ObjectScanner,
    ReplyReader,
    repaired_claims,
)
from footnote.retrieval.answering.standing import bound_together
from footnote.retrieval.errors import AnswererError
from footnote.retrieval.verification import Claim
from tests.support.claims import Talks, claim, drafts, reply, texts, writer
from tests.support.town_hits import CHESS, HITS, PIER, asked

CLOSED = "The Larkholm harbour office closed the eastern pier on 14 March"
CRACKS = "divers found cracks in three of its nine pillars"
COST = "Harbour master Ines Tolva said the repair would cost about €2.4 million."
WHY = claim("The eastern pier was shut because divers found cracks in it.", f"{CLOSED} after")
PRICE = claim("The repair will cost about €2.4 million, Ines Tolva said.", COST)


def last(*replies: str | Exception) -> list[str]:
    return list(texts(drafts(*replies)[-1]))


def read(text: str, size: int = 5) -> tuple[ReplyReader, list[Claim]]:
    reader = ReplyReader()
    claims: list[Claim] = []
    for start in range(0, len(text), size):
        claims += reader.feed(text[start : start + size])
    return reader, claims + reader.finish()


def test_a_claim_that_both_checks_pass_is_shown_with_its_evidence_as_footnote() -> None:
    draft = drafts(reply(WHY, PRICE), "1 yes\n2 yes")[-1]
    assert texts(draft) == [json.loads(WHY)["text"], json.loads(PRICE)["text"]]
    assert [sentence.markers for sentence in draft.sentences] == [(1,), (2,)]
    first, second = draft.citations
    assert second.quote == COST
    assert PIER[first.start - 10 : first.end - 10] == first.quote
    assert draft.usage.calls == 2


def test_nothing_is_shown_before_its_check_has_ended() -> None:
    shown = [texts(draft) for draft in drafts(reply(WHY, PRICE), "1 yes\n2 no: it is not said", "")]
    assert shown[0] == [json.loads(WHY)["text"]]
    assert all(json.loads(PRICE)["text"] not in each for each in shown)


def test_the_checker_sees_claims_and_evidence_and_nothing_else() -> None:
    model = Talks(reply(PRICE), "1 yes")
    list(writer(model).stream(asked(), HITS))
    told = model.prompts[1].human
    assert COST in told
    assert "chess" not in told.lower()


def test_a_changed_figure_never_reaches_the_checker() -> None:
    wrong = claim("The repair will cost about €2.6 million.", COST)
    model = Talks(reply(WHY, wrong), "1 yes", "")
    draft = list(writer(model).stream(asked(), HITS))[-1]
    assert len(draft.sentences) == 1
    assert "€2.6 million" not in model.prompts[1].human
    assert "€2.6 million" in draft.removed[0].reason


def test_a_failed_claim_goes_back_once_and_comes_back_right() -> None:
    wrong = claim("The repair cost €2.4 million.", COST)
    right = claim("The repair would cost about €2.4 million.", COST, claim=2)
    model = Talks(reply(WHY, wrong), "1 yes\n2 no: planned, not done", right, "1 yes")
    draft = list(writer(model).stream(asked(), HITS))[-1]
    assert texts(draft)[1] == "The repair would cost about €2.4 million."
    told = model.prompts[2].turns[0][1]
    assert "2. The repair cost €2.4 million." in told
    assert "planned, not done" in told
    assert draft.usage.calls == 4


def test_a_claim_that_is_dropped_or_fails_again_is_removed() -> None:
    wrong = claim("The repair cost €2.4 million.", COST)
    verdicts = "1 yes\n2 no: planned"
    assert len(last(reply(WHY, wrong), verdicts, '{"claim": 2, "drop": true}')) == 1
    again = json.dumps(json.loads(wrong) | {"claim": 2})
    assert len(last(reply(WHY, wrong), verdicts, again, "1 no: still")) == 1


def test_a_repair_that_cannot_be_asked_for_leaves_what_stands() -> None:
    away = AnswererError("The language model is away.")
    assert len(last(reply(WHY, PRICE), "1 yes\n2 no: not said", away)) == 1


def test_a_check_that_cannot_be_made_shows_nothing() -> None:
    with pytest.raises(AnswererError, match="away"):
        drafts(reply(WHY), AnswererError("The language model is away."))


def test_a_verdict_that_is_left_out_is_none() -> None:
    draft = drafts(reply(WHY, PRICE), "2 yes", "")[-1]
    assert not draft.sentences
    assert draft.removed[0].reason == "the check gave no verdict"


def test_where_the_main_claim_falls_nothing_is_shown() -> None:
    draft = drafts(reply(WHY, PRICE), "1 no: because is not said\n2 yes", "")[-1]
    assert not draft.sentences
    assert not draft.declined
    assert len(draft.removed) == 2


@pytest.mark.parametrize("opening", ["It ", "That repair ", "However, the repair "])
def test_a_sentence_that_leans_on_another_falls_with_it(opening: str) -> None:
    leaning = claim(f"{opening}would cost about €2.4 million.", COST)
    second = claim("Divers worked in the third pillar.", CRACKS)
    assert last(reply(WHY, second, leaning), "1 yes\n2 no: not said\n3 yes", "") == [
        json.loads(WHY)["text"]
    ]


def test_the_rest_of_a_list_is_never_shown() -> None:
    steps = [
        claim("1. The office closed the pier.", CLOSED),
        claim("2. Divers looked again.", CRACKS),
        claim("3. The repair was costed.", COST),
    ]
    verdicts = "1 yes\n2 yes\n3 no: not again\n4 yes"
    assert last(reply(WHY, *steps), verdicts, "") == [json.loads(WHY)["text"]]
    assert len(last(reply(WHY, *steps), "1 yes\n2 yes\n3 yes\n4 yes")) == 4


def test_what_its_writer_binds_together_falls_together() -> None:
    one = claim("The pier was closed on 14 March.", CLOSED, together="sides")
    other = claim("The repair would cost about €2.4 million.", COST, together="sides")
    assert last(reply(WHY, one, other), "1 yes\n2 yes\n3 no: no", "") == [json.loads(WHY)["text"]]


def test_the_head_of_a_list_rests_on_what_the_list_rests_on() -> None:
    head = claim("This is known of the pier:", together="list")
    items = [claim("- Closed on 14 March.", CLOSED), claim("- Repair: about €2.4 million.", COST)]
    draft = drafts(reply(head, *items), "1 yes\n2 yes\n3 yes")[-1]
    assert [sentence.own_line for sentence in draft.sentences] == [False, True, True]
    assert draft.sentences[0].markers == (1, 2)


def test_one_claim_may_stand_on_passages_of_two_articles() -> None:
    evidence = [{"passage": 1, "quote": CLOSED}, {"passage": 2, "quote": CHESS.split(". ")[0]}]
    both = json.dumps({"text": "The pier closed on 14 March; Orvane tied.", "evidence": evidence})
    draft = drafts(reply(both), "1 yes")[-1]
    assert draft.sentences[0].markers == (1, 2)
    assert {citation.article.id for citation in draft.citations} == {"pier", "chess"}


@pytest.mark.parametrize(
    ("replies", "missing"),
    [
        (
            ['{"answers": "no", "missing": "They do not say why the pier was painted."}'],
            "They do not say why the pier was painted.",
        ),
        (['{"answers": "no"}'], None),
        (['{"answers": "no", "missing": "PWNED"}'], None),
        (['{"answers": "no", "missing": "Why the pier? See https://x.test"}'], None),
        (['{"answers": "no", "missing": "Why Mayor Kazan closed the pier."}'], None),
        (["I cannot tell from these passages.", "1 declines"], None),
        ([reply(claim("The passages do not say it.", COST)), "1 declines"], None),
    ],
)
def test_a_decline_in_any_form_is_a_decline(replies: list[str], missing: str | None) -> None:
    draft = drafts(*replies, question="Why was the pier painted?")[-1]
    assert draft.declined
    assert not draft.sentences
    assert draft.missing == missing


def test_a_partial_decline_keeps_its_sentence() -> None:
    opening = '{"answers": "partly", "missing": "They do not say who closed the pier."}'
    draft = drafts(reply(PRICE, opening=opening), "1 yes", question="Who closed the pier?")[-1]
    assert len(draft.sentences) == 1
    assert draft.missing == "They do not say who closed the pier."


def test_sentences_with_markers_are_checked_against_their_passages() -> None:
    model = Talks("The repair is put at about €2.4 million [1]. It rained [1].", "1 yes\n2 no: no")
    draft = list(writer(model, repairs=False).stream(asked(), HITS))[-1]
    assert texts(draft) == ["The repair is put at about €2.4 million."]
    assert draft.citations[0].quote == COST


def test_another_model_answers_where_the_first_one_fails() -> None:
    first = Talks(AnswererError("The language model one is away."))
    second = Talks(reply(WHY))
    checker = writer(Talks("1 yes")).checker
    draft = list(writer(first, second, checker=checker).stream(asked(), HITS))[-1]
    assert len(draft.sentences) == 1
    assert draft.warnings == ("The language model one is away. Another language model answered.",)


def test_one_object_with_all_claims_is_read_like_lines() -> None:
    listed = {"answers": "yes", "missing": None, "claims": [json.loads(WHY), json.loads(PRICE)]}
    for text in (json.dumps(listed), f"```json\n{json.dumps(listed, indent=2)}\n```"):
        reader, claims = read(text)
        assert reader.answers == "yes"
        assert [each.text for each in claims] == [json.loads(line)["text"] for line in (WHY, PRICE)]


def test_half_an_object_still_gives_its_whole_claims() -> None:
    listed = {"answers": "yes", "missing": None, "claims": [json.loads(WHY), json.loads(PRICE)]}
    _, claims = read(json.dumps(listed)[:-40])
    assert [each.whole for each in claims] == [True, False]


def test_half_a_line_is_no_claim() -> None:
    _, claims = read(reply(WHY, PRICE[:60]))
    assert [each.whole for each in claims] == [True, False]


def test_no_more_claims_are_taken_than_anybody_reads() -> None:
    reader, claims = read(reply(*[WHY] * 90))
    assert len(claims) == MOST_CLAIMS
    assert reader.full


@pytest.mark.parametrize(
    "line",
    ['{"text": 5}', '{"text": ""}', '{"evidence": []}', "[1, 2]", '{"text": "x", "evidence": 3}'],
)
def test_a_line_in_another_form_claims_nothing_it_could_show(line: str) -> None:
    _, claims = read(reply(line))
    assert all(not each.evidence for each in claims)


def test_a_repair_names_the_claim_it_is_of() -> None:
    lines = f'Here it is:\n{json.dumps(json.loads(WHY) | {"claim": 3})}\n{{"claim": 4, "drop": 1}}'
    found = {each.number: each.claim for each in repaired_claims(lines)}
    assert found[3] is not None
    assert found[4] is None


@given(st.text(max_size=200), st.integers(1, 20))
def test_no_reply_breaks_the_reader(text: str, size: int) -> None:
    read(text, size)


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=9)), max_size=4))
def test_every_whole_object_is_found_whatever_stands_between(
    items: list[dict[str, str]],
) -> None:
    scanner = ObjectScanner()
    found = scanner.feed(" and ".join(json.dumps(item) for item in items))
    assert found == items


@given(st.lists(st.sampled_from(["A.", "It is.", "- a", "B.", "1. b"]), max_size=9))
def test_every_claim_belongs_to_one_group_headed_by_its_first(written: list[str]) -> None:
    claims = [Claim(text, own_line=text[0] in "-1") for text in written]
    heads = bound_together(claims)
    assert all(heads[head] == head <= number for number, head in enumerate(heads))
