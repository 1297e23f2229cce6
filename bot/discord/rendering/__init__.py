"""Answers and passages as Discord messages, and Discord messages as earlier turns."""
