"""How refusals are worded in Esperanto."""

from footnote.retrieval.languages.base import Kind, Phrases

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
