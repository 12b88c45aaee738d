"""What is around the words: pictures, tables and lists, as far as a format has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from exporter.model import Position, View, ViewNode
from exporter.model.inlines import NOWHERE
from exporter.verify.diff import stretches
from exporter.verify.difference import Difference, Kind, quoted
from exporter.verify.words import folded, text_of, walked, words_of


def structure(expected: Sequence[ViewNode], found: Sequence[ViewNode], format: View) -> Iterator[Difference]:
    """What differs in the order of each kind; ``format`` says what there is room for."""
    yield from _images(expected, found)
    yield from _tables(_own(expected, "table"), _own(found, "table"), heads_rows=format.heads_rows)
    if format.nests_lists:
        yield from _lists([*_items(expected)], [*_items(found)])


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
    """An item, and how many lists it stands in."""

    depth: int
    node: ViewNode


def _items(nodes: Iterable[ViewNode]) -> Iterator[_Item]:
    """The items in order."""
    stack = [(node, 0) for node in list(nodes)[::-1]]
    while stack:
        node, depth = stack.pop()
        if node.role == "item":
            yield _Item(depth, node)
        depth += node.role == "list"
        stack += ((child, depth) for child in node.children[::-1])


def _lists(expected: list[_Item], found: list[_Item]) -> Iterator[Difference]:
    """Items with their depth, and their numbers where their list has such."""
    if len(expected) != len(found):
        yield _other_count("lists", "items of lists", expected, found)
        return
    for (depth, item), (other_depth, other) in zip(expected, found, strict=True):
        if depth != other_depth:
            message = f"the item {quoted(text_of(item))} stands in {other_depth} lists, not {depth}"
            yield Difference("lists", str(depth), str(other_depth), message, item.pos)
        elif item.label and item.label != other.label:
            message = (
                f"the item {quoted(text_of(item))} has the number {quoted(other.label)}, not {item.label}"
            )
            yield Difference("lists", item.label, other.label, message, item.pos)


def _other_count(
    kind: Kind, what: str, expected: Sequence[object], found: Sequence[object], pos: Position = NOWHERE
) -> Difference:
    message = f"there are {len(found)} {what}, not {len(expected)}"
    return Difference(kind, str(len(expected)), str(len(found)), message, pos)
