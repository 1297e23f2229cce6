"""Metrics: each maps a record to a value, or to None where it does not apply."""

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping

from footnote.evaluation.record import Record

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_THOUSANDS = re.compile(r"(?<=\d)[,’'](?=\d{3}(?!\d))")
_DASHES_BESIDE_DIGITS = re.compile(r"(?<=\d)[-–—−](?=\w)|(?<=\w)[-–—−](?=\d)")
_LONG_DASHES = re.compile("[–—]")
_MINUS = re.compile(r"(?<![\w\-–—−])[-–−](?=\d|\.\d)")
_DECIMAL = re.compile(r"(?<!\w)[.](?=\d)|(?<=\d)[.,](?=\d)")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?(?!\w)", re.IGNORECASE)
_UNSPACED = re.compile("([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff])")
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese: a sign stands for a word of its own."""

_POINT, _SIGN = "\ue000", "\ue001"
"""What a decimal point and a minus are while punctuation is dropped (private use: in no text)."""

_PUNCTUATION = frozenset(string.punctuation + "“”„‘’‚«»‹›…–—−·")


def normalise_answer(text: str) -> str:
    """Return text in lower case without punctuation, articles and superfluous white space.

    After SQuAD (Rajpurkar et al., 2016), with these differences: the text is composed (NFC);
    typographic quotation marks and dashes count as punctuation, as their ASCII forms do; a decimal
    point and a minus belong to their number, a comma between groups of three digits does not;
    long dashes and those beside a digit part words ("2019–2020" are two numbers).
    """
    whole = unicodedata.normalize("NFC", text).lower()
    whole = _THOUSANDS.sub("", whole)
    whole = _MINUS.sub(_SIGN, whole)
    whole = _DASHES_BESIDE_DIGITS.sub(" ", whole)
    whole = _LONG_DASHES.sub(" ", whole)
    whole = _DECIMAL.sub(_POINT, whole)
    bare = "".join(character for character in whole if character not in _PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", bare.replace(_POINT, ".").replace(_SIGN, "-")).split())


def contains_answer(text: str, answers: tuple[str, ...]) -> bool:
    """Tell whether any gold answer stands in a text as whole words and numbers.

    Both are normalised first. The owner in "Nora's" is a whole word, and so is every sign of a
    script that is written without spaces.
    """
    golds = [_spaced(gold) for gold in answers if normalise_answer(gold)]
    readings = (_spaced(text), _spaced(_POSSESSIVE.sub(" ", text)))
    return any(gold in reading for gold in golds for reading in readings)


def _spaced(text: str) -> str:
    words = _UNSPACED.sub(r" \1 ", normalise_answer(text)).split()
    return f" {' '.join(words)} "


def hit_at(depth: int) -> Callable[[Record], float | None]:
    """Return the metric at a depth; it applies to answerable questions."""

    def hit(record: Record) -> float | None:
        if not record.answerable:
            return None
        return float(any(rank <= depth for rank in record.gold_ranks))

    return hit


def reciprocal_rank_at(depth: int) -> Callable[[Record], float | None]:
    """Return the metric cut at a depth (0 beyond it); it applies to answerable questions."""

    def reciprocal_rank(record: Record) -> float | None:
        if not record.answerable:
            return None
        first = min(record.gold_ranks, default=depth + 1)
        return 1.0 / first if first <= depth else 0.0

    return reciprocal_rank


_MARKER = re.compile(r"\s*\[\d+\]")


def answer_recall(record: Record) -> float | None:
    """Return 1 where the answer holds a gold answer; a refusal of an answerable question is 0."""
    if not record.answerable:
        return None
    return float(record.answered and contains_answer(record.text, record.gold))


def answer_recall_in_first(sentences: int) -> Callable[[Record], float | None]:
    """Return the metric over the first sentences of the answer only."""

    def recall(record: Record) -> float | None:
        if not record.answerable:
            return None
        shown = " ".join(item.text for item in record.sentences[:sentences])
        return float(record.answered and contains_answer(shown, record.gold))

    return recall


def exact_match(record: Record) -> float | None:
    """Return 1 for SQuAD's exact match with any gold answer; it applies to answerable questions.

    Quoting answers rarely match exactly, because they are whole sentences. Prose never does, so
    that it has no such figure.
    """
    if not record.answerable or record.prose:
        return None
    given = normalise_answer(_without_markers(record))
    return float(record.answered and any(given == normalise_answer(gold) for gold in record.gold))


def f1(record: Record) -> float | None:
    """Return SQuAD's best F1 over the gold answers; it applies as exact match does."""
    if not record.answerable or record.prose:
        return None
    if not record.answered:
        return 0.0
    given = _without_markers(record)
    return max((word_f1(given, gold) for gold in record.gold), default=0.0)


def word_f1(given: str, gold: str) -> float:
    """Return the harmonic mean of word precision and recall, after normalisation."""
    ours, theirs = normalise_answer(given).split(), normalise_answer(gold).split()
    shared = sum((Counter(ours) & Counter(theirs)).values())
    if not shared:
        return float(ours == theirs)
    precision, recall = shared / len(ours), shared / len(theirs)
    return 2 * precision * recall / (precision + recall)


