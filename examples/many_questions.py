"""Several questions at once, through LangChain's `batch`."""

from datetime import date

from footnote import Footnote, Question

ASKED = [
    "Who is the town treasurer?",
    "What does a stall cost a day?",
    "Who is the king of France?",
]

with Footnote.open("~/.footnote") as footnote:
    questions: list[Question | str] = [Question(text, date(2023, 6, 15)) for text in ASKED]
    for answer in footnote.chain.batch(questions, {"max_concurrency": 2}):
        print(answer.status, "|", answer.question)
