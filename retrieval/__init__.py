"""Articles in, cited answers out."""
