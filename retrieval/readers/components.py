"""Tags that a site's builder replaces: JSX components, shortcodes, Liquid tags; as plain HTML."""

import re
from html import escape

ATTRIBUTES = r"(?:[^<>{}\"'`]|\"[^\"]*\"|'[^']*'|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*?"
"""What may stand between the name of a tag and its end, JSX in braces included."""

_ATTRIBUTE = re.compile(
    r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|\{\s*[\"'`]([^\"'`]*)[\"'`]\s*\}|([^\s\"'{}>%]+))"
)
_QUOTED = re.compile(r"[\"“]([^\"”]+)[\"”]")
_CALLOUT = re.compile(
    r"(?:admonition|callout|alert|note|tip|hint|info|warning|caution|danger|important|attention"
    r"|notice|aside|check|banner)(?:box|block)?",
    re.IGNORECASE,
)
_UNFOLDS = re.compile(
    r"(?:accordion|faq|collaps|expand|details?|disclosure|toggle|question|spoiler)\w*",
    re.IGNORECASE,
)
_UNFOLDS_NOT = re.compile(r"\w*(?:group|list|accordions|faqs)", re.IGNORECASE)
_TAB = re.compile(r"tab(?:item|pane|panel)?", re.IGNORECASE)
_NAMED = ("title", "label", "summary", "question", "heading", "header", "name", "value")
_TEXTS = ("answer", "description", "content", "text", "children")
_INLINE = re.compile(
    r"(?:kbd|key|icon|badge|link|a|span|code|button|tooltip|term|abbr|em|strong|b|i|img|image"
    r"|highlight|since|version|anchor|emoji|inline\w*)",
    re.IGNORECASE,
)


def attributes_of(text: str) -> dict[str, str]:
    """Return the attributes of a tag whose values are plain text."""
    found = {}
    for match in _ATTRIBUTE.finditer(text):
        found[match[1].lower()] = next((value for value in match.groups()[1:] if value), "")
    return found


def as_html(name: str, text: str) -> tuple[str, str]:
    """Return the HTML that a component or shortcode stands for: what opens and what closes it.

    `text` is what stands behind its name in the tag.
    """
    short = name.rsplit(".", 1)[-1]
    given = attributes_of(text)
    title = next((given[key] for key in _NAMED if given.get(key)), "")
    if _CALLOUT.fullmatch(short):
        return _callout(short, text, given)
    if _TAB.fullmatch(short):
        label = given.get("label") or given.get("title") or title or _quoted(text)
        return f"<dl><dt>{escape(label)}</dt><dd>", "</dd></dl>"
    if given.get("question") or (_UNFOLDS.fullmatch(short) and not _UNFOLDS_NOT.fullmatch(short)):
        label = given.get("question") or title or _quoted(text)
        opened = f"<details><summary>{escape(label)}</summary>" if label else "<div>"
        return opened + _texts(given), "</details>" if label else "</div>"
    if short.lower() == "steps":
        return "<ol>", "</ol>"
    if short.lower() == "step":
        return f"<li><p>{escape(title or _quoted(text))}</p>", "</li>"
    if _INLINE.fullmatch(short):
        return "<span>", "</span>"
    shown = given.get("title") or given.get("label") or given.get("heading") or ""
    label = f"<p>{escape(shown)}</p>" if shown else ""
    return f"<div>{label}{_texts(given)}", "</div>"


def is_known(name: str) -> bool:
    """Tell a shortcode that shows something from one that only steers the site's builder."""
    return any(kind.fullmatch(name) for kind in (_CALLOUT, _TAB, _UNFOLDS))


def callout_html(kind: str, title: str) -> str:
    """Return what opens a callout; `title` is its label as its reader sees it."""
    label = f'<p class="admonition-title">{escape(title)}</p>' if title else ""
    return f'<div class="admonition {escape(kind, quote=True)}">{label}'


def _callout(name: str, text: str, given: dict[str, str]) -> tuple[str, str]:
    kind = given.get("type") or given.get("style") or given.get("kind") or ""
    words = [word for word in re.split(r"\s+", _QUOTED.sub("", text)) if word.isalpha()]
    if not kind:
        generic = name.lower() in {"notice", "admonition", "callout", "alert", "aside", "hint"}
        kind = words[0] if generic and words else name
    title = given.get("title") or given.get("heading") or (_quoted(text) if not given else "")
    return callout_html(kind, title or kind.capitalize()), "</div>"


def _quoted(text: str) -> str:
    match = _QUOTED.search(text)
    return match[1] if match else ""


def _texts(given: dict[str, str]) -> str:
    return "".join(f"<p>{escape(given[key])}</p>" for key in _TEXTS if given.get(key))
