"""Whether everything Footnote stands on is sound, and what to do where it is not."""
