"""What cleaning takes from a corpus of articles, and whether gold answers are still in it.

    python -m benchmarks.cleaned_corpus ARTICLES.jsonl --questions QUESTIONS.jsonl --sample 200

Prints the share of lines and characters removed, the number of questions of which a gold answer
stands in some cleaned article as whole words, and removed lines drawn at random, to be read.
"""

import argparse
import json
import random
import re
from collections import Counter
from pathlib import Path

from footnote.retrieval import readers
from footnote.retrieval.article import RawPage
from footnote.retrieval.cleaning import clean
from footnote.retrieval.cleaning.lines import normalise
from footnote.retrieval.errors import InputError


def removed(raw: str, text: str) -> list[str]:
    """Return the lines of a page that are not in its cleaned text."""
    kept = Counter(text.split("\n"))
    gone = []
    for line in filter(None, normalise(raw).split("\n")):
        if kept[line]:
            kept[line] -= 1
        else:
            gone.append(line)
    return gone


def _words(text: str) -> str:
    return " ".join(["", *re.findall(r"[^\W_]+", text.lower()), ""])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("articles", type=Path)
    options.add_argument("--questions", type=Path)
    options.add_argument("--sample", type=int, default=0)
    given = options.parse_args()
    lines = characters = refused = 0
    gone: list[str] = []
    texts: list[str] = []
    for page in readers.read(given.articles):
        if not isinstance(page, RawPage):
            continue
        raw = [line for line in normalise(page.text).split("\n") if line]
        lines += len(raw)
        characters += sum(map(len, raw))
        try:
            text = clean(page).text
        except InputError:
            refused += 1
            continue
        texts.append(_words(text))
        gone += removed(page.text, text)
    share = sum(map(len, gone)) / characters
    print(f"{len(gone)} of {lines} lines removed, {share:.4f} of the characters; {refused} refused")
    if given.questions:
        questions = [json.loads(line) for line in given.questions.read_text("utf-8").splitlines()]
        golds = [[_words(gold) for gold in q["answers"] if _words(gold).strip()] for q in questions]
        found = sum(any(gold in text for gold in each for text in texts) for each in golds)
        print(f"a gold answer stands in the corpus for {found} of {len(questions)} questions")
    for line in random.Random(29).sample(gone, min(given.sample, len(gone))):
        print(line)


if __name__ == "__main__":
    main()
