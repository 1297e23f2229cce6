"""The pairs of a training run: answered questions, and near misses of several kinds beside them."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from footnote.retrieval.text.sentences import split_sentences
from training.examples import Example, Paragraph, Question, agreed_span, lead_of
from training.perturb import Made, Maker, as_typed, without_answer
from training.sections import (
    OwnArticle,
    Section,
    most_like,
    place_answers,
    section_lead,
    sections_of,
)
from training.swapping import Pair

_FULL = 0.3
"""Share of passages left whole; the others are cut to some sentences, which costs less."""

_CUT = (150, 450)
"""Characters kept of a cut passage, at least and at most."""

_RARE_FIRST = {
    "entity-in-question": 6.0,
    "entity-in-passage": 3.0,
    "vaguer": 3.0,
    "asks-more": 3.0,
    "opposite": 2.0,
    "opposite-in-passage": 1.0,
    "negation": 1.5,
    "negation-in-passage": 0.5,
    "sister": 1.2,
}
"""How readily a kind of near miss is chosen where a question allows several."""


def shifted_pairs(
    paragraphs: Sequence[Paragraph],
    makers: Sequence[Maker],
    rng: random.Random,
    *,
    questions: int,
) -> Iterator[Example]:
    """Yield pairs over as many questions, drawn evenly; those of one question share a group."""
    articles = defaultdict(list)
    for paragraph in paragraphs:
        articles[paragraph.article].append(paragraph.text)
    asked = [
        (place, question)
        for place, paragraph in enumerate(paragraphs)
        for question in paragraph.questions
        if question.spans
    ]
    chosen = rng.sample(asked, min(questions, len(asked)))
    near = _nearest(paragraphs, chosen)
    for (place, question), others in zip(chosen, near, strict=True):
        paragraph = paragraphs[place]
        beside = [text for text in articles[paragraph.article] if text is not paragraph.text]
        span = agreed_span(question, paragraph.text)
        pair = Pair(question.text, paragraph.text, span, rng.sample(beside, min(8, len(beside))))
        for made in _made(pair, others, makers, rng):
            yield _example(made, paragraph, question, rng)


def _made(
    pair: Pair, others: Sequence[str], makers: Sequence[Maker], rng: random.Random
) -> Iterator[Made]:
    if rng.random() < 0.9:
        yield Made(pair.question, pair.passage, pair.span, "answered", pair.span)
    draw = rng.random()
    if draw < 0.45:
        yield from without_answer(pair, rng)
    elif draw < 0.6:
        answer = pair.answer.lower()
        hard = [text for text in others if answer not in text.lower()]
        if hard:
            place = rng.randrange(len(hard[0]) - 2)
            yield Made(pair.question, hard[0], None, "other-paragraph", (place, place + 2))
    options = [made for maker in makers for made in maker(pair, rng)]
    missing = [made for made in options if made.span is None]
    if missing and rng.random() < 0.8:
        weights = [_RARE_FIRST[made.kind] for made in missing]
        one = rng.choices(missing, weights)[0]
        yield one
        both = [made for made in options if made.kind == one.kind.split("-")[0] + "-in-both"]
        if both and rng.random() < 0.6:
            yield both[0]


def _example(made: Made, paragraph: Paragraph, question: Question, rng: random.Random) -> Example:
    passage, start = cut_passage(made.passage, made.place, rng)
    span = (made.span[0] - start, made.span[1] - start) if made.span else None
    asked = as_typed(made.question, rng) if rng.random() < 0.15 else made.question
    lead = lead_of(paragraph.title) if rng.random() < 0.8 else ""
    return Example(
        asked, lead, passage, span, made.kind, paragraph.article, question.id, made.weight
    )


def cut_passage(passage: str, place: tuple[int, int], rng: random.Random) -> tuple[str, int]:
    """Return neighbouring sentences of a passage, those at `place` among them, and their start.

    Now and then a passage is left whole.
    """
    if rng.random() < _FULL or len(passage) < _CUT[0]:
        return passage, 0
    room = rng.randint(*_CUT)
    sentences = split_sentences(passage)
    inside = [
        number
        for number, one in enumerate(sentences)
        if one.start < place[1] and place[0] < one.end
    ]
    if not inside:  # drawn between two sentences
        return passage, 0
    first, last = inside[0], inside[-1]
    while sentences[last].end - sentences[first].start < room:
        before, after = first > 0, last < len(sentences) - 1
        if not before and not after:
            break
        if before and (not after or rng.random() < 0.5):
            first -= 1
        else:
            last += 1
    start, end = sentences[first].start, sentences[last].end
    return passage[start:end], start


def _nearest(
    paragraphs: Sequence[Paragraph], asked: Sequence[tuple[int, Question]]
) -> list[list[str]]:
    """Return for each question the three other paragraphs most like it, by TF-IDF."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    rows = vectorizer.fit_transform([paragraph.text for paragraph in paragraphs])
    scores = vectorizer.transform([question.text for _, question in asked]) @ rows.T
    found = []
    for number, (place, _) in enumerate(asked):
        row = scores[number].tocoo()
        ranked = sorted(zip(row.data, row.col, strict=True), reverse=True)
        found.append([paragraphs[one].text for _, one in ranked[:4] if one != place][:3])
    return found


def own_pairs(articles: Sequence[OwnArticle], rng: random.Random) -> Iterator[Example]:
    """Yield pairs of our own set for one pass: another cut, another look, other beside-sections."""
    for article in articles:
        sections = sections_of(article)
        for number, question in enumerate(article.questions):
            group = f"{article.id}-{number}"
            asked = question.text if rng.random() < 0.8 else as_typed(question.text, rng)
            place = place_answers(question, sections, article.title) if question.answers else None
            if question.answers and place is None:
                continue
            ranked = rank_sections(question.text, article, sections)
            made: list[tuple[int, tuple[int, int] | None, str]]
            if place is None:
                first = ranked[0] if rng.random() < 0.75 else rng.choice(ranked[:3])
                made = [(first, None, "human-near-miss")]
            else:
                made = [(place[0], place[1:], "answered")]
                beside = [one for one in ranked if one != place[0]]
                if beside and rng.random() < 0.35:
                    made.append((beside[0], None, "other-section"))
            for section, span, kind in made:
                yield _own_example(article, sections, section, span, asked, group, kind, rng)


def _own_example(
    article: OwnArticle,
    sections: Sequence[Section],
    place: int,
    span: tuple[int, int] | None,
    asked: str,
    group: str,
    kind: str,
    rng: random.Random,
) -> Example:
    section = sections[place]
    text, lead = section.text, section_lead(article, section)
    if kind != "other-section" and rng.random() < 0.1 and place + 1 < len(sections):
        # A passage may run over more than one short section.
        following = sections[place + 1]
        heading = following.headings[-1:] or ("",)
        text = f"{text}\n{heading[0]}\n{following.text}"
    return Example(asked, lead, text, span, kind, article.id, group)


def rank_sections(question: str, article: OwnArticle, sections: Sequence[Section]) -> list[int]:
    """Return the sections of an article, those most like the question first."""
    return most_like(question, [f"{' '.join(one.headings)} {one.text}" for one in sections])
