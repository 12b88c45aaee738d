"""What a node needs to know of its surroundings: one immutable value, passed down."""

from __future__ import annotations

from typing import Any

import msgspec

from exporter.backends.docx.settings import BODY, Setting
from exporter.backends.docx.stylesheet import Gap
from exporter.model import Alignment


class Start(msgspec.Struct, frozen=True):
    """What the first paragraph of some blocks, and only that one, is given from outside.

    ``number`` is a numbering and its level; ``lead`` stands before the paragraph's own runs.
    """

    style: str = ""
    number: tuple[str, int] | None = None
    lead: str = ""
    before: Gap | None = None
    page_break: bool = False


PLAIN_START = Start()


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """``width`` is the room there is, in points; ``depth`` counts the lists around.

    ``apart`` says that what is set would run into what stands before it (see ``boxes``).
    ``after`` is the space that the last paragraph leaves, ``between`` that between the blocks of an
    item. ``size`` is that of the paragraph's text, in points. ``in_contents`` holds where the words of
    a heading are listed: there they are no links, and call no notes.
    """

    width: float
    setting: Setting = BODY
    depth: int = 0
    start: Start = PLAIN_START
    after: Gap | None = None
    between: Gap | None = None
    apart: bool = False
    keep_next: bool = False
    align: Alignment = "start"
    marks: frozenset[str] = frozenset()
    on_bold: bool = False
    size: float = 0
    lang: str = ""
    rtl: bool = False
    bidi: bool = False
    in_note: bool = False
    in_contents: bool = False

    def but(self, **changes: Any) -> Context:
        """This context with some things different."""
        return msgspec.structs.replace(self, **changes)

    def plain(self) -> Context:
        """This context for a paragraph that neither begins nor ends what stands around it."""
        return self.but(start=PLAIN_START, after=None)
