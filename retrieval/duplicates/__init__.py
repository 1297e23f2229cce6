"""Near-duplicate articles: found by MinHash, quoted once, the other copies named."""
