"""The interactive form of a document (ISO 32000-1, 12.7): its fields, each with the one widget that shows it.

Widgets have no actions, and nothing is left to a reader to draw: each has its appearance, and the form
has the fonts for what is typed, in the file (ISO 19005-2, 6.3.3 and 6.4.1).
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from exporter.backends.pdf.fonts.simple import simple_font
from exporter.backends.pdf.forms import CheckField, Field
from exporter.backends.pdf.objects.fields import appearance, check_box, text_field
from exporter.backends.pdf.objects.syntax import Written, array, dictionary, reference
from exporter.theme import Face

_EMPTY = "/Tx BMC\nEMC"
"""Where a reader puts what is typed (12.7.3.3)."""


class InteractiveForm:
    """The fields of one document of ReportLab, in the order in which its pages show them."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._fields: list[bytes] = []
        self._names: set[str] = set()
        self._used: Counter[str] = Counter()
        self._fonts: dict[str, bytes] = {}

    def add(
        self,
        field: Field,
        rectangle: tuple[float, float, float, float],
        tick: str,
        page: bytes,
        struct_parent: int,
    ) -> bytes:
        """A field on ``page``, by its reference; returns the reference to it, which is its widget too.

        ``rectangle`` is in points from the lower left of the page; ``tick`` are the operators that tick a
        box whose lower left is 0; ``struct_parent`` is the key of the widget in the parent tree.
        """
        document = self._document
        left, foot, right, top = rectangle
        size = (right - left, top - foot)
        common = (self._free(field.name), field.tooltip, rectangle)
        if isinstance(field, CheckField):
            on, off = (reference(document, appearance(size, marks)) for marks in (tick, ""))
            widget = check_box(*common, on, off, P=page, StructParent=struct_parent)
        else:
            font = dictionary(**{field.face.name: self._font(field.face)})
            widget = text_field(
                *common,
                reference(document, appearance(size, _EMPTY, Font=font)),
                font=field.face.name,
                size=field.size,
                colour=field.colour.rgb,
                is_multiline=field.is_multiline,
                is_rtl=field.is_rtl,
                P=page,
                StructParent=struct_parent,
            )
        written = reference(document, Written(widget))
        self._fields.append(written)
        return written

    def dictionary(self) -> bytes | None:
        """The dictionary of the form (12.7.2), if there is one."""
        if not self._fields:
            return None
        fonts = {"DR": dictionary(Font=dictionary(**self._fonts))} if self._fonts else {}
        return dictionary(Fields=array(self._fields), **fonts)

    def _free(self, name: str) -> str:
        """A name that no field has yet: the same every time, with a number from the second on."""
        free = name
        while free in self._names:
            self._used[name] += 1
            free = f"{name} {self._used[name] + 1}"
        self._names.add(free)
        return free

    def _font(self, face: Face) -> bytes:
        if face.name not in self._fonts:
            self._fonts[face.name] = simple_font(self._document, face)
        return self._fonts[face.name]
