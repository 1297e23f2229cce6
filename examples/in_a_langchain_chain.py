"""Footnote as one step of a LangChain chain."""

from langchain_core.runnables import RunnableLambda, RunnableParallel

from footnote import Answer, Footnote


def sources(answer: Answer) -> list[str]:
    """Return the addresses an answer stands on."""
    return [citation.article.url or citation.article.path or "" for citation in answer.citations]


with Footnote.open("~/.footnote") as footnote:
    chain = (
        RunnableLambda(str.strip)
        | footnote.chain
        | RunnableParallel(text=lambda answer: answer.text, sources=sources)
    )
    told = chain.invoke("  How much will the repair of the Weir Bridge cost?  ")
    print(told["text"])
    print(told["sources"][0])
