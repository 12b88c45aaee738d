"""Names of files from rows: a template such as ``{patient.id}-{edition}``, and what no file system minds."""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping

from exporter.errors import UsageError

LONGEST_NAME = 255
"""Bytes in the name of a file, with its ending, on all file systems in use (hazard C4)."""
LONGEST_ENDING = 15
DEFAULT_TEMPLATE = "{source}-{row}"
_PLACE = re.compile(r"\{([^{}]*)\}")
_TAG_BYTES = 4
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
"""What Windows takes for a device, whatever ending it has."""


def refuse_unknown_places(template: str, known: Iterable[str]) -> None:
    """Raises ``UsageError`` for a place of ``template`` that no column fills, and for a stray brace."""
    known = tuple(known)
    if re.search(r"[{}]", _PLACE.sub("", template)):
        raise UsageError.because("name", f"--name {template!r} has a brace without its other half")
    for name in places(template):
        if name not in known:
            near = difflib.get_close_matches(name, known, 1, 0.6)
            fix = f"write {near[0]!r}" if near else f"there are {', '.join(known)}"
            raise UsageError.because("name", f"--name: there is no column {name!r}", fix)


def places(template: str) -> list[str]:
    """The names between braces."""
    return _PLACE.findall(template)


def named(template: str, values: Mapping[str, str]) -> str:
    """``template`` with its places filled, as a plain name; empty where no letter or digit is left.

    Values can hold anything (hazard H26): only letters, marks, digits, ``.``, ``_`` and ``-`` stay, nothing
    else but those at the start, and no name of a device. What is too long is cut and told apart by a hash.
    """
    words = unicodedata.normalize("NFC", _PLACE.sub(lambda place: values.get(place[1], ""), template))
    kept = "".join(sign if sign in "._-" or unicodedata.category(sign)[0] in "LMN" else " " for sign in words)
    name = re.sub(r"\.{2,}", ".", "-".join(kept.split())).strip("._-")
    if not any(sign.isalnum() for sign in name):
        return ""
    return _shortened(f"_{name}" if _DEVICES.match(name) else name, words)


def _shortened(name: str, words: str) -> str:
    """``name`` within the bytes that are left for it; the hash is of all the words."""
    room = LONGEST_NAME - LONGEST_ENDING
    if len(name.encode()) <= room:
        return name
    tag = hashlib.sha256(words.encode()).hexdigest()[: 2 * _TAG_BYTES]
    return f"{name.encode()[: room - len(tag) - 1].decode(errors='ignore')}-{tag}"


def folded(name: str) -> str:
    """What file systems that fold case or normal form make of a name (hazard C3)."""
    return unicodedata.normalize("NFC", name.casefold())
