"""What is asked: small talk around a question left out, follow-ups made to stand alone."""

from footnote.retrieval.conversation.small_talk import (
    is_only_small_talk,
    tells_more,
    what_is_asked,
    without_small_talk,
)
from footnote.retrieval.conversation.standalone import ModelRewriter, Rewriter, StandaloneQuestion

__all__ = [
    "ModelRewriter",
    "Rewriter",
    "StandaloneQuestion",
    "is_only_small_talk",
    "tells_more",
    "what_is_asked",
    "without_small_talk",
]
