"""Ranked passages of an invented town, as the search would hand them to an answerer."""

from datetime import date

from footnote.retrieval.answer import Hit
from footnote.retrieval.article import ArticleHead, Passage
from footnote.retrieval.question import Question

PIER = (
    "The Larkholm harbour office closed the eastern pier on 14 March after divers found cracks in "
    "three of its nine pillars. Harbour master Ines Tolva said the repair would cost about "
    "€2.4 million."
)
CHESS = (
    "Two chess players from Orvane tied for first place on Sunday. Malin Sarre, 17, beat the "
    "defending champion, Gregor Hautal, in the last round."
)


def hit(name: str, text: str, *, offset: int = 0) -> Hit:
    return Hit(
        Passage(f"{name}-0", name, 0, offset, offset + len(text), text),
        ArticleHead(id=name, title=f"About {name}"),
        score=1.0,
        relevance=1.0,
    )


HITS = [hit("pier", PIER, offset=10), hit("chess", CHESS)]


def asked(text: str = "Why was the pier closed?") -> Question:
    return Question(text, date(2023, 6, 1))
