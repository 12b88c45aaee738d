"""The style sheet: the theme in CSS, and nothing that is not in the theme."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from exporter.backends.web.fonts import FontFile
from exporter.backends.web.templates import filled
from exporter.prepare import Prepared
from exporter.theme import Colour, Theme

REGULAR, BOLD = 400, 700


class FontSource(msgspec.Struct, frozen=True):
    """A face as ``@font-face`` describes it (CSS Fonts 4); ``address`` is where its bytes are."""

    family: str
    weight: int
    style: str
    address: str


def font_source(font: FontFile, address: str) -> FontSource:
    face = font.face
    weight, style = BOLD if face.bold else REGULAR, "italic" if face.italic else "normal"
    return FontSource(face.family, weight, style, address)


def stylesheet(prepared: Prepared, theme: Theme, fonts: Sequence[FontSource], *, book: bool) -> str:
    """The style sheet for ``prepared``.

    A ``book`` stands in a reading system with sizes, margins and pages of its own (EPUB 3.3, 3.5);
    a web page is given the theme's, for the screen and for the printer.
    """
    dark = {**theme.palette, **theme.screen.dark}
    return filled(
        "style.css.j2",
        theme=theme,
        # No look need name a colour of the palette, so none has been checked to be one before.
        palette={name: Colour.named(name, theme.palette) for name in theme.palette},
        dark={name: Colour.named(name, dark) for name in theme.screen.dark},
        fonts=fonts,
        book=book,
        header=(prepared.said(theme.running.header_start), prepared.said(theme.running.header_end)),
        footer=prepared.said(theme.running.footer_start),
        start="left" if prepared.direction == "ltr" else "right",
        end="right" if prepared.direction == "ltr" else "left",
        page_of=prepared.phrases.page_of,
    )
