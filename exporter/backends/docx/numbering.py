"""Lists as Word numbers them (17.9): abstract numberings of nine levels, and one instance a list."""

from __future__ import annotations

from typing import NamedTuple

from exporter.backends.docx import looks
from exporter.backends.docx.markers import Sign, signs
from exporter.backends.docx.settings import BODY, DEEPEST, ListKind, Setting, list_indent
from exporter.backends.docx.stylesheet import style_id
from exporter.backends.docx.xml import document, run_properties
from exporter.model import Numbering
from exporter.theme import Theme, once_a_theme

_FORMATS: dict[Numbering, str] = {
    "decimal": "decimal",
    "lower-alpha": "lowerLetter",
    "upper-alpha": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
}
BULLET = "bullet"
CHECK = "check"
"""A bullet without a sign of its own: the box to tick stands in its place."""
_NO_SIGN = "\u200b"
"""A space of no width. An item without any sign is read as a part of the one before (by pandoc)."""
_KINDS: dict[str, ListKind] = {BULLET: "Bullet", CHECK: "Check"}


class _Place(NamedTuple):
    """What an abstract numbering is for: its format, and where and which way its lists run."""

    format: str
    setting: Setting
    rtl: bool


@once_a_theme
def _levels(theme: Theme) -> dict[tuple[_Place, bool], str]:
    """The levels of the abstract numberings that documents in this theme have used, and whether styles
    bring them."""
    return {}


class Numberings:
    """The numberings of one document. Ids count from 1 in the order they are first asked for."""

    def __init__(self, theme: Theme, *, rtl: bool) -> None:
        """``rtl`` says that the document runs from right to left, and with it the lists that styles bring."""
        self._theme = theme
        self._rtl = rtl
        self._abstract: dict[_Place, int] = {}
        self._shared: dict[int, int] = {}
        self._instances: list[str] = []
        self.unordered(BODY, rtl=rtl)
        self._instance(self._abstract_id(_Place("decimal", BODY, rtl)))

    def unordered(self, setting: Setting, *, rtl: bool, format: str = BULLET) -> int:
        """The numbering of every list of bullets, or of check boxes, in this setting and direction."""
        abstract = self._abstract_id(_Place(format, setting, rtl))
        if abstract not in self._shared:
            self._shared[abstract] = self._instance(abstract)
        return self._shared[abstract]

    def ordered(self, setting: Setting, numbering: Numbering, level: int, start: int, *, rtl: bool) -> int:
        """A numbering of its own for one list, which begins at ``start`` (17.9.27)."""
        override = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        return self._instance(self._abstract_id(_Place(_FORMATS[numbering], setting, rtl)), override)

    @property
    def written(self) -> tuple[object, ...]:
        """All that ``xml`` writes, as a value that can be compared."""
        return (*self._abstract.items(), *self._instances)

    def xml(self) -> bytes:
        abstract = "".join(self._abstract_xml(id, place) for place, id in self._abstract.items())
        return document("numbering", abstract + "".join(self._instances))

    def _abstract_id(self, place: _Place) -> int:
        return self._abstract.setdefault(place, len(self._abstract) + 1)

    def _instance(self, abstract: int, override: str = "") -> int:
        number = len(self._instances) + 1
        self._instances.append(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>'
        )
        return number

    def _abstract_xml(self, id: int, place: _Place) -> str:
        kept = _levels(self._theme)
        is_linked = place.rtl == self._rtl
        levels = kept.get((place, is_linked))
        if levels is None:
            levels = "".join(self._level(place, level, is_linked=is_linked) for level in range(DEEPEST))
            kept[place, is_linked] = levels
        return (
            f'<w:abstractNum w:abstractNumId="{id}"><w:multiLevelType w:val="multilevel"/>'
            f"{levels}</w:abstractNum>"
        )

    def _level(self, place: _Place, level: int, *, is_linked: bool) -> str:
        """One ``w:lvl`` (17.9.6): its marker, and where its text begins."""
        format, setting, rtl = place
        kind = _KINDS.get(format, "Number")
        left, hanging = list_indent(setting, self._theme, level, kind, rtl=rtl and not setting.bar)
        if kind != "Check" and (rtl or setting.mirrored) and setting.bar != "quote":
            aligned = "center"
        else:
            aligned = "right" if kind != "Check" and hanging == self._theme.lists.marker_gap else "left"
        shown = BULLET if kind == "Check" else format
        linked = self._linked_style(format, setting, level) if is_linked else ""
        sign = self._sign(format, level)
        suffix = '<w:suff w:val="nothing"/>' if kind == "Check" else ""
        return (
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{shown}"/>{linked}{suffix}'
            f'<w:lvlText w:val="{sign.character}"/>'
            f'<w:lvlJc w:val="{aligned}"/>'
            f'<w:pPr><w:ind w:left="{looks.twips(left)}" w:hanging="{looks.twips(hanging)}"/></w:pPr>'
            f"<w:rPr>{self._marker_look(sign)}</w:rPr></w:lvl>"
        )

    def _sign(self, format: str, level: int) -> Sign:
        if format == CHECK:
            return Sign(_NO_SIGN)
        if format == BULLET:
            return signs(self._theme)[self._theme.lists.marker(level)]
        return Sign(f"%{level + 1}.")

    def _marker_look(self, sign: Sign) -> str:
        look = self._theme.lists
        bold = {"b": looks.BOLD} if look.marker_bold else {}
        fonts = {"rFonts": looks.all_fonts(sign.family)} if sign.family else {}
        return run_properties({**fonts, **bold, "color": looks.colour(self._theme, look.marker_colour)})

    @staticmethod
    def _linked_style(format: str, setting: Setting, level: int) -> str:
        """The style that brings this level with it, for those who write on in Word (17.9.23)."""
        kinds = {BULLET: "List Bullet", "decimal": "List Number"}
        if setting != BODY or format not in kinds:
            return ""
        number = f" {level + 1}" if level else ""
        return f'<w:pStyle w:val="{style_id(kinds[format] + number)}"/>'
