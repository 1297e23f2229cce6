"""A library on disk: the one writer of its catalog and vectors, and what keeps both whole."""
