"""Markdown as the HTML a site would make of it, each block after a comment with its line."""

import re
from collections.abc import MutableMapping, Sequence
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML

from footnote.retrieval.readers.components import as_html, callout_html, is_known
from footnote.retrieval.readers.markdown_rules import SHORTCODE, TAG, add_rules

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markdown_it.utils import OptionsDict

_MOST_NESTED = 100
_SWALLOWING = frozenset(
    "title textarea xmp noembed noframes plaintext script style iframe template select svg math "
    "noscript object".split()
)
"""Elements whose content is not read as text; left open they would take the rest of the page."""

_FRAMES = frozenset("html head body frameset frame".split())
_LATER_TAGS = frozenset("details summary dialog search slot rb rtc".split())
_CONTAINER = re.compile(r"\{?\s*\.?([\w-]+)\}?\s*(?:\[(.*)\]|\{[^}]*\}|(.*))?\s*")
_FENCE_TITLE = re.compile(r"(?:title|filename|file)=(?:\"([^\"]*)\"|'([^']*)'|(\S+))")
_FENCE_DIRECTIVE = re.compile(r"\{([\w-]+)\}\s*(.*)")
_CALLOUTS = frozenset(
    "note tip hint info warning caution danger important attention seealso admonition abstract "
    "todo error success question failure bug example quote".split()
)
_HEADING_ID = re.compile(r"\{:?\s*#([\w:.-]+)[^{}]*\}\s*$")
_BLOCK_ID = re.compile(r"\s\^[0-9a-z]{6}$")
_CONTENTS = re.compile(r"\[TOC\]|\[\[toc\]\]", re.IGNORECASE)
_CONTENTS_HERE = re.compile(r"\{:\s*toc\b", re.IGNORECASE)
"""Below a list of one item, kramdown's order to put the page's headings in its place."""


def as_page(body: str, *, jsx: bool = False, first_line: int = 1) -> str:
    """Return Markdown as an HTML page; comments `line:N` count its lines from `first_line`.

    With `jsx` the text is MDX.
    """
    env = {"first": first_line, "source": body.lower(), "open": []}
    return f"<html><body>{_parser(jsx).render(body, env)}</body></html>"


