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
        """Where a block begins: the first character of its first line that is not space."""
        if not token.map or token.map[0] >= len(self.lines):
            return NOWHERE
        line = self.lines[token.map[0]]
        return Position(token.map[0] + 1, len(line) - len(line.lstrip()) + 1)

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
        found = self.lines[number].find(block.content[starts[line] : end])
        return Position(number + 1, max(found, 0) + offset - starts[line] + 1)

    def _line_starts(self, content: str) -> list[int]:
        """Where the lines of an inline token begin; kept for the last one, asked for each of its links."""
        if content is not self._content:
            self._content = content
            self._starts = [0, *(found.end() for found in re.finditer("\n", content))]
        return self._starts
