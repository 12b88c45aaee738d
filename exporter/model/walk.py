"""The one generic walk over the model, the one rewrite, and what follows from them."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, TypeVar, cast

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

_HOLDS_BLOCKS = re.compile(r"\b(Blocks?|ListItem|DefinitionItem|TableRow|TableCell|Footnote)\b")
_HOLDS_NODES = re.compile(rf"\bInlines?\b|{_HOLDS_BLOCKS.pattern}")


class _ChildFields(dict[type, tuple[tuple[str, bool], ...]]):
    """Of each struct type, the fields that hold nodes, and whether they hold tuples of them; found by
    their annotations, once a type."""

    def __init__(self, holds: re.Pattern[str]) -> None:
        self._holds = holds

    def __missing__(self, kind: type) -> tuple[tuple[str, bool], ...]:
        annotations: dict[str, str] = {}
        for base in kind.__mro__:
            annotations.update(vars(base).get("__annotations__", {}))
        fields: tuple[str, ...] = getattr(kind, "__struct_fields__", ())
        found = tuple(
            (name, annotations[name].startswith("tuple[tuple["))
            for name in fields
            if self._holds.search(annotations[name])
        )
        self[kind] = found
        return found


_CHILD_FIELDS = _ChildFields(_HOLDS_NODES)
_BLOCK_FIELDS = _ChildFields(_HOLDS_BLOCKS)

NodeType = TypeVar("NodeType", bound=BlockBase | InlineBase)
Element = TypeVar("Element")


def children(node: object) -> Sequence[Node]:
    """The nodes directly below ``node``, in reading order."""
    return _in_fields(node, _CHILD_FIELDS[type(node)])


def _in_fields(node: object, fields: tuple[tuple[str, bool], ...]) -> Sequence[Node]:
    if not fields:
        return ()
    name, holds_tuples = fields[0]
    if len(fields) == 1 and not holds_tuples:
        only: tuple[Node, ...] = getattr(node, name)
        return only
    found: list[Node] = []
    for name, holds_tuples in fields:
        value = getattr(node, name)
        if holds_tuples:
            for nodes in value:
                found += nodes
        else:
            found += value
    return found


def depth_of(root: object) -> int:
    """How many nodes stand in each other, at most."""
    return sum(1 for _ in _levels(root))


def walk(*roots: object) -> Iterator[Node]:
    """Every node below ``roots``, parents before children, in reading order.

    A stack of its own: depth is bounded by memory, not by Python's recursion limit.
    """
    stack: list[Node] = [child for root in reversed(roots) for child in reversed(children(root))]
    while stack:
        node = stack.pop()
        yield node
        if _CHILD_FIELDS[type(node)]:
            stack += children(node)[::-1]


def walk_blocks(root: object) -> Iterator[Node]:
    """The blocks below ``root`` and their parts, as ``walk`` finds them among all nodes: a look at a fifth of
    them."""
    stack: list[Node] = list(_in_fields(root, _BLOCK_FIELDS[type(root)])[::-1])
    while stack:
        node = stack.pop()
        yield node
        if fields := _BLOCK_FIELDS[type(node)]:
            stack += _in_fields(node, fields)[::-1]


def by_kind(*roots: object) -> dict[type[Node], list[Node]]:
    """The nodes below ``roots`` by their types, those nearer to a root first: a look at a whole document
    for a tenth of what a walk takes, for those who need no order."""
    found: dict[type[Node], list[Node]] = {}
    for level in _levels(*roots):
        for kind, nodes in level.items():
            found.setdefault(kind, []).extend(nodes)
    return found


def _levels(*roots: object) -> Iterator[dict[type[Node], list[Any]]]:
    """The nodes of each depth below ``roots`` by their types; nothing is done for each of them in Python."""
    above: dict[Any, list[Any]] = {}
    for root in roots:
        above.setdefault(type(root), []).append(root)
    while above:
        level: dict[type[Node], list[Any]] = {}
        for kind, nodes in above.items():
            for name, holds_tuples in _CHILD_FIELDS[kind]:
                values = chain.from_iterable(map(operator.attrgetter(name), nodes))
                inside: list[Any] = list(chain.from_iterable(values) if holds_tuples else values)
                kinds = set(map(type, inside))
                for inner in kinds:
                    alike = inside if len(kinds) == 1 else [node for node in inside if type(node) is inner]
                    level.setdefault(inner, []).extend(alike)
        if level:
            yield level
        above = level


def kinds_of(*roots: object) -> set[type[Node]]:
    """The types of the nodes below ``roots``: what a step that is about one type asks first."""
    return set(by_kind(*roots))


def ids_of(kinds: Mapping[type[Node], Sequence[Any]]) -> list[str]:
    """The ids of blocks and their parts, as ``by_kind`` finds them."""
    blocks = (nodes for kind, nodes in kinds.items() if issubclass(kind, BlockBase))
    return list(filter(None, map(operator.attrgetter("id"), chain.from_iterable(blocks))))


def rewrite(node: NodeType, change: Callable[[Node], Node], *, only_blocks: bool = False) -> NodeType:
    """``node`` with ``change`` applied to every node below and to itself, children first.

    Unchanged subtrees are kept, not copied. ``change`` must return a node that may stand in
    the same place. ``only_blocks`` says that it changes no inlines, which are then left alone.
    """
    fields = (_BLOCK_FIELDS if only_blocks else _CHILD_FIELDS)[type(node)]
    whole = node
    if fields:
        whole = _with_children(node, fields, lambda child: rewrite(child, change, only_blocks=only_blocks))
    return cast("NodeType", change(cast("Node", whole)))


def rewrite_spoken(
    node: NodeType, change: Callable[[Node, str], Node], language: str, *, only_blocks: bool = False
) -> NodeType:
    """``rewrite``, where ``change`` is also told the language around each node; ``language`` is that
    around ``node``."""
    inside = getattr(node, "lang", None) or language

    def renewed(child: Any) -> object:
        return rewrite_spoken(child, change, inside, only_blocks=only_blocks)

    fields = (_BLOCK_FIELDS if only_blocks else _CHILD_FIELDS)[type(node)]
    whole = _with_children(node, fields, renewed) if fields else node
    return cast("NodeType", change(cast("Node", whole), language))


def _with_children(
    node: NodeType, fields: tuple[tuple[str, bool], ...], renewed: Callable[[Any], object]
) -> NodeType:
    """``node`` with each node in ``fields`` renewed; itself where none became another."""
    changed: dict[str, object] = {}
    for name, holds_tuples in fields:
        old: tuple[Any, ...] = getattr(node, name)
        if not old:
            continue
        if holds_tuples:
            new = _kept(old, [_kept(nodes, [renewed(each) for each in nodes]) for nodes in old])
        else:
            new = _kept(old, [renewed(each) for each in old])
        if new is not old:
            changed[name] = new
    return msgspec.structs.replace(node, **changed) if changed else node


def _kept(old: tuple[Element, ...], new: Sequence[Element]) -> tuple[Element, ...]:
    """The new elements; the old tuple itself where none is another."""
    return old if all(map(operator.is_, old, new)) else tuple(new)


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
