"""One metric a file; each maps a record to a value, or to None where it does not apply."""

from collections.abc import Callable, Mapping

from evaluation.metrics.answer_recall import answer_recall, answer_recall_in_first
from evaluation.metrics.citations import citation_precision, citation_recall, quote_fidelity
from evaluation.metrics.exact_match import exact_match
from evaluation.metrics.f1 import f1
from evaluation.metrics.follow_up import in_follow_ups
from evaluation.metrics.hit import hit_at
from evaluation.metrics.marks import marked
from evaluation.metrics.reciprocal_rank import reciprocal_rank_at
from evaluation.metrics.refusal import false_answer, refusal_precision, refusal_recall
from evaluation.record import Record

Metric = Callable[[Record], float | None]

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