class _Renderer(RendererHTML):
    """Writes HTML with line numbers, callouts, tabs and components."""

    def render(self, tokens: "Sequence[Token]", options: "OptionsDict", env: Any) -> str:
        """Return the HTML of block tokens."""
        parts: list[str] = []
        for place, token in enumerate(tokens):
            if token.map and token.nesting >= 0 and token.type != "inline":
                line = token.map[0] + env["first"] + (token.type == "fence")
                parts.append(f"<!--line:{line}-->")
            if token.type == "inline":
                parts.append(self.renderInline(token.children or [], options, env))
            elif token.type in self.rules:
                parts.append(self.rules[token.type](tokens, place, options, env))
            else:
                parts.append(self.renderToken(tokens, place, options, env))
        return "".join(parts)

    def html_block(self, tokens: "Sequence[Token]", place: int, _: Any, env: Any) -> str:
        """Return raw HTML, its components replaced."""
        return _plain_html(tokens[place].content, env)

    def html_inline(self, tokens: "Sequence[Token]", place: int, _: Any, env: Any) -> str:
        """Return raw HTML within a line, its components replaced."""
        return _plain_html(tokens[place].content, env)

    def heading_open(self, tokens: "Sequence[Token]", place: int, _: Any, env: Any) -> str:
        """Return a heading with the anchor its site would give it."""
        inline = tokens[place + 1]
        given = _HEADING_ID.search(inline.content)
        words = "".join(
            " " if child.type == "softbreak" else child.content
            for child in inline.children or []
            if child.type in _WORDS
        )
        anchor = given[1] if given else slug(words)
        seen: MutableMapping[str, int] = env.setdefault("slugs", {})
        count = seen.get(anchor, 0)
        seen[anchor] = count + 1
        return f'<{tokens[place].tag} id="{anchor}{f"-{count}" if count else ""}">'

    def paragraph_open(self, tokens: "Sequence[Token]", place: int, *_: Any) -> str:
        """Return nothing for the lines of an item that is not spread out."""
        return "" if tokens[place].hidden else "<p>"

    def fence(self, tokens: "Sequence[Token]", place: int, options: Any, env: Any) -> str:
        """Return code below the name of its file, or what a directive in a fence stands for."""
        token = tokens[place]
        directive = _FENCE_DIRECTIVE.fullmatch(token.info.strip())
        if directive and directive[1] in _CALLOUTS:
            inner = as_page(token.content, first_line=(token.map or [0])[0] + env["first"] + 1)
            title = directive[2] or directive[1].capitalize()
            return f"{callout_html(directive[1], title)}{inner[12:-14]}</div>"
        name = _FENCE_TITLE.search(token.info)
        title = next(filter(None, name.groups()), "") if name else ""
        language = re.split(r"[\s,{:]", directive[2] if directive else token.info.strip())[0]
        language = language or (directive[1] if directive else "")
        language = language or next(iter(re.findall(r"\{\s*\.([\w+#-]+)", token.info)), "")
        above = f"<p>{escape(title)}</p>" if title else ""
        marked = f' class="language-{escape(language)}"' if language else ""
        return f"{above}<pre><code{marked}>{escape(token.content)}</code></pre>"

    def blockquote_open(self, tokens: "Sequence[Token]", place: int, _: Any, env: Any) -> str:
        """Return what opens a quotation or a callout."""
        meta = tokens[place].meta
        env["open"].append(("blockquote", "</div>" if meta else "</blockquote>"))
        return callout_html(meta["kind"], meta["title"]) if meta else "<blockquote>"

    def blockquote_close(self, _: Any, __: int, ___: Any, env: Any) -> str:
        """Return what closes it."""
        return _closed("blockquote", env)

    def aside_open(self, tokens: "Sequence[Token]", place: int, *_: Any) -> str:
        """Return what opens an indented callout or tab."""
        meta = tokens[place].meta
        if "tab" in meta:
            return f"<dl><dt>{escape(meta['tab'])}</dt><dd>"
        return callout_html(meta["kind"], meta["title"])

    def aside_close(self, tokens: "Sequence[Token]", place: int, *_: Any) -> str:
        """Return what closes it."""
        return "</dd></dl>" if "tab" in tokens[place].meta else "</div>"

    def container_any_open(self, tokens: "Sequence[Token]", place: int, _: Any, env: Any) -> str:
        """Return what opens a `:::` container."""
        match = _CONTAINER.fullmatch(tokens[place].info.strip())
        kind = match[1].lower() if match else ""
        title = ((match[2] or match[3] or "") if match else "").strip()
        if kind in {"details", "collapse"} and title:
            env["open"].append(("container", "</details>"))
            return f"<details><summary>{escape(title)}</summary>"
        env["open"].append(("container", "</div>"))
        if kind in _CALLOUTS:
            return callout_html(kind, title or kind.capitalize())
        return f"<div><p>{escape(title)}</p>" if title and "{" not in title else "<div>"

    def container_any_close(self, _: Any, __: int, ___: Any, env: Any) -> str:
        """Return what closes it."""
        return _closed("container", env)

    def footnote_ref(self, *_: Any) -> str:
        """Return nothing: a reader's eye passes over the mark."""
        return ""

    footnote_anchor = footnote_ref


_ENDS = ("end", "end ", "/", "/ ")
"""What stands before the name of a shortcode in the one that closes it."""

_WORDS = frozenset(["text", "code_inline", "softbreak"])


def slug(words: str) -> str:
    """Return the anchor that GitHub and Docusaurus give a heading with these words."""
    kept = re.sub(r"[^\w\- ]", "", words.strip().lower())
    return kept.replace(" ", "-")


