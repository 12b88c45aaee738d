"""A document on its way through the steps, in parts that other documents may have too."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cache, cached_property, partial
from itertools import chain
from typing import Any, TypeVar

import msgspec

from exporter.model import (
    BlockBase,
    Blocks,
    Document,
    Metadata,
    Node,
    Text,
    by_kind,
    ids_of,
    new_document,
    rewrite,
    rewrite_spoken,
    walk,
    walk_blocks,
)
from exporter.model.memory import Memory

Needs = TypeVar("Needs", bound=Hashable)
Found = TypeVar("Found")


class Part:
    """Blocks and notes of a document, with what is found in them once for all steps and rules."""

    def __init__(self, document: Document) -> None:
        """``document`` holds the blocks and notes; what is said about it does not count."""
        self.document = document
        self._of: dict[tuple[type[Any], ...], Sequence[Any]] = {}
        self._found: dict[Hashable, Any] = {}

    @cached_property
    def kinds(self) -> dict[type[Node], list[Node]]:
        """The nodes by their types, in no order that counts."""
        return by_kind(self.document)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every node in reading order."""
        return tuple(walk(self.document))

    @cached_property
    def blocks(self) -> tuple[Node, ...]:
        """The blocks among the nodes."""
        return tuple(walk_blocks(self.document))

    @cached_property
    def ids(self) -> list[str]:
        """The ids of blocks, in no order that counts."""
        return ids_of(self.kinds)

    @cached_property
    def said(self) -> str:
        """All texts, one a line, in no order that counts."""
        return "\n".join([node.text for node in self.kinds.get(Text, ()) if isinstance(node, Text)])

    def of(self, kinds: tuple[type[Any], ...]) -> Sequence[Any]:
        """The nodes of these types in reading order: most steps and rules are about types that are rare."""
        if kinds not in self._of:
            found = [node for kind in kinds for node in self.kinds.get(kind, ())]
            if len(found) > 1:
                nodes = self.blocks if _are_blocks(kinds) else self.nodes
                found = [node for node in nodes if isinstance(node, kinds)]
            self._of[kinds] = found
        return self._of[kinds]

    def found(self, find: Callable[[Part], Found]) -> Found:
        """What ``find`` finds in the part, looked for once."""
        if find not in self._found:
            self._found[find] = find(self)
        found: Found = self._found[find]
        return found

    @property
    def is_empty(self) -> bool:
        return not self.document.blocks and not self.document.footnotes


