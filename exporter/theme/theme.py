"""The theme: every design value that the four formats share. No format has a look of its own."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from exporter.model import CalloutKind
from exporter.theme.values import Colour, Length

FontRole: TypeAlias = Literal["body", "code"]
ListMarker: TypeAlias = Literal["disc", "circle", "square"]
Fact: TypeAlias = Literal["publisher", "title", "kind", "code", "version", "date", "reviewed", "review_due"]
"""What a running header or footer can say; the words come from ``Prepared.facts``."""

ZERO = Length(0)


class Design(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Common ground of every part of a theme: immutable, and strict about its keys."""


class FontStack(Design, frozen=True):
    """A family with fallbacks for scripts it lacks, and the generic family that CSS ends on."""

    family: str
    fallback: tuple[str, ...] = ()
    generic: Literal["sans-serif", "serif", "monospace"] = "sans-serif"

    @property
    def families(self) -> tuple[str, ...]:
        return (self.family, *self.fallback)


class Fonts(Design, frozen=True):
    body: FontStack
    code: FontStack


class TextStyle(Design, frozen=True):
    """How a kind of text is set; lengths in points, ``before`` and ``after`` outside the text."""

    size: Length
    leading: Length
    colour: Colour
    bold: bool = False
    italic: bool = False
    font: FontRole = "body"
    before: Length = ZERO
    after: Length = ZERO
    balanced: bool = False


class TextStyles(Design, frozen=True):
    body: TextStyle
    title: TextStyle
    subtitle: TextStyle
    heading1: TextStyle
    heading2: TextStyle
    heading3: TextStyle
    heading4: TextStyle
    heading5: TextStyle
    heading6: TextStyle
    caption: TextStyle
    table: TextStyle
    table_header: TextStyle
    quote: TextStyle
    code_block: TextStyle
    note: TextStyle
    running: TextStyle
    letterhead_name: TextStyle
    letterhead: TextStyle
    aside: TextStyle

    def heading(self, level: int) -> TextStyle:
        styles = (self.heading1, self.heading2, self.heading3, self.heading4, self.heading5, self.heading6)
        return styles[level - 1]


class Page(Design, frozen=True):
    """The sheet; header and footer are measured from its edge to their own near edge."""

    width: Length
    height: Length
    top: Length
    bottom: Length
    left: Length
    right: Length
    header: Length
    footer: Length
    background: Colour

    @property
    def text_width(self) -> float:
        return self.width - self.left - self.right


class Running(Design, frozen=True):
    """The running header and footer. The first page has no header."""

    header_start: tuple[Fact, ...]
    header_end: tuple[Fact, ...]
    footer_start: tuple[Fact, ...]
    page_numbers: bool
    separator: str


class LetterheadLook(Design, frozen=True):
    """The publisher at the head of the first page; ``end`` stands at the far side."""

    end: tuple[Fact, ...]
    rule: Length
    rule_colour: Colour
    after: Length


class ListLook(Design, frozen=True):
    indent: Length
    item_gap: Length
    after: Length
    markers: tuple[ListMarker, ...]
    marker_colour: Colour
    marker_bold: bool
    term_bold: bool

    def marker(self, depth: int) -> ListMarker:
        """The marker of a bullet list ``depth`` lists deep, counted from 0."""
        return self.markers[min(depth, len(self.markers) - 1)]


class CalloutColours(Design, frozen=True):
    bar: Colour
    ground: Colour
    label: Colour
    bar_width: Length


class CalloutLooks(Design, frozen=True):
    note: CalloutColours
    tip: CalloutColours
    important: CalloutColours
    caution: CalloutColours
    warning: CalloutColours
    emergency: CalloutColours
    padding_x: Length
    padding_y: Length
    before: Length
    after: Length
    radius: Length

    def of(self, kind: CalloutKind) -> CalloutColours:
        colours: CalloutColours = getattr(self, kind)
        return colours


class TableLook(Design, frozen=True):
    rule: Length
    rule_colour: Colour
    header_rule: Length
    header_rule_colour: Colour
    header_ground: Colour
    padding_x: Length
    padding_y: Length
    before: Length
    after: Length


class FillInLook(Design, frozen=True):
    """Where a pen writes: rules, boxes, and the least height of a row."""

    rule: Length
    rule_colour: Colour
    box: Length
    box_rule: Length
    row: Length


class QuoteLook(Design, frozen=True):
    bar: Length
    bar_colour: Colour
    indent: Length


class CodeLook(Design, frozen=True):
    ground: Colour
    padding: Length


class QrLook(Design, frozen=True):
    """A QR code: the side of the whole, its quiet zone (in modules) included."""

    size: Length
    quiet_zone: int
    dark: Colour
    light: Colour
    gap: Length


class LinkLook(Design, frozen=True):
    colour: Colour
    underline_on_screen: bool


class MarkLook(Design, frozen=True):
    ground: Colour


class BreakLook(Design, frozen=True):
    rule: Length
    rule_colour: Colour
    width: float


class NotesLook(Design, frozen=True):
    """Footnotes at the foot of a page: the rule above them and the gaps around it."""

    rule: Length
    rule_colour: Colour
    rule_width: Length
    gap: Length


class Screen(Design, frozen=True):
    """The same design on a phone or in a browser; sizes scale from ``body``."""

    body: Length
    line_height: float
    margin: Length
    measure: Length
    dark: dict[str, str]


class EpubLook(Design, frozen=True):
    """Chapters begin at headings down to ``split_level``."""

    split_level: int


class Least(Design, frozen=True):
    """The sizes nothing may be set below."""

    body: Length
    table: Length
    running: Length


class Theme(Design, frozen=True):
    name: str
    description: str
    palette: dict[str, str]
    fonts: Fonts
    text: TextStyles
    page: Page
    running: Running
    letterhead: LetterheadLook
    lists: ListLook
    callouts: CalloutLooks
    table: TableLook
    fill_in: FillInLook
    quote: QuoteLook
    code: CodeLook
    qr: QrLook
    link: LinkLook
    mark: MarkLook
    break_: BreakLook = msgspec.field(name="break")
    notes: NotesLook
    screen: Screen
    epub: EpubLook
    least: Least
