"""The theme part (ISO/IEC 29500-1, 20.1.6): its fonts and colours by the names that styles call them by."""

from __future__ import annotations

from exporter.readback.docx.markup import child
from exporter.readback.xml import Element, elements, local

_SLOTS = {"Ascii": "latin", "HAnsi": "latin", "EastAsia": "ea", "Bidi": "cs"}
"""The end of a font's name (17.18.96) with the typeface it means (20.1.4.1.24 and 20.1.4.1.25)."""
_COLOURS = {
    "dark1": "dk1", "text1": "dk1", "light1": "lt1", "background1": "lt1", "dark2": "dk2", "text2": "dk2",
    "light2": "lt2", "background2": "lt2", "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip
"""Names of colours (17.18.97) that the theme has under others, where settings map none anew."""


class OfficeTheme:
    """A theme, or none."""

    def __init__(self, root: Element | None) -> None:
        self._fonts = child(root, "themeElements", "fontScheme")
        self._colours = child(root, "themeElements", "clrScheme")

    def font(self, name: str) -> str:
        """The typeface of a theme font such as ``minorHAnsi``; empty where the theme has none."""
        kind = "majorFont" if name.startswith("major") else "minorFont"
        slot = _SLOTS.get(name.removeprefix("major").removeprefix("minor"), "")
        found = child(self._fonts, kind, slot)
        return str(found.get("typeface", "")) if found is not None else ""

    def colour(self, name: str) -> str | None:
        """A colour of the theme as ``#RRGGBB``, ``None`` where it is not stated as sRGB."""
        stated = child(self._colours, _COLOURS.get(name, name))
        for colour in elements(stated) if stated is not None else ():
            digits = colour.get("val") if local(colour) == "srgbClr" else colour.get("lastClr")
            if digits:
                return f"#{digits.upper()}"
        return None
