"""The structure tree: built with the boxes, before any page; drawing adds where its content stands.

ISO 32000-1, 14.7 and 14.8; ISO 14289-1 (PDF/UA-1), clause 7. An element that stands over a page
break is one element: each part that is drawn adds a marked-content sequence to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

Value: TypeAlias = "str | int | float | tuple[float, ...] | tuple[StructElem, ...]"
"""The value of an attribute. A string that begins with "/" is a name, another a text string; an
element is written as its identifier."""
Attributes: TypeAlias = Mapping[str, Value]
"""Attributes of one owner (14.7.5)."""

ROLE_MAP = {
    "Title": "P",
    "Subtitle": "P",
    "Aside": "Div",
    "DL": "L",
    "DI": "LI",
    "DT": "Lbl",
    "DD": "LBody",
    "Strong": "Span",
    "Em": "Span",
    "Strike": "Span",
    "Subscript": "Span",
    "Superscript": "Span",
    "Mark": "Span",
    "Kbd": "Code",
}
"""Structure types of our own with the standard one each stands for (14.8.4); those that PDF 2.0 or
HTML have are named as there, but for ``Sub``: in PDF 2.0 that is a line."""

_HOLDS_BLOCKS = frozenset(("Document", "Div", "LBody", "DD", "TH", "TD", "BlockQuote", "Aside", "Note"))
"""The types that a note may stand in, below the block that calls it."""


class MarkedContent(NamedTuple):
    """A marked-content sequence (14.7.4.2): its page, counted from 0, and its number there."""

    page: int
    mcid: int


class ObjectReference(NamedTuple):
    """An annotation (14.7.4.3): its page and its place among all annotations of the file."""

    page: int
    annotation: int


class StructElem:
    """A structure element (14.7.2), as it is before anything is drawn: nothing changes one that is made, for
    several documents may have it.

    One of a block joins its parent as it is made, so that it is there even when it is empty. One of
    an ``inline`` joins when its first content is drawn: so the text of a paragraph and the elements
    in it stand in their order.
    """

    __slots__ = (
        "actual_text",
        "alt",
        "attributes",
        "expansion",
        "id",
        "inline",
        "joined",
        "kids",
        "lang",
        "notes",
        "parent",
        "type",
    )

    def __init__(
        self,
        type: str,
        parent: StructElem | None = None,
        *,
        inline: bool = False,
        lang: str = "",
        alt: str = "",
        actual_text: str = "",
        expansion: str = "",
        id: str = "",
        attributes: Mapping[str, Attributes] = {},
    ) -> None:
        self.type = type
        self.parent = parent
        self.inline = inline
        self.lang = lang
        self.alt = alt
        self.actual_text = actual_text
        self.expansion = expansion
        self.id = id
        self.attributes = attributes
        self.kids: list[StructElem] = []
        self.notes: tuple[StructElem, ...] = ()
        self.joined = parent is None
        if not inline:
            self._join()

    def _join(self) -> None:
        if self.parent is not None and not self.joined:
            self.joined = True
            self.parent.kids.append(self)
            self.parent._join()

    def adopt(self, note: StructElem, language: str) -> None:
        """Puts a note that is called here where one hears it next: below this block, or at its end where
        the parent holds no blocks. What is drawn later comes before that end. The note is in ``language``,
        also where what is around its call is not."""
        block = self
        while block.inline and block.parent is not None:
            block = block.parent
        holder = block.parent
        if holder is not None and holder.type in _HOLDS_BLOCKS:
            note.parent, note.joined = holder, False
            note._join()
        else:
            note.parent, note.joined = block, True
            block.notes = (*block.notes, note)
        around: StructElem | None = note.parent
        while around is not None and not around.lang:
            around = around.parent
        note.lang = language if around is not None else ""

    def around(self, type: str) -> StructElem | None:
        """The nearest element of a type that holds this one, or is it."""
        elem: StructElem | None = self
        while elem is not None and elem.type != type:
            elem = elem.parent
        return elem

    @property
    def root(self) -> StructElem:
        """The root of the part of the document that this is in."""
        elem = self
        while elem.parent is not None:
            elem = elem.parent
        return elem
