"""How text looks by the styles of a document and what is put over them (ISO/IEC 29500-1, 17.7.2)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Literal, NamedTuple, TypeAlias

from exporter.model import Look
from exporter.model.view import Role
from exporter.readback.docx.markup import child, is_on, value
from exporter.readback.docx.measures import HALF_POINTS, points
from exporter.readback.docx.numberings import Numberings
from exporter.readback.docx.styles import Styles
from exporter.readback.docx.theme import OfficeTheme
from exporter.readback.xml import Element

Slot: TypeAlias = Literal["ascii", "hAnsi", "eastAsia", "cs"]
"""The fonts that a run has, each for characters of its own (17.3.2.26)."""
_LANGUAGES: dict[Slot, str] = {"ascii": "val", "hAnsi": "val", "eastAsia": "eastAsia", "cs": "bidi"}
"""The attribute of ``w:lang`` that holds for the characters of each font."""
_EAST_ASIAN = re.compile("[\u2e80-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")
_HEX = re.compile("[0-9A-Fa-f]{6}")


class _Levels(NamedTuple):
    """What is said of a run or a paragraph, nearest first: directly, by its character style, by its
    paragraph's, by the table it stands in, and by the defaults of the document."""

    direct: list[Element]
    character: list[Element]
    paragraph: list[Element]
    table: list[Element]
    defaults: list[Element]

    def all(self) -> Iterator[Element]:
        for level in self:
            yield from level


class Looks:
    """The looks of one document."""

    def __init__(self, styles: Styles, theme: OfficeTheme, numberings: Numberings) -> None:
        self._styles = styles
        self._theme = theme
        self._numberings = numberings

    def pieces(self, text: str, run: Element) -> Iterator[tuple[str, Look]]:
        """The parts of a run's text that have one font each, with their looks."""
        levels = self._run_levels(run)
        for slot, characters in groupby(text, lambda character: _slot(character, levels)):
            yield "".join(characters), self._look(levels, slot, _paragraph_of(run))

    def of(self, run: Element) -> Look:
        """The look of letters and digits in a run."""
        levels = self._run_levels(run)
        return self._look(levels, _slot("0", levels), _paragraph_of(run))

    def of_marker(self, paragraph: Element) -> Look | None:
        """The look of what stands before an item (17.9.24): that of the paragraph's mark, but for what its
        level says; ``None`` where nothing is seen of it."""
        level = self._numberings.level(*self._styles.numbering(paragraph))
        if level is None or not _is_seen(value(child(level, "lvlText"))):
            return None
        mark = child(paragraph, "pPr", "rPr")
        said = _present(child(level, "rPr"), mark)
        character = self._styles_of(value(child(mark, "rStyle")), "rPr")
        levels = self._levels(said, character, paragraph, "rPr")
        return self._look(levels, "ascii", None)

    def marks(self, run: Element) -> Iterator[Role]:
        """What letters are by where they stand (17.3.2.42), and by a line through them (17.3.2.37)."""
        levels = self._run_levels(run)
        place = value(next(_stated(levels.all(), "vertAlign"), None))
        if place in ("subscript", "superscript"):
            yield "subscript" if place == "subscript" else "superscript"
        if _toggle(levels, "strike") or _toggle(levels, "dstrike"):
            yield "strike"

    def languages(self, text: str, run: Element) -> Iterator[tuple[str, str]]:
        """The parts of a run's text with the language of each (17.3.2.20): a run has three, for characters
        of East Asia, for those of complex scripts, and for all others."""
        levels = self._run_levels(run)
        stated = list(_stated(levels.all(), "lang"))
        for name, characters in groupby(text, lambda character: _LANGUAGES[_slot(character, levels)]):
            yield "".join(characters), next((found for each in stated if (found := value(each, name))), "")

    def _run_levels(self, run: Element) -> _Levels:
        direct = child(run, "rPr")
        character = self._styles_of(value(child(direct, "rStyle")), "rPr")
        return self._levels(_present(direct), character, _paragraph_of(run), "rPr")

    def _levels(
        self, direct: list[Element], character: list[Element], paragraph: Element | None, kind: str
    ) -> _Levels:
        style = self._styles.of_paragraph(paragraph) if paragraph is not None else ""
        table = next(paragraph.iterancestors("{*}tbl"), None) if paragraph is not None else None
        table_style = value(child(table, "tblPr", "tblStyle"))
        return _Levels(
            direct,
            character,
            self._styles_of(style, kind),
            self._styles_of(table_style, kind),
            _present(self._styles.defaults(kind)),
        )

    def _styles_of(self, style_id: str, kind: str) -> list[Element]:
        return _present(*(child(style.properties, kind) for style in self._styles.chain(style_id)))

    def _look(self, levels: _Levels, slot: Slot, paragraph: Element | None) -> Look:
        is_complex = slot == "cs"
        spacing = self._spacing(paragraph) if paragraph is not None else Look()
        return Look(
            families=self._families(levels, slot),
            size=_size(levels, "szCs" if is_complex else "sz"),
            bold=_toggle(levels, "bCs" if is_complex else "b"),
            italic=_toggle(levels, "iCs" if is_complex else "i"),
            colour=self._colour(levels),
            leading=spacing.leading,
            before=spacing.before,
            after=spacing.after,
        )

    def _families(self, levels: _Levels, slot: Slot) -> tuple[str, ...]:
        """The font of a slot: the nearest that is named, one of the theme before others (17.3.2.26)."""
        themed = "cstheme" if slot == "cs" else f"{slot}Theme"
        for fonts in _stated(levels.all(), "rFonts"):
            if of_theme := value(fonts, themed):
                return _present_names(self._theme.font(of_theme))
            if named := value(fonts, slot):
                return (named,)
        return ()

    def _colour(self, levels: _Levels) -> str | None:
        """``w:color`` (17.3.2.6): a colour of the theme before its value; ``auto`` is the reader's choice."""
        stated = next(_stated(levels.all(), "color"), None)
        if stated is None:
            return None
        named = value(stated, "themeColor")
        if named:
            is_changed = value(stated, "themeTint") or value(stated, "themeShade")
            return None if is_changed else self._theme.colour(named)
        return f"#{value(stated).upper()}" if _HEX.fullmatch(value(stated)) else None

    def _spacing(self, paragraph: Element) -> Look:
        """``w:spacing`` (17.3.1.33), each of its attributes from where it is stated nearest."""
        levels = self._levels(_present(child(paragraph, "pPr")), [], paragraph, "pPr")
        stated = list(_stated(levels.all(), "spacing"))

        def nearest(name: str) -> str:
            return next((found for spacing in stated if (found := value(spacing, name))), "")

        return Look(
            before=points(nearest("before")) or 0.0,
            after=points(nearest("after")) or 0.0,
            leading=points(nearest("line")) if nearest("lineRule") in ("exact", "atLeast") else None,
        )


