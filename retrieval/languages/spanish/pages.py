"""What Spanish pages say around their articles."""

from footnote.retrieval.languages.pages import Furniture, Stamps, Walls

FURNITURE = Furniture(
    phrases=r"""
      (?:lee|lea|ver|mira|escucha)\s(?:también|además|más)\s?[:：].{0,140}
    | compartir\ (?:en|por)\ [\w\ ]{2,20} | suscr[ií]bete\ a\ [\w\ ]{3,40}
    | todos\ los\ derechos\ reservados | volver\ arriba | iniciar\ sesión""",
    labels="compartir | publicidad | men[uú] | inicio | suscr[ií]bete",
    list_headings=r"""
      te\spuede\sinteresar | más\s(?:leídas|noticias|vistas) | noticias\srelacionadas""",
    comments=r"""
      (?:\d+|no)\s(?:comentarios?|respuestas?):? | deja\sun\scomentario""",
    link_labels="",
    home="inicio",
    sign_up="",
    newsletter="",
    credits="",
    contributors="",
    credit_signs=("foto", "créd"),
    pictures="foto|crédito",
    by="",
    between="y|de",
)

STAMPS = Stamps(
    published="publicad[oa]|fecha de publicación",
    updated="actualizad[oa]|última actualización",
    other="",
    day_first="publicad|actualiza|fecha",
    filler=r"\b(?:el|la|las|los|a|fecha|de|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b",
    ago="hace",
    relative=r"(?:publicado\s)?hace\s\w+\s\w+",
    by="por",
    told="escrito|texto",
    author="autora?",
    author_sign="",
    joins="y|e",
    particles="y",
    no_name="Por",
    jobs="corresponsal|redactora?",
    outlets="redacción",
    outlets_behind="",
)

WALLS = Walls(
    to_readers=r"\b(?:tus?|tú|te|su|sus|usted|nosotros|nuestr[oa]s?|usamos|utilizamos)\b",
    of_data=r"\b(?:(?:política|aviso) de (?:privacidad|cookies)|consentimiento|datos personales"
    r"|(?:tus|sus) datos|interés legítimo)\b",
    titles=r"\b(?:privacidad|datos|política|términos|aviso)\b",
    event=r"\bcomprar entradas\b",
)
