"""Discord's markup as its clients show it: what a payload's text looks like, in HTML.

It is written from Discord's own rules and knows nothing of how the bot escapes, so a picture also
shows what an escape misses.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from itertools import groupby

_INLINE = re.compile(
    r"\\(?P<escaped>[^0-9A-Za-z\s])"
    r"|\[(?P<label>(?:\\.|[^\[\]\\])+)\]\(<?(?P<target>https?://[^\s<>()]+(?:\([^\s<>()]*\))*)>?\)"
    r"|\*\*(?P<bold>(?:\\.|[^\\])+?)\*\*(?!\*)"
    r"|__(?P<underline>(?:\\.|[^\\])+?)__"
    r"|\*(?P<italic>(?:\\.|[^\\*])+?)\*|(?<!\w)_(?P<slanted>(?:\\.|[^\\_])+?)_(?!\w)"
    r"|~~(?P<struck>(?:\\.|[^\\])+?)~~"
    r"|\|\|(?P<spoiler>(?:\\.|[^\\])+?)\|\|"
    r"|`(?P<code>[^`]+)`"
    r"|<@!?(?P<user>\d+)>|<@&(?P<role>\d+)>|<#(?P<channel>\d+)>|(?P<all>@everyone|@here)"
    r"|<t:(?P<day>\d+):D>"
    r"|<?(?P<url>https?://[^\s<>]+)>?",
    re.DOTALL,
)
_FENCE = re.compile(r"```[\w+#-]*")
_TAGS = {
    "bold": "b",
    "underline": "u",
    "italic": "i",
    "slanted": "i",
    "struck": "s",
    "spoiler": "mark",
}
Names = Callable[[str, str], str]


def to_html(content: str, names: Names) -> str:
    """Return a message's text as HTML; `names` gives the name behind a kind and an id."""
    blocks: list[str] = []
    for quoted, lines in groupby(content.split("\n"), key=lambda line: line.startswith("> ")):
        if quoted:
            inner = "".join(_blocks([line[2:] for line in lines], names))
            blocks.append(f"<blockquote>{inner}</blockquote>")
        else:
            blocks += _blocks(list(lines), names)
    return "".join(blocks)


def _blocks(lines: Sequence[str], names: Names) -> Iterator[str]:
    """Yield lines one by one, and what stands between two fences as code."""
    at = 0
    while at < len(lines):
        ends = (n for n in range(at + 1, len(lines)) if lines[n].startswith("```"))
        end = next(ends, None) if _FENCE.fullmatch(lines[at]) else None
        if end is None:
            yield _line(lines[at], names)
            at += 1
        else:
            yield f"<pre>{escape(chr(10).join(lines[at + 1 : end]))}</pre>"
            at = end + 1


def _line(line: str, names: Names) -> str:
    if line.startswith("-# "):
        return f'<div class="sub">{_inline(line[3:], names)}</div>'
    if heading := re.match(r"(#{1,3}) ", line):
        level = len(heading[1])
        return f"<h{level}>{_inline(line[level + 1 :], names)}</h{level}>"
    if item := re.match(r"( *)([-*]|\d+\.) ", line):
        mark = item[2] if item[2][0].isdigit() else "•◦"[bool(item[1])]
        depth = f"margin-left: {len(item[1]) * 0.7:.1f}em"
        words = _inline(line[item.end() :], names)
        return f'<div class="item" style="{depth}"><span>{mark}</span><span>{words}</span></div>'
    return f"<div>{_inline(line, names) or '&nbsp;'}</div>"


def _inline(text: str, names: Names) -> str:
    shown: list[str] = []
    at = 0
    for match in _INLINE.finditer(text):
        shown += [escape(text[at : match.start()]), _piece(match, names)]
        at = match.end()
    return "".join([*shown, escape(text[at:])])


def _piece(match: re.Match[str], names: Names) -> str:
    kind, value = next((k, v) for k, v in match.groupdict().items() if v is not None)
    if kind == "escaped":
        return escape(value)
    if kind == "label":
        return f'<a title="{escape(match["target"])}">{_inline(value, names)}</a>'
    if kind in _TAGS:
        return f"<{_TAGS[kind]}>{_inline(value, names)}</{_TAGS[kind]}>"
    if kind == "code":
        return f"<code>{escape(value)}</code>"
    if kind == "day":
        return f"{datetime.fromtimestamp(int(value), UTC):%-d %B %Y}"
    if kind == "url":
        return f"<a>{escape(value)}</a>"
    name = value if kind == "all" else names(kind, value)
    return f'<span class="mention">{escape(name)}</span>'
