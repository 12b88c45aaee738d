"""A linear look at the text before it is parsed: what would cost the parser minutes is refused.

markdown-it-py is linear in what people write, at a cost for each delimiter; a block that is
little else takes seconds a megabyte (hazard L2).
"""

from __future__ import annotations

import re

from exporter.errors import LimitReached

MOST_BYTES = 8_000_000
"""The longest source in Markdown; a parsed megabyte takes seconds and hundreds of megabytes."""
MOST_DELIMITERS = 20_000
"""The most delimiters in one block of lines without a blank one; a page holds some hundred."""
MOST_LINES = 100_000
"""The most lines that are neither blank nor rows of a table; a page holds some forty."""
MOST_CELLS = 500_000
"""The most bars of tables, one before or behind each cell: 100,000 rows of three columns pass."""
MOST_BLOCKS = 50_000
"""The most lines that begin a block: items, headings, quotes, and what follows a blank line."""
_DELIMITER = re.compile(r"[*_~`\[\]<>&!{}\\]")
_MARKER = re.compile(r"[ \t]*([-+*>#]|\d{1,9}[.)][ \t]|:|`{3}|~{3}|<table)")
_CODE_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def refuse_floods(text: str, name: str) -> None:
    """Raises ``LimitReached`` for text that is too long or has too much of something."""
    if len(text) > MOST_BYTES:
        raise LimitReached.because(
            "source-too-long", f"the source is longer than {MOST_BYTES} characters", "split it", file=name
        )
    delimiters = lines = bars = blocks = 0
    fence, is_after_blank = "", True
    for number, line in enumerate(text.split("\n"), 1):
        is_blank = not line or line.isspace()
        found = _CODE_FENCE.match(line)
        if found and (not fence or found[1].startswith(fence)):
            fence = "" if fence else found[1]
        delimiters = 0 if is_blank else delimiters + len(_DELIMITER.findall(line))
        if not is_blank and not fence:
            bars_here = line.count("|")
            bars, lines = bars + bars_here, lines + (not bars_here)
            blocks += is_after_blank or bool(_MARKER.match(line))
        is_after_blank = is_blank
        if fence:
            continue
        if delimiters > MOST_DELIMITERS:
            raise _flood(
                "delimiter-flood",
                f"more than {MOST_DELIMITERS} delimiters stand in one block here",
                "part it with blank lines, or make it a code block",
                name,
                number,
            )
        if lines > MOST_LINES:
            raise _flood(
                "line-flood", f"there are more than {MOST_LINES} lines", "split the source", name, number
            )
        if bars > MOST_CELLS:
            raise _flood(
                "cell-flood",
                f"there are more than {MOST_CELLS} cells in tables",
                "split the source",
                name,
                number,
            )
        if blocks > MOST_BLOCKS:
            raise _flood(
                "block-flood", f"there are more than {MOST_BLOCKS} blocks", "split the source", name, number
            )


def _flood(code: str, message: str, fix: str, name: str, number: int) -> LimitReached:
    return LimitReached.because(code, message, fix, file=name, line=number, column=1)
