"""The same question on two days, and from one source only."""

from datetime import date

from footnote import Filters, Footnote, Question

ASKED = "How much will the repair of the Weir Bridge cost?"

with Footnote.open("~/.footnote") as footnote:
    for day in (date(2023, 3, 5), date(2023, 3, 15)):
        best = footnote.ask(Question(ASKED, day)).citations[0]
        print(f"On {day}: {best.quote}")
    since = Filters(since=date(2023, 6, 1), source="lantern.example")
    for head in footnote.articles(since):
        print(head.published, head.title)
