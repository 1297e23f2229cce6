"""Splitting of our own markup into messages of at most 2,000 characters."""

import re

LIMIT = 2000
# What must stay whole: a masked link, a footnote mark, an escaped character, a bold mark, a word.
_TOKEN = re.compile(
    r"\[(?:\\[^\n]|[^\[\]\\\n])*\]\(<[^<>\s]*>\)|"
    r"\*\*\\\[\d+\\\]\*\*|\\[^\n]|\*\*|\n|[ ]+|[^\\\[* \n]+|[\[*\\]",
)
_BOLD = "**"
_PREFIX = re.compile(r"^(?:-# |> )?")


def units(text: str) -> int:
    """Return a length as Discord's clients count it, in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int = LIMIT) -> list[str]:
    """Return `text` in parts of at most `limit` units.

    A part ends between lines where it can, else between words, never inside a link, a footnote
    mark, an escape or a bold span: bold is closed and opened again, a line's prefix repeated.
    """
    parts: list[list[str]] = [[]]
    length = 0
    for line in text.split("\n"):
        for piece in _line_pieces(line, limit):
            more = units(piece) + (1 if length else 0)
            if length + more > limit:
                parts.append([])
                length, more = 0, units(piece)
            if piece or length:
                parts[-1].append(piece)
                length += more
    joined = ("\n".join(part).strip("\n") for part in parts)
    return [part for part in joined if part.strip()]


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
