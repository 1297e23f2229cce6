"""Puts the parts of the way from question to answer together."""

import json
from typing import TYPE_CHECKING

from prompts import Prompt, PromptError, load_prompt
from retrieval.answering.draft import Answerer
from retrieval.answering.extractive import ExtractiveAnswerer
from retrieval.answering.ranking import SentenceRanker
from retrieval.answering.refusal import DEFAULT_CALIBRATION, Calibration
from retrieval.context import ContextFinder
from retrieval.conversation import ModelRewriter, Rewriter
from retrieval.duplicates.stories import Stories
from retrieval.errors import SettingsError
from retrieval.locating import Locator, Outlines
from retrieval.options import RetrievalOptions
from retrieval.pipeline import AnswerPipeline
from retrieval.reranking import LateInteraction, Reranker, Scorer, ScorerByLanguage, open_scorer
from retrieval.search import Searcher
from retrieval.storage.library import Library

if TYPE_CHECKING:
    from retrieval.answering.chat_model import ChatModel

CALIBRATION_NOTE = "calibration"
"""The name under which a library remembers its refusal threshold."""


def build_finder(library: Library, options: RetrievalOptions) -> ContextFinder:
    """Return what finds and ranks a library's passages; loads no model yet."""
    encoder = _scorer(library, options)
    return ContextFinder(
        searcher=Searcher(library, options.search),
        reranker=Reranker(encoder, options.reranking, passages=options.search.passages),
        stories=Stories(library.catalog),
    )


def _scorer(library: Library, options: RetrievalOptions) -> Scorer:
    """Return who reads question and text together, in the languages the models know."""
    scorer = open_scorer(options.reranking.model, options.models)
    scale = library.embedder.late_scale
    if scale is None or options.reranking.languages == "all":
        return scorer
    return ScorerByLanguage(scorer, LateInteraction(library.embedder, scale))


def build_pipeline(
    library: Library, finder: ContextFinder, options: RetrievalOptions
) -> AnswerPipeline:
    """Return the way from question to answer in a library; loads no model yet."""
    scorer = finder.reranker.encoder.score
    outlines = Outlines(library)
    model = _chat_model(options)
    return AnswerPipeline(
        finder=finder,
        ranker=SentenceRanker(
            scorer,
            outlines,
            passages=options.answering.sentence_passages,
            reads=options.answering.sentence_reads,
        ),
        extractive=ExtractiveAnswerer(options.answering.max_quotes, outlines),
        rewriter=_rewriter(options, model),
        calibration=calibration(library, options),
        generative=_generative(options, model),
        locator=Locator(library),
        language=options.language,
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


def _chat_model(options: RetrievalOptions) -> "ChatModel | None":
    if options.answering.answerer != "generative":
        return None
    from retrieval.answering.chat_model import ChatModel

    model = ChatModel(options.generation)
    model.open()
    return model


def _generative(options: RetrievalOptions, model: "ChatModel | None") -> Answerer | None:
    if model is None:
        return None
    from retrieval.answering.generative import GenerativeAnswerer
    from retrieval.verification import Verifier
    from retrieval.verification.entailment import open_entailment

    return GenerativeAnswerer(
        model,
        _prompt("answer", options),
        Verifier(entailment=open_entailment(options.generation.entailment_model)),
        passages=options.generation.passages,
    )


def _rewriter(options: RetrievalOptions, model: "ChatModel | None") -> Rewriter:
    if model is None or not options.generation.rewrite:
        return Rewriter()
    return ModelRewriter(model, _prompt("standalone", options))


def _prompt(name: str, options: RetrievalOptions) -> Prompt:
    try:
        return load_prompt(name, options.generation.prompts)
    except PromptError as error:
        raise SettingsError(str(error)) from error
