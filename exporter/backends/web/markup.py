"""The smallest pieces: escaping, elements, and strings that are well-formed both as XML and as HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

Attributes: TypeAlias = Mapping[str, str | bool | int | None]
"""Names to values; ``True`` is written as XML wants it (``disabled="disabled"``), ``None``, ``""``
and ``False`` not at all, except ``alt=""``, which says something of its own."""

_ILLEGAL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Whatever is not ``Char``, said so: the other way round it takes ten times as long to compile."""
_VOID = frozenset(["br", "col", "hr", "img", "input"])
_VOID_TAG = re.compile(r"(<(?:br|col|hr|img|input|link|meta)\b[^<>]*?) />")


def legal(text: str) -> str:
    """``text`` with U+FFFD for each character that XML has no way to write (XML 1.0, 2.2 ``Char``).

    The checks refuse such characters; this keeps a draft that was let through well-formed.
    """
    return text if text.isprintable() else _ILLEGAL.sub("\ufffd", text)


def as_html(markup: str) -> str:
    """Markup of the XML syntax in that of HTML, where a slash at the end of a void element says nothing
    (HTML, 13.1.2.1). Values hold neither ``<`` nor ``>``, so none can look like a tag.
    """
    return _VOID_TAG.sub(r"\1>", markup)


def escape(text: str) -> str:
    """``text`` as character data."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_value(text: str) -> str:
    """``text`` as the value of a double-quoted attribute; line ends survive XML's normalisation."""
    return escape(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def element(tag: str, content: str = "", attributes: Attributes | None = None) -> str:
    """An element around ``content``, which is markup already."""
    opening = f"<{tag}{written(attributes)}" if attributes else f"<{tag}"
    return f"{opening} />" if tag in _VOID else f"{opening}>{content}</{tag}>"


def written(attributes: Attributes) -> str:
    """``attributes`` as they stand in a tag, each with a space before it."""
    return "".join(
        f' {name}="{escape_value(name if value is True else str(value))}"'
        for name, value in attributes.items()
        if _says_something(name, value)
    )


def _says_something(name: str, value: str | bool | int | None) -> bool:
    return value is not None and value is not False and (value != "" or name == "alt")
