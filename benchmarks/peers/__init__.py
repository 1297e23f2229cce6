"""Footnote beside the LangChain tutorial's chain, txtai and LlamaIndex, in one run."""