def _paragraph_of(run: Element) -> Element | None:
    return next(run.iterancestors("{*}p"), None)


def _present(*elements: Element | None) -> list[Element]:
    return [element for element in elements if element is not None]


def _is_seen(marker: str) -> bool:
    """Whether a marker has a character that is more than space or of no width (Unicode, Cf)."""
    return any(not character.isspace() and unicodedata.category(character) != "Cf" for character in marker)


def _present_names(*names: str) -> tuple[str, ...]:
    return tuple(name for name in names if name)


def _stated(properties: Iterable[Element], name: str) -> Iterator[Element]:
    """The elements of this name, nearest first."""
    found = (child(each, name) for each in properties)
    return (element for element in found if element is not None)


def _slot(character: str, levels: _Levels) -> Slot:
    """Which font sets a character: a run may say that all of it is of complex scripts (17.3.2.7)."""
    if any(is_on(each, name) for each in (*levels.direct, *levels.character) for name in ("cs", "rtl")):
        return "cs"
    if character.isascii():
        return "ascii"
    return "eastAsia" if _EAST_ASIAN.match(character) else "hAnsi"


def _size(levels: _Levels, name: str) -> float | None:
    """Half points; sub- and superscripts are drawn at a size that is left to the program (17.3.2.42)."""
    place = next(_stated(levels.all(), "vertAlign"), None)
    if value(place) in ("subscript", "superscript"):
        return None
    stated = next(_stated(levels.all(), name), None)
    return points(value(stated), HALF_POINTS)


def _toggle(levels: _Levels, name: str) -> bool:
    """A toggle property (17.7.3): stated directly it holds; styles of different kinds turn it on and off."""
    direct = next(_stated(levels.direct, name), None)
    if direct is not None:
        return is_on(direct)
    if any(is_on(each) for each in _stated(levels.defaults, name)):
        return True
    kinds = (levels.character, levels.paragraph, levels.table)
    nearest = (next(_stated(kind, name), None) for kind in kinds)
    return sum(each is not None and is_on(each) for each in nearest) % 2 == 1