class Draft:
    """``document`` says what is said about the whole; its blocks and notes are those of ``parts``, in order.

    As long as nothing is remembered there is one part, the document itself; then one for each run of blocks
    that all documents have, and one for each other block and each note.
    """

    def __init__(self, document: Document, parts: Sequence[Part], memory: Memory) -> None:
        self.document = document
        self.parts = parts
        self.memory = memory

    @classmethod
    def of(cls, document: Document, memory: Memory) -> Draft:
        if not memory.is_warm:
            return cls(document, [Part(document)], memory)
        parts = [memory.of("blocks", run, partial(_of_blocks, run)) for run in memory.runs(document.blocks)]
        return cls(document, parts + memory.each(_of_note, document.footnotes), memory)

    @property
    def metadata(self) -> Metadata:
        return self.document.metadata

    @cached_property
    def kinds(self) -> set[type[Node]]:
        """The types of the nodes: a step is left out where nothing is there that it could change."""
        return set(chain.from_iterable([part.kinds for part in self.parts]))

    @property
    def ids(self) -> Iterator[str]:
        """The ids of blocks and notes, in no order that counts."""
        return chain.from_iterable([part.ids for part in self.parts])

    def nodes(self, *kinds: type[Any]) -> list[Any]:
        """The nodes of these types in reading order."""
        return [node for part in self.parts for node in part.of(kinds)]

    @property
    def runs(self) -> tuple[Blocks, ...]:
        """The blocks of each part that has any."""
        return tuple([part.document.blocks for part in self.parts if part.document.blocks])

    def whole(self) -> Document:
        """The document, put together."""
        if len(self.parts) == 1:
            only = self.parts[0].document
            blocks, notes = only.blocks, only.footnotes
        else:
            blocks = tuple(chain.from_iterable([part.document.blocks for part in self.parts]))
            notes = tuple(chain.from_iterable([part.document.footnotes for part in self.parts]))
        return msgspec.structs.replace(self.document, blocks=blocks, footnotes=notes)

    def saying(self, **metadata: Any) -> Draft:
        """The draft with other metadata."""
        said = msgspec.structs.replace(self.document.metadata, **metadata)
        return Draft(msgspec.structs.replace(self.document, metadata=said), self.parts, self.memory)

    def without_opening(self) -> Draft:
        """The draft without its first block."""
        first, *others = self.parts
        [left] = self.memory.each(_without_first, [first])
        parts = others if left.is_empty and others else [left, *others]
        return Draft(self.document, parts, self.memory)

    def apart(self) -> tuple[Draft, dict[str, Draft]]:
        """The draft without its notes, and each note as a draft of its own, by its id."""
        text: list[Part] = []
        notes: list[Part] = []
        for part in self.parts:
            blocks, own = part.document.blocks, part.document.footnotes
            if not own:
                text.append(part)
            elif not blocks and len(own) == 1:
                notes.append(part)
            else:
                text.append(Part(msgspec.structs.replace(part.document, footnotes=())))
                notes += map(_of_note, own)
        return Draft(self.document, text, self.memory), {
            note.document.footnotes[0].id: Draft(self.document, [note], self.memory) for note in notes
        }

    def changed(
        self,
        step: str,
        kinds: tuple[type[Any], ...],
        change: Callable[[Needs], Callable[[Node], Node]],
        needs: Callable[[Sequence[Any]], Needs],
    ) -> Draft:
        """The draft with ``change(needs(nodes))`` applied to every node of each part, ``nodes`` being those
        of ``kinds`` in the part, without which nothing is done.

        What ``step`` makes of a node may hang on the node, on its part's needs, and on nothing else.
        """
        only_blocks = _are_blocks(kinds)

        def made(document: Document, needed: Needs) -> Document:
            function = change(needed)
            return _rewritten(document, lambda node: rewrite(node, function, only_blocks=only_blocks))

        return self._changed(step, kinds, made, needs)

    def changed_spoken(
        self,
        step: str,
        kinds: tuple[type[Any], ...],
        change: Callable[[Node, str], Node],
        needs: Callable[[Sequence[Any]], Hashable],
    ) -> Draft:
        """``changed``, where ``change`` is also told the language around each node."""
        language, only_blocks = self.document.metadata.language, _are_blocks(kinds)

        def made(document: Document, _: Hashable) -> Document:
            return _rewritten(
                document, lambda node: rewrite_spoken(node, change, language, only_blocks=only_blocks)
            )

        return self._changed(f"{step} {language}", kinds, made, needs)

    def _changed(
        self,
        step: str,
        kinds: tuple[type[Any], ...],
        made: Callable[[Document, Needs], Document],
        needs: Callable[[Sequence[Any]], Needs],
    ) -> Draft:
        def renewed(part: Part) -> Part:
            if part.kinds.keys().isdisjoint(kinds):
                return part
            needed = needs(part.of(kinds))
            return self.memory.of((step, needed), (part,), lambda: _kept(part, made(part.document, needed)))

        return Draft(self.document, [renewed(part) for part in self.parts], self.memory)


@cache
def _are_blocks(kinds: tuple[type[Any], ...]) -> bool:
    return all(issubclass(kind, BlockBase) for kind in kinds)


def alone(_: Sequence[Any]) -> tuple[()]:
    """The needs of a change that hangs on nothing but the node."""
    return ()


def _of_blocks(blocks: Blocks) -> Part:
    return Part(new_document(blocks=blocks))


def _without_first(part: Part) -> Part:
    return Part(msgspec.structs.replace(part.document, blocks=part.document.blocks[1:]))


def _of_note(note: Any) -> Part:
    return Part(new_document(footnotes=(note,)))


def _rewritten(document: Document, renewed: Callable[[Any], Any]) -> Document:
    """``document`` with each block and note renewed; itself where none became another."""
    blocks = [renewed(block) for block in document.blocks]
    notes = [renewed(note) for note in document.footnotes]
    is_same = [*map(id, blocks), *map(id, notes)] == [*map(id, document.blocks), *map(id, document.footnotes)]
    return (
        document
        if is_same
        else msgspec.structs.replace(document, blocks=tuple(blocks), footnotes=tuple(notes))
    )


def _kept(part: Part, document: Document) -> Part:
    return part if document is part.document else Part(document)
