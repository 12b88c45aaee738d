"""What reading a finished file back yields: the document as that format's reader meets it."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from exporter.model.inlines import Direction

Role: TypeAlias = Literal[
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


class ViewNode(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One node in logical order, in the words common to all formats.

    ``level`` is a heading's level; ``label`` a list marker, note number or callout kind;
    ``target`` a link's; ``alt`` what stands for a picture, ``None`` where there is nothing to say.
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
    expansion: str = ""
    colspan: int = 1
    rowspan: int = 1


class View(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A whole file read back."""

    title: str = ""
    language: str = ""
    direction: Direction | None = None
    nodes: tuple[ViewNode, ...] = ()
    notes: tuple[ViewNode, ...] = ()
