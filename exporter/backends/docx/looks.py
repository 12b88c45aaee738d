"""Values of the theme as properties: each function turns one kind of design value into one element."""

from __future__ import annotations

from typing import Literal, NamedTuple

from exporter.backends.docx.scheme import theme_colour
from exporter.backends.docx.slots import Slot
from exporter.backends.docx.xml import Properties, escape
from exporter.language import han_of, script_of_language
from exporter.scripts import is_complex
from exporter.theme import Colour, Length, TextStyle, Theme, usual_face

WIDEST_BORDER_GAP = Length(31)
"""The most that ``w:space`` can be (17.18.68, ST_PointMeasure as Word limits it)."""
THINNEST_BORDER = Length(0.25)
"""The least that ``w:sz`` can be: two eighths of a point (17.18.22)."""
THINNEST_LINE = Length(1)
"""The height of a line that only parts what Word would otherwise join."""

SCRIPT = 0.58
"""Sub- and superscripts, as a share of their size: LibreOffice's, Word's is two thirds."""
CLEARLY_LARGER = 1.25

BOLD = "<w:b/><w:bCs/>"
NOT_BOLD = '<w:b w:val="0"/><w:bCs w:val="0"/>'
ITALIC = "<w:i/><w:iCs/>"
NOT_ITALIC = '<w:i w:val="0"/><w:iCs w:val="0"/>'
KEEP_NEXT = "<w:keepNext/>"
NOT_KEPT = '<w:keepNext w:val="0"/>'
KEEP_LINES = "<w:keepLines/>"


def twips(points: float) -> int:
    """Twentieths of a point (17.18.81)."""
    return Length(points).twips


def font(style: TextStyle, theme: Theme) -> Properties:
    """What a text style of the theme says of characters; sizes also for complex scripts."""
    properties = {"color": colour(theme, style.colour), "sz": size(style.size)}
    if style.bold:
        properties["b"] = BOLD
    if style.italic:
        properties["i"] = ITALIC
    if style.font == "code":
        properties["rFonts"] = code_fonts(theme)
    return properties


def own_font(style: TextStyle, theme: Theme) -> Properties:
    """The same of a style whose base may look another way: what it is not is said too."""
    return {"b": NOT_BOLD, "i": NOT_ITALIC, "rFonts": BODY_FONTS, **font(style, theme)}


def colour(theme: Theme, value: Colour) -> str:
    """``w:color`` (17.3.2.6): what it is, and where in the theme part it comes from."""
    return f'<w:color w:val="{value.digits}"{_from_theme(theme, value, "themeColor")}/>'


def underline(theme: Theme, value: Colour) -> str:
    """``w:u`` (17.3.2.40): a single line in a colour of its own."""
    return f'<w:u w:val="single" w:color="{value.digits}"{_from_theme(theme, value, "themeColor")}/>'


def link_colour(theme: Theme) -> str:
    """That of links, which the scheme has a place of their own for."""
    return f'<w:color w:val="{theme.link.colour.digits}" w:themeColor="hyperlink"/>'


def _from_theme(theme: Theme, value: Colour, attribute: str) -> str:
    name = theme_colour(theme, value)
    return f' w:{attribute}="{name}"' if name else ""


BODY_FONTS, HEADING_FONTS = (
    f'<w:rFonts w:asciiTheme="{of}HAnsi" w:hAnsiTheme="{of}HAnsi" '
    f'w:eastAsiaTheme="{of}EastAsia" w:cstheme="{of}Bidi"/>'
    for of in ("minor", "major")
)
"""The fonts that the theme part has for text and for headings (17.3.2.26)."""


def size(value: Length) -> str:
    return f'<w:sz w:val="{value.half_points}"/><w:szCs w:val="{value.half_points}"/>'


def script(theme: Theme, place: Literal["subscript", "superscript"]) -> Properties:
    """``w:vertAlign`` (17.3.2.42), which draws at a size of Word's own.

    Where the theme wants scripts clearly larger than that, they are drawn from a larger size.
    """
    properties = {"vertAlign": f'<w:vertAlign w:val="{place}"/>'}
    enlarged = theme.script.size / SCRIPT
    if enlarged > CLEARLY_LARGER:
        properties["sz"] = size(Length(enlarged * theme.least.body))
    return properties


def code_fonts(theme: Theme) -> str:
    return all_fonts(theme.fonts.code.family)


def all_fonts(family: str) -> str:
    """``w:rFonts`` (17.3.2.26) with one family for whatever characters."""
    name = escape(family)
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


class Families(NamedTuple):
    """What Word is to take for East Asian characters and complex scripts where no style says more."""

    east_asian: str
    complex: str

    def of(self, slot: Slot) -> str:
        """That of one of the two slots."""
        return self.east_asian if slot == "eastAsia" else self.complex


