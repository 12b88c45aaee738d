"""WordprocessingML as strings: escaping, runs, fields, and properties in the order the schema wants.

Strings, because a body that is written in one go costs a tenth of one built node by node.
"""

from __future__ import annotations

import re
from typing import TypeAlias

_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())

Properties: TypeAlias = dict[str, str]
"""The elements of a ``w:pPr`` or ``w:rPr`` by local name; ``b``, ``i`` and ``sz`` bring their
complex-script twins along."""

_PARAGRAPH_ORDER = (
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "widowControl",
    "numPr",
    "pBdr",
    "shd",
    "tabs",
    "suppressAutoHyphens",
    "bidi",
    "spacing",
    "ind",
    "contextualSpacing",
    "jc",
    "outlineLvl",
)
_RUN_ORDER = (
    "rStyle",
    "rFonts",
    "b",
    "i",
    "strike",
    "noProof",
    "color",
    "sz",
    "u",
    "bdr",
    "shd",
    "vertAlign",
    "rtl",
    "cs",
    "lang",
)

# Word shows these two by elements of their own (17.3.3.18, 17.3.3.29): fonts often lack the glyphs.
_SPECIAL = {
    "\u2011": "<w:noBreakHyphen/>",
    "\u00ad": "<w:softHyphen/>",
    "\t": "<w:tab/>",
    "\n": "<w:br/>",
}
_SPECIALS = re.compile("([\u2011\u00ad\t\n])")

TAB = "<w:r><w:tab/></w:r>"


def document(root: str, content: str) -> bytes:
    """A part of its own: ``content`` in an element ``w:root``."""
    begin, end = around(root)
    return f"{begin}{content}{end}".encode()


def around(root: str) -> tuple[str, str]:
    """The beginning and the end of a part, whose element ``w:root`` declares every prefix used."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<w:{root} {_DECLARED} mc:Ignorable="w14">', f"</w:{root}>"


def escape(text: str) -> str:
    """``text`` as character data or as the value of an attribute in double quotes; U+0000, which XML has no
    way to write, marks what is left open (``ledgers``)."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text or ">" in text:
        text = text.replace("<", "&lt;").replace(">", "&gt;")
    if '"' in text:
        text = text.replace('"', "&quot;")
    return text.replace("\0", "\ufffd") if "\0" in text else text


def run(text: str, properties: str = "") -> str:
    """A ``w:r`` (17.3.2.25); ``properties`` is a whole ``w:rPr`` or nothing."""
    if not text:
        return ""
    if _SPECIALS.search(text):
        content = "".join(_SPECIAL.get(piece) or characters(piece) for piece in _SPECIALS.split(text))
    else:
        content = characters(text)
    return f"<w:r>{properties}{content}</w:r>"


def characters(text: str) -> str:
    """A ``w:t`` that keeps its spaces (17.3.3.31)."""
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""


def styled_run(text: str, style: str) -> str:
    return run(text, f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>')


def paragraph(style: str, content: str, properties: str = "") -> str:
    """A ``w:p`` (17.3.1.22); ``properties`` follow ``w:pStyle`` and are in schema order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def field(instruction: str, shown: str, style: str = "") -> str:
    """A field (17.16.2) that shows the runs ``shown`` until Word works it out again.

    ``instruction`` is written by this program alone, never taken from data, and as it stands in XML.
    ``style`` is that of the field's own characters, from which LibreOffice takes the look of what it shows.
    """
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return field_start(instruction, look) + shown + field_end(look)


def field_start(instruction: str, look: str = "") -> str:
    return (
        f'<w:r>{look}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{look}<w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r>{look}<w:fldChar w:fldCharType="separate"/></w:r>'
    )


def field_end(look: str = "") -> str:
    return f'<w:r>{look}<w:fldChar w:fldCharType="end"/></w:r>'


def paragraph_properties(properties: Properties) -> str:
    """The children of a ``w:pPr`` in the order of CT_PPr (17.3.1.26)."""
    return "".join(properties[name] for name in _PARAGRAPH_ORDER if name in properties)


def run_properties(properties: Properties) -> str:
    """The children of a ``w:rPr`` in the order of EG_RPrBase (17.3.2.28)."""
    return "".join(properties[name] for name in _RUN_ORDER if name in properties)
