"""Builds the pipeline that answers questions from the options."""

import json
from typing import TYPE_CHECKING

from footnote.prompts import Prompt, PromptError, load_prompt
from footnote.retrieval.answering.extractive import ExtractiveAnswerer
from footnote.retrieval.answering.ranking import SentenceRanker
from footnote.retrieval.answering.reading import QuoteReader
from footnote.retrieval.answering.refusal import DEFAULT_CALIBRATION, Calibration
from footnote.retrieval.citing import Locator, Outlines
from footnote.retrieval.context import ContextFinder
from footnote.retrieval.conversation import ModelRewriter, Rewriter
from footnote.retrieval.duplicates.near_duplicates import NearDuplicates
from footnote.retrieval.errors import SettingsError
from footnote.retrieval.options import RetrievalOptions
from footnote.retrieval.pipeline import AnswerPipeline
from footnote.retrieval.reading import Reader
from footnote.retrieval.reranking import (
    LateInteraction,
    Reranker,
    Scorer,
    ScorerByLanguage,
    open_scorer,
)
from footnote.retrieval.search import Searcher
from footnote.retrieval.stages import Answerer
from footnote.retrieval.storage.library import Library

if TYPE_CHECKING:
    from footnote.retrieval.answering.chat_model import ChatModel
    from footnote.retrieval.verification import Checker

CALIBRATION_NOTE = "calibration"
"""The name under which a library remembers its refusal threshold."""


def build_finder(library: Library, options: RetrievalOptions) -> ContextFinder:
    """Return the searcher and reranker of a library; loads no model yet."""
    encoder = _scorer(library, options)
    return ContextFinder(
        searcher=Searcher(library, options.search),
        reranker=Reranker(encoder, options.reranking, passages=options.search.passages),
        near_duplicates=NearDuplicates(library.catalog),
    )


def _scorer(library: Library, options: RetrievalOptions) -> Scorer:
    """Return who reads question and text together, in the languages the models know."""
    scorer = open_scorer(options.reranking.model, options.models)
    scale = library.embedder.late_scale
    if scale is None or options.reranking.languages == "all":
        return scorer
    return ScorerByLanguage(scorer, LateInteraction(library.embedder, scale))


def build_pipeline(
    library: Library, finder: ContextFinder, reader: Reader, options: RetrievalOptions
) -> AnswerPipeline:
    """Return the answer pipeline of a library; loads no model yet."""
    scorer = finder.reranker.encoder.score
    models = _chat_models(library, options)
    outlines = Outlines(library)
    return AnswerPipeline(
        finder=finder,
        ranker=SentenceRanker(
            scorer,
            outlines,
            passages=options.answering.sentence_passages,
            reads=options.answering.sentence_reads,
        ),
        quote_reader=QuoteReader(reader, outlines, quotes=options.answering.quotes_read),
        extractive=ExtractiveAnswerer(options.answering.max_quotes, outlines),
        rewriter=_rewriter(options, models),
        calibration=calibration(library, options),
        generative=_generative(options, models),
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


def _chat_models(library: Library, options: RetrievalOptions) -> "list[ChatModel]":
    """Return the models that write, in the order in which they are asked; none where quotes do."""
    if options.answering.answerer != "generative":
        return []
    from footnote.retrieval.answering.chat_model import ChatModel
    from footnote.retrieval.usage import TokenBudget

    generation = options.generation
    budget = None
    if generation.daily_tokens:
        budget = TokenBudget(library.folder / "tokens", generation.daily_tokens)
    named = [generation]
    if generation.fallback:
        named.append(generation.for_model(generation.fallback))
    models = [ChatModel(each, budget=budget) for each in named]
    for model in models:
        model.open()
    return models


def _generative(options: RetrievalOptions, models: "list[ChatModel]") -> Answerer | None:
    if not models:
        return None
    from footnote.retrieval.answering.contract import SCHEMA
    from footnote.retrieval.answering.generative import GenerativeAnswerer, WriterPrompts

    form = _form(options)
    claims = form == "answer"
    repairs = claims and options.verification.repair
    return GenerativeAnswerer(
        models,
        WriterPrompts(
            _prompt(form, options),
            _prompt("repair", options) if repairs else None,
        ),
        _checker(options, models),
        passages=options.generation.passages,
        context_characters=options.generation.context_characters,
        schema=dict(SCHEMA) if claims else None,
    )


def _form(options: RetrievalOptions) -> str:
    """Return the prompt that asks for the form the models are to answer in."""
    generation = options.generation
    named = [generation.model or "", generation.fallback or generation.model or ""]
    cites = all(name.startswith("anthropic:") for name in named)
    if generation.contract == "citations" and not cites:
        raise SettingsError(
            "generation.contract is “citations”: only models of Anthropic cite by themselves."
        )
    if generation.contract == "auto":
        return "cited" if cites else "answer"
    return {"claims": "answer", "citations": "cited", "sentences": "sentences"}[generation.contract]


def _checker(options: RetrievalOptions, models: "list[ChatModel]") -> "Checker":
    from footnote.retrieval.answering.chat_model import FirstThatAnswers
    from footnote.retrieval.verification import EntailmentChecker, ModelChecker, NearQuotes
    from footnote.retrieval.verification.checking import open_entailment

    if options.verification.checker == "rules":
        return NearQuotes()
    if options.verification.checker == "entailment":
        return EntailmentChecker(open_entailment(options.verification.entailment_model))
    return ModelChecker(FirstThatAnswers(models), _prompt("check", options))


def _rewriter(options: RetrievalOptions, models: "list[ChatModel]") -> Rewriter:
    if not models or not options.generation.rewrite:
        return Rewriter()
    from footnote.retrieval.answering.chat_model import FirstThatAnswers

    return ModelRewriter(FirstThatAnswers(models), _prompt("standalone", options))


def _prompt(name: str, options: RetrievalOptions) -> Prompt:
    try:
        return load_prompt(name, options.generation.prompts)
    except PromptError as error:
        raise SettingsError(str(error)) from error
