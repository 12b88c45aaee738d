"""The slots of Word: a run has a font and a language for letters, another for East Asian characters,
another for complex scripts, and says itself that it runs from right to left (17.3.2.26, 17.3.2.30)."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from typing import Literal, TypeAlias

from exporter.scripts import EAST_ASIAN, RIGHT_TO_LEFT, is_complex, script_of

Slot: TypeAlias = Literal["", "eastAsia", "cs", "rtl"]
"""That of letters; of East Asian characters; of complex scripts, in either direction."""

_PAIRS = {")": "(", "]": "[", "}": "{"}
LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK = "\u200e", "\u200f"


@functools.cache
def _not_letters() -> re.Pattern[str]:
    """A text without any of these is all of one slot, unless it runs from right to left."""
    return re.compile("[^\0-\u058f\u1e00-\u2e7f\ud800-\uf8ff\ufff0-\U000107ff]")


@functools.cache
def _own_punctuation() -> re.Pattern[str]:
    """Where scripts have their own marks of punctuation, though others may use them: ، or ।."""
    return re.compile("[\u0590-\u1dff\ua800-\uabff]")


def is_of_letters(text: str, *, rtl: bool) -> bool:
    """Whether all of ``text`` is of the slot of letters, in a passage from right to left if ``rtl``."""
    return not rtl and (text.isascii() or not _not_letters().search(text))


def slotted(text: str, *, rtl: bool) -> Iterator[tuple[Slot, str]]:
    """``text`` in stretches of one slot; ``rtl`` says that it stands in a passage from right to left.

    What several scripts use, as spaces and digits, goes with what is on both sides of it, else with
    the passage.
    """
    usual: Slot = "rtl" if rtl else ""
    if is_of_letters(text, rtl=rtl):
        yield usual, text
        return
    slots = _settled([_own_slot(character) for character in text], text, usual)
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or slots[index] != slots[start]:
            yield slots[start], text[start:index]
            start = index


def direction_marks(text: str, *, rtl: bool) -> tuple[str, str]:
    """What keeps ``text`` together in a line that runs the other way: a mark at each end where no
    letter does (UAX #9, 2.6). A telephone number would have its parts change places."""
    mark, strong = (RIGHT_TO_LEFT_MARK, ("R", "AL")) if rtl else (LEFT_TO_RIGHT_MARK, ("L",))
    first, last = (unicodedata.bidirectional(end) for end in (text[:1] or " ", text[-1:] or " "))
    return "" if first in strong else mark, "" if last in strong else mark


def _own_slot(character: str) -> Slot | None:
    """The slot of a character; ``None`` where it depends on those around."""
    script = script_of(character)
    if script in EAST_ASIAN:
        return "eastAsia"
    if is_complex(script):
        return "rtl" if script in RIGHT_TO_LEFT else "cs"
    if script:
        return ""
    if unicodedata.bidirectional(character) in ("R", "AL"):
        return "rtl"
    return "eastAsia" if unicodedata.east_asian_width(character) in "WF" else None


def _settled(slots: list[Slot | None], text: str, usual: Slot) -> list[Slot]:
    """``slots`` without gaps: each is closed from the slots before and behind it."""
    filled = _with_brackets(_with_clinging(slots, text), text, usual)
    behind: list[Slot | None] = [None] * len(filled)
    for index in range(len(filled) - 2, -1, -1):
        behind[index] = behind[index + 1] if filled[index + 1] is None else filled[index + 1]
    settled: list[Slot] = []
    before: Slot | None = None
    for slot, after, character in zip(filled, behind, text, strict=True):
        settled.append(_between(before, after, character, usual) if slot is None else slot)
        before = before if slot is None else slot
    return settled


def _with_brackets(slots: list[Slot | None], text: str, usual: Slot) -> list[Slot | None]:
    """``slots`` with those of brackets around letters: both of a pair run one way."""
    filled = list(slots)
    for opening, closing in _brackets(text):
        filled[opening] = filled[closing] = _around(filled, opening, closing, usual)
    return filled


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Where the brackets of each pair stand."""
    open_ones: list[int] = []
    for index, character in enumerate(text):
        if character in _PAIRS.values():
            open_ones.append(index)
        elif character in _PAIRS:
            while open_ones:
                opening = open_ones.pop()
                if text[opening] == _PAIRS[character]:
                    yield opening, index
                    break


def _around(slots: list[Slot | None], opening: int, closing: int, usual: Slot) -> Slot | None:
    """The slot of a pair of brackets, which must run one way (UAX #9, rule N0)."""
    inside = {slot == "rtl" for slot in slots[opening + 1 : closing] if slot is not None}
    passage = usual == "rtl"
    if not inside:
        return None
    before = next((slot for slot in reversed(slots[:opening]) if slot is not None), usual)
    if passage in inside or (before == "rtl") == passage:
        return usual
    return "" if passage else "rtl"


def _with_clinging(slots: list[Slot | None], text: str) -> list[Slot | None]:
    """``slots`` with those of characters that belong to the letter before them: accents, vowel signs, a
    script's own comma, and digits behind letters from left to right (UAX #9, rule W7)."""
    filled: list[Slot | None] = []
    before: Slot | None = None
    for slot, character in zip(slots, text, strict=True):
        is_mark = unicodedata.category(character)[0] == "M"
        is_own = before in ("rtl", "cs") and _own_punctuation().match(character)
        if slot is None and (is_mark or is_own):
            slot = before
        elif slot is None and before not in (None, "rtl") and unicodedata.bidirectional(character) == "EN":
            slot = ""
        before = before if slot is None else slot
        filled.append(slot)
    return filled


def _between(before: Slot | None, after: Slot | None, character: str, usual: Slot) -> Slot:
    if before is None or after is None or ("rtl" in (before, after) and before != after):
        return usual
    # Word sets ASCII in the font for letters, whatever ideographs stand around it.
    is_plain = before != after or (before == "eastAsia" and character.isascii())
    return "" if is_plain else before
