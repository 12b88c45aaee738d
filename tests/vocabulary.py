"""What generated documents are made of: words, addresses, ids, attributes and images.

The simplest stands first in each: failures shrink towards it.
"""

from __future__ import annotations

import hashlib
import io
from typing import get_args

from PIL import Image

from exporter.model import (
    Alignment,
    Asset,
    CalloutKind,
    Direction,
    FillInKind,
    MediaType,
    Numbering,
)

LANGUAGES = ("en", "en-GB", "de", "fr", "es", "pl", "el", "ru")
WORDS = (
    "rub", "the", "cream", "in", "twice", "a", "day", "Gloves", "skin", "relief", "2026", "10", "0.5", "x",
    "naïve", "Straße", "œuvre", "żółć", "Ångström", "İyi", "mañana", "¿qué?", "façade", "¡ay!", "Ελληνικά",
    "ψυχή", "ΐδιος", "Привет", "щёки", "Їжак", "ўсё", "AT&T", "a<b", "c>d", "&amp;", "<b>", "</p>", "<!--",
    "-->", "]]>", "<?xml", '"quoted"', "it's", "“curly”", "it’s", "«là»", "{{x}}", "{%", "raw", "%}", "{#id}",
    "[1]", "(c)", "*", "_", "#", "|", "~", "$5", "^", "`", "\\", "\\n", "@", "%s", "10%", "—", "–", "…", "°C",
    "µg", "½", "€9", "±2", "×", "5\u00a0mg", "5\u202fml", "co\u2011op", "self-made", "药房", "（请）", "hy\u00adphen\u00adate",
    "zero\u200bwidth", "and/or", "example.org/a/very/long/path/that/has/no/space?and=a&query=too#part",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "pneumonoultramicroscopicsilicovolcanoconiosis" * 4,
)  # fmt: skip
PHRASES = (
    *WORDS,
    *(" ".join(pair) for pair in zip(WORDS[::2], WORDS[1::2], strict=False)),
    *(f"{one}  {other} " for one, other in zip(WORDS, WORDS[10::3], strict=False)),
    *(f" {one} {other}" for one, other in zip(WORDS[5:], WORDS[::-3], strict=False)),
    *(f" {word}" for word in WORDS[::4]),
    *(f"{word} " for word in WORDS[1::4]),
)
"""Texts made beforehand, because each draw takes time: words, pairs of them, spaces around and between."""
PLAIN = tuple(phrase.strip(" ") for phrase in PHRASES if "{{" not in phrase)
"""The same for metadata, alternatives and titles, where two braces are no words but a field."""
CODES = ("x = 1", "a < b && c > d", "  two  spaces  ", "]]>", "{{ x }}", "\\d+", "let é = 'ü';", "&lt;")
CODE_BLOCKS = (
    "one line\n",
    "def f(x):\n    return x < 1 and x > 0\n",
    "\tindented by a tab\n\n\nthree lines down & on",
    "  begins and ends in spaces  \n",
    "<!-- ]]> -->\n{{ x }}{% y %}\n",
    "a long line " * 20,
)
KEYS = ("Ctrl", "Shift", "F1", "<", "&", "Ä", "Ctrl + C")
ABBREVIATIONS = (
    ("NMDA", "N-methyl-D-aspartate"),
    ("R&D", 'research & "development" <both>'),
    ("z. B.", "zum"),
)
ADDRESSES = (
    "https://example.org/",
    "http://example.org/a?b=1&c=%20d#e",
    "mailto:desk@example.org",
    "tel:+15550100",
    "https://example.org/ü/(x)'y'",
)
RELATIVE = ("page.html", "../up.html?a=1&b=2", "/root#part")
CLASSES = ((), ("aside",), ("two", "classes"))
SPOKEN = ("", "fr", "de-CH", "el", "he-Latn", "x-none")
DIRECTIONS: tuple[Direction | None, ...] = (None, "ltr", "rtl")
IDS = ("part", "Übersicht", "a.b", "x:y", "note-1", "noteref-1", "main", "title", "text", "contents", "notes")
"""Ids that the words of headings, and our own anchors, might take too."""
ALIGNMENTS: tuple[Alignment, ...] = get_args(Alignment)
CALLOUT_KINDS: tuple[CalloutKind, ...] = get_args(CalloutKind)
FILL_IN_KINDS: tuple[FillInKind, ...] = get_args(FillInKind)
NUMBERINGS: tuple[Numbering, ...] = get_args(Numbering)
STARTS = (1, 2, 0, 3, 27, 1999)
SHARES = (0.0, 0.25, 0.5, 1.0)


def _asset(mode: str, size: tuple[int, int], written_as: str) -> Asset:
    stream = io.BytesIO()
    Image.new(mode, size).save(stream, written_as)
    data = stream.getvalue()
    media_type: MediaType = "image/png" if written_as == "PNG" else "image/jpeg"
    return Asset(hashlib.sha256(data).hexdigest(), media_type, *size, data)


ASSETS: dict[str, Asset] = {
    "leaf.png": _asset("RGB", (60, 40), "PNG"),
    "photos/leaf one.jpg": _asset("RGB", (40, 60), "JPEG"),
    "clear & grey.png": _asset("LA", (8, 8), "PNG"),
    "palette.png": _asset("P", (900, 30), "PNG"),
}
