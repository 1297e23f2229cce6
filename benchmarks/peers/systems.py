"""The systems as their own documentation has them used, behind one small interface.

Each is imported only by the process that measures it, in its own environment. None generates text:
what is compared is the way from a question to ranked passages.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from footnote.retrieval.options import RetrievalOptions

Rows = Sequence[dict[str, Any]]
TOP = 10
PEERS_MODEL = "all-MiniLM-L6-v2"
LIBRARY = "real"
"""The name of the library of ours that holds all passages."""


@dataclass(frozen=True, slots=True)
class Source:
    """What an index is built from: passages, their vectors where given, and the whole articles."""

    rows: Rows
    vectors: NDArray[np.float32] | None
    articles: Path


class System(Protocol):
    """One system; `model` is the folder of all-MiniLM-L6-v2, `settings` stand with its figures."""

    settings: str

    def load(self, model: Path) -> None:
        """Import what it needs and load its embedding model."""

    def build(self, source: Source, store: Path) -> None:
        """Index passages into a folder, embedding them unless their vectors are given."""

    def open(self, store: Path) -> None:
        """Open what was built."""

    def search(self, question: str, asked: date) -> list[str]:
        """Return the ids of the ten best passages."""


class LangChain:
    """The tutorial's chain: HuggingFaceEmbeddings, a persistent Chroma, its retriever."""

    settings = f"{PEERS_MODEL}; Chroma's defaults (HNSW, squared L2); retriever with k={TOP}"

    def load(self, model: Path) -> None:
        from langchain_huggingface import HuggingFaceEmbeddings

        self._embeddings = HuggingFaceEmbeddings(model_name=str(model))

    def build(self, source: Source, store: Path) -> None:
        rows, vectors = source.rows, source.vectors
        from langchain_chroma import Chroma

        texts, ids = [row["text"] for row in rows], [row["id"] for row in rows]
        embeddings: Any = self._embeddings if vectors is None else _Known(texts, vectors)
        chroma = Chroma(persist_directory=str(store), embedding_function=embeddings)
        for start in range(0, len(ids), 5000):
            part = slice(start, start + 5000)
            chroma.add_texts(texts[part], [{"id": name} for name in ids[part]], ids[part])

    def open(self, store: Path) -> None:
        from langchain_chroma import Chroma

        chroma = Chroma(persist_directory=str(store), embedding_function=self._embeddings)
        self._retriever = chroma.as_retriever(search_kwargs={"k": TOP})

    def search(self, question: str, asked: date) -> list[str]:
        return [document.metadata["id"] for document in self._retriever.invoke(question)]


class Txtai:
    """`Embeddings` with its defaults; given vectors come in through its `external` method."""

    settings = f"{PEERS_MODEL}; txtai's defaults (faiss, cosine); search with limit={TOP}"

    def load(self, model: Path) -> None:
        from txtai import Embeddings

        self._model, self._embeddings_class = model, Embeddings
        self._embeddings = Embeddings(path=str(model))

    def build(self, source: Source, store: Path) -> None:
        rows, vectors = source.rows, source.vectors
        embeddings = self._embeddings
        if vectors is not None:
            known = _Known([row["text"] for row in rows], vectors)
            embeddings = self._embeddings_class(
                method="external",
                transform=lambda texts: known.embed_array(texts),  # noqa: PLW0108 - no methods
            )
        embeddings.index([(row["id"], row["text"], None) for row in rows])
        if vectors is not None:
            # From here on the index embeds questions with the model, as if it had all along.
            config = embeddings.config
            config.pop("transform")
            config.update(method="transformers", path=str(self._model))
        embeddings.save(str(store))

    def open(self, store: Path) -> None:
        self._embeddings = self._embeddings_class()
        self._embeddings.load(str(store))

    def search(self, question: str, asked: date) -> list[str]:
        return [name for name, _ in self._embeddings.search(question, TOP)]


