"""The source text by lines, and where in it a token came from."""

from __future__ import annotations

import bisect
import re

from markdown_it.token import Token

from exporter.model import NOWHERE, Position


class Source:
    """The text that was parsed. Front matter is blank lines in it, so its lines count right."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.lines = text.split("\n")
        self._content = ""
        self._starts = [0]

    def of_block(self, token: Token) -> Position:
        """Where a block begins: behind the markers of what it stands in, as the parser saw it."""
        if not token.map or token.map[0] >= len(self.lines):
            return NOWHERE
        line = self.lines[token.map[0]]
        column = token.meta.get("column", len(line) - len(line.lstrip()))
        return Position(token.map[0] + 1, column + 1)

    def of_inline(self, block: Token, offset: int) -> Position:
        """Where an offset into the content of an inline token stands in the source.

        The content is the block's lines without their indentation and markers, so each of its
        lines is found again in the line of the source that it was cut from.
        """
        if not block.map:
            return NOWHERE
        starts = self._line_starts(block.content)
        line = bisect.bisect_right(starts, offset) - 1
        number = block.map[0] + line
        if number >= len(self.lines):
            return NOWHERE
        end = starts[line + 1] - 1 if line + 1 < len(starts) else len(block.content)
        column = self._column(self.lines[number], block.content[starts[line] : end], block.meta.get("from"))
        return Position(number + 1, column + offset - starts[line] + 1)

    @staticmethod
    def _column(line: str, part: str, begin: int | None) -> int:
        """Where ``part`` of a line begins: behind ``begin``, or it is all that follows the markers."""
        if begin is None and line.rstrip().endswith(part):
            return len(line.rstrip()) - len(part)
        found = line.find(part, begin or 0)
        return found if found >= 0 else begin or len(line) - len(line.lstrip())

    def _line_starts(self, content: str) -> list[int]:
        """Where the lines of an inline token begin; kept for the last one, asked for each of its links."""
        if content is not self._content:
            self._content = content
            self._starts = [0, *(found.end() for found in re.finditer("\n", content))]
        return self._starts
