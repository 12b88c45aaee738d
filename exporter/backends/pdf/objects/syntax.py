"""How objects are spelt in the file (ISO 32000-1, 7.3).

ReportLab's own objects format themselves key by key; those here are bytes from the start, which a
file of thousands of links and bookmarks feels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from reportlab.pdfbase.pdfdoc import PDFObject

from exporter.backends.deflate import zlib_stream

Value: TypeAlias = bytes | str | int
"""An object as bytes or ASCII; a number as it is."""

LONGEST_TEXT = 8_000
"""Characters of a text string; in UTF-16 never more than the 32,767 bytes that a string may have
(ISO 19005-2, 6.1.13)."""
_BYTE_ORDER_MARK = b"\xfe\xff"
_ESCAPES = ((b"\\", rb"\\"), (b"(", rb"\("), (b")", rb"\)"), (b"\r", rb"\r"))


class Written(PDFObject):  # type: ignore[misc]  # ReportLab has no types
    """An indirect object whose bytes are known; ``data`` may be given after others refer to it. ``ref`` is
    the reference to it, once it is one of a file."""

    def __init__(self, data: bytes = b"") -> None:
        self.data = data
        self.ref = b""

    def format(self, document: Any) -> bytes:
        return self.data


class Stream(Written):
    """A stream object (7.3.8), compressed where ``Filter`` does not say that it is already."""

    def __init__(self, content: bytes, entries: Mapping[str, Value], *, is_plain: bool = False) -> None:
        packed: dict[str, Value] = {}
        if "Filter" not in entries and not is_plain:
            content = zlib_stream(content)
            packed = {"Filter": "/FlateDecode"}
        head = dictionary(**entries, **packed, Length=len(content))
        super().__init__(b"%b\nstream\n%bendstream\n" % (head, content))


def reference(document: Any, target: Written) -> bytes:
    """A reference to an object, which becomes an indirect one if it is none yet (7.3.10)."""
    written: bytes = document.refer(target)
    return written


def dictionary(**entries: Value) -> bytes:
    said = [
        b"/%b %b\n" % (key.encode(), value if type(value) is bytes else _value(value))
        for key, value in entries.items()
    ]
    return b"<<%b>>" % b"".join(said)


def array(values: Iterable[Value]) -> bytes:
    return b"[%b]" % b" ".join(map(_value, values))


def string(data: bytes) -> bytes:
    """A literal string (7.3.4.2): a carriage return that is not escaped would be read as a line feed."""
    for character, escape in _ESCAPES:
        data = data.replace(character, escape)
    return b"(%b)" % data


def text_string(text: str) -> bytes:
    """Words for people (7.9.2.2), cut where they are longer than a string may be.

    ASCII means the same in PDFDocEncoding; all else is UTF-16, so that no table of that encoding
    is needed, and no text can begin with what looks like a byte order mark.
    """
    if len(text) > LONGEST_TEXT:
        text = text[: LONGEST_TEXT - 1] + "…"
    if text.isascii():
        return string(text.encode("ascii"))
    return string(_BYTE_ORDER_MARK + text.encode("utf-16-be"))


def numbers(*values: float, decimals: int = 2) -> bytes:
    """Numbers without needless digits: a hundredth of a point is finer than a place has to be."""
    return b" ".join(f"{value:.{decimals}f}".rstrip("0").rstrip(".").encode() for value in values)


def _value(value: Value) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("ascii")
