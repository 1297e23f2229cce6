"""Tell an answer from a refusal, and offer what is nearest."""

from datetime import date

from footnote import Footnote, Question

with Footnote.open("~/.footnote") as footnote:
    answer = footnote.ask(Question("In what year was the Weir Bridge built?", date(2023, 6, 15)))
    if answer.status == "refused":
        print(answer.text.splitlines()[0])
        for title in dict.fromkeys(hit.article.title for hit in answer.passages[:3]):
            print("closest:", title)
    else:
        print(answer.text, f"({answer.confidence:.0%})")