def _without_markers(record: Record) -> str:
    return _MARKER.sub("", record.text)


def citation_precision(record: Record) -> float | None:
    """Return the share of citations that support their sentence; it applies to answers.

    Sentences of which nobody can tell are left out.
    """
    known = [item for item in record.sentences if item.supporting is not None]
    cited = sum(sentence.citations for sentence in known)
    if not record.answered or not cited:
        return None
    return sum(sentence.supporting or 0 for sentence in known) / cited


def citation_recall(record: Record) -> float | None:
    """Return the share of sentences a citation fully supports; it applies to answers."""
    known = [item.supporting for item in record.sentences if item.supporting is not None]
    if not record.answered or not known:
        return None
    return sum(supporting > 0 for supporting in known) / len(known)


def quote_fidelity(record: Record) -> float | None:
    """Return the share of quotes that stand verbatim at their place; it must be 1."""
    if not record.answered or not record.quotes:
        return None
    return sum(quote.verbatim for quote in record.quotes) / len(record.quotes)


def refusal_precision(record: Record) -> float | None:
    """Return 1 for a refusal of an unanswerable question; it applies to refusals."""
    return None if record.answered else float(not record.answerable)


def refusal_recall(record: Record) -> float | None:
    """Return 1 where an unanswerable question was refused; it applies to unanswerable ones."""
    return None if record.answerable else float(not record.answered)


def false_answer(record: Record) -> float | None:
    """Return 1 where an unanswerable question was answered; it applies to unanswerable ones."""
    return None if record.answerable else float(record.answered)


def judged(mark: str) -> Callable[[Record], float | None]:
    """Return the metric of the share of answers with a mark; it applies to those that have one."""

    def share(record: Record) -> float | None:
        return None if record.mark is None else float(record.mark == mark)

    return share


Metric = Callable[[Record], float | None]


def in_follow_ups(metric: Metric) -> Metric:
    """Return a metric that applies to the second turn of a conversation and those after it."""

    def of_follow_ups(record: Record) -> float | None:
        return metric(record) if record.turn > 1 else None

    return of_follow_ups


METRICS: Mapping[str, Metric] = {
    "hit@1": hit_at(1),
    "hit@5": hit_at(5),
    "hit@10": hit_at(10),
    "mrr@10": reciprocal_rank_at(10),
    "answer_recall": answer_recall,
    "answer_recall@1sentence": answer_recall_in_first(1),
    "answer_recall@3sentences": answer_recall_in_first(3),
    "exact_match": exact_match,
    "f1": f1,
    "citation_precision": citation_precision,
    "citation_recall": citation_recall,
    "quote_fidelity": quote_fidelity,
    "refusal_precision": refusal_precision,
    "refusal_recall": refusal_recall,
    "false_answer_rate": false_answer,
    "follow_up_hit@5": in_follow_ups(hit_at(5)),
    "follow_up_recall": in_follow_ups(answer_recall),
    "judged_correct": judged("correct"),
    "judged_partly": judged("partly"),
    "judged_wrong": judged("wrong"),
    "judged_refused": judged("refused"),
}
"""Metrics that are means over the records they apply to; the others are in `aggregate`."""

LOWER_IS_BETTER = frozenset(
    ["false_answer_rate", "judged_wrong", "latency_p50_ms", "latency_p95_ms"]
)

MEANINGS: Mapping[str, str] = {
    "hit@1": "a passage that holds a gold answer ranks first",
    "hit@5": "… is among the first five",
    "hit@10": "… is among the first ten",
    "mrr@10": "one over the rank of that passage, 0 beyond ten",
    "answer_recall": "a gold answer stands in the answer given",
    "answer_recall@1sentence": "… in its first sentence",
    "answer_recall@3sentences": "… in its first three sentences",
    "exact_match": "the answer is a gold answer and nothing more (SQuAD)",
    "f1": "shared words of answer and gold answer (SQuAD)",
    "citation_precision": "footnotes that carry their sentence",
    "citation_recall": "sentences that a footnote carries",
    "quote_fidelity": "quotes that stand word for word in the article",
    "refusal_precision": "refused questions that have no answer",
    "refusal_recall": "questions without an answer that were refused",
    "false_answer_rate": "questions without an answer that were answered",
    "follow_up_hit@5": "a follow-up finds a gold passage among the first five",
    "follow_up_recall": "a gold answer stands in the answer to a follow-up",
    "judged_correct": "answers a judging model marks correct",
    "judged_partly": "… partly right",
    "judged_wrong": "… wrong",
    "judged_refused": "… refused",
    "refusal_auroc": "an answerable question scores above one without an answer",
    "latency_p50_ms": "half of the answers came within",
    "latency_p95_ms": "95 % of the answers came within",
}
"""What each figure says, in a line, for reports."""
