"""An entailment model by name: loaded from a folder, asked about claims, refused in words."""

from pathlib import Path

import pytest

from footnote.retrieval.answer import Hit
from footnote.retrieval.article import ArticleHead, Passage
from footnote.retrieval.errors import ModelMissing, SettingsError
from footnote.retrieval.verification import Claim, EntailmentChecker, Evidence, hold
from footnote.retrieval.verification.checking import LIKELY, open_entailment

pytestmark = pytest.mark.integration

WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] the pier was closed on 14 march it cost crowns .".split()
TEXT = "The pier was closed on 14 March. It cost 1,000 crowns."
PASSAGE = Passage("p", "a", 0, 0, len(TEXT), TEXT)
TRUE = "The pier was closed on 14 March."


def saved_model(folder: Path, labels: list[str]) -> Path:
    """Make a real classifier of a few thousand weights, loaded as a large one is."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    torch.manual_seed(5)
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
        id2label=dict(enumerate(labels)),
        label2id={label: number for number, label in enumerate(labels)},
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    labels = ["contradiction", "ENTAILMENT", "neutral"]
    return saved_model(tmp_path_factory.mktemp("models") / "nli", labels)


def test_it_gives_the_probability_of_its_label(folder: Path) -> None:
    score = open_entailment(str(folder))
    assert 0 < score(TEXT, TRUE) < 1
    assert score(TEXT, TRUE) != score(TEXT, "It cost crowns.")
    assert 0 < score(TEXT * 100, TRUE) < 1


def test_it_judges_claims_by_their_evidence(folder: Path) -> None:
    score = open_entailment(str(folder))
    hit = Hit(PASSAGE, ArticleHead("a", "Pier"), 1.0)
    held = hold(Claim(TRUE, (Evidence(1, TRUE),)), {1: hit})
    (judgement,) = EntailmentChecker(score).judge([held], "What happened?", {1: hit})
    assert judgement.supported is (score(TRUE, TRUE) >= LIKELY)


def test_no_name_is_told_by_its_setting() -> None:
    with pytest.raises(SettingsError, match=r"verification\.entailment_model"):
        open_entailment(None)


def test_a_model_that_is_not_there_is_told_by_its_setting(tmp_path: Path) -> None:
    score = open_entailment(str(tmp_path / "none"))
    with pytest.raises(ModelMissing, match=r"verification\.entailment_model"):
        score(TEXT, TRUE)


def test_a_classifier_of_something_else_is_refused(tmp_path: Path) -> None:
    score = open_entailment(str(saved_model(tmp_path / "mood", ["happy", "sad"])))
    with pytest.raises(SettingsError, match="no NLI model"):
        score(TEXT, TRUE)
