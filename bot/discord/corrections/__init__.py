"""Answers whose articles change: remembered, marked, asked again."""
