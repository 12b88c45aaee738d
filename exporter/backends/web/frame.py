"""What stands around the text: the letterhead above it, and the sources, rights and facts below."""

from __future__ import annotations

import msgspec
from markupsafe import Markup

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
    facts: str


def letterhead(prepared: Prepared, theme: Theme, renderer: XhtmlRenderer, place: Place) -> Letterhead | None:
    """The letterhead of ``prepared``; nothing where there would be nothing in it."""
    publisher = prepared.metadata.publisher
    end = prepared.said(theme.letterhead.end)
    if publisher is None:
        return Letterhead("", "", Markup(), end) if end else None
    contacts = Markup(renderer.line(prepared.contacts(theme.running.separator), place))
    return Letterhead(publisher.name, publisher.note, contacts, end)


def closing(prepared: Prepared, theme: Theme, renderer: XhtmlRenderer, place: Place) -> Closing | None:
    """The last words of ``prepared``, set at ``place``; nothing where there would be none."""
    text = renderer.flow(prepared.colophon, place)
    facts = theme.running.separator.join(prepared.said(theme.running.footer_start))
    return Closing(Markup(text), facts) if text or facts else None
