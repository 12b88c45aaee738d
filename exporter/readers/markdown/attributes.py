"""Attributes as Pandoc spells them: ``{#id .class key=value key="two words"}``."""

from __future__ import annotations

import re
from typing import NamedTuple

_NAME = r"[^\s{}=\"'#.][^\s{}=\"']*"
_ATTRIBUTE = re.compile(
    rf"""\s*(?:
      \#(?P<id>{_NAME})
    | \.(?P<class>{_NAME})
    | (?P<key>{_NAME})=(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^'\\]|\\.)*)'|(?P<bare>[^\s{{}}"']+))
    | (?P<unnumbered>-)
    )(?=\s|$)""",
    re.VERBOSE,
)
_BRACES = r"""\{(?:[^{}"'\n]|\n(?!\n)|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')*\}"""
_BRACES_HERE = re.compile(_BRACES)
_BRACES_LAST = re.compile(rf"(?:^|(?<=\s)|(?=\{{[#.])){_BRACES}\s*\Z")
"""Set apart by space, or with an id or class first; quoted values may hold braces themselves."""
_LONGEST = 2000
"""Characters between braces that can be attributes: looking further would take time, and find none."""
_SHORT_FORM = re.compile(r'(?P<word>[\w-]+)(?:\s+"(?P<title>(?:[^"\\]|\\.)*)")?')


class Attributes(NamedTuple):
    """What stood in the braces; ``values`` holds the keys, each once."""

    id: str = ""
    classes: tuple[str, ...] = ()
    values: dict[str, str] = {}


NO_ATTRIBUTES = Attributes()


class NotAttributes(ValueError):
    """The braces hold something else; the message says what."""


def parse_attributes(text: str) -> Attributes:
    """The attributes in ``{…}``, braces included; raises ``NotAttributes``."""
    inner = text.strip()[1:-1]
    identifier, classes, values = "", [], {}
    position = 0
    while position < len(inner.rstrip()):
        found = _ATTRIBUTE.match(inner, position)
        if not found:
            raise NotAttributes(f"cannot read {inner[position:].strip()!r} as an attribute")
        position = found.end()
        if found["id"] and identifier:
            raise NotAttributes("an element has one id")
        if found["id"]:
            identifier = found["id"]
        elif found["class"] or found["unnumbered"]:
            classes.append(found["class"] or "unnumbered")
        elif found["key"] in values:
            raise NotAttributes(f"{found['key']!r} stands twice")
        else:
            values[found["key"]] = _unescaped(found["quoted"] or found["single"] or found["bare"] or "")
    return Attributes(identifier, tuple(classes), values)


def parse_fence_info(text: str) -> Attributes:
    """What follows ``:::``: attributes in braces, or the short form ``warning "Title"``."""
    text = text.strip().rstrip(":").rstrip()
    if text.startswith("{") and text.endswith("}"):
        return parse_attributes(text)
    found = _SHORT_FORM.fullmatch(text)
    if not found:
        raise NotAttributes(f"cannot read {text!r} after the colons")
    values = {} if found["title"] is None else {"title": _unescaped(found["title"])}
    return Attributes("", (found["word"],), values)


def braces_at(text: str, start: int, end: int) -> str:
    """The braces that open at ``start``, which could hold attributes; empty where there are none."""
    found = _BRACES_HERE.match(text, start, min(end, start + _LONGEST))
    return found[0] if found else ""


def split_last_attributes(text: str) -> tuple[str, Attributes]:
    """Markdown and the attributes that it ends on, none where it ends on none.

    They are parted from the words before those are read, so that nothing in them is markup.
    """
    begin = max(0, len(text) - _LONGEST)
    found = _BRACES_LAST.search(text, begin) if text.rstrip().endswith("}") else None
    if not found or _is_escaped_or_taken(text[: found.start()]):
        return text, NO_ATTRIBUTES
    try:
        return text[: found.start()].rstrip(), parse_attributes(found[0])
    except NotAttributes:
        return text, NO_ATTRIBUTES


def _is_escaped_or_taken(before: str) -> bool:
    """Whether braces behind these words are text, a field, or belong to a span, link, image or code."""
    backslashes = len(before) - len(before.rstrip("\\"))
    return backslashes % 2 == 1 or before.endswith(("{", "]", ")", "`"))


def _unescaped(text: str) -> str:
    """A quoted value without its backslashes; one before a field stays, which makes it text."""
    return re.sub(r"\\(?!\{\{)(.)", r"\1", text)
