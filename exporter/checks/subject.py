"""What rules judge, what they find, and what a rule is."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar, overload

from exporter.model import NOWHERE, Blocks, DefinitionItem, Node, Position
from exporter.notices import Severity, Standard
from exporter.prepare import Draft, Part
from exporter.theme import Theme

One = TypeVar("One", bound=Node)
Other = TypeVar("Other", bound=Node)
Found = TypeVar("Found")


class Subject:
    """What the rules judge: a document with its title settled, the theme it is set in, and the day
    on which it is judged, for no rule asks a clock."""

    def __init__(self, draft: Draft, theme: Theme, today: datetime.date) -> None:
        self.document = draft.whole()
        self.theme = theme
        self.today = today
        self._draft = draft
        self._found: dict[tuple[type[Any], ...], Sequence[Any]] = {}

    @cached_property
    def nodes(self) -> Sequence[Node]:
        """Every node of the document in reading order, walked once for all rules."""
        return tuple(itertools.chain.from_iterable([part.nodes for part in self._draft.parts]))

    @cached_property
    def said(self) -> str:
        """All texts, one a line, in no order that counts: what a rule about words searches first, for most
        documents give it nothing to look for node by node."""
        return "\n".join([part.said for part in self._draft.parts])

    @property
    def ids(self) -> list[str]:
        """The ids of blocks, in no order that counts."""
        return list(self._draft.ids)

    def each(self, find: Callable[[Part], Found]) -> list[Found]:
        """What ``find`` finds in each part of the document, looking at nothing else; what the last documents
        had in common with this one is not looked at again."""
        return [part.found(find) for part in self._draft.parts]

    @property
    def flows(self) -> Iterator[Blocks]:
        """Blocks that follow each other: those of the document, and those of each node that holds some."""
        yield self.document.blocks
        for node in self.nodes:
            if isinstance(node, DefinitionItem):
                yield from node.definitions
            else:
                yield getattr(node, "blocks", ())

    @overload
    def of(self, kind: type[One], /) -> Sequence[One]: ...
    @overload
    def of(self, kind: type[One], other: type[Other], /) -> Sequence[One | Other]: ...
    def of(self, *kinds: type[Any]) -> Sequence[Any]:
        """The nodes of these types in reading order: most rules are about types that are rare."""
        if kinds not in self._found:
            self._found[kinds] = self._draft.nodes(*kinds)
        return self._found[kinds]


def placed(nodes: Iterable[Node]) -> Iterator[tuple[Node, Position]]:
    """``nodes`` in reading order, each with its own place or the nearest one before it."""
    pos = NOWHERE
    for node in nodes:
        own = getattr(node, "pos", NOWHERE)
        pos = own if own != NOWHERE else pos
        yield node, pos


class Finding(NamedTuple):
    message: str
    pos: Position = NOWHERE
    fix: str = ""


class OfNodes(NamedTuple):
    """A look at each node of ``kinds`` alone, at nothing around it and nothing said of the document: what is
    found in a part holds in every document that has the part."""

    kinds: tuple[type[Any], ...]
    find: Callable[[Sequence[Any]], Iterable[Finding]]


class Rule(NamedTuple):
    """``asks`` is what must hold, ``source`` the clause that wants it, ``guards`` the claims a finding costs.

    A ``severity`` of ``error`` is for what breaks a file or a claim, ``warning`` for what keeps somebody from
    reading (WCAG, levels A and AA), ``info`` for advice.
    """

    id: str
    severity: Severity
    asks: str
    source: str
    fix: str
    guards: frozenset[Standard]
    find: Callable[[Subject], Iterable[Finding]] | OfNodes
