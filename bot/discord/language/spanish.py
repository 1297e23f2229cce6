"""The bot's sentences in Spanish; `ENGLISH` has the same keys and placeholders."""

SPANISH: dict[str, str] = {
    # --- an answer -------------------------------------------------------------------------------
    "thinking": "Buscando en los artículos…",
    "waiting": "En espera: número {place} en la cola…",
    "more_coming": "…sigo leyendo",
    "refused": "Los artículos no responden a eso.",
    "closest": "Lo más cercano en la biblioteca (no es una respuesta):",
    "open_link": "abrir",
    "undated": "sin fecha",
    "place_page": "página {number}",
    "place_line": "línea {number}",
    "place_paragraph": "párrafo {number}",
    "warning": "Nota: {text}",
    "no_question": "Pregúntame algo: mencióname junto con tu pregunta.",
    "question_too_long": "La pregunta tiene {length} caracteres; leo hasta {limit}.",
    # --- buttons ---------------------------------------------------------------------------------
    "more_button": "Más como esto",
    "ask_again_button": "Preguntar de nuevo",
    "passage_gone": "Ese pasaje ya no está en la biblioteca: su artículo cambió o se eliminó.",
    "nothing_similar": "No hay nada más parecido en la biblioteca.",
    "similar": "Más como esto:",
    "thanks_up": "Gracias, anotado.",
    "thanks_down": "Gracias. Queda guardado para quien mantiene este bot, sin tu nombre.",
    "form_title": "¿Qué debería haber dicho?",
    "form_answer": "La respuesta correcta, o - si no hay",
    "form_evidence": "¿Dónde lo dice? (enlace o cita)",
    "question_gone": "Ya no encuentro la pregunta de esta respuesta.",
    # --- corrections -----------------------------------------------------------------------------
    "corrected": "Un artículo en que se basa esta respuesta fue corregido el {day}.",
    "removed": "Un artículo en que se basa esta respuesta fue eliminado el {day}.",
    # --- manners ---------------------------------------------------------------------------------
    "slow_down": "Un momento: puedes volver a preguntar en {seconds} s.",
    "server_busy": "Este servidor ha preguntado mucho; inténtalo de nuevo en {seconds} s.",
    "too_many_waiting": "Ya tienes {count} preguntas en espera; primero una de ellas, por favor.",
    "queue_full": "Ahora mismo no doy abasto. Pregunta de nuevo en un minuto, por favor.",
    "stopping": "Me están reiniciando y no pude terminar. Pregunta de nuevo en un minuto.",
    "not_allowed": "Aquí no puedes preguntarme; lo decide un operador del servidor.",
    "operators_only": "Solo los operadores de este servidor pueden hacer eso.",
    "no_direct": "Aquí no respondo a mensajes directos.",
    "switched_off": "Estoy desactivado en este canal.",
    # --- failures --------------------------------------------------------------------------------
    "failed": "Algo falló por mi parte. Inténtalo de nuevo más tarde (error {id}).",
    "failed_known": "{reason} (error {id})",
    "too_slow": "Tardaba demasiado y lo dejé (error {id}).",
    "no_permission": "No puedo responder en {channel}: me falta el permiso «{permission}».",
    "channel_gone": "El canal donde preguntaste ya no existe y la respuesta no tiene dónde ir.",
    # --- library ---------------------------------------------------------------------------------
    "library_read_only": "«{library}» la comparten varios servidores y solo la cambia quien "
    "mantiene este bot. Elige una biblioteca propia con /settings.",
    "library_added": "Hecho: {added} añadidos, {changed} cambiados, {unchanged} sin cambios.",
    "library_nothing": "Dame un archivo o un enlace.",
    "library_no_address": "{text}: no es una dirección web (http o https)",
    "library_missing": "Aquí aún no hay artículos; un operador los añade con /library add.",
    "library_empty": "Esta biblioteca está vacía.",
    "library_list": "Artículos en «{library}»: {count}",
    "library_more": "…y {count} más.",
    "library_forgot": "Olvidado para siempre: {title}",
    "library_unknown": "No hay ningún artículo «{id}» en esta biblioteca.",
    "library_status": "Biblioteca «{library}» · artículos: {articles} · pasajes: {passages} · el "
    "más reciente: {newest}",
    # --- settings --------------------------------------------------------------------------------
    "settings_saved": "Guardado.",
    "settings_server": "Ajustes de este servidor:",
    "settings_channel": "Ajustes de {channel}, sobre los del servidor:",
    "settings_none": "nada ajustado",
    "settings_bad_date": "«{value}» no es una fecha; escríbela así: 2026-03-31.",
    "settings_bad_library": "Este servidor no puede usar «{library}». Puede usar: {libraries}.",
    # --- about -----------------------------------------------------------------------------------
    "about": "Respondo con los artículos de la biblioteca de este servidor y pongo a cada frase "
    "una nota con las palabras exactas en que se basa. Si los artículos no responden, lo digo.",
    "about_library": "Biblioteca aquí: «{library}».",
    "privacy": "Qué guardo: cuál de mis mensajes respondió a qué pregunta (solo identificadores), "
    "para no responder dos veces y marcar respuestas cuyos artículos cambian; lo que escribes "
    "en el formulario 👎, con su pregunta; los ajustes de este servidor. Los identificadores se "
    "borran tras {days} días. No guardo otros mensajes. /forget-me borra lo que es tuyo.",
    "forgot_me": "Hecho. Registros sobre ti borrados: {count}",
}
