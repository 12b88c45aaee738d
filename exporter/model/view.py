"""What reading a finished file back yields: the document as that format's reader meets it."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from exporter.model.inlines import NOWHERE, Direction, Position
from exporter.model.look import NO_SHEET, Look, Sheet

Role: TypeAlias = Literal[
    "title",
    "heading",
    "paragraph",
    "list",
    "item",
    "label",
    "definition-list",
    "term",
    "definition",
    "table",
    "caption",
    "row",
    "header-cell",
    "cell",
    "figure",
    "image",
    "quote",
    "callout",
    "code-block",
    "break",
    "fill-in",
    "contents",
    "note",
    "group",
    "text",
    "strong",
    "emphasis",
    "strike",
    "subscript",
    "superscript",
    "mark",
    "code",
    "link",
    "note-reference",
    "abbreviation",
    "span",
]


Medium: TypeAlias = Literal["paper", "screen", "reader"]
Property: TypeAlias = Literal[
    "subtitle", "author", "publisher", "description", "keyword", "rights", "identifier", "date"
]
"""What a file may say of itself besides its title and language (the terms of Dublin Core)."""
Unsaid: TypeAlias = Literal["boxes", "calls", "decoration", "directions", "directions of phrases"]
"""What a format has no words for."""


class ViewNode(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One node in logical order, in the words common to all formats.

    Words stand in the ``text`` of leaves. ``level`` is a heading's level, or how deep an item of a
    list is; ``label`` a list marker, note number or callout kind, what a header cell heads (``column``,
    ``row`` or ``both``), or ``colophon`` for the group of last words; ``target`` a link's; ``alt`` what
    stands for a picture or describes a table, ``None`` where there is nothing to say; ``is_decoration`` that
    a picture is said to add nothing. ``ids`` are the names by which links lead to where the node begins.
    ``look`` is that of the words of a leaf, and of an item that of its marker. Known only in the View that
    is made of a document: ``pos``, where the node stands in the source, and by the ``label`` of a paragraph
    what it is to what it stands in: its ``name``, its ``source``, its ``subtitle``.
    """

    role: Role
    text: str = ""
    children: tuple[ViewNode, ...] = ()
    level: int = 0
    label: str = ""
    lang: str = ""
    dir: Direction | None = None
    target: str = ""
    alt: str | None = None
    is_decoration: bool = False
    ids: tuple[str, ...] = ()
    expansion: str = ""
    colspan: int = 1
    rowspan: int = 1
    look: Look | None = None
    pos: Position = NOWHERE


class View(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A whole file read back.

    ``title`` and ``language`` are what the file says of itself; the title that is printed is a node
    of its own. ``deepest_heading`` is the lowest level the format has room for; ``nests_lists`` says
    whether its lists hold lists, and ``heads_rows`` whether it has header cells of rows. ``medium`` is what a
    file is read on: paper with its ``sheet``, a screen, or a reading system whose reader chooses how large
    words are. ``properties`` are what the file says of itself, by those that its format has a place for;
    ``unsaid`` is what it has no words for, and ``longest_expansion`` how many characters it holds of what an
    abbreviation stands for.
    """

    title: str = ""
    language: str = ""
    direction: Direction | None = None
    nodes: tuple[ViewNode, ...] = ()
    notes: tuple[ViewNode, ...] = ()
    deepest_heading: int = 6
    nests_lists: bool = True
    heads_rows: bool = True
    medium: Medium = "paper"
    sheet: Sheet = NO_SHEET
    properties: dict[Property, tuple[str, ...]] = {}
    unsaid: frozenset[Unsaid] = frozenset()
    longest_expansion: int | None = None
