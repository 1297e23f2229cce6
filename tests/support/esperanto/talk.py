"""The words of Esperanto small talk."""

import re

from footnote.retrieval.languages.base import Talk, words

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
