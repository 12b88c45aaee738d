"""What stands around the text: the letterhead above it, and the sources, rights and facts below."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from markupsafe import Markup

from exporter.backends.web.markup import element, escape
from exporter.backends.web.place import Place
from exporter.backends.web.xhtml import XhtmlRenderer
from exporter.prepare import Prepared
from exporter.theme import Theme


class Letterhead(msgspec.Struct, frozen=True):
    """The publisher, how to reach them, and what stands at the far side."""

    name: str
    note: str
    contacts: Markup
    end: tuple[str, ...]


class Closing(msgspec.Struct, frozen=True):
    """The last words: each absent part is empty."""

    text: Markup
    facts: Markup


def letterhead(prepared: Prepared, theme: Theme, renderer: XhtmlRenderer, place: Place) -> Letterhead | None:
    """The letterhead of ``prepared``; nothing where there would be nothing in it."""
    publisher = prepared.metadata.publisher
    end = prepared.said(theme.letterhead.end)
    if publisher is None:
        return Letterhead("", "", Markup(), end) if end else None
    contacts = _parted((renderer.line([way], place) for way in prepared.ways), theme)
    return Letterhead(publisher.name, publisher.note, contacts, end)


def closing(prepared: Prepared, theme: Theme, renderer: XhtmlRenderer, place: Place) -> Closing | None:
    """The last words of ``prepared``, set at ``place``; nothing where there would be none."""
    text = renderer.passage(prepared.colophon, place)
    facts = _parted(map(escape, prepared.said(theme.running.footer_start)), theme)
    return Closing(Markup(text), facts) if text or facts else None


def _parted(parts: Iterable[str], theme: Theme) -> Markup:
    """``parts``, which are markup, in a line with the theme's separator between them.

    It stands in one box with the part after it, so that the style sheet can hide it where that part
    opens a line (``.parted``).
    """
    separator = theme.running.separator
    hung = separator.lstrip()
    mark = element("span", escape(hung), {"class": "separator"})
    boxes = (element("span", (mark if number else "") + part) for number, part in enumerate(parts))
    return Markup(separator.removesuffix(hung).join(boxes))
