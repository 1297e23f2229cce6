"""What Markdown's flavours add to it, as rules of markdown-it."""

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from footnote.retrieval.readers.components import ATTRIBUTES

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

TAG = re.compile(rf"<(?P<close>/?)(?P<name>[A-Za-z][\w.:-]*|)(?P<rest>{ATTRIBUTES})(?P<alone>/?)>")
"""A tag of HTML or JSX; one without a name is a JSX fragment."""

SHORTCODE = re.compile(r"\{%[-~]?\s*(.*?)\s*[-~]?%\}|\{\{[<%]\s*(.*?)\s*[>%]\}\}")
"""A Liquid tag or a Hugo shortcode."""

_LONGEST_TAG = 4_000
_SHORTCODES = re.compile(r"(?:(?:\{%.*?%\}|\{\{[<%].*?[>%]\}\}|\{:{1,2}[^{}]*\})[ \t]*)+")
_ATTRIBUTE_LIST = re.compile(
    r"\{:{1,2}[^{}\n]*\}|\{:?\s*[#.][A-Za-z][^{}\n]*\}|(?<=[)\]`*_])\{\s*[\w-]+=[^{}\n]*\}"
)
_CODE_BEGINS = re.compile(r"(?:highlight|code)\b\s*[\"']?([\w+#-]*)")
_ADMONITION = re.compile(
    r"(?:!!!|\?\?\?\+?)[ \t]+([\w-]+)((?:[ \t]+[\w-]+)*)(?:[ \t]+\"(.*)\")?[ \t]*"
)
_TAB = re.compile(r"===[!+]?[ \t]+\"(.*)\"[ \t]*")
_WIKILINK = re.compile(r"!?\[\[([^\[\]\n|]+)(?:\\?\|([^\[\]\n]*))?\]\]")
_COMMENT = re.compile(r"%%.*?%%", re.DOTALL)
_HIGHLIGHT = re.compile(r"==(?=\S)([^=\n]+?)(?<=\S)==")
_IMPORT = re.compile(r"import\s+(?:[\w{*][^\n]*\sfrom\s+)?[\"'][^\"'\n]+[\"'];?[ \t]*")
_EXPRESSION = re.compile(r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}")
_STRING = re.compile(r"\{\s*([\"'`])(.*?)\1\s*\}", re.DOTALL)
_DESTINATION = re.compile(r"[^\s()<>{}]*(?:(?:\{\{.*?\}\}|\{%.*?%\})[^\s()<>{}]*)+")


def add_rules(md: "MarkdownIt", *, jsx: bool) -> None:
    """Teach a parser wikilinks, comments, admonitions, tabs, shortcodes and components.

    With `jsx` the text is MDX: expressions, imports and exports are no text, indented lines no
    code.
    """
    from markdown_it import helpers

    interrupting: Any = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("code", "admonition", _admonition, interrupting)
    md.block.ruler.before("code", "shortcode", _shortcode, interrupting)
    md.block.ruler.before("code", "obsidian_comment", _comment_block, interrupting)
    md.block.ruler.before("html_block", "component", _component_rule(jsx=jsx), interrupting)
    md.block.ruler.before("code", "import", _import_rule(jsx=jsx))
    if jsx:
        md.block.ruler.disable("code")
        md.inline.ruler.before("html_inline", "component", _component_inline)
        md.inline.ruler.push("expression", _expression)
    md.inline.ruler.before("link", "wikilink", _wikilink)
    md.inline.ruler.before("link", "obsidian", _obsidian)
    md.inline.ruler.before("link", "attribute_list", _attribute_list)
    md.core.ruler.after("block", "callouts", _callouts)
    md.helpers = SimpleNamespace(  # type: ignore[assignment]
        parseLinkLabel=helpers.parseLinkLabel,
        parseLinkTitle=helpers.parseLinkTitle,
        parseLinkDestination=_destination(helpers.parseLinkDestination),
    )


