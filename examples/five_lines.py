"""Read articles and ask one question."""

from footnote import Footnote

with Footnote.open("~/.footnote", create=True) as footnote:
    footnote.ingest(["samples/articles"])
    print(footnote.ask("Who is the town treasurer?").text)
