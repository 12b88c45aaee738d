"""What stands inside a line: text, its marks, and the things that are set like a word."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

Direction: TypeAlias = Literal["ltr", "rtl"]


class Position(msgspec.Struct, frozen=True, array_like=True):
    """A place in the source: line and column, both counted from 1; (0, 0) is nowhere."""

    line: int = 0
    column: int = 0


NOWHERE = Position()


class InlineBase(msgspec.Struct, frozen=True, tag=True, omit_defaults=True, forbid_unknown_fields=True):
    """Common ground of every inline."""


class Text(InlineBase, frozen=True):
    """Characters as they are to be read."""

    text: str


class Strong(InlineBase, frozen=True):
    """Strong importance."""

    content: tuple[Inline, ...]


class Emphasis(InlineBase, frozen=True):
    """Stress emphasis."""

    content: tuple[Inline, ...]


class Strike(InlineBase, frozen=True):
    """Text that no longer holds."""

    content: tuple[Inline, ...]


class Subscript(InlineBase, frozen=True):
    content: tuple[Inline, ...]


class Superscript(InlineBase, frozen=True):
    content: tuple[Inline, ...]


class Mark(InlineBase, frozen=True):
    """Highlighted text."""

    content: tuple[Inline, ...]


class Code(InlineBase, frozen=True):
    """A fragment of computer code, never scanned for fields."""

    text: str


class Kbd(InlineBase, frozen=True):
    """A key to press."""

    text: str


class Link(InlineBase, frozen=True):
    """A link to an address or, with ``#id``, to a place in this document.

    Empty ``content`` is filled by ``prepare`` with the name of the target ("Figure 1").
    """

    target: str
    content: tuple[Inline, ...]
    title: str = ""
    pos: Position = NOWHERE


class Span(InlineBase, frozen=True):
    """Words in a language (BCP 47) or direction of their own, or of a class."""

    content: tuple[Inline, ...]
    lang: str = ""
    dir: Direction | None = None
    classes: tuple[str, ...] = ()


class FootnoteRef(InlineBase, frozen=True):
    """The call of a footnote. ``anchor`` is its own place, given by ``prepare`` for the way back."""

    id: str
    anchor: str = ""
    pos: Position = NOWHERE


class Abbreviation(InlineBase, frozen=True):
    """A short form with what it stands for."""

    text: str
    expansion: str


class LineBreak(InlineBase, frozen=True):
    """A line ends here, within one paragraph."""


class InlineImage(InlineBase, frozen=True):
    """An image set like a word; ``asset`` is a key of ``Document.assets``."""

    asset: str
    alt: str = ""
    decorative: bool = False
    title: str = ""
    pos: Position = NOWHERE


class Field(InlineBase, frozen=True):
    """A value to be filled in by ``fields``; no backend ever meets one."""

    expression: str
    pos: Position = NOWHERE


Inline: TypeAlias = (
    Text
    | Strong
    | Emphasis
    | Strike
    | Subscript
    | Superscript
    | Mark
    | Code
    | Kbd
    | Link
    | Span
    | FootnoteRef
    | Abbreviation
    | LineBreak
    | InlineImage
    | Field
)
Inlines: TypeAlias = tuple[Inline, ...]
