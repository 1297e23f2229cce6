"""Screens as HTML in the look of Discord's dark client."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from io import StringIO
from typing import Any

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from benchmarks.discord_pictures.markup import Names, to_html

Payload = Mapping[str, Any]
_EPHEMERAL = 64
_COLOURS = ("#5865f2", "#3ba55c", "#eb459e", "#faa61a", "#ed4245")
_TERMINAL = (30, 31, 34)
_COLOURS_OF_CODES = TerminalTheme(
    _TERMINAL,
    (219, 222, 225),
    [
        _TERMINAL,
        (242, 114, 111),
        (125, 200, 110),
        (232, 196, 104),
        (110, 165, 245),
        (205, 145, 240),
        (95, 200, 215),
        (219, 222, 225),
    ],
)

STYLE = """
* { box-sizing: border-box; margin: 0 }
body { width: 640px; background: #313338; color: #dbdee1; padding-bottom: 10px;
  font: 15px/1.36 "Noto Sans", "DejaVu Sans", sans-serif }
header { background: #2b2d31; padding: 9px 16px; font-weight: 600;
  border-bottom: 1px solid #26272b }
header span { color: #949ba4; font-weight: 400; margin-left: 8px; font-size: 13px }
.note { color: #949ba4; font-size: 12.5px; padding: 10px 16px 0; font-style: italic }
.message { display: flex; padding: 9px 16px 3px; gap: 14px; position: relative }
.private { background: #5865f214; border-left: 2px solid #5865f2 }
.avatar { width: 36px; height: 36px; border-radius: 50%; flex: none; color: #fff; display: flex;
  align-items: center; justify-content: center; font-weight: 600 }
.main { min-width: 0; flex: 1 }
.name { font-weight: 600; color: #f2f3f5 }
.app { background: #5865f2; color: #fff; font-size: 10px; border-radius: 3px; padding: 1px 4px;
  margin-left: 5px; vertical-align: 1px }
.time { color: #949ba4; font-size: 11.5px; margin-left: 7px; font-weight: 400 }
.reply { color: #b5bac1; font-size: 12.5px; margin-bottom: 3px; white-space: nowrap;
  overflow: hidden; text-overflow: ellipsis }
.reply b { color: #dbdee1 }
.text { overflow-wrap: anywhere }
.sub { color: #949ba4; font-size: 12.5px; line-height: 1.45 }
a { color: #00a8fc }
blockquote { border-left: 4px solid #4e5058; padding-left: 11px; margin: 2px 0; border-radius: 3px }
.mention { background: #5865f24d; color: #c9cdfb; border-radius: 3px; padding: 0 2px }
.date { background: #2b2d31; border-radius: 3px; padding: 0 3px }
code { background: #2b2d31; padding: 1px 4px; border-radius: 4px }
pre { background: #2b2d31; border: 1px solid #1e1f22; border-radius: 4px; padding: 7px;
  margin: 4px 0; font: 12.5px/1.3 "DejaVu Sans Mono", monospace; white-space: pre-wrap;
  overflow-wrap: anywhere }
.item { display: flex; gap: 6px }
.item span:first-child { min-width: 1.1em; text-align: right; flex: none }
.item span:last-child { min-width: 0 }
mark { background: #1e1f22; color: #1e1f22 }
.edited { color: #949ba4; font-size: 10.5px }
.row { display: flex; gap: 7px; margin-top: 7px; flex-wrap: wrap }
.button { background: #4e5058; color: #fff; border-radius: 4px; padding: 4px 14px;
  font-size: 13.5px }
.button.primary { background: #5865f2 }
.only { color: #949ba4; font-size: 11.5px; margin-top: 5px }
.modal { margin: 14px 60px; background: #2b2d31; border-radius: 6px; padding: 16px }
.modal h4 { color: #f2f3f5; font-size: 17px; margin-bottom: 10px }
.modal label { display: block; font-size: 12.5px; font-weight: 600; margin: 10px 0 4px }
.modal label em { color: #f23f43; font-style: normal }
.field { background: #1e1f22; border-radius: 4px; padding: 8px 10px; min-height: 34px }
.modal .send { text-align: right; margin-top: 14px }
.terminal { margin: 12px 16px; background: #1e1f22; border-radius: 5px; padding: 10px 12px;
  font: 12px/1.5 "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere }
"""


@dataclass
class Screen:
    """One picture; `parts` are pieces of HTML in their order."""

    name: str
    caption: str
    parts: list[str] = field(default_factory=list)

    def html(self) -> str:
        """Return the whole page."""
        body = "".join(self.parts)
        return f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style><body>{body}</body>'


def header(channel: str, server: str) -> str:
    """Return the bar over a channel."""
    return f"<header># {escape(channel)}<span>{escape(server)}</span></header>"


def note(text: str) -> str:
    """Return a line between messages that tells what happens."""
    return f'<div class="note">{escape(text)}</div>'


def terminal(command: str, output: str) -> str:
    """Return a command and what it printed."""
    return f'<div class="terminal">$ {escape(command)}\n{escape(output.rstrip())}</div>'


def terminal_in_colour(command: str, printed: str, columns: int) -> str:
    """Return a command and what it printed, its codes for colours obeyed."""
    console = Console(record=True, width=columns, file=StringIO(), color_system="truecolor")
    console.print(Text.from_ansi(printed.rstrip("\n")))
    shown = console.export_html(code_format="{code}", inline_styles=True, theme=_COLOURS_OF_CODES)
    return f'<div class="terminal">$ <b>{escape(command)}</b>\n{shown}</div>'


def message(payload: Payload, names: Names) -> str:
    """Return one message as a client shows it."""
    author = payload["author"]
    private = payload["flags"] & _EPHEMERAL
    app = '<span class="app">APP</span>' if author["bot"] else ""
    edited = payload["edited_timestamp"] and not author["bot"]
    return "".join(
        [
            f'<div class="message{" private" if private else ""}">',
            _avatar(author),
            '<div class="main">',
            _above(payload, names),
            f'<div class="name">{escape(author["global_name"])}{app}'
            f'<span class="time">{payload["timestamp"][11:16]}</span></div>',
            f'<div class="text">{to_html(payload["content"], names)}</div>',
            '<span class="edited">(edited)</span>' if edited else "",
            *(_row(row) for row in payload["components"]),
            '<div class="only">👁 Only you can see this</div>' if private else "",
            "</div></div>",
        ]
    )


def _avatar(author: Payload) -> str:
    letter = "[1]" if author["bot"] else author["global_name"][0]
    colour = _COLOURS[0] if author["bot"] else _COLOURS[1 + int(author["id"]) % 4]
    return f'<div class="avatar" style="background:{colour}">{letter}</div>'


def _above(payload: Payload, names: Names) -> str:
    metadata = payload.get("interaction_metadata")
    if metadata is not None and payload["type"] == 20:
        who = escape(metadata["user"]["global_name"])
        return f'<div class="reply">↱ <b>{who}</b> used a command</div>'
    before = payload.get("referenced_message")
    if before is None:
        return ""
    first = before["content"].split("\n")[0].removeprefix("> ")
    text = to_html(first, names)
    inner = text.removeprefix("<div>").removesuffix("</div>")
    return f'<div class="reply">↱ <b>{escape(before["author"]["global_name"])}</b> {inner}</div>'


def _row(row: Payload) -> str:
    buttons = "".join(
        f'<span class="button{" primary" if b["style"] == 1 else ""}">'
        f"{(b.get('emoji') or {}).get('name', '')}{escape(b.get('label') or '')}</span>"
        for b in row["components"]
    )
    return f'<div class="row">{buttons}</div>'


def modal(payload: Payload, values: tuple[str, ...]) -> str:
    """Return a form, filled in."""
    fields = []
    for row, value in zip(payload["components"], values, strict=True):
        text = row["components"][0] if "components" in row else row["component"]
        star = " <em>*</em>" if text.get("required", True) else ""
        label = escape(text.get("label") or row.get("label") or "")
        fields.append(f'<label>{label}{star}</label><div class="field">{escape(value)}</div>')
    return (
        f'<div class="modal"><h4>{escape(payload["title"])}</h4>{"".join(fields)}'
        '<div class="send"><span class="button primary">Submit</span></div></div>'
    )
