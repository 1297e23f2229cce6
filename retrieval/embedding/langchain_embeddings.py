"""The embedder where LangChain wants one; apart, because importing LangChain takes a while."""

from langchain_core.embeddings import Embeddings

from footnote.retrieval.embedding.embedder import Embedder


class LangChainEmbeddings(Embeddings):
    """An embedder as LangChain `Embeddings`."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one unit-norm vector per text, in the order given."""
        return self._embedder.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""
        return self._embedder.embed_query(text)
