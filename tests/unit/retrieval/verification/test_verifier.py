"""What a sentence may say of a passage, and what it may not."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.article import Passage
from retrieval.verification import Verifier, verify

VISIT = (
    "Secretary General Anders Fogh Rasmussen will visit Moscow on Nov. 15. Spokesman James "
    "Appathurai said there is no interest in providing troops, but Russia may help more. The "
    "North Atlantic Treaty Organization paid $3 million, or 50 per cent, for two helicopters."
)
PIER = "The town closed the pier on 14 March 2020. It cost 1,000 crowns. Boats pay no fee there."


def passage(text: str, start: int = 0) -> Passage:
    return Passage("p", "a", 0, start, start + len(text), text)


OFFERED = {1: passage(VISIT), 2: passage(PIER, start=500)}


def outcome(sentence: str, *markers: int) -> str:
    return verify(sentence, markers, OFFERED).outcome


@pytest.mark.parametrize(
    "sentence",
    [
        "Rasmussen will visit Moscow on 15 November.",
        "Rasmussen will visit Moscow on November 15th.",
        "According to the article, Secretary General Rasmussen will visit Moscow on Nov. 15.",
        "Rasmussen's visit to Moscow will be on the 15th of November.",
        "NATO paid 3 million dollars, or 50%, for 2 helicopters.",
        "NATO paid $3m for two helicopters.",
        "Spokesman Appathurai said Russia may help more.",
    ],
)
def test_what_the_passage_says_is_kept_in_other_words(sentence: str) -> None:
    assert outcome(sentence, 1) == "kept"


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Rasmussen will visit Moscow on Nov. 15, 2014.", "Nov. 15, 2014"),
        ("Rasmussen will visit Moscow on Nov. 16.", "Nov. 16"),
        ("Fogh Anders will visit Moscow on Nov. 15.", "Fogh Anders"),
        ("James Rasmussen will visit Moscow on Nov. 15.", "James Rasmussen"),
        ("Rasmussen will visit Moscow and Kazan on Nov. 15.", "Kazan"),
        ("Rasmussen visited Moscow on Nov. 15.", "announces"),
        ("Rasmussen will not visit Moscow on Nov. 15.", "denies"),
        ("Appathurai said there is interest in providing troops.", "denies"),
        ("Appathurai said Russia will help more.", "possible"),
        ("Russia may help more.", "somebody's words"),
        ("NATO paid €3 million for two helicopters.", "€3 million"),
        ("NATO paid $3 million for three helicopters.", "three"),
        ("NATO paid 50 million dollars for two helicopters.", "50 million"),
        ('Appathurai said: "We are no fools".', "quotation"),
        ("NATO paid $3 million for two helicopters and trucks.", "more than"),
    ],
)
def test_what_it_does_not_say_is_removed_with_the_reason(sentence: str, reason: str) -> None:
    verdict = verify(sentence, [1], {1: passage(VISIT)})
    assert verdict.outcome == "removed"
    assert reason in verdict.reason


def test_a_sentence_without_a_footnote_is_cited_anew() -> None:
    verdict = verify("The town closed the pier on 14 March 2020.", [], OFFERED)
    assert (verdict.outcome, verdict.markers) == ("recited", (2,))
    assert verdict.reason == "it had no footnote"


def test_a_sentence_with_anothers_footnote_is_cited_anew() -> None:
    verdict = verify("The town closed the pier on 14 March 2020.", [1], OFFERED)
    assert (verdict.outcome, verdict.markers) == ("recited", (2,))


def test_a_footnote_that_was_not_offered_is_none() -> None:
    assert outcome("The town closed the pier on 14 March 2020.", 7) == "recited"
    assert "not offered" in verify("The moon is green cheese.", [7], OFFERED).reason


def test_only_the_footnotes_that_carry_a_sentence_stay() -> None:
    assert verify("The pier cost 1000 crowns.", [1, 2], OFFERED).markers == ()
    assert verify("The town closed the pier on March 14, 2020.", [1, 2], OFFERED).markers == (2,)


def test_support_is_the_exact_place_in_the_article() -> None:
    (support,) = verify("The town closed the pier on 14 March 2020.", [2], OFFERED).support
    assert (support.start, support.text) == (500, "The town closed the pier on 14 March 2020.")
    assert support.end - support.start == len(support.text)


def test_a_neighbouring_sentence_lends_no_fact() -> None:
    text = "The old mill burned in June. The new mill opened on 4 May with 30 workers."
    for sentence in ("The old mill burned on 4 May.", "The old mill burned with 30 workers."):
        assert verify(sentence, [1], {1: passage(text)}).outcome == "removed"


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        (
            "Her book was refused by 17 publishers.",
            "17 publishers refused her book.",
            "Her book was not refused by 17 publishers.",
        ),
        (
            "The crew did not refuse to sail.",
            "The crew did not refuse to sail.",
            "The crew refused to sail.",
        ),
        (
            "The sisters plan to close the school in 2027.",
            "The sisters plan to close the school in 2027.",
            "The school will close in 2027.",
        ),
        (
            "Ida Lind teaches the movements, Greta Lind the cases.",
            "Ida Lind teaches the movements.",
            "Greta Lind teaches the movements.",
        ),
        (
            "It takes twelve students a year.",
            "It takes 12 students every year.",
            "It takes 12 students every month.",
        ),
        (
            "The tenant must clean the stairs. The landlord must pay for the lift within a week.",
            "The landlord must pay for the lift within a week.",
            "The tenant must pay for the lift within a week.",
        ),
        (
            "The ministry may cut the train from Velm to Corrida, a draft by the Courier says.",
            "A draft by the Courier says that the ministry may cut the train from Velm to Corrida.",
            "A draft by the Courier says that the ministry may cut the train from Corrida to Velm.",
        ),
    ],
)
def test_a_small_change_of_words_is_a_change_of_what_is_said(
    text: str, true: str, false: str
) -> None:
    assert verify(true, [1], {1: passage(text)}).outcome == "kept"
    assert verify(false, [1], {1: passage(text)}).outcome == "removed"


def test_a_title_does_not_make_another_bearer() -> None:
    text = "Secretary General Anders Rasmussen visited Moscow. The port of Sund closed."
    assert verify("Mr Rasmussen visited Moscow.", [1], {1: passage(text)}).outcome == "kept"


@pytest.mark.parametrize("sentence", ["Yes.", "Who knows?", "The answer is:", "...", ""])
def test_what_states_nothing_is_removed(sentence: str) -> None:
    assert outcome(sentence, 1) == "removed"


def test_an_entailment_model_has_the_last_word() -> None:
    strict = Verifier(entailment=lambda premise, sentence: 0.1)
    lenient = Verifier(entailment=lambda premise, sentence: 0.9)
    true = "The town closed the pier on 14 March 2020."
    assert strict.verify(true, [2], OFFERED).outcome == "removed"
    assert lenient.verify(true, [2], OFFERED).outcome == "kept"
    assert lenient.verify("The town closed the pier in 2021.", [2], OFFERED).outcome == "removed"


@given(st.text(max_size=200), st.text(max_size=300))
def test_any_text_gets_a_verdict(sentence: str, text: str) -> None:
    verdict = verify(sentence, [1], {1: passage(text)})
    for support in verdict.support:
        assert text[support.start : support.end] == support.text


@given(st.sampled_from(["The town closed the pier", "It cost"]), st.integers(0, 10**7))
def test_no_number_passes_that_the_passage_does_not_have(start: str, number: int) -> None:
    verdict = verify(f"{start} for {number} crowns.", [2], OFFERED)
    assert verdict.outcome == "removed" or number == 1000


def test_the_labelled_pairs_stay_as_good_as_reported() -> None:
    lines = (Path(__file__).parents[3] / "data" / "verification" / "pairs.jsonl").read_text()
    pairs = [json.loads(line) for line in lines.splitlines()]
    assert len(pairs) >= 500
    kept = [
        (verify(pair["sentence"], [1], {1: passage(pair["passage"])}).outcome == "kept", pair)
        for pair in pairs
    ]
    false = [pair for was_kept, pair in kept if not pair["supported"]]
    wrongly_kept = [pair for was_kept, pair in kept if was_kept and not pair["supported"]]
    rightly_kept = [pair for was_kept, pair in kept if was_kept and pair["supported"]]
    assert len(wrongly_kept) <= 0.03 * len(false)
    assert len(rightly_kept) >= 0.8 * (len(pairs) - len(false))
