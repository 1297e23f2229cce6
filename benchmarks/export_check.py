"""How near the ONNX export of all-MiniLM-L6-v2 is to sentence-transformers, on many texts.

    python -m benchmarks.export_check --texts 1000

Prints the lowest and the mean cosine between the two vectors of each text, and fails where the
lowest is below what the export promises.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np

from footnote.retrieval.embedding import open_embedder
from footnote.retrieval.embedding.backends import LEAST_COSINE
from footnote.retrieval.options import EmbeddingOptions, ModelOptions

ARTICLES = (
    Path(__file__).parents[1].parent / "shared" / "data" / "realtimeqa-dev" / "articles.jsonl"
)
MODEL = "all-MiniLM-L6-v2"
_LENGTHS = (60, 300, 900, 1400)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=Path, default=ARTICLES)
    parser.add_argument("--texts", type=int, default=1000)
    asked = parser.parse_args()
    with asked.articles.open(encoding="utf-8") as lines:
        articles = [json.loads(line)["text"] for line, _ in zip(lines, range(asked.texts))]  # noqa: B905
    texts = [text[: _LENGTHS[n % len(_LENGTHS)]] for n, text in enumerate(articles)]
    exported = open_embedder(EmbeddingOptions(model=MODEL, backend="onnx"), ModelOptions())
    options = EmbeddingOptions(model=MODEL, backend="sentence-transformers")
    standard = open_embedder(options, ModelOptions())
    cosines = np.sum(exported.encode(texts) * standard.encode(texts), axis=1)
    print(f"{len(texts)} texts: cosine at least {cosines.min():.6f}, mean {cosines.mean():.6f}")
    return 0 if cosines.min() >= LEAST_COSINE else 1


if __name__ == "__main__":
    sys.exit(main())
