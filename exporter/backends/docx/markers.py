"""Markers of bullet lists: a character for each shape, and the family of the theme that has it."""

from __future__ import annotations

from typing import NamedTuple

from exporter.backends.docx.settings import DISC
from exporter.theme import Face, Theme, once_a_theme
from exporter.theme.theme import ListMarker

_SHAPES: dict[ListMarker, str] = {"disc": DISC, "circle": "\u25e6\u2218\u25cb", "square": "\u25aa\u25a0"}
"""The characters that look as a marker does, the best first: a bullet, a ring, a square (Unicode, 22.2)."""


class Sign(NamedTuple):
    """``family`` is empty where the body's own has the character."""

    character: str
    family: str = ""


@once_a_theme
def signs(theme: Theme) -> dict[ListMarker, Sign]:
    """The sign for each marker of the theme, from the first of its own families that has one: what a program
    takes by itself stands in another size. Where none has, it is a disc."""
    body, code = theme.fonts.body, theme.fonts.code
    families = dict.fromkeys((*body.families, *code.families))
    return {marker: _sign(theme, marker, list(families)) for marker in theme.lists.markers}


def _sign(theme: Theme, marker: ListMarker, families: list[str]) -> Sign:
    for character in _SHAPES[marker]:
        for family in families:
            if Face(family, theme.lists.marker_bold, False).sets(character):
                return Sign(character, "" if family == families[0] else family)
    return Sign(DISC)
