"""What every embedder is to do."""

from collections.abc import Sequence

import numpy as np

from footnote.retrieval.embedding import Embedder


def assert_company_changes_nothing(embedder: Embedder, texts: Sequence[str]) -> None:
    """A text's vector is unit norm, and the same alone and among others."""
    together = np.array(embedder.embed_documents(list(texts)))
    alone = np.array([embedder.embed_documents([text])[0] for text in texts])
    assert np.allclose(together, alone, atol=1e-5)
    assert np.allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)
