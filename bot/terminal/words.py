"""What the terminal says in each language, and article text made safe to show on it."""

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from footnote.retrieval.languages import Language

_KEPT = frozenset("\n")


def safe(text: str) -> str:
    """Return text without anything a terminal would obey or a reader could not see.

    Control characters (escape sequences start with one), bidirectional overrides and other
    invisible formatting are dropped; tabs become spaces.
    """
    return "".join(
        character
        for character in text.replace("\t", " ")
        if character in _KEPT or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co"}
    )


_ENGLISH = {
    "note": "Note: {text}",
    "left_out_one": "Left out: 1 sentence no passage carries (ask --json lists them).",
    "left_out": "Left out: {count} sentences no passage carries (ask --json lists them).",
    "tokens": "Tokens: {about}{read:,} read, {written:,} written{cost}.",
    "about": "about ",
    "cost": ", cost {cost:.4f}",
    "also_in": "also in",
    "in_other_words": "in other words in",
    "and_more": "; and {count} more",
    "more_items": "{count} more",
    "no_date": "no date",
    "page": "page {number}",
    "line": "line {number}",
    "paragraph": "paragraph {number}",
    "greeting": "Footnote. Ask about the articles; /help lists commands, Ctrl-D leaves.",
    "looking": "Looking it up …",
    "stopped": "Stopped.",
    "no_command": "There is no command {name}; /help lists them.",
    "to_open": "Footnotes to open: {numbers}.",
    "none_to_open": "There is no footnote to open yet.",
    "changed": "This article has changed since it was quoted; ask again.",
    "no_such_date": "“{value}” is not a date; write it as YYYY-MM-DD.",
    "help": """\
/open N        show footnote N in its surroundings, the quote highlighted
/sources       list the articles
/since DATE    only articles from this day on; without a date: no limit (also /until)
/source NAME   only articles of this source; without a name: all
/as-of DATE    set the question's today
/new           forget what was said
/quit          leave (also Ctrl-D)""",
}

_SPANISH = {
    "note": "Nota: {text}",
    "left_out_one": "Omitida: 1 frase que ningún pasaje respalda (véase ask --json).",
    "left_out": "Omitidas: {count} frases que ningún pasaje respalda (véase ask --json).",
    "tokens": "Tokens: {about}{read:,} leídos, {written:,} escritos{cost}.",
    "about": "unos ",
    "cost": ", coste {cost:.4f}",
    "also_in": "también en",
    "in_other_words": "con otras palabras en",
    "and_more": "; y {count} más",
    "more_items": "{count} más",
    "no_date": "sin fecha",
    "page": "página {number}",
    "line": "línea {number}",
    "paragraph": "párrafo {number}",
    "greeting": "Footnote. Pregunta por los artículos; /help muestra las órdenes, Ctrl-D sale.",
    "looking": "Buscando …",
    "stopped": "Detenido.",
    "no_command": "No hay ninguna orden {name}; /help las muestra.",
    "to_open": "Notas que se pueden abrir: {numbers}.",
    "none_to_open": "Todavía no hay ninguna nota que abrir.",
    "changed": "Este artículo ha cambiado desde que se citó; pregunta de nuevo.",
    "no_such_date": "«{value}» no es una fecha; escríbela como AAAA-MM-DD.",
    "help": """\
/open N        muestra la nota N en su contexto, con la cita resaltada
/sources       lista los artículos
/since FECHA   solo artículos desde ese día; sin fecha: sin límite (también /until)
/source NOMBRE solo artículos de esa fuente; sin nombre: todas
/as-of FECHA   fija el «hoy» de la pregunta
/new           olvida lo dicho
/quit          sale (también Ctrl-D)""",
}

_CHINESE = {
    "note": "注意：{text}",
    "left_out_one": "已略去 1 句没有段落支持的话（见 ask --json）。",
    "left_out": "已略去 {count} 句没有段落支持的话（见 ask --json）。",
    "tokens": "令牌：{about}读取 {read:,}，写出 {written:,}{cost}。",
    "about": "约",
    "cost": "，费用 {cost:.4f}",
    "also_in": "另见",
    "in_other_words": "内容相近",
    "and_more": "；另有 {count} 篇",
    "more_items": "还有 {count} 项",
    "no_date": "无日期",
    "page": "第 {number} 页",
    "line": "第 {number} 行",
    "paragraph": "第 {number} 段",
    "greeting": "Footnote。请就文章提问；/help 列出命令，Ctrl-D 退出。",
    "looking": "正在查找……",
    "stopped": "已停止。",
    "no_command": "没有命令 {name}；/help 列出所有命令。",
    "to_open": "可以打开的脚注：{numbers}。",
    "none_to_open": "还没有可以打开的脚注。",
    "changed": "这篇文章在引用之后已被修改，请重新提问。",
    "no_such_date": "“{value}”不是日期，请写成 YYYY-MM-DD。",
    "help": """\
/open N        在上下文中显示脚注 N，引文高亮
/sources       列出文章
/since 日期    只看这一天以后的文章；不写日期则不限（另有 /until）
/source 名称   只看这个来源的文章；不写名称则看全部
/as-of 日期    设定问题中的“今天”
/new           忘记之前的对话
/quit          退出（也可按 Ctrl-D）""",
}

TEXTS: Mapping[Language, Mapping[str, str]] = MappingProxyType(
    {
        Language.ENGLISH: _ENGLISH,
        Language.SPANISH: _SPANISH,
        Language.CHINESE: _CHINESE,
    }
)


def say(language: Language, key: str, **values: object) -> str:
    """Return one of the terminal's sentences, its placeholders filled.

    English stands in for a language the terminal does not speak.
    """
    return TEXTS.get(language, _ENGLISH)[key].format(**values)
