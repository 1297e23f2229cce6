"""Names that stand beside the role asked for."""

import pytest

from footnote.retrieval.answering.expectation import states_identity

SENTENCE = "Russia may help, alliance spokesman James Appathurai said Wednesday."


@pytest.mark.parametrize(
    ("question", "sentence", "stated"),
    [
        ("Who is the spokesman?", SENTENCE, True),
        ("Who is the alliance spokesman?", SENTENCE, True),
        ("Who is the president of France?", "President Dmitry Medvedev left.", False),
        ("Who is the president?", "Prime Minister Vladimir Putin left.", False),
        ("Who is the harbour master?", "Odile Brandt, the harbour master, left.", True),
        ("Who is the treasurer?", "It costs a lot, the town treasurer Salome Keel said.", True),
        ("Who is the treasurer?", "The treasurer was ill.", False),
        ("What is the treasurer?", "The treasurer Salome Keel was ill.", False),
        ("Who is James Appathurai?", SENTENCE, False),
        ("Who is the chair?", "The economist Hoesung Lee is the second chair.", True),
        ("Who is the chair?", "It was led by vice-chair Ismail El Gizouli.", False),
        ("Who is the chair?", "Ismail El Gizouli, who became acting chair, left.", False),
        ("Who is the chair?", "The former chair Rajendra Pachauri resigned.", False),
    ],
)
def test_identity(question: str, sentence: str, stated: bool) -> None:
    assert states_identity(question, sentence) is stated


def test_words_of_the_role_may_stand_in_the_title() -> None:
    question = "Who is the director of the Playhouse?"
    sentence = "“We lost the coats,” said the director, Lucan Amsel."
    assert not states_identity(question, sentence)
    assert states_identity(question, sentence, title="Fire closes the Playhouse")
