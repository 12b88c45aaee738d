"""What every reader needs: decoding bytes, and collecting what it has to say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from exporter.errors import InputRefused
from exporter.model import Document, Position
from exporter.model.text import NOT_IN_XML
from exporter.notices import Notice, Severity, errors_among

DEEPEST_NESTING = 100
"""The most blocks or inlines that may stand in each other, whatever the source."""
MOST_SAID = 20
"""The most that is said of one kind of mistake: more would hide the rest."""
_LINE_END = re.compile("\r\n?")


class Read(NamedTuple):
    """A document, and the notices that reading it gave (none of them errors)."""

    document: Document
    notices: tuple[Notice, ...]


class Notices:
    """Collects notices about one file, so that a refusal names everything that is wrong."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Notice] = []
        self._said: Counter[tuple[str, Severity]] = Counter()

    def error(self, code: str, message: str, pos: Position, fix: str = "") -> None:
        self._add(Notice(code, message, fix, "error", self.file, pos.line, pos.column))

    def warning(self, code: str, message: str, pos: Position, fix: str = "") -> None:
        self._add(Notice(code, message, fix, "warning", self.file, pos.line, pos.column))

    def _add(self, notice: Notice) -> None:
        kind = (notice.code, notice.severity)
        self._said[kind] += 1
        if self._said[kind] <= MOST_SAID:
            self.found.append(notice)

    def _unsaid(self) -> Iterator[Notice]:
        """How much more there is of what has been said often enough."""
        for (code, severity), count in self._said.items():
            if count > MOST_SAID:
                yield Notice(code, f"and {count - MOST_SAID} more", "", severity, self.file)

    def settle(self) -> tuple[Notice, ...]:
        """The notices; raises ``InputRefused`` with all of them when one is an error."""
        found = (*self.found, *self._unsaid())
        if errors_among(found):
            raise InputRefused(*found)
        return found


def decode(data: bytes, name: str, *, repair: bool) -> str:
    """Text from UTF-8 bytes: no byte order mark, every line end a single line feed.

    Raises ``InputRefused`` for bytes that are not UTF-8, with their offset, and for characters
    that XML 1.0 (production Char) excludes, with their places, unless ``repair`` is set.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(data, name, error) from None
    text = _LINE_END.sub("\n", text)
    if repair:
        return NOT_IN_XML.sub("\ufffd", text)
    notices = Notices(name)
    for found in NOT_IN_XML.finditer(text):
        notices.error(
            "control-character",
            f"the character U+{ord(found[0]):04X} cannot stand in a document",
            position_of(text, found.start()),
            "remove it, or use --repair to put U+FFFD in its place",
        )
    notices.settle()
    return text


def _not_utf8(data: bytes, name: str, error: UnicodeDecodeError) -> InputRefused:
    before = data[: error.start]
    line = before.count(b"\n") + 1
    column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
    return InputRefused.because(
        "not-utf-8",
        f"the byte 0x{data[error.start]:02X} at offset {error.start} is not UTF-8",
        "save the file as UTF-8",
        file=name,
        line=line,
        column=column,
    )


def position_of(text: str, offset: int) -> Position:
    """Line and column of an offset into ``text``, both counted from 1."""
    line_start = text.rfind("\n", 0, offset) + 1
    return Position(text.count("\n", 0, offset) + 1, offset - line_start + 1)
