"""The Unicode Bidirectional Algorithm (UAX #9) for the pieces of a paragraph.

Levels are resolved for the whole paragraph, then each line is put in visual order. Explicit
embeddings and overrides are ignored: what runs the other way is said by the document, as a span or
a group with a direction, and a span is an isolate.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TypeVar

from exporter.backends.pdf.runs import NEWLINE, Piece, Run

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_OBJECT = "\ufffc"
"""Stands for a picture or an isolate: a neutral."""
_IGNORED = frozenset(("BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))
_NEUTRAL = frozenset(("B", "S", "WS", "ON"))
_MOST_BRACKETS = 63
"""How deep brackets are followed (BD16)."""
Item = TypeVar("Item")


def levelled(pieces: Sequence[Piece], *, rtl: bool) -> tuple[Piece, ...]:
    """``pieces`` with their embedding levels, cut where levels change; ``rtl`` is the paragraph's base.

    Pieces that have a level already are isolates: inside them it stays as it is, but deep enough.
    """
    if not rtl and not any(
        piece.level
        or (isinstance(piece, Run) and not piece.text.isascii() and _RIGHT_TO_LEFT.search(piece.text))
        for piece in pieces
    ):
        return tuple(pieces)
    text = "".join(piece.text if isinstance(piece, Run) and not piece.level else _OBJECT for piece in pieces)
    levels = iter(text_levels(text, int(rtl)))
    return tuple(
        part
        for piece in pieces
        for part in (
            _cut(piece, levels)
            if isinstance(piece, Run) and not piece.level
            else _lifted(piece, next(levels))
        )
    )


def _cut(run: Run, levels: Iterator[int]) -> Iterator[Piece]:
    start, current = 0, None
    for index, level in zip(range(len(run.text)), levels, strict=False):
        if current is not None and level != current:
            yield run._replace(text=run.text[start:index], level=current)
            start = index
        current = level
    if current is not None:
        yield run._replace(text=run.text[start:], level=current)


def _lifted(piece: Piece, around: int) -> Iterator[Piece]:
    """An isolate in text of level ``around``: at the next level that runs its way (X5a, X5b)."""
    if not piece.level:
        yield piece._replace(level=around)
        return
    yield piece._replace(level=piece.level + around + around % 2)


def isolated(pieces: Sequence[Piece], *, rtl: bool) -> list[Piece]:
    """``pieces`` of a span with a direction of its own; its level is 1, or 2 where it runs to the right."""
    base = 1 if rtl else 2
    return [piece._replace(level=piece.level - int(rtl) + base) for piece in levelled(pieces, rtl=rtl)]


def visual_order(items: Sequence[Item], levels: Sequence[int]) -> list[Item]:
    """The items of one line from left to right (L2)."""
    order = list(range(len(items)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = max(end, start + 1)
    return [items[index] for index in order]


def text_levels(text: str, base: int) -> list[int]:
    """The embedding level of each character; ``base`` is 0 from left to right, 1 from right to left."""
    levels: list[int] = []
    for number, paragraph in enumerate(text.split(NEWLINE)):
        levels += [base] * bool(number) + _paragraph_levels(paragraph, base)
    return levels


def _paragraph_levels(text: str, base: int) -> list[int]:
    found = [unicodedata.bidirectional(character) or "L" for character in text]
    kept = [index for index, kind in enumerate(found) if kind not in _IGNORED]
    characters = [text[index] for index in kept]
    original = [found[index] for index in kept]
    direction = "R" if base else "L"
    types = _weak_types(original, direction)
    _pair_brackets(characters, original, types, direction)
    _neutral_types(types, direction)
    resolved = dict(zip(kept, (_implicit_level(kind, base) for kind in types), strict=True))
    levels: list[int] = []
    for index in range(len(text)):
        levels.append(resolved.get(index, levels[-1] if levels else base))
    return levels


def _weak_types(original: Sequence[str], start: str) -> list[str]:
    """W1 to W7; ``start`` is the direction before the text."""
    types = list(original)
    previous = strong = start
    for index, kind in enumerate(types):
        if kind == "NSM":
            types[index] = kind = previous  # W1
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            types[index] = "AN"  # W2
        previous = kind
    types = ["R" if kind == "AL" else kind for kind in types]  # W3
    for index in range(1, len(types) - 1):  # W4
        before, kind, after = types[index - 1 : index + 2]
        if before == after and (
            (kind in ("ES", "CS") and before == "EN") or (kind == "CS" and before == "AN")
        ):
            types[index] = before
    for start_of, end in _stretches(types, frozenset(("ET",))):  # W5
        if "EN" in (types[start_of - 1 : start_of] + types[end : end + 1]):
            types[start_of:end] = ["EN"] * (end - start_of)
    strong = start
    for index, kind in enumerate(types):
        if kind in ("ET", "ES", "CS"):
            types[index] = "ON"  # W6
        elif kind == "EN" and strong == "L":
            types[index] = "L"  # W7
        elif kind in ("L", "R"):
            strong = kind
    return types


def _pair_brackets(
    characters: Sequence[str], original: Sequence[str], types: list[str], direction: str
) -> None:
    """N0: brackets of a pair take one direction, that of what is in them."""
    for opening, closing in _bracket_pairs(characters, types):
        inside = {_strong(kind) for kind in types[opening + 1 : closing]} - {""}
        if not inside:
            continue
        chosen = direction
        if direction not in inside:
            before = (found for kind in reversed(types[:opening]) if (found := _strong(kind)))
            other = "L" if direction == "R" else "R"
            chosen = other if next(before, direction) == other else direction
        for place in (opening, closing):
            types[place] = chosen
            for mark in range(place + 1, len(types)):
                if original[mark] != "NSM":
                    break
                types[mark] = chosen


def _bracket_pairs(characters: Sequence[str], types: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs (BD16), in the order in which they open."""
    waiting: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for index, character in enumerate(characters):
        if types[index] != "ON":
            continue
        if closer := _closing_bracket(character):
            if len(waiting) == _MOST_BRACKETS:
                break
            waiting.append((closer, index))
            continue
        plain = unicodedata.normalize("NFC", character)
        for depth in range(len(waiting) - 1, -1, -1):
            if waiting[depth][0] == plain:
                pairs.append((waiting[depth][1], index))
                del waiting[depth:]
                break
    return sorted(pairs)


