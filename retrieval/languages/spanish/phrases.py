"""How refusals are worded in Spanish."""

from footnote.retrieval.languages.base import Kind, Phrases

PHRASES = Phrases(
    opening="Los artículos no responden a esto",
    joint=": ",
    stop=".",
    lacking={
        Kind.NUMBER: "ningún pasaje cercano a la pregunta da un número",
        Kind.YEAR: "ningún pasaje cercano a la pregunta da un año",
        Kind.DATE: "ningún pasaje cercano a la pregunta da una fecha",
        Kind.NAME: "ningún pasaje cercano a la pregunta nombra a nadie",
        Kind.AGE: "ningún pasaje cercano a la pregunta da una edad",
        Kind.DURATION: "ningún pasaje cercano a la pregunta dice cuánto tiempo",
    },
    nothing_asked="Eso no es una pregunta. Pregunta, y lo busco en los artículos.",
    nothing_matches="ningún artículo de la biblioteca corresponde a la pregunta y sus filtros",
    not_close="ningún pasaje se acerca lo bastante a la pregunta",
    unreadable="el modelo de la biblioteca no lee el idioma de la pregunta",
    closest="Lo más cercano en la biblioteca: ",
    title="«{}»",
    between="; ",
    cell="{name}: {cell}",
)
