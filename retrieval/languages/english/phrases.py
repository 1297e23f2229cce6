"""How refusals are worded in English."""

from footnote.retrieval.languages.base import Kind, Phrases

PHRASES = Phrases(
    opening="The articles don't answer this",
    joint=": ",
    stop=".",
    lacking={
        Kind.NUMBER: "no passage near the question states a number for it",
        Kind.YEAR: "no passage near the question states a year for it",
        Kind.DATE: "no passage near the question states a date for it",
        Kind.NAME: "no passage near the question names anyone",
        Kind.AGE: "no passage near the question states an age for it",
        Kind.DURATION: "no passage near the question says how long",
    },
    nothing_asked="That is no question. Ask, and I look for it in the articles.",
    nothing_matches="no article in the library matches the question and its filters",
    not_close="no passage comes close enough to the question",
    unreadable="the library’s model does not read the language of the question",
    closest="Closest in the library: ",
    title="“{}”",
    between="; ",
    cell="The {name} of {row} is {cell}",
)
