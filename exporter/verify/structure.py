"""What is around the words: pictures, tables and lists, as far as a format has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from exporter.model import Position, View, ViewNode
from exporter.model.inlines import NOWHERE
from exporter.verify.diff import stretches
from exporter.verify.difference import Difference, Kind, quoted
from exporter.verify.words import folded, text_of, walked, words_of

_COUNTING = re.compile("-?[0-9]+|[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+")
"""Numbers of items: digits, a letter, Roman numerals."""
_DEEPEST_FLAT = 9
"""How deep items can be where no list holds another (ISO/IEC 29500-1, 17.9.3)."""


def structure(expected: Sequence[ViewNode], found: Sequence[ViewNode], format: View) -> Iterator[Difference]:
    """What differs in the order of each kind; ``format`` says what there is room for."""
    yield from _images(expected, found)
    yield from _decoration(
        _own(expected, "image"), _own(found, "image"), is_told="decoration" not in format.unsaid
    )
    yield from _tables(_own(expected, "table"), _own(found, "table"), heads_rows=format.heads_rows)
    yield from _lists(_items(expected), _items(found), nests=format.nests_lists)


def _own(nodes: Sequence[ViewNode], role: str) -> list[ViewNode]:
    return [node for node in walked(nodes) if node.role == role]


def _plain(text: str | None) -> str:
    return " ".join(folded(text or "").split())


# Pictures


def _images(expected: Sequence[ViewNode], found: Sequence[ViewNode]) -> Iterator[Difference]:
    """What stands for pictures; those that say nothing are decoration, which a format may leave out."""
    wanted = [node for node in _own(expected, "image") if _plain(node.alt)]
    texts = [_plain(node.alt) for node in wanted]
    others = [text for node in _own(found, "image") if (text := _plain(node.alt))]
    for stretch in stretches(texts, others):
        lost = "; ".join(texts[stretch.start : stretch.end])
        put = "; ".join(others[stretch.other_start : stretch.other_end])
        if lost and put:
            message = f"{quoted(put)} stands for the image {quoted(lost)}"
        else:
            message = f"no image is {quoted(lost)}" if lost else f"no image of the document is {quoted(put)}"
        near = wanted[min(stretch.start, len(wanted) - 1)].pos if wanted else NOWHERE
        yield Difference("images", lost, put, message, near)


def _decoration(expected: list[ViewNode], found: list[ViewNode], *, is_told: bool) -> Iterator[Difference]:
    """Pictures without words must be said to add nothing, where the format has not left them out."""
    for number, node in enumerate(found, 1):
        if not _plain(node.alt) and not node.is_decoration:
            message = f"picture {number} has no words that stand for it, and is not said to be decoration"
            yield Difference("images", "", "", message)
    wanted, got = ([node for node in each if node.is_decoration] for each in (expected, found))
    if is_told and len(wanted) != len(got):
        pos = wanted[0].pos if wanted else NOWHERE
        yield _other_count("images", "pictures that are decoration", wanted, got, pos)


# Tables


class _Cell(NamedTuple):
    """What a grid knows of a cell: how many words it holds, and not which."""

    is_header: bool
    columns: int
    rows: int
    words: int

    def __str__(self) -> str:
        kind = "header" if self.is_header else "cell"
        reach = f" over {self.columns}×{self.rows}" if (self.columns, self.rows) != (1, 1) else ""
        return f"{kind}{reach} of {self.words} words"


def _tables(expected: list[ViewNode], found: list[ViewNode], *, heads_rows: bool) -> Iterator[Difference]:
    if len(expected) != len(found):
        yield _other_count("tables", "tables", expected, found)
        return
    for number, (table, other) in enumerate(zip(expected, found, strict=True), 1):
        yield from _description(number, table, other)
        rows, others = _rows(table), _rows(other)
        if len(rows) != len(others):
            yield _other_count("tables", f"rows in table {number}", rows, others, table.pos)
            continue
        for row, (own, there) in enumerate(zip(rows, others, strict=True), 1):
            wanted, got = _cells(own, heads_rows=heads_rows), _cells(there, heads_rows=heads_rows)
            if wanted != got:
                lost, put = "; ".join(map(str, wanted)), "; ".join(map(str, got))
                message = f"row {row} of table {number} is {quoted(put)}, not {quoted(lost)}"
                yield Difference("tables", lost, put, message, own.pos)


def _description(number: int, table: ViewNode, other: ViewNode) -> Iterator[Difference]:
    wanted, got = _plain(table.alt), _plain(other.alt)
    if wanted != got:
        said = quoted(got) if got else "not described"
        message = f"table {number} is {said}, not {quoted(wanted)}" if wanted else f"table {number} is {said}"
        yield Difference("tables", wanted, got, message, table.pos)


def _rows(table: ViewNode) -> list[ViewNode]:
    return [node for node in table.children if node.role == "row"]


def _cells(row: ViewNode, *, heads_rows: bool) -> list[_Cell]:
    """The cells of a row. One without words heads nothing, whatever it is called."""
    found = []
    for cell in row.children:
        count = len(words_of((cell,)))
        may_head = count > 0 and (heads_rows or cell.label != "row")
        is_header = cell.role == "header-cell" and may_head
        found.append(_Cell(is_header, cell.colspan, cell.rowspan, count))
    return found


# Lists


class _Item(NamedTuple):
    """An item: how many lists it stands in, how many of them directly in each other, which of the outermost
    of these, and its number: none in a list of bullets."""

    depth: int
    level: int
    outermost: int
    number: str
    node: ViewNode


def _items(nodes: Iterable[ViewNode]) -> list[_Item]:
    """The items in order; where a format has no lists in lists, its items say how deep they are."""
    found: list[_Item] = []
    stack = [(node, 0, 0, 0) for node in list(nodes)[::-1]]
    begun = 0
    while stack:
        node, depth, level, outermost = stack.pop()
        if node.role == "item":
            found.append(_Item(depth or node.level, level, outermost, _number(node.label), node))
        elif node.role == "list":
            begun += level == 0
            depth, level, outermost = depth + 1, level + 1, outermost if level else begun
        else:
            level = 0
        stack += ((child, depth, level, outermost) for child in node.children[::-1])
    return found


def _number(label: str) -> str:
    """A label that counts: not a sign, nor the words that a box to tick is called by."""
    return label if _COUNTING.fullmatch(label) else ""


def _lists(expected: list[_Item], found: list[_Item], *, nests: bool) -> Iterator[Difference]:
    """Items with their depth, their numbers, and whether they have such. A format without lists in lists
    also counts what else its items stand in: there an outermost list is as deep as its first item."""
    if len(expected) != len(found):
        yield _other_count("lists", "items of lists", expected, found)
        return
    above: dict[int, int] = {}
    for item, other in zip(expected, found, strict=True):
        flat = above.setdefault(item.outermost, other.depth - item.level) + item.level
        wanted = item.depth if nests else min(flat, _DEEPEST_FLAT)
        said, number, stated = f"the item {quoted(text_of(item.node))}", item.number, other.number
        if wanted != other.depth:
            message = f"{said} stands in {other.depth} lists, not {wanted}"
            yield Difference("lists", str(wanted), str(other.depth), message, item.node.pos)
        elif number != stated:
            has = f"has the number {quoted(stated)}" if stated else "has no number"
            message = f"{said} {has}, not {number}" if number else f"{said} {has}, and is one of bullets"
            yield Difference("lists", number, stated, message, item.node.pos)


def _other_count(
    kind: Kind, what: str, expected: Sequence[object], found: Sequence[object], pos: Position = NOWHERE
) -> Difference:
    message = f"there are {len(found)} {what}, not {len(expected)}"
    return Difference(kind, str(len(expected)), str(len(found)), message, pos)
