"""Spanish: question words, what answers them, follow-ups, refusals."""

import re

from footnote.retrieval.languages.words import FollowUps, Kind, LanguageWords, Phrases, Talk

ABBREVIATIONS = "ee ej pág págs núms máx mín tel avda dña dto lic ing excmo excma aprox ntra"
"""Words, in lower case and without their stop, whose stop never ends a sentence."""

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

_LARGER = (
    "veinti\\w+ treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento\\w* "
    "doscient[oa]s trescient[oa]s cuatrocient[oa]s quinient[oa]s seiscient[oa]s setecient[oa]s "
    "ochocient[oa]s novecient[oa]s mil miles mill[oó]n(?:es)? docenas? mitad tercio cuarta doble "
    "triple primer[oa]? segund[oa] tercer[oa]?"
).split()
_SMALL = "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince".split()
_NUMBER = "|".join([*_SMALL, "diecis[eé]is", "dieci\\w+", "veinte", *_LARGER])
_DAY_NAMES = "lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo"
_MEASURE = (
    "numero|porcentaje|proporcion|cantidad|precio|coste|costo|cifra|edad|altura|longitud|tasa"
    "|superficie|distancia|poblacion|tamano|peso|velocidad|temperatura|capacidad|duracion|area"
)

WORDS = LanguageWords(
    asks={
        Kind.AGE: re.compile(
            r"\b(?:que|cual es su) edad\b|\bcuantos anos (?:tiene|tenia|cumpl\w+)\b"
        ),
        Kind.DURATION: re.compile(
            r"\bcuanto (?:tiempo|dur[aoe]\w*|tard\w+)\b|\bcuantos? (?:anos|meses|dias) dur\w+"
        ),
        Kind.YEAR: re.compile(r"\b(?:que|cual)\s+(?:fue\s+el\s+)?ano\b"),
        Kind.NUMBER: re.compile(
            rf"\bcuant[oa]s?\b|\bque\s+(?:\w+\s+)?(?:{_MEASURE})\b"
            rf"|\bcual\s+(?:es|fue|era|sera)\s+(?:el|la)\s+(?:{_MEASURE})\b"
        ),
        Kind.DATE: re.compile(
            r"^\W*(?:(?:y|e|pero|entonces|desde|hasta|para)\s+)?cuando\b"
            r"|[¿,]\s*(?:desde\s+|hasta\s+)?cuando\b|\b(?:que|cual)\s+(?:es\s+la\s+)?(?:fecha|dia|mes)\b"
        ),
        Kind.NAME: re.compile(
            r"^\W*(?:(?:y|e|pero)\s+)?(?:(?:a|de|con|por|para)\s+)?quien(?:es)?\b"
            r"|[¿,]\s*(?:(?:a|de|con|por|para)\s+)?quien(?:es)?\b"
        ),
    },
    says={
        Kind.AGE: re.compile(
            r"\ba[nñ]os?\b|\bmeses\b|\bedad\b|\bnaci[oóde]\w*|\bcumpl\w+|,\s*\d{1,3}[,.]|\bsiglos?\b"
            r"|\((?:\d{1,3})\)",
            re.IGNORECASE,
        ),
        Kind.DURATION: re.compile(
            r"\b(?:segundo|minuto|hora|d[ií]a|noche|semana|mes|mese|a[nñ]o|d[eé]cada|siglo|temporada)s?\b"
            r"|\b(?:desde|hasta|siempre|durante|permanente\w*)\b|\bvidas?\b"
            r"|\d\s*(?:km|cm|m|metros|kil[oó]metros|millas|pies)\b|\d\s*(?:–|-|a)\s*\d",
            re.IGNORECASE,
        ),
        Kind.YEAR: re.compile(r"(?<!\d)(?:1\d{3}|20\d\d)(?!\d)"),
        Kind.NUMBER: re.compile(rf"\d|\b(?:{_NUMBER})\b", re.IGNORECASE),
        Kind.DATE: re.compile(
            rf"\d|\b(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b|\b(?:{_DAY_NAMES})\b"
            r"|\b(?:hoy|ayer|ma[nñ]ana|noche|tarde|mediod[ií]a|medianoche|siglo|d[eé]cada|a[nñ]os?"
            r"|primavera|verano|oto[nñ]o|invierno|semana|antes|despu[eé]s|desde|hasta|durante)\b",
            re.IGNORECASE,
        ),
        Kind.NAME: re.compile(
            r"(?<!^)(?<![.!?¿¡]\s)(?<![¿¡])\b[A-ZÀ-ÖØ-Þ][\w’'-]*[a-zà-öø-ÿ]|^\W*[A-ZÀ-ÖØ-Þ]\w+\s+(?:de\s+)?[A-ZÀ-ÖØ-Þ]\w+|\b[A-Z]{2,}\b"
        ),
    },
    follow_ups=FollowUps(
        points=re.compile(
            r"\b(?:él|ella|ellos|ellas|ello|su|sus|suy[oa]s?|eso|ésos?|ésas?|esto|aquello|allí|allá"
            r"|ahí|entonces|lo mismo|(?:ese|esa|esos|esas|dich[oa]s?)(?=\s))\b",
            re.IGNORECASE,
        ),
        fragment=re.compile(
            r"^\W*(?:y|e|pero|o|también|además|qué tal|por qué|y eso|quién más|qué más|cómo así)\b",
            re.IGNORECASE,
        ),
        whole=re.compile(r"\b(?:el|la|los|las|un|una|del|al)\s+(?!que\b)\w{3,}", re.IGNORECASE),
        openers=frozenset(
            (
                "y e pero o a de en con por para desde hasta qué que quién quien quiénes cuál "
                "cual cuáles cuándo cuando cuánto cuánta cuántos cuántas dónde donde cómo como el "
                "la los las un una es fue ha han había hay son se su sus no sí"
            ).split()
        ),
    ),
    stop=frozenset(
        (
            "a al algo ante aquel como con cual cuales cuando cuanta cuantas cuanto cuantos de "
            "del desde donde dos e el ella ellas ello ellos en entre era eran es esa esas ese eso "
            "esos esta estaba estas este esto estos está están fue fueron ha haber había habían "
            "han hasta hay la las le les lo los más me mi mis muy no nos o para pero por porque "
            "qué que quien quienes quién quiénes se ser si sin sobre son su sus también te tiene "
            "tienen tu un una unas uno unos y ya cuál cuáles cuándo cuánta cuántas cuánto cuántos "
            "cómo dónde"
        ).split()
    ),
)

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
    nothing_matches="ningún artículo de la biblioteca corresponde a la pregunta y sus filtros",
    not_close="ningún pasaje se acerca lo bastante a la pregunta",
    unreadable="el modelo de la biblioteca no lee el idioma de la pregunta",
    closest="Lo más cercano en la biblioteca: ",
    title="«{}»",
    between="; ",
)

