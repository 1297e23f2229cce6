"""Footnote as a tool that a model with tool calls may use."""

from langchain_core.tools import StructuredTool

from footnote import Footnote

with Footnote.open("~/.footnote") as footnote:

    def look_up(question: str) -> str:
        """Answer a question from the town's newspaper, with footnotes, or say that it cannot."""
        answer = footnote.ask(question)
        notes = (f"[{each.marker}] {each.article.title}" for each in answer.citations)
        return "\n".join([answer.text, *notes])

    tool = StructuredTool.from_function(look_up)
    print(tool.name, list(tool.args))
    print(tool.invoke({"question": "Who is the town treasurer?"}))
