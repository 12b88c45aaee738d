"""The theme: every design value that the four formats share. No format has a look of its own."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

import msgspec

from exporter.model import CalloutKind
from exporter.theme.values import Colour, Length

FontRole: TypeAlias = Literal["body", "code"]
ListMarker: TypeAlias = Literal["disc", "circle", "square"]
Fact: TypeAlias = Literal["publisher", "title", "kind", "code", "version", "date", "reviewed", "review_due"]
"""What a running header or footer can say; the words come from ``Prepared.facts``."""

ZERO = Length(0)
_SCRIPT = re.compile(r"[A-Z][a-z]{3}")


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
    """``scripts`` names, by ISO 15924 code, the families for what both stacks lack, as far as they
    are installed. Han characters have a family for each way of writing them: Hans, Hant, Jpan, Kore.
    ``embed`` puts fonts to write on with into files that others edit; files to read have theirs always.
    """

    body: FontStack
    code: FontStack
    embed: bool = False
    scripts: dict[str, tuple[str, ...]] = {}

    def __post_init__(self) -> None:
        for code in self.scripts:
            if not _SCRIPT.fullmatch(code):
                raise ValueError(f"scripts: {code!r} is no code of ISO 15924, such as Arab or Hans")


class TextStyle(Design, frozen=True):
    """How a kind of text is set; lengths in points, ``before`` and ``after`` outside the text.

    ``balanced`` lines are of about one length; ``justified`` ones fill the line; ``hyphenated`` words
    may be parted where their language parts them.
    """

    size: Length
    leading: Length
    colour: Colour
    bold: bool = False
    italic: bool = False
    font: FontRole = "body"
    before: Length = ZERO
    after: Length = ZERO
    balanced: bool = False
    justified: bool = False
    hyphenated: bool = False

    def __post_init__(self) -> None:
        if self.size <= 0 or self.leading <= 0:
            raise ValueError("size and leading are more than 0")


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

    @property
    def hyphenates(self) -> bool:
        """Whether words of any kind of text may be parted."""
        styles: list[TextStyle] = [getattr(self, name) for name in self.__struct_fields__]
        return any(style.hyphenated for style in styles)

    def heading(self, level: int) -> TextStyle:
        styles = (self.heading1, self.heading2, self.heading3, self.heading4, self.heading5, self.heading6)
        return styles[level - 1]


class Page(Design, frozen=True):
    """The sheet; header and footer are measured from its edge to their own near edge.

    ``two_sided`` sheets are printed on both sides: left and right change places on even pages.
    """

    width: Length
    height: Length
    top: Length
    bottom: Length
    left: Length
    right: Length
    header: Length
    footer: Length
    background: Colour
    two_sided: bool

    def __post_init__(self) -> None:
        if self.text_width <= 0 or self.height <= self.top + self.bottom:
            raise ValueError("the margins leave no room for text")

    @property
    def text_width(self) -> float:
        return self.width - self.left - self.right

    def margin(self, number: int) -> float:
        """How far from the left edge the text of a page begins, in points; pages count from 1."""
        return self.right if self.two_sided and number % 2 == 0 else self.left


class Running(Design, frozen=True):
    """The running header and footer. The first page has no header."""

    header_start: tuple[Fact, ...]
    header_end: tuple[Fact, ...]
    footer_start: tuple[Fact, ...]
    page_numbers: bool
    separator: str


class LetterheadLook(Design, frozen=True):
    """The publisher at the head of the first page; ``end`` stands at the far side.

    ``gap`` is between the words and the rule below them.
    """

    end: tuple[Fact, ...]
    rule: Length
    rule_colour: Colour
    gap: Length


class ListLook(Design, frozen=True):
    """Text hangs ``indent``; markers end ``marker_gap`` before it."""

    indent: Length
    item_gap: Length
    after: Length
    markers: tuple[ListMarker, ...]
    marker_gap: Length
    marker_colour: Colour
    marker_bold: bool
    term_bold: bool

    def __post_init__(self) -> None:
        if not self.markers:
            raise ValueError("markers holds one marker or more")

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
    padding_x_narrow: Length
    padding_y: Length
    before: Length
    after: Length


class FillInLook(Design, frozen=True):
    """Where a pen writes: rules, boxes, and the least height of a row.

    ``gap`` is between words and the line they belong to; a line that would be shorter than
    ``least`` goes below its label. Boxes to tick are the same in task lists. ``interactive`` places
    are fields of a form that can be filled in on the screen, in PDF.
    """

    rule: Length
    rule_colour: Colour
    gap: Length
    least: Length
    box: Length
    box_rule: Length
    box_radius: Length
    row: Length
    interactive: bool


class QuoteLook(Design, frozen=True):
    bar: Length
    bar_colour: Colour
    indent: Length


class FigureLook(Design, frozen=True):
    """Pictures: ``most`` is the share of a page's text that one may be high; ``in_line`` how high
    one in a line of text may be, as a share of the text's size; ``least`` what one that
    shares its room with words is not squeezed below.
    """

    before: Length
    after: Length
    most: float
    in_line: float
    least: Length


class ScriptLook(Design, frozen=True):
    """Sub- and superscripts: size and rise as shares of the size of the text around them."""

    size: float
    raised: float
    lowered: float


class CodeLook(Design, frozen=True):
    """Code: blocks on a ground with ``padding``; in running text, ``size`` is a share of the
    size of the text around it, for monospaced faces look larger than others.
    """

    ground: Colour
    padding: Length
    radius: Length
    size: float


class KeyLook(Design, frozen=True):
    """Keys of a keyboard: code in a frame, which stands ``padding`` from it at both sides."""

    rule: Length
    rule_colour: Colour
    padding: Length
    radius: Length


class QrLook(Design, frozen=True):
    """A QR code: the side of the whole, its quiet zone (in modules) included."""

    size: Length
    quiet_zone: int
    dark: Colour
    light: Colour
    gap: Length


class LinkLook(Design, frozen=True):
    """Links; ``focus`` is the width of the ring around the one that the keyboard has reached."""

    colour: Colour
    underline_on_screen: bool
    focus: Length


class MarkLook(Design, frozen=True):
    ground: Colour
    radius: Length


class BreakLook(Design, frozen=True):
    """A thematic break: a rule over a share of the width, with ``space`` above and below."""

    rule: Length
    rule_colour: Colour
    width: float
    space: Length


class NotesLook(Design, frozen=True):
    """Footnotes at the foot of a page: the rule above them and the gaps around it."""

    rule: Length
    rule_colour: Colour
    rule_width: Length
    gap: Length


class Screen(Design, frozen=True):
    """The same design on a phone or in a browser; sizes scale from ``body``.

    ``touch`` is the room for a finger around what stands among words; a screen narrower than
    ``narrow`` gets the narrow padding of tables. ``dark`` holds the palette for the night.
    """

    body: Length
    line_height: float
    margin: Length
    measure: Length
    narrow: Length
    touch: Length
    dark: dict[str, str]

    def __post_init__(self) -> None:
        if self.body <= 0:
            raise ValueError("body is more than 0")


class EpubLook(Design, frozen=True):
    """Chapters begin at headings down to ``split_level``; ``body`` is a share of the size that
    the reader has chosen.
    """

    split_level: int
    body: float


class CoverLook(Design, frozen=True):
    """The cover of a book: a band across its head, over a share of its height, which holds the title.

    Text is set ``scale`` times as large as on paper, or smaller where a title needs it.
    """

    ground: Colour
    ink: Colour
    band: float
    scale: float


class Least(Design, frozen=True):
    """The sizes nothing may be set below."""

    body: Length
    table: Length
    running: Length


class Theme(Design, frozen=True):
    """The whole look. Made by ``load``, which merges a theme, what it extends and its editions."""

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
    figure: FigureLook
    script: ScriptLook
    code: CodeLook
    key: KeyLook
    qr: QrLook
    link: LinkLook
    mark: MarkLook
    break_: BreakLook = msgspec.field(name="break")
    notes: NotesLook
    screen: Screen
    epub: EpubLook
    cover: CoverLook
    least: Least