_MARKS = """
    abrazo abrazos agradeceria agradezco ah bah beso besos bot bots buenas consulta cordial
    cordialmente curiosa curiosidad curioso discord disculpa disculpad disculpas disculpen duda
    dudas edit edito eh ey favor footnote googleado googlear gracias grax hey hmm hola holaa holi
    jaja jajaja jajajaja jeje jejeje lamento mmm novata novato oh oiga oigan ojala ok okey oye pd
    perdon perdona perdonad perdonen please plis porfa porfavor pregunta preguntaba preguntar
    preguntas ps saludo saludos siento thx uf uff xd
"""
_PERSONS = """
    alguien amigas amigos banda chicas chicos colegas conmigo me mi mia mio mis nos nosotras
    nosotros nuestra nuestro os te ti todas todos tu tus tuyo usted ustedes vosotras vosotros
    vuestra vuestro yo
"""
_FILLERS = """
    a abuela abuelo aburrida aburrido aclarar acuerdo adelantado agradecida agradecido ahi ahora
    al algo algun alguna alguno algunos alla alli amiga amigo anda andaba ando antemano antes
    anticipado apostado aposte apreciada apuesta apunte aqui asi aun aunque ayuda ayudar ayudarme
    ayudeis bien bonita bonito buen buena bueno buenos buscado buscando buscar busco busque cabeza
    cada cafe cama canal cansada cansado casa casi cena clase comida como companera companero
    comparto comunidad con conexion confundido contesta contestado contestar contesten contra
    corrector corta cortita corto cosa cosas costumbre cual cuales cualquier cuando cuanto cuesta
    da daba dan dando dar de decid decidme decir decirme deja dejado dejar dejo del dentro desde
    despues dia dias dice dicen dicho digan dije dime discusion discutiendo discutimos dolor donde
    dormir dos duele dura durante e echa echadme echar echarme el ella ellas ello ellos en
    encontrado encontrar encontre encuentro entender enterado entiendo entonces entrar entre
    equivocado era eran error es esa esas escribiendo escribir escribo escrito ese eso esos
    espanol espero esta estaba estaban estado estais estan estar estas este esto estos estoy
    estupida estupido estuve explica explicar facil falta familia fin foro foto fue fuera fueron
    genial gracioso grupo gusta gustado gustaria gusto ha haber habia hablando hablar hace hacen
    hacer hacia hago han has hasta hay haya he hechas hecho hemos hermana hermano hice hija hijo
    hijos hilo hizo hora horas iba idea ideas idioma ido igual importa importante incluso interesa
    interesante internet investigar ir joder la las le leer leido les leyendo libre linda lindo
    llega llegado llego llevo lo loca loco los luego madre mal mala malo mama mananero mano manos
    marido mas mejor menos mensaje mente miembro mientras mil minuto minutos mira mirad mirado
    mirar miren mismo molesta molestar molestia movil mucha muchas mucho muchos mujer mundo musica
    muy nada nadie necesito ni ningun ninguna ninguno no noticia noticias novia novio nueva nuevo
    nunca o oido ordenador otra otras otro otros padre pantalla papa para parece pareja pasa
    pasado pasan pasar pedir pena pensando pensar perdida perdido pero persona personas pienso
    pillado placer poca poco pocos podeis podemos poder podria podriais podrian por porque posible
    preguntarme prima primera primo pronto publicar publico pude puede pueden puedes puedo pues
    puesto que quedo queria quien quienes quiere quiero quisiera quiza quizas rapida rapidita
    rapidito rapido rara raro rato razon recordar recuerda recuerdo responda respondan responde
    respondeis responder respuesta respuestas rollo sabe sabeis sabemos saben saber sabes se sea
    sean seguir seguro sencilla sencillo sepa ser servidor si sido siempre siglos simple sin sino
    sitio sobre sola solo somos son soy su sueno suerte supuesto sus suya suyo tal tambien tampoco
    tan tanta tantas tanto tantos tarde teclado tecleo telefono tema teneis tener tenga tengo
    tenia tenido tia tiempo tiene tienen tio toda todavia todo tonta tonto trabajando trabajo tras
    tratar trato un una unas uno unos va vale vamos van vaya veces vecina vecino venga ver verdad
    verguenza vez vida viendo visto vosotros voy voz vuelta vueltas wifi y ya
"""
_TIMES = """
    ano anoche anos ayer hoy manana mes meses noche noches semana semanas tarde tardes
"""
_ASKS = """
    adonde como cual cuales cuando cuanta cuantas cuanto cuantos donde que quien quienes
"""
_HELPS = """
    era es esta estan fue ha han hay hubo puede pueden sera son
"""
_ENDS = """
    abrazo alguien edit gracias grax jaja jajaja jeje perdon please plis porfa porfavor saludos xd
"""
_GREETINGS = frozenset(
    ("buenos dias", "buenas tardes", "buenas noches", "buen dia", "que tal", "que onda")
)

TALK = Talk(
    token=re.compile(r"\b(?:buen[oa]s (?:dias|tardes|noches)|buen dia|que (?:tal|onda))\b|[^\W_]+"),
    marks=_GREETINGS | frozenset(_MARKS.split()),
    persons=frozenset(_PERSONS.split()),
    fillers=frozenset(_FILLERS.split()),
    times=frozenset(_TIMES.split()) - {"hoy"},
    asks=frozenset(_ASKS.split()),
    helps=frozenset(_HELPS.split()),
    whether=frozenset({"si"}),
    reports=frozenset(
        "aclarar acuerdo decid decidme decir decirme dice dicen digan dime explica explicar idea "
        "preguntar preguntarme recordar recuerda recuerdo sabe sabeis saben saber sabes".split()
    ),
    skipped=frozenset("me nos todos todas alguien gente".split()),
    ends=frozenset(_ENDS.split()),
)
