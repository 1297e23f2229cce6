"""A command of Footnote with a good writer: its replies are read from a file.

    python -m benchmarks.good_writer [--prompts FOLDER] footnote ask "QUESTION"

The command runs with the settings that lead it to an OpenAI-compatible server on loopback, which
replies from `data/good_writer.jsonl`: for each question what a large language model wrote that was
given the prompts over `samples/articles`, as writer (`write`) and as checker (`check`). `--prompts`
keeps the prompts that have no reply.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.writer_replay import PENDING, Pace, serving

REPLIES = Path(__file__).parent / "data" / "good_writer.jsonl"
_ASKED = {
    "check": re.compile(r"\nThe question was: (.+)\s*\Z"),
    "write": re.compile(r"\nQuestion: (.+)\s*\Z"),
}
"""How each prompt ends; its question names the reply."""


class GoodWriter:
    """Replies to a prompt by what it is for and its question."""

    pace = Pace()

    def __init__(self, prompts: Path | None = None) -> None:
        rows = map(json.loads, REPLIES.read_text("utf-8").splitlines())
        self._replies: dict[tuple[str, str], str] = {
            (row["for"], row["question"]): row["reply"] for row in rows
        }
        self._prompts = prompts

    def to(self, messages: Sequence[dict[str, Any]]) -> str:
        """Return the reply, or `PENDING` where there is none."""
        last = str(messages[-1]["content"])
        for what, ending in _ASKED.items():
            found = ending.search(last)
            if found and (reply := self._replies.get((what, found[1].strip()))):
                return reply
        if self._prompts is not None:
            self._prompts.mkdir(parents=True, exist_ok=True)
            words = "\n\n".join(f"# {each['role']}\n\n{each['content']}" for each in messages)
            number = len(list(self._prompts.iterdir())) + 1
            (self._prompts / f"{number}.md").write_text(words, "utf-8")
        return PENDING


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prompts", type=Path)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    with serving(GoodWriter(arguments.prompts)) as url:
        settings = {
            "FOOTNOTE_ANSWERING__ANSWERER": "generative",
            "FOOTNOTE_GENERATION__MODEL": "openai:good-writer",
            "FOOTNOTE_GENERATION__BASE_URL": url,
            "FOOTNOTE_GENERATION__API_KEY": "none",
        }
        done = subprocess.run(arguments.command, env=os.environ | settings, check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
