"""The source text by lines, and where in it a token came from."""

from __future__ import annotations

from markdown_it.token import Token

from exporter.model import NOWHERE, Position


class Source:
    """The text that was parsed. Front matter is blank lines in it, so its lines count right."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.lines = text.split("\n")

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
        before = block.content[:offset]
        number = block.map[0] + before.count("\n")
        if number >= len(self.lines):
            return NOWHERE
        start = before.rfind("\n") + 1
        end = block.content.find("\n", offset)
        content_line = block.content[start : end if end >= 0 else None]
        found = self.lines[number].find(content_line)
        return Position(number + 1, max(found, 0) + offset - start + 1)
