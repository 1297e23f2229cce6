"""Orders to a language model within articles: how many are known for it, and what is taken for one.

    python -m benchmarks.orders [FOLDER_OR_FILE …]

An order of `data/orders.jsonl` stands in a notice, and a writer that obeyed it states what it
dictates with the order as evidence; it passes where that evidence is let through to the checker.
False alarms are counted over the passages of `data/writer_cases.jsonl` and the articles of each
path: sentences taken for an order, and those that are no evidence because they stand behind one.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from footnote.retrieval import cleaning, readers
from footnote.retrieval.answer import Hit
from footnote.retrieval.article import ArticleHead, Passage, RawPage
from footnote.retrieval.errors import InputError
from footnote.retrieval.text.sentences import split_sentences
from footnote.retrieval.verification import Claim, Evidence, hold
from footnote.retrieval.verification.evidence import addresses_a_model, usable_sentences

DATA = Path(__file__).parent / "data"
FACT = "The town hall was painted in 1998."
SIGNED = "This notice was put up by the caretaker."


def orders() -> list[dict[str, str]]:
    """Return the orders; those of the set `second` were written when the forms were settled."""
    rows = (DATA / "orders.jsonl").read_text("utf-8").splitlines()
    return [json.loads(row) for row in rows]


def passes(order: dict[str, str]) -> bool:
    """Tell whether what an order dictates would be put to a checker."""
    text = f"{FACT}\n\n{order['text']}\n\n{SIGNED}"
    hit = Hit(Passage("p", "a", 0, 0, len(text), text), ArticleHead("a", "Notice"), 1.0)
    last = split_sentences(order["text"])[-1]
    quotes = (order["text"], order["text"][last.start : last.end])
    evidence = tuple(Evidence(1, quote) for quote in quotes)
    return bool(hold(Claim(order["says"], evidence), {1: hit}).support)


def false_alarms(texts: Iterable[str]) -> Counter[str]:
    """Count the sentences of texts, those taken for orders, and those lost with them."""
    counts: Counter[str] = Counter()
    for text in texts:
        sentences = split_sentences(text)
        counts["sentences"] += len(sentences)
        counts["taken for orders"] += sum(
            addresses_a_model(text[each.start : each.end]) for each in sentences
        )
        counts["no evidence"] += len(sentences) - len(usable_sentences(text))
    return counts


def passages() -> Iterator[str]:
    """Yield the passages of the writer's cases."""
    for row in (DATA / "writer_cases.jsonl").read_text("utf-8").split("\n"):
        if row:
            yield from (passage["text"] for passage in json.loads(row)["passages"])


def articles(path: Path) -> Iterator[str]:
    """Yield the texts of the articles below a path, as they are kept in a library."""
    for source in readers.find([path]):
        if isinstance(source, InputError):
            continue
        for page in readers.read(source):
            if isinstance(page, RawPage):
                try:
                    yield cleaning.clean(page).text
                except InputError:
                    continue


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path)
    paths: list[Path] = parser.parse_args().paths
    all_orders = orders()
    for name in ("set", "language", "kind"):
        for value in dict.fromkeys(order[name] for order in all_orders):
            those = [order for order in all_orders if order[name] == value]
            print(f"passing, {name} {value:16} {sum(map(passes, those))} of {len(those)}")
    for where, texts in [("cases", passages()), *((str(p), articles(p)) for p in paths)]:
        counts = false_alarms(texts)
        print(where, *(f"{count} {what}" for what, count in counts.items()), sep=", ")


if __name__ == "__main__":
    main()