def usual_families(theme: Theme, language: str) -> Families:
    """The family of the document's ``language`` in its slot; in the other, the first that lends letters."""
    stack = theme.fonts.body
    lent = stack.fallback[0] if stack.fallback else stack.family
    face = usual_face(theme, "body", bold=False, italic=False, language=language)
    own = face.family if face else stack.family
    if han_of(language):
        return Families(own, lent)
    return Families(lent, own if is_complex(script_of_language(language)) else lent)


def script_fonts(family: str) -> str:
    """A family for the two slots of other scripts; letters keep the font they have (17.3.2.26)."""
    name = escape(family)
    return f'<w:rFonts w:eastAsia="{name}" w:cs="{name}"/>'


def language(tag: str) -> str:
    """``w:lang`` (17.3.2.20) for all three slots: a document's own language, whatever it is written in."""
    tag = escape(tag)
    return f'<w:lang w:val="{tag}" w:eastAsia="{tag}" w:bidi="{tag}"/>'


def passage_language(tag: str, slot: Slot) -> str:
    """``w:lang`` for the slot that a run is of."""
    attribute = {"": "val", "eastAsia": "eastAsia", "cs": "bidi", "rtl": "bidi"}[slot]
    return f'<w:lang w:{attribute}="{escape(tag)}"/>'


def spacing(
    before: float | None = None,
    after: float | None = None,
    leading: float | None = None,
    rule: str = "atLeast",
) -> str:
    """``w:spacing`` (17.3.1.33), lengths in points; what is ``None`` is inherited.

    Lines are *at least* as high as their leading: an exact height would cut images and tall scripts.
    """
    parts = []
    if before is not None:
        parts.append(f' w:before="{twips(before)}"')
    if after is not None:
        parts.append(f' w:after="{twips(after)}"')
    if leading is not None:
        parts.append(f' w:line="{twips(leading)}" w:lineRule="{rule}"')
    return f"<w:spacing{''.join(parts)}/>"


def text_spacing(style: TextStyle) -> str:
    return spacing(style.before, style.after, style.leading)


def ends_of_lines(style: TextStyle, theme: Theme) -> Properties:
    """Whether lines are filled (17.3.1.13), and words left whole where the document parts them."""
    filled = {"jc": '<w:jc w:val="both"/>'} if style.justified else {}
    whole = theme.text.hyphenates and not style.hyphenated
    return {**filled, "suppressAutoHyphens": "<w:suppressAutoHyphens/>"} if whole else filled


def indent(left: float, right: float | None = None, hanging: float = 0) -> str:
    """``w:ind`` (17.3.1.12) in points; in a right-to-left paragraph Word reads left as right."""
    far = "" if right is None else f' w:right="{twips(right)}"'
    return f'<w:ind w:left="{twips(left)}"{far} w:hanging="{twips(hanging)}"/>'


def border(theme: Theme, side: str, width: float, colour: Colour, gap: float = 0) -> str:
    """One border (17.3.4): ``width`` and ``gap`` in points."""
    gap = min(gap, WIDEST_BORDER_GAP)
    return (
        f'<w:{side} w:val="single" w:sz="{Length(width).eighths}" w:space="{round(gap)}" '
        f'w:color="{colour.digits}"{_from_theme(theme, colour, "themeColor")}/>'
    )


def no_border(side: str) -> str:
    return f'<w:{side} w:val="nil"/>'


def ground(theme: Theme, colour: Colour) -> str:
    """``w:shd`` (17.3.5) that fills with one colour."""
    fill = f'w:fill="{colour.digits}"{_from_theme(theme, colour, "themeFill")}'
    return f'<w:shd w:val="clear" w:color="auto" {fill}/>'


def ground_apart(theme: Theme, colour: Colour) -> str:
    """The same ground to the eye, and another to the program: a tenth of it is paper (17.18.78).

    LibreOffice fills what is between two paragraphs of one ground, even where their borders differ.
    """
    paper = f'w:color="{theme.page.background.digits}" w:themeColor="background1"'
    fill = f'w:fill="{colour.digits}"{_from_theme(theme, colour, "themeFill")}'
    return f'<w:shd w:val="pct10" {paper} {fill}/>'


def tab_stops(start: float, end: float) -> str:
    """Where a piece of a line begins and ends, in points from where the column begins."""
    stops = "".join(f'<w:tab w:val="left" w:pos="{twips(points)}"/>' for points in (start, end))
    return f"<w:tabs>{stops}</w:tabs>"


def tab_stop(position: float) -> str:
    """A tab at the far side, ``position`` points from where the column begins."""
    return f'<w:tabs><w:tab w:val="right" w:pos="{twips(position)}"/></w:tabs>'
