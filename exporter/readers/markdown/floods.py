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
_DELIMITER = re.compile(r"[*_~`\[\]<>&!{}\\]")
_CODE_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def refuse_floods(text: str, name: str) -> None:
    """Raises ``LimitReached`` for text that is too long, or a block with too many delimiters."""
    if len(text) > MOST_BYTES:
        raise LimitReached.because(
            "source-too-long", f"the source is longer than {MOST_BYTES} characters", "split it", file=name
        )
    count, fence = 0, ""
    for number, line in enumerate(text.split("\n"), 1):
        found = _CODE_FENCE.match(line)
        if found and (not fence or found[1].startswith(fence)):
            fence = "" if fence else found[1]
        count = 0 if not line or line.isspace() else count + len(_DELIMITER.findall(line))
        if count > MOST_DELIMITERS and not fence:
            raise LimitReached.because(
                "delimiter-flood",
                f"more than {MOST_DELIMITERS} delimiters stand in one block here",
                "part it with blank lines, or make it a code block",
                file=name,
                line=number,
                column=1,
            )
