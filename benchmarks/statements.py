"""SQL statements and readings of the generation that one question costs, warm, on the samples.

python -m benchmarks.statements
"""

import tempfile
from collections import Counter
from pathlib import Path
from unittest import mock

from footnote.retrieval.catalog.sqlite import connection
from footnote.retrieval.footnote import Footnote

QUESTIONS = (
    "How many passengers were on the Saint Orla when it hit the sandbank?",
    "Which lifeboat took the ferry passengers off?",
    "Who is the harbour master?",
    "When does the library close on Saturdays?",
)


def main() -> None:
    """Print the statements of each question, and of which kind the commonest are."""
    counted: Counter[str] = Counter()
    connect = connection._connect

    def note(statement: str) -> None:
        if not statement.startswith("--"):  # what the full-text index asks of its own tables
            counted[" ".join(statement.split())] += 1

    def traced(path: Path) -> object:
        opened = connect(path)
        opened.set_trace_callback(note)
        return opened

    with (
        tempfile.TemporaryDirectory() as home,
        mock.patch.object(connection, "_connect", traced),
        Footnote.open(home, create=True) as footnote,
    ):
        footnote.ingest([Path("samples/articles")])
        footnote.warm_up()
        footnote.ask(QUESTIONS[0])
        for text in QUESTIONS:
            counted.clear()
            footnote.ask(text)
            generation = sum(n for sql, n in counted.items() if "'generation'" in sql)
            print(f"{counted.total()} statements, {generation} of the generation: {text}")
        for sql, number in counted.most_common(8):
            print(f"  {number} × {sql[:90]}")


if __name__ == "__main__":
    main()
