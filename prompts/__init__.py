"""The words given to language models."""
