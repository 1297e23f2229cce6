"""What reasoning models think aloud before they answer, taken out of the stream."""

OPENING, CLOSING = "<think>", "</think>"
"""The tags open models write around it, when their server does not take it out itself."""


class ThoughtFilter:
    """Passes a reply on piece by piece, without what stands between the tags."""

    def __init__(self) -> None:
        self._held = ""
        self._thinking = False

    def feed(self, piece: str) -> str:
        """Return what of the reply is known to be said aloud by now."""
        self._held += piece
        said = ""
        while True:
            tag = CLOSING if self._thinking else OPENING
            before, found, after = self._held.partition(tag)
            if not found:
                kept = _beginning_of(tag, self._held)
                said += "" if self._thinking else self._held[: len(self._held) - kept]
                self._held = self._held[len(self._held) - kept :]
                return said
            said += "" if self._thinking else before
            self._held = after
            self._thinking = not self._thinking

    def finish(self) -> str:
        """Return what was held back because it might have become a tag."""
        held, self._held = self._held, ""
        return "" if self._thinking else held


def _beginning_of(tag: str, text: str) -> int:
    """Return how many characters at the end of a text may be the beginning of a tag."""
    return next((size for size in range(len(tag) - 1, 0, -1) if text.endswith(tag[:size])), 0)
