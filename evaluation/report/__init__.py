"""The report of an evaluation: one HTML page, Markdown, JSON and the records."""

from evaluation.report.writing import write_report

__all__ = ["write_report"]
