"""Whether footnotes carry the sentences they stand at (after ALCE, Gao et al., 2023)."""

from evaluation.record import Record


def citation_precision(record: Record) -> float | None:
    """Return the share of citations that support their sentence; it applies to answers."""
    cited = sum(sentence.citations for sentence in record.sentences)
    if not record.answered or not cited:
        return None
    return sum(sentence.supporting for sentence in record.sentences) / cited


def citation_recall(record: Record) -> float | None:
    """Return the share of sentences a citation fully supports; it applies to answers."""
    if not record.answered or not record.sentences:
        return None
    return sum(sentence.supporting > 0 for sentence in record.sentences) / len(record.sentences)


def quote_fidelity(record: Record) -> float | None:
    """Return the share of quotes that stand verbatim at their place; it must be 1."""
    if not record.answered or not record.quotes:
        return None
    return sum(quote.verbatim for quote in record.quotes) / len(record.quotes)
