"""``ToUnicode``: what the glyphs of a font say (ISO 32000-1, 9.10.3)."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

_MOST_ENTRIES = 100
"""Entries of one block, as PostScript reads them."""

_MOST_KNOWN = 1 << 12
"""Entries that are remembered: the fonts of many documents show nearly the same."""
_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_FOOT = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def to_unicode(said: Mapping[int, str]) -> bytes:
    """The CMap of two-byte codes to their characters, in the order of the codes."""
    return "".join((_HEAD, *_blocks(sorted(said.items())), _FOOT)).encode("ascii")


def _blocks(entries: list[tuple[int, str]]) -> Iterator[str]:
    for start in range(0, len(entries), _MOST_ENTRIES):
        block = entries[start : start + _MOST_ENTRIES]
        yield f"{len(block)} beginbfchar\n{''.join([_entry(*entry) for entry in block])}endbfchar\n"


@functools.lru_cache(_MOST_KNOWN)
def _entry(code: int, text: str) -> str:
    return f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>\n"
