"""Two versions of Footnote side by side, through the command line that both keep.

    git worktree add /tmp/old 6b95312
    python -m benchmarks.versions /tmp/old --other-command bot.cli --articles FILE --questions FILE

Each round gives both versions the same work in turn, each in processes and a home of its own, and
whichever began comes second in the next: new articles read in, the same articles again unchanged,
one question asked from nothing, and questions from a file in one process, whose own timings tell
what finding the passages took and what the whole answer took. Medians of the rounds, and the median
of the rounds' ratios.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import keep
from benchmarks.processes import Cost, bytes_in, measured

CHECKOUT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Version:
    """A checkout and the module whose `main` is its command line."""

    name: str
    checkout: Path
    module: str

    def run(self, home: Path, *arguments: str) -> tuple[Cost, str]:
        """Run one command; return what it takes and what it prints."""
        code = f"import sys; from {self.module} import main; sys.exit(main())"
        command = [sys.executable, "-c", code, "--home", str(home), *arguments]
        path = {"PYTHONPATH": str(self.checkout)}
        return measured(command, cwd=self.checkout, environment=path)


def one_round(
    version: Version, work: Path, few: Path, filled: Path, questions: Path
) -> dict[str, float]:
    """Give a version all the work once; return what each part took, by name."""
    home = Path(tempfile.mkdtemp(dir=work))
    new, same = (version.run(home, "ingest", str(few))[0] for _ in range(2))
    (question,) = _lines(questions, 1)
    cold, _ = version.run(filled, "ask", json.loads(question)["question"])
    asked, answers = version.run(filled, "ask", "--json", "--from", str(questions))
    timings = [json.loads(line)["timings_ms"] for line in answers.splitlines()]
    return {
        "new articles, s": new.seconds,
        "new articles, s of processors": new.cpu,
        "new articles, MB": new.megabytes,
        "their library, MB": bytes_in(home) / 1e6,
        "nothing changed, s": same.seconds,
        "first question, s": cold.seconds,
        "first question, s of processors": cold.cpu,
        "first question, MB": cold.megabytes,
        "finding passages, median ms": statistics.median(one["search"] for one in timings),
        "whole answer, median ms": statistics.median(one["total"] for one in timings),
        "all questions, s of processors": asked.cpu,
    }


def _lines(path: Path, most: int) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()[:most]


def _first(path: Path, most: int, work: Path) -> Path:
    """Return a file of the first lines of another; a folder as it is."""
    if path.is_dir():
        return path
    shortened = work / path.name
    shortened.write_text("\n".join(_lines(path, most)) + "\n", encoding="utf-8")
    return shortened


def table(rounds: Sequence[dict[str, dict[str, float]]], names: Sequence[str]) -> list[str]:
    """Return the figures as rows of Markdown: medians, and the median ratio of the rounds."""
    this, other = names
    rows = [f"| | {other} | {this} | ratio |", "| --- | --- | --- | --- |"]
    for part in rounds[0][this]:
        ours, theirs = ([one[name][part] for one in rounds] for name in (this, other))
        ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
        middle = statistics.median(theirs), statistics.median(ours)
        rows.append(f"| {part} | {middle[0]:.3g} | {middle[1]:.3g} | {ratio:.2f} |")
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("other", type=Path, help="a checkout of the other version")
    parser.add_argument("--other-command", default="footnote.bot.cli", help="its module")
    parser.add_argument("--articles", type=Path, required=True, help="JSON lines, or a folder")
    parser.add_argument("--questions", type=Path, required=True, help="JSON lines")
    parser.add_argument("--few", type=int, default=60, help="articles that each round reads in")
    parser.add_argument("--first", type=int, default=60, help="questions asked in each round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    asked = parser.parse_args()
    versions = [
        Version("this", CHECKOUT, "footnote.bot.cli"),
        Version("other", asked.other, asked.other_command),
    ]
    rounds: list[dict[str, dict[str, float]]] = []
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        few = _first(asked.articles, asked.few, work)
        questions = _first(asked.questions, asked.first, work)
        for version in versions:
            version.run(work / version.name, "ingest", str(asked.articles))
        for number in range(asked.rounds):
            taken: dict[str, dict[str, float]] = defaultdict(dict)
            for version in versions if number % 2 else versions[::-1]:
                filled = work / version.name
                taken[version.name] = one_round(version, work, few, filled, questions)
            rounds.append(dict(taken))
    print("\n".join(table(rounds, [version.name for version in versions])))
    if asked.json:
        keep(asked.json, json.dumps(rounds, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
