"""Show where each quote of an answer stands, and check it against the stored article."""

from datetime import date

from footnote import Footnote, Question

with Footnote.open("~/.footnote") as footnote:
    question = Question("How much will the repair of the Weir Bridge cost?", date(2023, 6, 15))
    answer = footnote.ask(question)
    print(answer.text)
    for citation in answer.citations:
        article = footnote.article(citation.article.id)
        assert article is not None
        assert article.text[citation.start : citation.end] == citation.quote
        print(
            f"[{citation.marker}] {citation.article.title}, characters {citation.start} to ", end=""
        )
        print(f"{citation.end} of {len(article.text)}, {citation.article.published}")
