"""Puts the parts of a library's chain together."""

import json

from retrieval.answering.draft import Answerer
from retrieval.answering.extractive import ExtractiveAnswerer
from retrieval.answering.ranking import SentenceRanker
from retrieval.answering.refusal import DEFAULT_CALIBRATION, Calibration
from retrieval.chain import AnswerChain
from retrieval.conversation import Rewriter
from retrieval.library import Library
from retrieval.options import RetrievalOptions
from retrieval.reranking import CrossEncoder, Reranker
from retrieval.retriever import FootnoteRetriever
from retrieval.search import Searcher

CALIBRATION_NOTE = "calibration"
"""The name under which a library remembers its refusal threshold."""


def build_retriever(library: Library, options: RetrievalOptions) -> FootnoteRetriever:
    """Return the retriever of a library; loads no model yet."""
    encoder = CrossEncoder(options.reranking.model, options.models)
    return FootnoteRetriever(
        searcher=Searcher(library, options.search),
        reranker=Reranker(encoder, options.reranking, passages=options.search.passages),
    )


def build_chain(
    library: Library, retriever: FootnoteRetriever, options: RetrievalOptions
) -> AnswerChain:
    """Return the chain of a library; loads no model yet."""
    scorer = retriever.reranker.encoder.score
    return AnswerChain(
        retriever=retriever,
        ranker=SentenceRanker(scorer, passages=options.answering.sentence_passages),
        extractive=ExtractiveAnswerer(options.answering.max_quotes),
        rewriter=Rewriter(),
        calibration=calibration(library, options),
        generative=_generative(options),
    )


def calibration(library: Library, options: RetrievalOptions) -> Calibration:
    """Return the refusal threshold: the setting's, else the library's own, else the shipped one."""
    note = library.remembered(CALIBRATION_NOTE)
    base = Calibration(**json.loads(note)) if note else DEFAULT_CALIBRATION
    if options.answering.threshold is None:
        return base
    return Calibration(
        threshold=options.answering.threshold,
        slope=base.slope,
        intercept=base.intercept,
        provenance="answering.threshold",
    )


def _generative(options: RetrievalOptions) -> Answerer | None:
    return None
