"""QR codes as drawings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from exporter.backends.web.css import em
from exporter.backends.web.markup import Attributes, element, escape_value
from exporter.qr import qr_code
from exporter.theme import Theme


def qr_drawing(target: str, name: Attributes, theme: Theme) -> str:
    """An SVG of the symbol for ``target`` (ISO/IEC 18004), its quiet zone included.

    ``name`` is its accessible name, with its language. One module is one unit; the style sheet gives
    the size, and uses ``--flush`` to set the first module, not the quiet zone, on the margin. The colours
    stand in the drawing itself: a code is read dark on light, also by night.
    """
    look = theme.qr
    modules = qr_code(target).matrix
    side = len(modules) + 2 * look.quiet_zone
    ground = f'<rect width="{side}" height="{side}" fill="{escape_value(look.light)}" />'
    path = "".join(_runs(modules, look.quiet_zone))
    drawing = f'<path d="{path}" fill="{escape_value(look.dark)}" />'
    return element(
        "svg",
        ground + drawing,
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {side} {side}",
            "shape-rendering": "crispEdges",
            "role": "img",
            **name,
            "style": f"--flush: {em(-look.size * look.quiet_zone / side, theme.text.body.size)}",
        },
    )


def _runs(modules: Sequence[Sequence[int]], offset: int) -> Iterator[str]:
    """Each run of dark modules in a row as one closed subpath."""
    for row, cells in enumerate(modules):
        for run in re.finditer("1+", "".join("1" if cell else "0" for cell in cells)):
            yield f"M{run.start() + offset} {row + offset}h{len(run[0])}v1h-{len(run[0])}z"
