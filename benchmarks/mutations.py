"""Damage done to a file: by chance and by spite."""

import random
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO

_DEEP = 20_000
"""How often what nests, or what a number is long by, is repeated at most."""

_TOKENS: tuple[bytes, ...] = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xc3\x28",
    b"\xed\xa0\x80",
    b"\r\r\n",
    b"\f",
    b"\x1b[2J",
    b"99999999999999999999",
    b"-1",
    b"1e999",
    b"NaN",
    b"2024-13-45",
    b"0000-00-00",
    b"&b;",
    b"<!--",
    b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>',
    b"<![CDATA[",
    b"]]>",
    b'<?xml version="1.0" encoding="utf-7"?>',
    b'<meta charset="utf-16">',
    b"&#0;&#xD800;&#x110000;",
    b"---\n",
    b"a: &a [*a, *a]\n",
    b"!!python/object/apply:os.system ['true']\n",
    b"/Length 999999999",
    b"/Kids[2 0 R]",
    b"/Count 99999999",
    b"/Filter[/FlateDecode/FlateDecode]",
    b"/Prev 9",
    b"/Parent 3 0 R",
    b"/Contents 5 0 R",
    b"endobj",
    b"xref",
    b"stream\n",
    b"../../../../etc/passwd",
    b"file:///etc/passwd",
    b"http://169.254.169.254/",
    "\u202e\u200b".encode(),
)
_REPEATED: tuple[bytes, ...] = (
    b"9",
    b"[",
    b"{",
    b'{"a":',
    b"(",
    b"<",
    b"<<",
    b"<div>",
    b"<b>",
    b"<table><tr><td>",
    b"> ",
    b"*",
    b"![",
    b"`",
    b'"',
    b",;\t|",
    b"\n- ",
    b"q ",
    "e\u0301".encode(),
    "\U000e0041".encode(),
    b"<p>\n",
    b"a ",
)


def mutated(content: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """Return a damaged copy; archives are damaged outside, or inside and packed again."""
    if content.startswith(b"PK") and chance.random() < 0.8:
        return _inside_archive(content, chance)
    return _damaged(content, others, chance)


def _damaged(content: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        change = chance.choice(_CHANGES)
        change(data, others, chance)
    return bytes(data)


def _inside_archive(content: bytes, chance: random.Random) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(packed, "w") as after:
        names = before.namelist()
        chosen = set(chance.sample(names, k=min(len(names), chance.choice((1, 1, 2)))))
        for name in names:
            part = before.read(name)
            if name in chosen:
                part = _damaged(part, [], chance)
                if chance.random() < 0.1:
                    continue
            after.writestr(name, part, zipfile.ZIP_DEFLATED)
        if chance.random() < 0.1:
            after.writestr("../../outside.xml", b"0" * chance.choice((9, 9_000_000)))
    return packed.getvalue()


def _flip(data: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    for _ in range(chance.choice((1, 4, 32))):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _overwrite(data: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    start, end = _range(data, chance)
    data[start:end] = chance.randbytes(end - start)


def _cut(data: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    start, end = _range(data, chance)
    del data[start:end]


def _break_off(data: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    del data[chance.randrange(len(data) + 1) :]


def _repeat(data: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    start, end = _range(data, chance)
    data[start:start] = data[start:end] * chance.choice((1, 9, 99))


def _splice(data: bytearray, others: Sequence[bytes], chance: random.Random) -> None:
    if others:
        other = chance.choice(others)
        start, end = _range(other, chance)
        place = chance.randrange(len(data) + 1)
        data[place:place] = other[start:end]


def _spite(data: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    place = chance.randrange(len(data) + 1)
    if chance.random() < 0.5:
        data[place:place] = chance.choice(_TOKENS)
    else:
        data[place:place] = chance.choice(_REPEATED) * chance.choice((9, 999, _DEEP))


def _range(data: bytes | bytearray, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 8, 64, 512)))


Change = Callable[[bytearray, Sequence[bytes], random.Random], None]
_CHANGES: tuple[Change, ...] = (
    _flip,
    _overwrite,
    _cut,
    _break_off,
    _repeat,
    _splice,
    _spite,
    _spite,
)
