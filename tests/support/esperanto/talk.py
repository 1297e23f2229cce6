"""The words of Esperanto small talk, and how refusals are worded in it."""

import re

from footnote.retrieval.languages.base import Kind, Phrases, Talk, words

TALK = Talk(
    token=re.compile(r"\b(?:bonan (?:tagon|vesperon))\b|[^\W_]+"),
    marks=words("saluton dankon pardonu") | {"bonan tagon", "bonan vesperon"},
    persons=words("mi vi ciuj iu"),
    fillers=words("la kaj al por mi vi ciuj iu scias tre multe se eble pro"),
    times=words("hodiau hierau"),
    asks=words("kiu kio kiam kiom kie kial"),
    helps=words("cu estas"),
    whether=words("cu"),
    reports=words("scias"),
    skipped=words("ciuj iu"),
    ends=words("dankon"),
)

PHRASES = Phrases(
    opening="La artikoloj ne respondas tion",
    joint=": ",
    stop=".",
    lacking=dict.fromkeys(Kind, "neniu apuda alineo diras tion"),
    nothing_asked="Tio ne estas demando.",
    nothing_matches="neniu artikolo konvenas",
    not_close="neniu alineo sufiĉe proksimas",
    unreadable="la modelo ne legas la lingvon",
    closest="Plej proksime: ",
    title="„{}“",
    between="; ",
    cell="La {name} de {row} estas {cell}",
)
