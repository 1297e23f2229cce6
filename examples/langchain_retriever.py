"""Footnote's retriever in an application that has its own prompt and model.

The application's answers are its own: only `footnote.chain` verifies. Put any chat model in the
place of the scripted one, for example `init_chat_model("ollama:qwen3:4b")`.
"""

from langchain_core.documents import Document
from langchain_core.language_models import FakeListChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnablePassthrough

from footnote import Footnote

PROMPT = ChatPromptTemplate.from_template("From these notes:\n{notes}\n\nAnswer: {question}")


def as_notes(documents: list[Document]) -> str:
    """Return the passages as a prompt has them."""
    notes = (f"- {each.metadata['title']}: {each.page_content}" for each in documents[:3])
    return "\n".join(notes)


with Footnote.open("~/.footnote") as footnote:
    model = FakeListChatModel(responses=["3.1 million crowns."])
    notes = footnote.retriever | as_notes
    chain = {"notes": notes, "question": RunnablePassthrough()} | PROMPT | model | StrOutputParser()
    print(chain.invoke("What does the repair of the Weir Bridge cost?"))
    for document in footnote.retriever.invoke("Weir Bridge repair cost")[:2]:
        print(document.metadata["published"], document.metadata["title"])
