"""The command menu in Spanish, through discord.py's translator."""

from discord import Locale, app_commands

_SPANISH = {
    "ask": "preguntar",
    "Ask the articles a question": "Haz una pregunta a los artículos",
    "question": "pregunta",
    "What do you want to know?": "¿Qué quieres saber?",
    "since": "desde",
    "Only articles from this date on (2026-03-31, 2026-03 or 2026)": (
        "Solo artículos desde esta fecha (2026-03-31, 2026-03 o 2026)"
    ),
    "until": "hasta",
    "Only articles up to this date": "Solo artículos hasta esta fecha",
    "source": "fuente",
    "Only articles from this source": "Solo artículos de esta fuente",
    "private": "privado",
    "Show the answer to me alone": "Mostrarme la respuesta solo a mí",
    "Find in the articles": "Buscar en los artículos",
    "about": "acerca-de",
    "What this bot is and which library it reads": "Qué es este bot y qué biblioteca lee",
    "privacy": "privacidad",
    "What this bot stores about you": "Qué guarda este bot sobre ti",
    "forget-me": "olvidarme",
    "Delete what this bot stores about you": "Borra lo que este bot guarda sobre ti",
    "library": "biblioteca",
    "Run this server's library": "Lleva la biblioteca de este servidor",
    "add": "añadir",
    "Add an article from a file or a link": "Añade un artículo de un archivo o un enlace",
    "file": "archivo",
    "A text, Markdown, HTML, PDF or JSON Lines file": (
        "Un archivo de texto, Markdown, HTML, PDF o JSON Lines"
    ),
    "A web page": "Una página web",
    "list": "listar",
    "List the articles, newest first": "Lista los artículos, los nuevos primero",
    "forget": "olvidar",
    "Delete an article for good": "Borra un artículo para siempre",
    "article": "artículo",
    "Type a part of its title": "Escribe parte de su título",
    "status": "estado",
    "Show how much is in the library": "Muestra cuánto hay en la biblioteca",
    "settings": "ajustes",
    "Decide how this bot behaves here": "Decide cómo se comporta este bot aquí",
    "show": "mostrar",
    "Show what is set": "Muestra lo ajustado",
    "A channel instead of the server": "Un canal en vez del servidor",
    "set": "cambiar",
    "Change settings; leave out what is to stay": "Cambia ajustes; omite lo que deba quedar",
    "channel": "canal",
    "For this channel only": "Solo para este canal",
    "Which library is asked": "A qué biblioteca se pregunta",
    "Only articles from this date on": "Solo artículos desde esta fecha",
    "answerer": "respuesta",
    "Quotes, or prose checked against the quotes": "Citas, o prosa comprobada con las citas",
    "ask_role": "rol_pregunta",
    "Only this role may ask": "Solo este rol puede preguntar",
    "operator_role": "rol_operador",
    "This role may run the library and the settings": (
        "Este rol puede llevar la biblioteca y los ajustes"
    ),
    "cooldown_s": "espera_s",
    "Seconds between two questions of one person": "Segundos entre dos preguntas de una persona",
    "language": "idioma",
    "The language I speak here": "El idioma que hablo aquí",
    "forum_posts": "foros",
    "Answer new posts in forums": "Responder a publicaciones nuevas en foros",
    "corrections": "correcciones",
    "Mark answers whose articles change": "Marcar respuestas cuyos artículos cambian",
    "enabled": "activo",
    "Answer here at all": "Responder aquí",
    "clear": "quitar",
    "Unset a setting": "Quita un ajuste",
    "setting": "ajuste",
    "Which one": "Cuál",
}


class CommandTranslator(app_commands.Translator):
    """Knows the menu's words in Spanish; other languages see English."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return a word of the command menu in a locale."""
        if not locale.value.startswith("es"):
            return None
        return _SPANISH.get(string.message)
