"""Fields and their widgets, in one dictionary each (ISO 32000-1, 12.5.6.19 and 12.7.3.1)."""

from __future__ import annotations

from exporter.backends.pdf.objects.annotations import PRINTED
from exporter.backends.pdf.objects.syntax import (
    Stream,
    Value,
    dictionary,
    numbers,
    string,
    text_string,
)

_MULTILINE = 1 << 12
_RIGHT = 2
"""What is typed stands at the right (12.7.3.3, table 222)."""

Rectangle = tuple[float, float, float, float]
"""Left, foot, right and top in points, from the lower left of the page."""


def text_field(
    name: str,
    tooltip: str,
    rectangle: Rectangle,
    blank: bytes,
    *,
    font: str,
    size: float,
    colour: tuple[float, float, float],
    is_multiline: bool,
    is_rtl: bool,
    **more: Value,
) -> bytes:
    """A field for text (12.7.4.3). ``blank`` refers to its appearance while it is empty; what is typed is set
    in the resource ``font`` of the form at ``size`` points. ``colour`` is in RGB."""
    typed = b"/%b %b Tf %b rg" % (font.encode("ascii"), numbers(size), numbers(*colour, decimals=3))
    entries: dict[str, Value] = {"DA": string(typed), "AP": dictionary(N=blank)}
    if is_multiline:
        entries["Ff"] = _MULTILINE
    if is_rtl:
        entries["Q"] = _RIGHT
    return _widget("/Tx", name, tooltip, rectangle, **entries, **more)


def check_box(name: str, tooltip: str, rectangle: Rectangle, on: bytes, off: bytes, **more: Value) -> bytes:
    """A check box that is not checked (12.7.4.2.3); ``on`` and ``off`` refer to its appearances."""
    states = dictionary(N=dictionary(Yes=on, Off=off))
    return _widget("/Btn", name, tooltip, rectangle, V="/Off", AS="/Off", AP=states, **more)


def _widget(type: str, name: str, tooltip: str, rectangle: Rectangle, **more: Value) -> bytes:
    return dictionary(
        Type="/Annot",
        Subtype="/Widget",
        FT=type,
        T=text_string(name),
        TU=text_string(tooltip),
        Rect=b"[%b]" % numbers(*rectangle),
        BS=dictionary(W=0),
        F=PRINTED,
        **more,
    )


def appearance(size: tuple[float, float], operators: str, **resources: Value) -> Stream:
    """The stream of an appearance (12.5.5), ``size`` points wide and high."""
    entries: dict[str, Value] = {
        "Type": "/XObject",
        "Subtype": "/Form",
        "BBox": b"[0 0 %b]" % numbers(*size),
        "Resources": dictionary(**resources),
    }
    return Stream(operators.encode("ascii"), entries, is_plain=True)
