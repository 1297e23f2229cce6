"""What the bot keeps in PostgreSQL beside the libraries: whether it answers, and its errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from footnote.retrieval.catalog.postgres.connection import place_of
from footnote.retrieval.errors import CatalogAway, LibraryError, first_line
from footnote.retrieval.options import CatalogOptions


def answers(connection: psycopg.Connection[Any]) -> bool:
    """Return whether a connection still leads to PostgreSQL."""
    try:
        connection.execute("SELECT 1")
    except (psycopg.OperationalError, psycopg.InterfaceError):
        return False
    return True


@contextmanager
def sentences_about(kept: str, schema: str, options: CatalogOptions) -> Iterator[None]:
    """Turn PostgreSQL's errors into sentences on what is `kept` in a schema, such as "the jobs".

    Raises:
        CatalogAway: It does not answer.
        LibraryError: Its tables cannot be used.
    """
    try:
        yield
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        raise CatalogAway(
            f"{place_of(options)}, which keeps {kept}, does not answer. Start it, or correct "
            "catalog.url."
        ) from error
    except psycopg.Error as error:
        raise LibraryError(
            f"{kept[0].upper()}{kept[1:]} in {place_of(options)} cannot be used "
            f"({first_line(error)}). Grant the account of catalog.url the schema {schema}, or "
            "restore it from a backup."
        ) from error
