"""The same story more than once: found by MinHash, answered once, the other copies named."""
