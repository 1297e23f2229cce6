"""Sentences of an article that give orders to whoever answers from it; they are never evidence.

Found are the forms met most: a sentence that lifts the answerer's rules, is set as one of its
messages, names it, or says outright what to answer. "Add the following line" and "Override the
date" are a manual's orders to its reader, and evidence. No list holds against new wordings
(`benchmarks.orders` counts what passes); what does hold is that the checker and the reader see the
whole sentence that a claim rests on, so that an order gains nothing over a plain false statement.
"""

import re

from footnote.retrieval.languages import lexicons

_TEMPLATES = (
    r"<\|(?:im_|start|end|system|user|assistant)\w*\|?>|\[/?INST\]|<</?SYS>>",
    r"[\"']role[\"']\s*:\s*[\"'](?:system|assistant)",
)
"""How messages to models are set apart, in whatever language."""

_ORDERS = re.compile(
    "|".join(
        [*_TEMPLATES, *(form for each in lexicons.LEXICONS for form in each.statements.orders)]
    ),
    re.IGNORECASE | re.DOTALL,
)


def addresses_a_model(sentence: str) -> bool:
    """Tell whether a sentence gives orders to whoever is writing an answer from it.

    It may still be quoted, as any sentence of an article may; it carries no statement.
    """
    return _ORDERS.search(sentence) is not None