@functools.cache
def _closing_bracket(character: str) -> str:
    """What closes ``character``, where it opens a pair: Unicode names the two LEFT and RIGHT."""
    if unicodedata.category(character) != "Ps" or not unicodedata.mirrored(character):
        return ""
    name = unicodedata.name(unicodedata.normalize("NFC", character))
    try:
        return unicodedata.lookup(name.replace("LEFT", "RIGHT"))
    except KeyError:
        return ""


def _neutral_types(types: list[str], direction: str) -> None:
    """N1 and N2: neutrals between like directions take that, others the paragraph's."""
    for start, end in _stretches(types, _NEUTRAL):
        before = _strong(types[start - 1]) if start else direction
        after = _strong(types[end]) if end < len(types) else direction
        types[start:end] = [before if before == after else direction] * (end - start)


def _stretches(types: Sequence[str], kinds: frozenset[str]) -> list[tuple[int, int]]:
    """Where neighbours of these kinds stand: start, and the place after the last."""
    found = []
    start = None
    for index, kind in enumerate((*types, "")):
        if kind in kinds:
            start = index if start is None else start
        elif start is not None:
            found.append((start, index))
            start = None
    return found


def _strong(kind: str) -> str:
    """The direction that a type counts as: numbers count as right to left (N0, N1)."""
    return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(kind, "")


def _implicit_level(kind: str, base: int) -> int:
    """I1 and I2."""
    if kind == "R":
        return base + 1 - base % 2
    if kind == "L":
        return base + base % 2
    return base + 2 - base % 2