@lru_cache(maxsize=2)
def _parser(jsx: bool) -> MarkdownIt:
    from mdit_py_plugins.container import container_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    md = MarkdownIt("commonmark", {"maxNesting": _MOST_NESTED}, renderer_cls=_Renderer)
    md.enable(["table", "strikethrough"])
    footnote_plugin(md)
    deflist_plugin(md)
    container_plugin(
        md, "any", validate=lambda info, *_: _CONTAINER.fullmatch(info.strip()) is not None
    )
    add_rules(md, jsx=jsx)
    for name in ("footnote_ref", "footnote_anchor", "container_any_open", "container_any_close"):
        md.renderer.rules[name] = getattr(md.renderer, name)  # type: ignore[attr-defined]
    md.core.ruler.after("block", "tidied", _tidied)
    return md


def _tidied(state: Any) -> None:
    """Take out tables of contents to be made, and the ids of blocks in notes."""
    last: Token | None = None
    for token in state.tokens:
        if token.type == "html_block" and _CONTENTS_HERE.match(token.content) and last is not None:
            last.content = ""
        if token.type == "inline":
            last = token
            token.content = _BLOCK_ID.sub("", token.content)
            if _CONTENTS.fullmatch(token.content.strip()):
                token.content = ""


def _plain_html(content: str, env: Any) -> str:
    if SHORTCODE.fullmatch(content.strip()) or content.lstrip().startswith("{"):
        return "".join(
            _shortcode_html(found[1] or found[2] or "", env)
            for found in SHORTCODE.finditer(content)
        )
    parts: list[str] = []
    at = 0
    while at < len(content):
        if content.startswith("<!--", at):
            end = content.find("-->", at)
            end = len(content) if end < 0 else end + 3
            parts.append(content[at:end])
            at = end
            continue
        found = TAG.match(content, at) if content[at] == "<" else None
        if found is None:
            following = content.find("<", at + 1)
            end = len(content) if following < 0 else following
            parts.append(content[at:end])
            at = end
            continue
        parts.append(_tag_html(found, env))
        at = found.end()
    return "".join(parts)


def _tag_html(tag: "re.Match[str]", env: Any) -> str:
    name, lower = tag["name"], tag["name"].lower()
    if lower in _FRAMES or not name:
        return ""
    if lower in _SWALLOWING and f"</{lower}>" not in env["source"]:
        return escape(tag[0])
    if _is_html(lower) and (name == lower or name.isupper()):
        return tag[0]
    if tag["close"]:
        return _closed(name, env) or (tag[0] if _is_html(lower) else "")
    if not (tag["alone"] or tag["rest"].strip() or f"</{lower}>" in env["source"]):
        return escape(tag[0])
    if not name[0].isupper() and "." not in name:
        return tag[0]
    opened, closing = as_html(name, tag["rest"])
    if tag["alone"] or tag["rest"].endswith("/"):
        return opened + closing
    env["open"].append((name, closing))
    return opened


def _shortcode_html(text: str, env: Any) -> str:
    name, _, rest = text.strip().partition(" ")
    if name.startswith(("/", "end")):
        return _closed(name.removeprefix("/").removeprefix("end").strip() or rest.strip(), env)
    if not is_known(name) or not any(f"{mark}{name.lower()}" in env["source"] for mark in _ENDS):
        return ""
    opened, closing = as_html(name, rest)
    env["open"].append((name, closing))
    return opened


def _closed(name: str, env: Any) -> str:
    """Return what closes an open element, and those left open inside it."""
    waiting: list[tuple[str, str]] = env["open"]
    if name not in {opened for opened, _ in waiting}:
        return ""
    parts = []
    while waiting:
        opened, closing = waiting.pop()
        parts.append(closing)
        if opened == name:
            break
    return "".join(parts)


def _is_html(name: str) -> bool:
    from lxml.html import defs

    return name in defs.tags or name in _LATER_TAGS
