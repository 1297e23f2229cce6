"""What each figure says, in a line, for reports."""

from collections.abc import Mapping

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