class LlamaIndex:
    """`VectorStoreIndex` over a `ChromaVectorStore`, with `HuggingFaceEmbedding`."""

    settings = f"{PEERS_MODEL}; Chroma's defaults (HNSW, squared L2); similarity_top_k={TOP}"

    def load(self, model: Path) -> None:
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        self._model = HuggingFaceEmbedding(model_name=str(model))

    def build(self, source: Source, store: Path) -> None:
        rows, vectors = source.rows, source.vectors
        from llama_index.core import StorageContext, VectorStoreIndex
        from llama_index.core.schema import TextNode

        nodes = [TextNode(text=row["text"], id_=row["id"]) for row in rows]
        for node, vector in zip(nodes, [] if vectors is None else vectors.tolist(), strict=False):
            node.embedding = vector
        context = StorageContext.from_defaults(vector_store=self._store(store))
        VectorStoreIndex(nodes, storage_context=context, embed_model=self._model)

    def open(self, store: Path) -> None:
        from llama_index.core import VectorStoreIndex

        index = VectorStoreIndex.from_vector_store(self._store(store), embed_model=self._model)
        self._retriever = index.as_retriever(similarity_top_k=TOP)

    def search(self, question: str, asked: date) -> list[str]:
        return [found.node.node_id for found in self._retriever.retrieve(question)]

    @staticmethod
    def _store(store: Path) -> Any:
        import chromadb
        from llama_index.vector_stores.chroma import ChromaVectorStore

        client = chromadb.PersistentClient(path=str(store))
        return ChromaVectorStore(chroma_collection=client.get_or_create_collection("peers"))


class Footnote:
    """Ours: asked as shipped; built from the articles themselves, on the peers' model."""

    settings = "as shipped: bge-small-en-v1.5, words, dates, cross-encoder; ingests on MiniLM"
    embedding = "bge-small-en-v1.5"

    def load(self, model: Path) -> None:
        import footnote.retrieval.footnote  # noqa: F401

    def build(self, source: Source, store: Path) -> None:
        from footnote.retrieval.footnote import Footnote as Opened

        with Opened.open(store, LIBRARY, _embedding(PEERS_MODEL), create=True) as library:
            library.library.embedder.warm_up()
            report = library.ingest([source.articles])
        if report.passages != len(source.rows):
            raise RuntimeError(f"{report.passages} passages, expected {len(source.rows)}")

    def open(self, store: Path) -> None:
        from footnote.retrieval.footnote import Footnote as Opened

        self._footnote = Opened.open(store, LIBRARY, _embedding(self.embedding))
        self._footnote.warm_up()

    def search(self, question: str, asked: date) -> list[str]:
        from footnote.retrieval.question import Question

        hits = self._footnote.search(Question(question, as_of=asked))
        return [hit.passage.id for hit in hits[:TOP]]


class FootnoteOnMiniLM(Footnote):
    """Ours, searching with the peers' vectors."""

    settings = f"as shipped but for {PEERS_MODEL}"
    embedding = PEERS_MODEL


class Words(Footnote):
    """BM25 alone, over titles and texts, in the same library."""

    settings = f"Footnote's index of words, titles included; no vectors, no dates; {TOP} best"

    def search(self, question: str, asked: date) -> list[str]:
        from footnote.retrieval.search.terms import query_terms

        catalog = self._footnote.library.catalog
        return [name for name, _ in catalog.lexical_search(query_terms(question), TOP)]


def _embedding(model: str) -> "RetrievalOptions":
    from footnote.retrieval.options import EmbeddingOptions, RetrievalOptions

    return RetrievalOptions(embedding=EmbeddingOptions(model=model))


class _Known:
    """LangChain-like embeddings that look passages up instead of embedding them."""

    def __init__(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        self._rows = dict(zip(texts, vectors, strict=True))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self._rows[text].tolist() for text in texts]

    def embed_array(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([self._rows[text] for text in texts], dtype=np.float32)


SYSTEMS: dict[str, type[System]] = {
    "footnote": Footnote,
    "footnote-minilm": FootnoteOnMiniLM,
    "words": Words,
    "langchain": LangChain,
    "txtai": Txtai,
    "llamaindex": LlamaIndex,
}

warnings.simplefilter("ignore")
