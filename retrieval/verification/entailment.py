"""An optional second opinion: a natural-language-inference model, by name."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from retrieval.errors import ModelMissing, SettingsError

if TYPE_CHECKING:
    from retrieval.verification.verifier import Scorer


def open_entailment(name: str | None) -> "Scorer | None":
    """Return a scorer of the probability that a premise entails a sentence, or None without a name.

    `name` is a folder or a hub name of a sequence classifier with a label `entailment`. It is
    loaded at first use; `ModelMissing` is raised then where it cannot be.
    """
    if not name:
        return None

    def score(premise: str, sentence: str) -> float:
        tokenizer, model, label = _loaded(name)
        import torch

        inputs = tokenizer(premise, sentence, truncation=True, return_tensors="pt")
        with torch.inference_mode():
            logits = model(**inputs).logits[0]
        return float(torch.softmax(logits, dim=-1)[label])

    return score


@lru_cache(maxsize=2)
def _loaded(name: str) -> tuple[Any, Any, int]:
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(name)
        model = AutoModelForSequenceClassification.from_pretrained(name)
    except (OSError, ValueError) as error:
        raise ModelMissing(
            f"generation.entailment_model {name!r} is neither a model folder nor on the hub."
        ) from error
    labels = {label.lower(): int(index) for index, label in model.config.id2label.items()}
    if "entailment" not in labels:
        raise SettingsError(
            f"generation.entailment_model {name!r} has no label “entailment”: it is no NLI model."
        )
    return tokenizer, model.eval(), labels["entailment"]
