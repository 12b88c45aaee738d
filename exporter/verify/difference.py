"""One place where a file and its document differ."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from exporter.model import Position
from exporter.model.inlines import NOWHERE
from exporter.notices import Notice

Kind: TypeAlias = Literal[
    "title",
    "language",
    "direction",
    "metadata",
    "letterhead",
    "words",
    "headings",
    "notes",
    "images",
    "tables",
    "lists",
    "links",
    "languages",
    "directions",
    "boxes",
    "marks",
    "abbreviations",
    "look",
]
_MOST_QUOTED = 14
"""Words of a difference that are quoted; the rest is counted."""


class Difference(msgspec.Struct, frozen=True):
    """One place where a file does not say what its document says.

    ``pos`` is a place in ``source``, (0, 0) for what is about no place in it. ``file`` is the file
    that was read back.
    """

    kind: Kind
    expected: str
    found: str
    message: str
    pos: Position = NOWHERE
    file: str = ""
    source: str = ""

    @property
    def notice(self) -> Notice:
        """The difference as a line about its place in the source."""
        code = f"{self.kind}-differ" if self.kind.endswith("s") else f"{self.kind}-differs"
        message = f"{self.file}: {self.message}" if self.file else self.message
        return Notice(code, message, file=self.source, line=self.pos.line, column=self.pos.column)

    def __str__(self) -> str:
        return str(self.notice)


def quoted(text: str) -> str:
    """``text`` in quotation marks, cut off where it is long."""
    words = text.split()
    rest = len(words) - _MOST_QUOTED
    return f"“{' '.join(words[:_MOST_QUOTED])}…” and {rest} more words" if rest > 0 else f"“{text}”"
