"""What a document is stacked from.

Fields stand in reading order: the generic walk follows it.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec

from exporter.model.inlines import NOWHERE, Direction, Inline, Inlines, Position

Alignment: TypeAlias = Literal["start", "center", "end"]
CalloutKind: TypeAlias = Literal["note", "tip", "important", "caution", "warning", "emergency"]
FillInKind: TypeAlias = Literal["line", "lines", "date", "checkbox", "box"]
Numbering: TypeAlias = Literal["decimal", "lower-alpha", "upper-alpha", "lower-roman", "upper-roman"]
AtLeastOne: TypeAlias = Annotated[int, msgspec.Meta(ge=1)]
NotNegative: TypeAlias = Annotated[int, msgspec.Meta(ge=0)]


class BlockBase(
    msgspec.Struct, frozen=True, tag=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True
):
    """Common ground of every block: an anchor that links can name, and where it came from."""

    id: str = ""
    pos: Position = NOWHERE


class Heading(BlockBase, frozen=True):
    level: Annotated[int, msgspec.Meta(ge=1, le=6)]
    content: Inlines


class Paragraph(BlockBase, frozen=True):
    content: Inlines


class ListItem(BlockBase, frozen=True):
    """An item of either kind of list; ``checked`` makes it a checkbox item."""

    blocks: tuple[Block, ...]
    checked: bool | None = None


class BulletList(BlockBase, frozen=True):
    """A list without order; ``tight`` items stand closer together (CommonMark 5.3)."""

    items: tuple[ListItem, ...]
    tight: bool = True


class OrderedList(BlockBase, frozen=True):
    items: tuple[ListItem, ...]
    start: NotNegative = 1
    numbering: Numbering = "decimal"
    tight: bool = True


class DefinitionItem(BlockBase, frozen=True):
    """One term with one or more definitions."""

    term: Inlines
    definitions: tuple[tuple[Block, ...], ...]


class DefinitionList(BlockBase, frozen=True):
    items: tuple[DefinitionItem, ...]


class TableColumn(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How a column is set: ``width`` is its share of the whole, 0 when its content decides."""

    align: Alignment = "start"
    width: Annotated[float, msgspec.Meta(ge=0)] = 0


class TableCell(BlockBase, frozen=True):
    blocks: tuple[Block, ...]
    colspan: AtLeastOne = 1
    rowspan: AtLeastOne = 1


class TableRow(BlockBase, frozen=True):
    cells: tuple[TableCell, ...]


class Table(BlockBase, frozen=True, kw_only=True):
    """Rows of cells. The first ``header_rows`` rows and ``header_columns`` columns are headers."""

    caption: Inlines = ()
    description: str = ""
    columns: Annotated[tuple[TableColumn, ...], msgspec.Meta(min_length=1)]
    header_rows: NotNegative = 1
    header_columns: NotNegative = 0
    rows: tuple[TableRow, ...]


class Figure(BlockBase, frozen=True):
    """An image that stands alone; ``width`` is its share of the line, 0 for its natural size."""

    asset: str
    alt: str = ""
    decorative: bool = False
    caption: Inlines = ()
    width: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0


class BlockQuote(BlockBase, frozen=True):
    blocks: tuple[Block, ...]
    attribution: Inlines = ()


class Callout(BlockBase, frozen=True, kw_only=True):
    """A box that stands out. ``prepare`` gives it the label that every format prints."""

    kind: CalloutKind
    title: Inlines = ()
    blocks: tuple[Block, ...]


class CodeBlock(BlockBase, frozen=True):
    text: str
    language: str = ""


class ThematicBreak(BlockBase, frozen=True):
    """A change of subject that has no heading."""


class PageBreak(BlockBase, frozen=True):
    """What follows begins a page, where there are pages."""


class FillIn(BlockBase, frozen=True):
    """A place to write: ``label``, then the space, then ``suffix`` ("times a day").

    ``rows`` is the number of lines of kind ``lines`` and the height in lines of kind ``box``.
    """

    label: Inlines
    kind: FillInKind = "line"
    suffix: Inlines = ()
    rows: AtLeastOne = 3


class QrCode(BlockBase, frozen=True):
    """A QR code (ISO/IEC 18004) for ``target``, with the address printed beside it."""

    target: str
    label: Inlines
    note: Inlines = ()


class Contents(BlockBase, frozen=True):
    """The list of headings down to ``depth``."""

    depth: Annotated[int, msgspec.Meta(ge=1, le=6)] = 3


class Conditional(BlockBase, frozen=True):
    """Blocks that stand only when ``expression`` holds; ``fields`` resolves it."""

    expression: str
    blocks: tuple[Block, ...]


class Group(BlockBase, frozen=True):
    """Blocks that share a language, a direction or a class."""

    blocks: tuple[Block, ...]
    classes: tuple[str, ...] = ()
    lang: str = ""
    dir: Direction | None = None


Block: TypeAlias = (
    Heading
    | Paragraph
    | BulletList
    | OrderedList
    | DefinitionList
    | Table
    | Figure
    | BlockQuote
    | Callout
    | CodeBlock
    | ThematicBreak
    | PageBreak
    | FillIn
    | QrCode
    | Contents
    | Conditional
    | Group
)
Blocks: TypeAlias = tuple[Block, ...]
Node: TypeAlias = Block | ListItem | DefinitionItem | TableRow | TableCell | Inline
"""Anything in the tree, whether or not it may stand on its own."""
