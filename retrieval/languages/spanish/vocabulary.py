"""Spanish months, weekdays and numbers as values, stop words, abbreviations."""

import re

from footnote.retrieval.languages.base import NEVER, Abbreviations, Detection, SearchWords, words

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("enero", "ene"),
            ("febrero", "feb"),
            ("marzo", "mar"),
            ("abril", "abr"),
            ("mayo",),
            ("junio", "jun"),
            ("julio", "jul"),
            ("agosto", "ago"),
            ("septiembre", "setiembre", "sept"),
            ("octubre", "oct"),
            ("noviembre", "nov"),
            ("diciembre", "dic"),
        ),
        start=1,
    )
    for name in names
}
"""Month names and abbreviations in lower case to 1…12."""

WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo")
    )
}
"""Weekday names without accents to 0 (Monday) … 6 (Sunday)."""

NUMBERS = {
    name: number
    for number, name in enumerate(
        (
            "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
            "quince dieciseis diecisiete dieciocho diecinueve veinte"
        ).split()
    )
}
"""Number words without accents up to twenty."""

DETECTION = Detection(
    function_words=words(
        "a el la los las de del y en que se por con para un una unos unas es fue son era al lo su "
        "sus como más mas pero o no ha han había qué quién quiénes cuál cuáles cuándo cuánto "
        "cuánta cuántos cuántas dónde cómo quien cual cuando cuanto cuantos cuantas donde desde "
        "hasta sobre entre está están ser hay esta este estos estas muy también según durante sin "
        "fueron tiene cuyo porque ya nos le les ella él ellos tras"
    ),
    script=NEVER,
    marks=re.compile(r"[¿¡]"),
    question=NEVER,
)

SEARCH = SearchWords(
    stop=words(
        "a al algo ante aquel como con cual cuales cuando cuanta cuantas cuanto cuantos de "
        "del desde donde dos e el ella ellas ello ellos en entre era eran es esa esas ese "
        "eso esos esta estaba estas este esto estos está están fue fueron ha haber había "
        "habían han hasta hay la las le les lo los más me mi mis muy no nos o para pero por "
        "porque qué que quien quienes quién quiénes se ser si sin sobre son su sus también "
        "te tiene tienen tu un una unas uno unos y ya cuál cuáles cuándo cuánta cuántas "
        "cuánto cuántos cómo dónde"
    ),
    stop_everywhere=words(
        "de del el en la las lo los que se su un una y al con por para es cual cuál qué quién como "
        "cómo cuándo cuánto cuántos dónde"
    ),
    noise=NEVER,
    endings=(),
    numbered=frozenset(),
)

ABBREVIATIONS = Abbreviations(
    titles=words(
        "ee ej pág págs núms máx mín tel avda dña dto lic ing excmo excma aprox ntra sr sra srta "
        "dra ud uds"
    ),
    before_number=words("núm"),
    either_way=frozenset(),
    roles=frozenset(),
    starters=words("el la los las un una en por pero"),
)
