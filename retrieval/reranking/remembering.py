"""Scores of question and text that were seen lately are not worked out again."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock

_REMEMBERED = 8192

Scores = Callable[[str, Sequence[str]], Sequence[float]]
"""Scores texts against a query, one number a text; higher is better."""


class Remembering:
    """A scorer that asks another only for what it has not seen; safe to share between threads."""

    def __init__(self, scorer: Scores, most: int = _REMEMBERED) -> None:
        self._scorer = scorer
        self._most = most
        self._seen: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._lock = Lock()

    def __call__(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return one score a text, in the order given."""
        with self._lock:
            known = {text: self._seen[query, text] for text in texts if (query, text) in self._seen}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            found = dict(zip(new, self._scorer(query, new), strict=True))
            known |= found
            self._remember(query, found)
        return [known[text] for text in texts]

    def _remember(self, query: str, found: dict[str, float]) -> None:
        with self._lock:
            for text, score in found.items():
                self._seen[query, text] = score
            while len(self._seen) > self._most:
                self._seen.popitem(last=False)
