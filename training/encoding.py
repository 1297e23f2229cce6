"""Pairs as rows of tokens, with the answer's place among them."""

from dataclasses import dataclass

from tokenizers import Tokenizer

from training.examples import Example

QUESTION_TOKENS = 48
LEAD_TOKENS = 40
WINDOW_TOKENS = 208


@dataclass(frozen=True, slots=True)
class Row:
    """One pair in tokens; `first` is the first token of the passage, after question and lead."""

    ids: list[int]
    types: list[int]
    first: int
    start: int
    end: int
    answers: float
    weight: float
    group: str


def encode(example: Example, tokenizer: Tokenizer) -> Row:
    """Return [CLS] question [SEP] lead passage [SEP], cut to a window with the answer in it."""
    question = tokenizer.encode(example.question, add_special_tokens=False).ids[:QUESTION_TOKENS]
    lead = tokenizer.encode(example.lead, add_special_tokens=False).ids[:LEAD_TOKENS]
    passage = tokenizer.encode(example.passage, add_special_tokens=False)
    room = WINDOW_TOKENS - len(question) - len(lead) - 3
    begin = 0
    start = end = -1
    if example.span is not None:
        inside = [
            place
            for place, (left, right) in enumerate(passage.offsets)
            if left < example.span[1] and example.span[0] < right
        ]
        start, end = inside[0], min(inside[-1], inside[0] + room - 1)
        begin = max(0, min(start - room // 3, len(passage.ids) - room))
        if end >= begin + room:
            begin = start
    ids = [101, *question, 102, *lead, *passage.ids[begin : begin + room], 102]
    first = len(question) + 2 + len(lead)
    types = [0] * (len(question) + 2) + [1] * (len(ids) - len(question) - 2)
    found = start >= 0
    return Row(
        ids,
        types,
        first,
        first + start - begin if found else 0,
        first + end - begin if found else 0,
        float(found),
        example.weight,
        example.group,
    )
