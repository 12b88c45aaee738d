"""From the codes of a font to characters (ISO 32000-1, 9.10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

MOST_CODES = 200_000
"""Codes of one font; a map that claims more is cut off there."""
_UNKNOWN = "\ufffd"
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])|([A-Za-z]+)")
_ENCODINGS = {"/MacRomanEncoding": "mac_roman", "/WinAnsiEncoding": "cp1252"}


class Decoder(NamedTuple):
    """Turns shown strings into characters; codes are ``widths`` bytes long, the shortest tried first."""

    characters: dict[bytes, str]
    widths: tuple[int, ...]

    def characters_of(self, shown: bytes) -> list[str]:
        """What each code of a string says; U+FFFD for a code that the font does not explain."""
        found: list[str] = []
        place = 0
        while place < len(shown):
            code = self._code_at(shown, place)
            found.append(self.characters.get(code, _UNKNOWN))
            place += len(code)
        return found

    def _code_at(self, shown: bytes, place: int) -> bytes:
        for width in self.widths:
            if (code := shown[place : place + width]) in self.characters:
                return code
        return shown[place : place + self.widths[-1]]


NO_FONT = Decoder({}, (1,))


def decoder_of(font: Any) -> Decoder:
    """The decoder of a font dictionary: its ``ToUnicode`` map, else its encoding (9.10.2)."""
    if "/ToUnicode" in font:
        width = 2 if font.get("/Subtype") == "/Type0" else 1
        return _from_map(font.ToUnicode.read_bytes(), width)
    return Decoder(_encoding(font), (1,))


def _encoding(font: Any) -> dict[bytes, str]:
    """The characters of a simple font's encoding with its differences (9.6.6)."""
    stated = font.get("/Encoding")
    is_dictionary = stated is not None and not str(stated).startswith("/")
    base = str(stated.get("/BaseEncoding", "")) if is_dictionary else str(stated)
    name = _ENCODINGS.get(base, "cp1252")
    table = {bytes((code,)): bytes((code,)).decode(name, "replace") for code in range(256)}
    code = 0
    for entry in stated.get("/Differences", []) if is_dictionary else ():
        if str(entry).startswith("/"):
            table[bytes((code & 0xFF,))] = _named(str(entry)[1:])
            code += 1
        else:
            code = int(entry)
    return table


def _named(glyph: str) -> str:
    """The character of a glyph's name, as far as the name itself tells (Adobe Glyph List, 2)."""
    coded = re.fullmatch("(?:uni|u)([0-9A-F]{4,6})", glyph)
    if coded and int(coded[1], 16) <= 0x10FFFF:
        return chr(int(coded[1], 16))
    return " " if glyph == "space" else glyph if len(glyph) == 1 else _UNKNOWN


def _from_map(data: bytes, width: int) -> Decoder:
    """The decoder of a ``ToUnicode`` map (9.10.3)."""
    characters: dict[bytes, str] = {}
    widths: set[int] = set()
    for kind, operands in _sections(data):
        if kind == b"codespacerange":
            widths |= {len(code) for code in operands if isinstance(code, bytes)}
            continue
        for code, text in _mapped(kind, operands):
            if len(characters) >= MOST_CODES:
                break
            characters[code] = text
    return Decoder(characters, tuple(sorted(widths - {0})) or (width,))


Operand = bytes | list[bytes]


def _sections(data: bytes) -> Iterator[tuple[bytes, list[Operand]]]:
    """What stands between each pair of ``begin`` and ``end``: strings, and arrays of strings."""
    kind, operands = b"", list[Operand]()
    array: list[bytes] | None = None
    for string, opens, closes, word in _TOKEN.findall(data):
        if word.startswith(b"begin"):
            kind, operands = word.removeprefix(b"begin"), []
        elif word.startswith(b"end") and kind == word.removeprefix(b"end"):
            yield kind, operands
            kind = b""
        elif opens:
            array = []
        elif closes and array is not None:
            operands.append(array)
            array = None
        elif not word:
            code = bytes.fromhex(re.sub(rb"\s", b"", string).decode("ascii").ljust(len(string) % 2, "0"))
            (operands if array is None else array).append(code)


def _mapped(kind: bytes, operands: list[Operand]) -> Iterator[tuple[bytes, str]]:
    """The codes of a section with their characters."""
    if kind == b"bfchar":
        for code, text in zip(operands[::2], operands[1::2], strict=False):
            if isinstance(code, bytes) and isinstance(text, bytes):
                yield code, _utf16(text)
    elif kind == b"bfrange":
        for low, high, to in zip(operands[::3], operands[1::3], operands[2::3], strict=False):
            if isinstance(low, bytes) and isinstance(high, bytes):
                yield from _range(low, high, to)


def _range(low: bytes, high: bytes, to: Operand) -> Iterator[tuple[bytes, str]]:
    first, last = int.from_bytes(low), int.from_bytes(high)
    for step in range(min(last - first + 1, MOST_CODES)):
        code = (first + step).to_bytes(max(len(low), len(high)))
        if isinstance(to, bytes):
            start = _utf16(to)
            yield code, start[:-1] + chr(min(ord(start[-1]) + step, 0x10FFFF)) if start else ""
        elif step < len(to):
            yield code, _utf16(to[step])


def _utf16(text: bytes) -> str:
    return text.decode("utf-16-be", "replace")
