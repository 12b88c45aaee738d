"""Character codes: what a page calls the clusters of a face, and what each code says."""

from __future__ import annotations

import functools
import string
from collections.abc import Sequence

from exporter.backends.pdf.fonts.shaping import Cluster, Form, Part
from exporter.theme import Face

_LAST = 0xFFFE
"""Glyphs are counted with 16 bits."""
_KEPT_FACES = 64
_FARTHEST = 0x3FFF
"""How far a part may stand from its glyph; further, a pile of marks would leave what 16 bits hold."""


class Codes:
    """The codes of one face in one document, as far as something is ``shown`` with them.

    A glyph has its own number as its code, and there says what it showed first. All else has codes
    beyond those of the face, and glyphs of its own in the file, made of others: a letter that the face
    has in pieces, or that says two things. So nothing has to be said beside the text, and it is right
    also where readers do not look for ``ActualText``. It follows from the order of drawing alone.
    """

    def __init__(self, face: Face) -> None:
        self.shown: dict[int, Form] = {}
        self._further: dict[Form, int] = {}
        self._face, self._font = face, face.hb_font
        self._next = face.look.glyph_count
        self._last = 0 if face.look.is_cff else _LAST  # outlines of PostScript are not made of others

    def explain(self, clusters: Sequence[Cluster]) -> bool:
        """Whether plain glyphs say what they show under their own numbers."""
        shown = self.shown
        for cluster in clusters:
            form = cluster.form
            own = shown.setdefault(form.parts[0].glyph, form)
            if own is not form and own.text != form.text:
                return False
        return True

    def saying(self, cluster: Cluster) -> int | None:
        """The code of a cluster that says its text, if there can be one."""
        form = cluster.form
        if cluster.is_plain and self.explain((cluster,)):
            return form.parts[0].glyph
        code = self._further.get(form)
        if code is None and self._next <= self._last and _is_near(form):
            code = self._further[form] = self._next
            self.shown[code] = form
            self._next += 1
        return code

    def complete(self) -> dict[int, Form]:
        """What the codes show and say, with all that most names and dates are made of where there is a
        letter of these: so documents that differ in a name have one font. Equal forms are one object."""
        letters, usual = _usual(self._face)
        if self.shown.keys().isdisjoint(letters):
            return self.shown
        same = usual.get
        return {
            **usual,
            **{code: form if form != same(code) else usual[code] for code, form in self.shown.items()},
        }

    def part(self, part: Part, text: str) -> tuple[int, int]:
        """The code of a glyph of which the page itself says what it shows, and its width; yet every
        code says something."""
        width: int = self._font.get_glyph_h_advance(part.glyph)
        self.shown.setdefault(part.glyph, Form(text, (Part(part.glyph, 0, 0),), width))
        return part.glyph, width


@functools.lru_cache(_KEPT_FACES)
def _usual(face: Face) -> tuple[frozenset[int], dict[int, Form]]:
    """The glyphs of ASCII letters, and the forms of these and of what else names and dates are made of,
    each by its glyph."""
    forms: dict[int, Form] = {}
    nominal, advance = face.hb_font.get_nominal_glyph, face.hb_font.get_glyph_h_advance
    for character in f"{string.ascii_letters}{string.digits} -.,'":
        if glyph := nominal(ord(character)):
            forms.setdefault(glyph, Form(character, (Part(glyph, 0, 0),), advance(glyph)))
    letters = [glyph for glyph, form in forms.items() if form.text.isalpha()]
    return frozenset(letters), forms


def _is_near(form: Form) -> bool:
    return all(abs(part.x) <= _FARTHEST and abs(part.y) <= _FARTHEST for part in form.parts)
