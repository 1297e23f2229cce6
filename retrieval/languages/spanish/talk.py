"""The words of Spanish small talk, and how refusals are worded in it."""

import re

from footnote.retrieval.languages.base import Kind, Phrases, Talk

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
