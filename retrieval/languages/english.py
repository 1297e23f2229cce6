"""The phrases of refusals in English; its patterns live with the code that was made for it."""

from retrieval.languages.words import Kind, Phrases

PHRASES = Phrases(
    opening="The articles don't answer this",
    joint=": ",
    stop=".",
    lacking={
        Kind.NUMBER: "no passage near the question states a number for it",
        Kind.YEAR: "no passage near the question states a year for it",
        Kind.DATE: "no passage near the question states a date for it",
        Kind.NAME: "no passage near the question names anyone",
    },
    nothing_matches="no article in the library matches the question and its filters",
    not_close="no passage comes close enough to the question",
    closest="Closest in the library: ",
    title="“{}”",
    between="; ",
)
