"""Metrics: each maps a record to a value, or to None where it does not apply."""

from collections.abc import Callable, Mapping

from footnote.evaluation.metrics.citations import (
    citation_precision,
    citation_recall,
    quote_fidelity,
)
from footnote.evaluation.metrics.judging import (
    false_answer,
    marked,
    refusal_precision,
    refusal_recall,
)
from footnote.evaluation.metrics.matching import (
    answer_recall,
    answer_recall_in_first,
    exact_match,
    f1,
)
from footnote.evaluation.metrics.ranking import hit_at, reciprocal_rank_at
from footnote.evaluation.record import Record

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
    "judged_correct": marked("correct"),
    "judged_partly": marked("partly"),
    "judged_wrong": marked("wrong"),
    "judged_refused": marked("refused"),
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
