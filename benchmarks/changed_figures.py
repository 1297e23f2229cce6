"""Change one figure of a sentence, and see whether it still passes for what the passage says.

    python -m benchmarks.changed_figures XQUAD.en.json XQUAD.es.json XQUAD.zh.json [--most 120]

The sentences are XQuAD's (CC BY-SA 4.0, read where they lie). Each is put up as a claim with itself
as evidence, once as it is, which has to pass, and once with a figure changed to one that its
paragraph does not have, which must not. Only what code checks is asked: no model takes part.
"""

import argparse
import json
import random
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from footnote.retrieval.answer import Hit
from footnote.retrieval.article import ArticleHead, Passage
from footnote.retrieval.text.sentences import split_sentences
from footnote.retrieval.verification import Asked, Claim, Evidence, exact_fault, hold

FIGURE = re.compile(r"\d+|[一二三四五六七八九十百千万亿]{2,}")
_CHINESE = "一二三四五六七八九"


def sentences(path: Path) -> Iterator[tuple[str, str]]:
    """Yield sentences that have a figure, each with its paragraph."""
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            for span in split_sentences(text):
                sentence = text[span.start : span.end]
                if FIGURE.search(sentence):
                    yield sentence, text


def changed(sentence: str, paragraph: str, dice: random.Random) -> str | None:
    """Return the sentence with one figure changed, or None where no figure is free."""
    match = dice.choice(list(FIGURE.finditer(sentence)))
    figure = match.group()
    for _ in range(20):
        at = dice.randrange(len(figure))
        signs = "123456789" if figure.isdigit() else _CHINESE
        if not figure.isdigit() and figure[at] not in _CHINESE:
            continue
        other = figure[:at] + dice.choice(signs) + figure[at + 1 :]
        if other != figure and other not in paragraph:
            return sentence[: match.start()] + other + sentence[match.end() :]
    return None


def passes(claim: str, sentence: str, paragraph: str) -> bool:
    """Tell whether code lets a claim pass with a sentence as its evidence."""
    passage = Passage("p", "a", 0, 0, len(paragraph), paragraph)
    offered = {1: Hit(passage, ArticleHead("a", "-"), 1.0)}
    held = hold(Claim(claim, (Evidence(1, sentence),)), offered)
    return exact_fault(held, Asked("-", date(2026, 11, 24))) is None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--most", type=int, default=120)
    parser.add_argument("--wrong", action="store_true", help="print what went wrong")
    arguments = parser.parse_args()
    for path in arguments.files:
        dice = random.Random(5)
        found = list(sentences(path))
        dice.shuffle(found)
        asked = wrong = lost = 0
        for sentence, paragraph in found:
            other = changed(sentence, paragraph, dice)
            if other is None or asked == arguments.most:
                continue
            asked += 1
            if passes(other, sentence, paragraph):
                wrong += 1
                print("passes:", other) if arguments.wrong else None
            if not passes(sentence, sentence, paragraph):
                lost += 1
                print("lost:", sentence) if arguments.wrong else None
        print(f"{path.name}: {wrong} of {asked} changed pass, {lost} of {asked} unchanged do not")


if __name__ == "__main__":
    main()
