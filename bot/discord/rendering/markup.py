"""Discord's markup: foreign text made inert, our own split into messages of 2,000 characters."""

import re
import unicodedata

_KEPT_FORMAT = frozenset("\u200c\u200d")  # joiners that Persian and emoji cannot do without
# Markup, mentions and links; the last part are invitations, which Discord shows without a scheme.
_SPECIAL = re.compile(
    r"[\\*_~|`\[\]<>#@]|:(?=//)|(?i:(?<=discord\.gg)/|(?<=discord\.com)/|(?<=discordapp\.com)/)"
)
_LINE_START = re.compile(r"^(\s*)([-+]|\d+(?=\.))")
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")


def visible(text: str) -> str:
    """Return text on one line, without control, bidirectional and other invisible characters."""
    kept = (
        " " if character.isspace() else character
        for character in text
        if character.isspace() or _is_visible(character)
    )
    return " ".join("".join(kept).split())


def _is_visible(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cf":
        return character in _KEPT_FORMAT
    return category not in {"Cc", "Cs", "Co", "Cn"}


def escape(text: str) -> str:
    """Return text that Discord shows as it is and acts on in no way; the result has one line."""
    clean = _SPECIAL.sub(lambda match: "\\" + match[0], visible(text))
    start = _LINE_START.match(clean)
    if start is None:
        return clean
    if start[2].isdigit():
        return clean[: start.end()] + "\\" + clean[start.end() :]
    return "\\" + clean


def unescape(text: str) -> str:
    """Return what a reader sees of escaped text."""
    return _ESCAPED.sub(r"\1", text)


def shorten(text: str, limit: int) -> str:
    """Return text of at most `limit` characters, cut at a word and marked as cut."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut).rstrip() + "…"


LIMIT = 2000
# What must stay whole: a masked link, a footnote mark, an escaped character, a bold mark, a word.
_TOKEN = re.compile(
    r"\[(?:\\[^\n]|[^\[\]\\\n])*\]\(<[^<>\s]*>\)|"
    r"\*\*\\\[\d+\\\]\*\*|\\[^\n]|\*\*|\n|[ ]+|[^\\\[* \n]+|[\[*\\]",
)
_BOLD = "**"
_QUOTE, _FENCE = "> ", "```"
_PREFIX = re.compile(r"^(?:-# |> )?")


def units(text: str) -> int:
    """Return a length as Discord's clients count it, in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int = LIMIT) -> list[str]:
    """Return `text` in parts of at most `limit` units.

    A part ends between lines where it can, else between words, never inside a link, a footnote
    mark, an escape, a bold span or a fence: bold and fences are closed and opened again, a line's
    prefix repeated.
    """
    parts: list[list[str]] = [[]]
    length = 0
    fence = ""
    for line in text.split("\n"):
        prefix = line[: len(line) - len(line.removeprefix(_QUOTE))]
        fences = line[len(prefix) :].startswith(_FENCE)
        room = limit - units(f"\n{prefix}{_FENCE}") if fence or fences else limit
        inside = bool(fence) and not fences
        for piece in (
            _code_pieces(line, room - units(fence)) if inside else _line_pieces(line, room)
        ):
            more = units(piece) + (1 if length else 0)
            if length + more > (limit if fence and fences else room):
                parts[-1] += [prefix + _FENCE] if fence else []
                parts.append([fence] if inside else [])
                length = units(fence) if inside else 0
                more = units(piece) + (1 if length else 0)
            if piece or length:
                parts[-1].append(piece)
                length += more
        if fences:
            fence = "" if fence else line
    joined = ("\n".join(part).strip("\n") for part in parts)
    return [part for part in joined if part.strip()]


def _code_pieces(line: str, limit: int) -> list[str]:
    """Cut a line of code into pieces that fit, the sign of a quotation before each."""
    prefix = _QUOTE if line.startswith(_QUOTE) else ""
    words = line.removeprefix(prefix)
    room = (limit - len(prefix)) // 2  # a character may count for two
    if units(line) <= limit:
        return [line]
    return [prefix + words[start : start + room] for start in range(0, len(words), room)]


def _line_pieces(line: str, limit: int) -> list[str]:
    """Cut one line into pieces that fit, each with the line's prefix and its bold balanced."""
    if units(line) <= limit:
        return [line]
    prefix = _PREFIX.match(line)[0]  # type: ignore[index]  # the pattern matches everything
    room = limit - len(prefix) - 4  # the bold marks that closing and opening again may cost
    pieces: list[str] = []
    current: list[str] = []
    length, bold = 0, False
    for token in _tokens(line[len(prefix) :], room):
        size = units(token)
        if length + size > room:
            pieces.append(prefix + "".join(current).rstrip() + (_BOLD if bold else ""))
            current = [_BOLD] if bold else []
            length = len(_BOLD) if bold else 0
            token = token.lstrip(" ")  # noqa: PLW2901 - a part need not begin with a space
            size = units(token)
        current.append(token)
        length += size
        bold ^= token == _BOLD
    rest = "".join(current)
    if rest.strip("* "):
        pieces.append(prefix + rest)
    return pieces


def _tokens(text: str, room: int) -> list[str]:
    """Return the tokens of a line; only a word longer than a message is cut into characters."""
    tokens: list[str] = []
    for match in _TOKEN.finditer(text):
        token = match[0]
        if units(token) <= room // 2 or token.startswith(("[", "**\\")):
            tokens.append(token)
        else:
            tokens += _graphemes(token)
    return tokens


def _graphemes(word: str) -> list[str]:
    """Cut a word into characters, each with the marks and joined characters that follow it."""
    return re.findall(r".(?:[\u0300-\u036f\ufe0e\ufe0f]|\u200d.|[\U0001f3fb-\U0001f3ff])*", word)
