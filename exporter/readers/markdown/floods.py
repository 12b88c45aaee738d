"""What would cost the parser minutes is refused: before it parses, and while it does.

markdown-it-py is linear in what people write, at a cost for each line, block and delimiter; a text
that is little else takes many seconds a megabyte (hazard L2). The parser itself says what is a
block and what is inside a line, so nothing can be hidden from the count in what only looks like code.
"""

from __future__ import annotations

import re

from exporter.errors import LimitReached

MOST_BYTES = 8_000_000
"""The longest source in Markdown; a parsed megabyte takes seconds and hundreds of megabytes."""
MOST_LINES = 100_000
"""The most lines that are neither blank nor rows of a table; a page holds some forty."""
MOST_CELLS = 500_000
"""The most bars of tables, one before or behind each cell: 100,000 rows of three columns pass."""
MOST_ROWS = 150_000
MOST_BLOCKS = 50_000
"""The most blocks: items, headings, quotes, paragraphs; cells of tables are counted by their bars."""
MOST_DELIMITERS = 20_000
"""The most delimiters in one paragraph, heading or cell; a page holds some hundred."""
MOST_DELIMITERS_IN_ALL = 300_000
MOST_UNMATCHED = 10_000
"""The most brackets that nothing closes, in all: each is looked at again and again."""
_DELIMITER = re.compile(r"[*_~`\[\]<>&!{}\\]")


def refuse_floods(text: str, name: str) -> None:
    """Raises ``LimitReached`` for a text that is too long, or has too many lines or cells."""
    if len(text) > MOST_BYTES:
        raise _flood("source-too-long", f"the source is longer than {MOST_BYTES} characters", name, 1)
    lines = rows = bars = 0
    for number, line in enumerate(text.split("\n"), 1):
        bars_here = line.count("|")
        bars, rows = bars + bars_here, rows + bool(bars_here)
        lines += not bars_here and bool(line) and not line.isspace()
        if lines > MOST_LINES:
            raise _flood("line-flood", f"there are more than {MOST_LINES} lines", name, number)
        if rows > MOST_ROWS:
            raise _flood("line-flood", f"there are more than {MOST_ROWS} rows of tables", name, number)
        if bars > MOST_CELLS:
            raise _flood("cell-flood", f"there are more than {MOST_CELLS} cells in tables", name, number)


class Budget:
    """What one parse may still spend; raises ``LimitReached`` when it is spent."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._blocks = self._delimiters = self._unmatched = 0

    def spend_block(self, line: int) -> None:
        """For a block that begins on ``line``, counted from 0."""
        self._blocks += 1
        if self._blocks > MOST_BLOCKS:
            raise _flood("block-flood", f"there are more than {MOST_BLOCKS} blocks", self._name, line + 1)

    def spend_words(self, text: str, line: int) -> None:
        """For what stands inside a block, before it is looked into."""
        here = len(_DELIMITER.findall(text))
        self._delimiters += here
        self._unmatched += max(0, text.count("[") - text.count("]"))
        self._unmatched += max(0, text.count("](") - text.count(")"))
        if here > MOST_DELIMITERS or self._delimiters > MOST_DELIMITERS_IN_ALL:
            message = f"more than {MOST_DELIMITERS} delimiters stand in one block here"
            if here <= MOST_DELIMITERS:
                message = f"there are more than {MOST_DELIMITERS_IN_ALL} delimiters"
            raise _flood("delimiter-flood", message, self._name, line + 1)
        if self._unmatched > MOST_UNMATCHED:
            message = f"there are more than {MOST_UNMATCHED} brackets that nothing closes"
            raise _flood("bracket-flood", message, self._name, line + 1)


def _flood(code: str, message: str, name: str, line: int) -> LimitReached:
    fix = "split the source, or make it a code block"
    return LimitReached.because(code, message, fix, file=name, line=line, column=1)
