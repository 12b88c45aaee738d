"""Attributes as Pandoc spells them: ``{#id .class key=value key="two words"}``."""

from __future__ import annotations

import re
from typing import NamedTuple

_NAME = r"[^\s{}=\"'#.][^\s{}=\"']*"
_ATTRIBUTE = re.compile(
    rf"""\s*(?:
      \#(?P<id>{_NAME})
    | \.(?P<class>{_NAME})
    | (?P<key>{_NAME})=(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^\s{{}}"']+))
    )""",
    re.VERBOSE,
)
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
        if found["id"]:
            identifier = found["id"]
        elif found["class"]:
            classes.append(found["class"])
        elif found["key"] in values:
            raise NotAttributes(f"{found['key']!r} stands twice")
        else:
            values[found["key"]] = _unescaped(found["quoted"] or found["bare"] or "")
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


def split_trailing_attributes(text: str) -> tuple[str, str]:
    """``text`` and the ``{…}`` it ends on, which is empty where it ends on none."""
    stripped = text.rstrip()
    start = stripped.rfind("{")
    is_attributes = stripped.endswith("}") and start >= 0 and stripped[start + 1 : start + 2] != "{"
    if not is_attributes or (start > 0 and stripped[start - 1] in "{\\"):
        return text, ""
    return stripped[:start].rstrip(), stripped[start:]


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
