"""A question that only makes sense after the one before."""

from datetime import date

from footnote import Footnote, Question, Turn

TODAY = date(2023, 6, 15)

with Footnote.open("~/.footnote") as footnote:
    first = footnote.ask(Question("Who is the harbour master of Tarrow Haven?", TODAY))
    cited = tuple(citation.passage_id for citation in first.citations)
    said = Turn("Who is the harbour master of Tarrow Haven?", first.text, evidence=cited)
    second = footnote.ask(Question("When will she retire?", TODAY, history=(said,)))
    print(second.text)
