"""Scores the bot against question-and-answer fixtures."""