def _line(state: "StateBlock", number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _raw(state: "StateBlock", content: str, first: int, end: int) -> bool:
    token = state.push("html_block", "", 0)
    token.map = [first, end]
    token.content = content
    state.line = end
    return True


def _admonition(state: "StateBlock", first: int, last: int, silent: bool) -> bool:
    """Read `!!! note "Title"`, `??? tip` and `=== "Tab"` with the indented lines below."""
    line = _line(state, first)
    found = _ADMONITION.fullmatch(line) or _TAB.fullmatch(line)
    if found is None or state.is_code_block(first):
        return False
    if silent:
        return True
    indent = state.sCount[first] + 4
    end = first + 1
    while end < last and (state.isEmpty(end) or state.sCount[end] >= indent):
        end += 1
    opened = state.push("aside_open", "div", 1)
    opened.map = [first, end]
    if line.startswith("="):
        opened.meta = {"tab": found[1]}
    else:
        title = found[3] if found[3] is not None else found[1].replace("-", " ").capitalize()
        opened.meta = {"kind": found[1].lower(), "title": title}
    before = state.lineMax, state.blkIndent, state.parentType
    state.lineMax, state.blkIndent, state.parentType = end, indent, "aside"
    state.md.block.tokenize(state, first + 1, end)
    state.lineMax, state.blkIndent, state.parentType = before
    closed = state.push("aside_close", "div", -1)
    closed.meta = opened.meta
    state.line = end
    return True


def _shortcode(state: "StateBlock", first: int, last: int, silent: bool) -> bool:
    """Read lines of Liquid tags, shortcodes and kramdown's attribute lists."""
    line = _line(state, first).rstrip()
    if not line.startswith("{") or state.is_code_block(first) or not _SHORTCODES.fullmatch(line):
        return False
    if silent:
        return True
    tag = SHORTCODE.match(line)
    name = (tag[1] or tag[2] or "") if tag else ""
    code = _CODE_BEGINS.match(name)
    closing = {"comment": "endcomment"}.get(name) or (code and ("endhighlight", "/highlight")) or ()
    ends = (closing,) if isinstance(closing, str) else closing
    end = first + 1
    while ends and end < last:
        ended = SHORTCODE.match(_line(state, end).strip())
        if ended and (ended[1] or ended[2] or "").startswith(ends):
            break
        end += 1
    if not ends or end >= last:
        return _raw(state, line, first, first + 1)
    if code:
        token = state.push("fence", "code", 0)
        token.info, token.map = code[1], [first, end + 1]
        token.content = state.getLines(first + 1, end, state.blkIndent, True)
    state.line = end + 1
    return True


def _comment_block(state: "StateBlock", first: int, last: int, silent: bool) -> bool:
    line = _line(state, first).rstrip()
    if not line.startswith("%%") or line.count("%%") != 1 or state.is_code_block(first):
        return False
    end = first + 1
    while end < last and "%%" not in _line(state, end):
        end += 1
    if end >= last or not _line(state, end).rstrip().endswith("%%"):
        return False
    if not silent:
        state.line = end + 1
    return True


def _component_rule(*, jsx: bool) -> Any:
    def component(state: "StateBlock", first: int, last: int, silent: bool) -> bool:
        start = state.bMarks[first] + state.tShift[first]
        if state.src[start : start + 1] != "<" or (state.is_code_block(first) and not jsx):
            return False
        at, limit = start, min(state.eMarks[last - 1], start + _LONGEST_TAG)
        rest = "<"
        while rest:
            match = TAG.match(state.src, at, limit)
            if match is None or not (jsx or match["name"][:1].isupper()):
                return False
            at = match.end()
            rest = state.src[at:limit].partition("\n")[0]
            at += len(rest) - len(rest.lstrip())
            rest = rest.strip()
        if not silent:
            end = first + state.src.count("\n", start, at) + 1
            _raw(state, state.src[start:at], first, end)
        return True

    return component


def _import_rule(*, jsx: bool) -> Any:
    def imported(state: "StateBlock", first: int, last: int, silent: bool) -> bool:
        line = _line(state, first)
        if state.sCount[first] or not (
            line.startswith("import") or (jsx and line.startswith("export"))
        ):
            return False
        end = first + 1
        if jsx and re.match(r"(?:import|export)\b", line):
            while end < last and not state.isEmpty(end):
                end += 1
        elif not _IMPORT.fullmatch(line.rstrip()):
            return False
        if not silent:
            state.line = end
        return True

    return imported


def _component_inline(state: "StateInline", silent: bool) -> bool:
    if state.src[state.pos] != "<":
        return False
    match = TAG.match(state.src, state.pos, min(state.posMax, state.pos + _LONGEST_TAG))
    return _inline(state, silent, match.end(), "html_inline", match[0]) if match else False


def _inline(state: "StateInline", silent: bool, end: int, kind: str, content: str) -> bool:
    if not silent and content:
        token = state.push(kind, "", 0)
        token.content = content
    state.pos = end
    return True


def _expression(state: "StateInline", silent: bool) -> bool:
    match = _EXPRESSION.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    text = _STRING.fullmatch(match[0])
    return _inline(state, silent, match.end(), "text", text[2] if text else "")


def _wikilink(state: "StateInline", silent: bool) -> bool:
    if state.src[state.pos] not in "![":
        return False
    match = _WIKILINK.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    embedded = match[0].startswith("!") or match[1].strip().lower() in {"toc", "_toc_"}
    page, _, part = match[1].rstrip("\\").partition("#")
    named = " > ".join(filter(None, (page.strip(), *part.strip().split("#"))))
    words = "" if embedded else (match[2] or named).strip()
    return _inline(state, silent, match.end(), "text", words)


def _obsidian(state: "StateInline", silent: bool) -> bool:
    """Read `%%comments%%` and `==marked words==`."""
    pair = state.src[state.pos : state.pos + 2]
    if pair == "%%":
        found = _COMMENT.match(state.src, state.pos, state.posMax)
        return _inline(state, silent, found.end(), "text", "") if found else False
    found = _HIGHLIGHT.match(state.src, state.pos, state.posMax) if pair == "==" else None
    return _inline(state, silent, found.end(), "text", found[1]) if found else False


def _attribute_list(state: "StateInline", silent: bool) -> bool:
    if state.src[state.pos] != "{":
        return False
    match = _ATTRIBUTE_LIST.match(state.src, state.pos, state.posMax)
    if match is not None:
        return _inline(state, silent, match.end(), "text", "")
    match = SHORTCODE.match(state.src, state.pos, state.posMax)
    return _inline(state, silent, match.end(), "html_inline", match[0]) if match else False


_CALLOUT = re.compile(r"\[!([\w-]+)(?:\|[^\]\n]*)?\][-+]?[ \t]*(.*?)[ \t]*(?:\n|$)")


def _callouts(state: "StateCore") -> None:
    """Make `> [!note] Title` a callout, as GitHub and Obsidian do."""
    tokens = state.tokens
    for place, token in enumerate(tokens[:-2]):
        inline = tokens[place + 2]
        if token.type != "blockquote_open" or inline.type != "inline":
            continue
        match = _CALLOUT.match(inline.content)
        if match is None:
            continue
        token.meta = {"kind": match[1].lower(), "title": match[2] or match[1].capitalize()}
        inline.content = inline.content[match.end() :]


def _destination(parse: Any) -> Any:
    """Return how a link's target is read, which may be written by Liquid."""

    def destination(text: str, pos: int, maximum: int) -> Any:
        match = _DESTINATION.match(text, pos, maximum)
        result = parse(text, pos, maximum)
        if match:
            result.ok, result.pos, result.str = True, match.end(), "#"
        return result

    return destination
