"""The standard structure types (ISO 32000-1, 14.8.4; ISO 32000-2, 14.8.4), and what they are in a View."""

from __future__ import annotations

import re

from exporter.model.view import Role

PHRASES: dict[str, Role | None] = {
    "Annot": None, "BibEntry": None, "Code": "code", "Em": "emphasis", "Figure": "image", "Form": "fill-in",
    "Formula": "image", "Link": "link", "Quote": None, "RB": None, "Reference": None, "RP": None, "RT": None,
    "Ruby": None, "Span": None, "Strong": "strong", "Sub": None, "Warichu": None, "WP": None, "WT": None,
}  # fmt: skip
"""Types of what stands in a line (14.8.4.4 and 14.8.4.5); ``None`` for those that add nothing to words."""
GROUPS: dict[str, Role | None] = {
    "Aside": "callout", "Art": None, "BlockQuote": "quote", "Div": None, "Document": None,
    "DocumentFragment": None, "Index": None, "NonStruct": None, "Part": None, "Sect": None,
}  # fmt: skip
"""Types of what holds blocks (14.8.4.2)."""
UNREAD = frozenset(("Artifact", "Private"))
"""Types of what is no content for others (14.8.4.2; ISO 32000-2, 14.8.4.2)."""
NOTES = frozenset(("Note", "FENote"))
BY_WORDS = frozenset(("None", "Description"))
"""Values of ``ListNumbering`` (14.8.5.5) of lists whose labels, if they have any, are words of the text."""
_OTHERS = frozenset(
    (
        "Caption", "H", "L", "LBody", "LI", "Lbl", "P", "TBody", "TD", "TFoot", "TH", "THead", "TOC", "TOCI",
        "TR", "Table", "Title",
    )
)  # fmt: skip
STANDARD_TYPES = frozenset(
    (*PHRASES, *GROUPS, *UNREAD, *NOTES, *_OTHERS, *(f"H{level}" for level in range(1, 7)))
)


def heading_level(type: str) -> int:
    """The level of a numbered heading (14.8.4.3.2; ISO 32000-2 knows more than six), 0 for all else."""
    numbered = re.fullmatch("H([1-9][0-9]?)", type)
    return int(numbered[1]) if numbered else 0
