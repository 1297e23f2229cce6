"""A real question to a real, temporary library."""

import tempfile
from datetime import date
from pathlib import Path

from footnote.retrieval.answer import Answer
from footnote.retrieval.footnote import Footnote
from footnote.retrieval.options import RetrievalOptions
from footnote.retrieval.question import Question

_ARTICLE = """\
Lighthouse at Brannock Point lit again

The lighthouse at Brannock Point shone again on Tuesday night after four dark winters.
Keeper Ilse Varga lit the lamp herself in front of sixty neighbours.
The repair of the tower cost 84,000 crowns, paid for by a sale of old harbour bells.
"""
_QUESTION = "How much did the repair of the tower cost?"
_GOLD = "84,000"


def ask_canary(options: RetrievalOptions) -> Answer | None:
    """Ingest one article and ask one question; None where the answer is not the right one.

    Runs with the models of the options and an embedded Chroma of its own. Raises the errors that
    ingesting and asking raise.
    """
    chosen = options.for_temporary()
    with tempfile.TemporaryDirectory(prefix="footnote-canary-") as folder:
        page = Path(folder) / "lighthouse.txt"
        page.write_text(_ARTICLE, encoding="utf-8")
        with Footnote.open(Path(folder) / "home", options=chosen, create=True) as footnote:
            footnote.ingest([page])
            answer = footnote.ask(Question(_QUESTION, date(2024, 1, 10)))
    quoted = any(_GOLD in citation.quote for citation in answer.citations)
    return answer if quoted else None
