"""A local model of natural-language inference, by name."""

from functools import lru_cache
from typing import Any

from footnote.retrieval.errors import ModelMissing, SettingsError
from footnote.retrieval.models.weights import require_torch
from footnote.retrieval.verification.checking import Scorer

_LONGEST = 512
"""Tokens of quote and sentence together; tokenizers do not always know their model's limit."""


def open_entailment(name: str | None) -> Scorer:
    """Return a scorer of the probability that a premise entails a statement.

    `name` is a folder or a hub name of a sequence classifier with a label `entailment`. It is
    loaded at first use; `ModelMissing` is raised then where it cannot be, and `SettingsError` where
    no model is named. It needs the extra `sentence-transformers`.
    """
    if not name:
        raise SettingsError(
            "verification.checker is “entailment”: name its model in verification.entailment_model."
        )

    def score(premise: str, statement: str) -> float:
        tokenizer, model, label, longest = _loaded(name)
        import torch

        inputs = tokenizer(
            premise, statement, truncation=True, max_length=longest, return_tensors="pt"
        )
        with torch.inference_mode():
            logits = model(**inputs).logits[0]
        return float(torch.softmax(logits, dim=-1)[label])

    return score


@lru_cache(maxsize=2)
def _loaded(name: str) -> tuple[Any, Any, int, int]:
    """Return tokenizer, model, the label's number, and the most tokens the model can read."""
    require_torch(name)
    from transformers import AutoModelForSequenceClassification, AutoTokenizer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        tokenizer = AutoTokenizer.from_pretrained(name)
        model = AutoModelForSequenceClassification.from_pretrained(name)
    except (OSError, ValueError) as error:
        raise ModelMissing(
            f"verification.entailment_model {name!r} is neither a model folder nor on the hub."
        ) from error
    labels = {label.lower(): int(index) for index, label in model.config.id2label.items()}
    if "entailment" not in labels:
        raise SettingsError(
            f"verification.entailment_model {name!r} has no label “entailment”: it is no NLI model."
        )
    places = getattr(model.config, "max_position_embeddings", _LONGEST)
    longest = min(tokenizer.model_max_length, places, _LONGEST)
    return tokenizer, model.eval(), labels["entailment"], longest
