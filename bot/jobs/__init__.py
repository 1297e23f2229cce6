"""Ingestion as jobs in PostgreSQL: entries of sources, their schedules, and the workers."""
