"""Whether footnotes carry the sentences they stand at (after ALCE, Gao et al., 2023)."""

from footnote.evaluation.record import Record


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
