"""The one generic walk over the model, the one rewrite, and what follows from them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar, cast

import msgspec

from exporter.model.blocks import BlockBase, Node
from exporter.model.inlines import (
    Abbreviation,
    Code,
    Field,
    InlineBase,
    InlineImage,
    Kbd,
    LineBreak,
    Text,
)

_HOLDS_NODES = re.compile(r"\b(Inlines?|Blocks?|ListItem|DefinitionItem|TableRow|TableCell|Footnote)\b")

_KNOWN_FIELDS: dict[type, tuple[str, ...]] = {}

NodeType = TypeVar("NodeType", bound=BlockBase | InlineBase)


def children(node: object) -> Iterator[Node]:
    """The nodes directly below ``node``, in reading order."""
    for name in _child_fields(type(node)):
        yield from _nodes_in(getattr(node, name))


def _child_fields(kind: type) -> tuple[str, ...]:
    """The fields of a struct type that can hold nodes, by their annotations; looked up once a type."""
    known = _KNOWN_FIELDS.get(kind)
    if known is None:
        annotations: dict[str, str] = {}
        for base in kind.__mro__:
            annotations.update(vars(base).get("__annotations__", {}))
        fields: tuple[str, ...] = getattr(kind, "__struct_fields__", ())
        known = tuple(name for name in fields if _HOLDS_NODES.search(annotations[name]))
        _KNOWN_FIELDS[kind] = known
    return known


def _nodes_in(value: object) -> Iterator[Node]:
    if isinstance(value, (BlockBase, InlineBase)):
        yield cast("Node", value)
    elif isinstance(value, tuple):
        for element in value:
            yield from _nodes_in(element)


def depth_of(root: object) -> int:
    """How many nodes stand in each other, at most."""
    deepest = 0
    stack = [(child, 1) for child in children(root)]
    while stack:
        node, depth = stack.pop()
        deepest = max(deepest, depth)
        stack.extend((child, depth + 1) for child in children(node))
    return deepest


def walk(*roots: object) -> Iterator[Node]:
    """Every node below ``roots``, parents before children, in reading order.

    A stack of its own: depth is bounded by memory, not by Python's recursion limit.
    """
    stack: list[Node] = [child for root in reversed(roots) for child in _reversed_children(root)]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(_reversed_children(node))


def _reversed_children(node: object) -> list[Node]:
    return list(children(node))[::-1]


def rewrite(node: NodeType, change: Callable[[Node], Node]) -> NodeType:
    """``node`` with ``change`` applied to every node below and to itself, children first.

    Unchanged subtrees are kept, not copied. ``change`` must return a node that may stand in
    the same place.
    """
    changed = {
        name: new
        for name in _child_fields(type(node))
        if (new := _rewritten(old := getattr(node, name), change)) is not old
    }
    whole = msgspec.structs.replace(node, **changed) if changed else node
    return cast("NodeType", change(cast("Node", whole)))


def _rewritten(value: object, change: Callable[[Node], Node]) -> object:
    if isinstance(value, (BlockBase, InlineBase)):
        return rewrite(value, change)
    if isinstance(value, tuple):
        new = tuple(_rewritten(element, change) for element in value)
        return value if all(a is b for a, b in zip(new, value, strict=True)) else new
    return value


def plain_text(nodes: Iterable[object]) -> str:
    """The words of ``nodes`` as one would read them aloud; a line break counts as a space."""
    return "".join(_own_text(node) for root in nodes for node in _with_descendants(root))


def _with_descendants(root: object) -> Iterator[object]:
    yield root
    yield from walk(root)


def _own_text(node: object) -> str:
    match node:
        case Text(text=text) | Code(text=text) | Kbd(text=text) | Abbreviation(text=text):
            return text
        case LineBreak():
            return " "
        case InlineImage(alt=alt):
            return alt
        case Field(expression=expression):
            return f"{{{{ {expression} }}}}"
        case _:
            return ""
