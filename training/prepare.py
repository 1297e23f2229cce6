"""Make the pairs of a training run from checked sources: `python -m training.prepare --help`."""

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from training.examples import Example, Paragraph, checked, read_squad, write_examples
from training.pairs import own_pairs, shifted_pairs
from training.perturb import makers
from training.products import pairs_of_product, read_questions
from training.quotes import quote_pairs
from training.sections import read_own
from training.wordnet import WordNet

DATA = Path(__file__).parent / "data"

KEPT_PRODUCTS = ("homebrew", "vite")
"""Products whose questions only validate."""

SHIFTS = {
    "shifts_new_wiki.json": (
        "1d50a0ca4cdab88d038b52ea8a2d0510af6038d7f41a0a256b9659237769d0ee",
        6_000,
    ),
    "shifts_reddit.json": (
        "b4ac346dbf1816fdec80fdcf91d06a4b754fa51e47960fa8614a94f37ea42a4b",
        1_600,
    ),
    "shifts_amazon_reviews.json": (
        "9db7bdee84a91f0fb80b9e74f365042fbbb217cb8e0a7e73bb071245472589b6",
        1_400,
    ),
}
"""SQuADShifts (Miller et al., 2020, CC BY 4.0): sha256 of each file, and questions taken of it."""

WORDNET_NOUNS = "2cad22fe43461ee7ae61a564ae6a518c57445c8597e53542caddb5c26a6a5d94"
"""sha256 of `data.noun` of WordNet 3.1 (Princeton University's own licence)."""

VALIDATION_SHARE = 0.06
VALIDATION_QUESTIONS = 110


def main() -> None:
    """Read the command line, write `train.jsonl`, `products.jsonl` and `validation.jsonl`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shifts", type=Path, help="folder with the files of SQuADShifts")
    parser.add_argument("wordnet", type=Path, help="folder `dict` of WordNet 3.1")
    parser.add_argument("pages", type=Path, help="folder with one of pages for each product")
    parser.add_argument("folder", type=Path, help="where the pairs go")
    parser.add_argument("--seed", type=int, default=14, help="draws other questions and changes")
    given = parser.parse_args()
    rng = random.Random(given.seed)
    checked(given.wordnet / "data.noun", WORDNET_NOUNS)
    makes = makers(WordNet(given.wordnet))
    given.folder.mkdir(parents=True, exist_ok=True)
    train: list[Example] = []
    validation: list[Example] = []
    for name, (sha256, questions) in SHIFTS.items():
        path = checked(given.shifts / name, sha256)
        paragraphs = read_squad(path, titled="wiki" in name)
        ours, kept = split(paragraphs)
        train += shifted_pairs(ours, makes, rng, questions=questions)
        if "wiki" in name:
            validation += shifted_pairs(kept, makes, rng, questions=VALIDATION_QUESTIONS)
    kept_aside = read_own(DATA / "validation.jsonl")
    own = [
        replace(one, kind=f"{form}-{one.kind}")
        for form, pairs in (("own", own_pairs), ("quote", quote_pairs))
        for one in pairs(kept_aside, random.Random(1))
        if one.kind != "other-section"
    ]
    products, kept_product = product_parts(given.pages)
    validation += [*own, *kept_product]
    parts = {"train": train, "products": products, "validation": validation}
    for name, examples in parts.items():
        write_examples(given.folder / f"{name}.jsonl", examples)
        print(name, len(examples), dict(Counter(one.kind for one in examples).most_common()))


def product_parts(pages: Path) -> tuple[list[Example], list[Example]]:
    """Return the pairs of products to train on, and those of the ones kept for validation."""
    train: list[Example] = []
    kept: list[Example] = []
    for path in sorted((DATA / "products").glob("*.jsonl")):
        pairs = pairs_of_product(pages / path.stem, read_questions(path))
        print(path.stem, len(pairs), flush=True)
        if path.stem in KEPT_PRODUCTS:
            kept += [replace(one, kind=f"product-{one.kind}") for one in pairs]
        else:
            train += pairs
    return train, kept


def split(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return the paragraphs to train on, and those of some articles kept for validation."""
    names = sorted({paragraph.article for paragraph in paragraphs})
    kept = set(random.Random(14).sample(names, round(len(names) * VALIDATION_SHARE)))
    return (
        [one for one in paragraphs if one.article not in kept],
        [one for one in paragraphs if one.article in kept],
    )


if __name__ == "__main__":
    main()
