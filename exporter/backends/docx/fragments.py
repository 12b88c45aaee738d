"""The fragments of blocks that other documents have as well, each written once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple, TypeVar

from exporter.model import Block, Contents, Figure, FootnoteRef, InlineImage, Link, Table, walk
from exporter.prepare import Prepared
from exporter.render import PageMap
from exporter.theme import Theme

Made = TypeVar("Made")


class _Named(NamedTuple):
    """What a block names of the rest of its document: anchors that it bears or leads to, notes and images,
    and how deep the contents are that it shows, 0 without any."""

    anchors: tuple[str, ...]
    notes: tuple[str, ...]
    images: tuple[str, ...]
    contents: int


class Fragments:
    """Those of the blocks of one document, remembered for the next.

    A block is written by what it is itself, where it stands, and what the document says of what it names.
    """

    def __init__(self, prepared: Prepared, theme: Theme, page_map: PageMap | None) -> None:
        self._prepared, self._theme, self._page_map = prepared, theme, page_map
        self._memory = prepared.memory
        self._spoken = prepared.language, prepared.direction
        self._notes = {note.id: (note.number, note.calls) for note in prepared.notes}
        self._headings = {entry.anchor: entry.content for entry in prepared.outline}

    def of(
        self,
        blocks: Sequence[Block],
        key: Hashable,
        write: Callable[[], Made],
        around: tuple[Block | None, ...] = (),
    ) -> Made:
        """What ``write`` makes of ``blocks`` and of those ``around``, always the same for ``key`` in a
        document of this language and theme that says the same of what ``blocks`` name."""
        if not self._memory.is_warm:
            return write()
        said = [self._said_of(named) for named in self._memory.each(_named, blocks) if named]
        return self._memory.of(("docx", self._spoken, key, *said), (self._theme, *blocks, *around), write)

    def _said_of(self, named: _Named) -> tuple[Any, ...]:
        """What the document says of all that is ``named``."""
        anchors, notes, images, contents = named
        numbers, assets = self._prepared.numbers, self._prepared.document.assets
        said: tuple[Any, ...] = ()
        if anchors:
            said += tuple((self._headings.get(anchor), numbers.get(anchor)) for anchor in anchors)
        if notes:
            said += tuple(self._notes.get(note) for note in notes)
        if images:
            said += tuple(assets[image].digest for image in images)
        if contents:
            pages = self._page_map.pages if self._page_map else {}
            entries = self._prepared.outline
            said += tuple((entry, pages.get(entry.anchor)) for entry in entries if entry.level <= contents)
            said += (self._page_map is None,)
        return said


def _named(block: Block) -> _Named | None:
    """What ``block`` names; nothing where it names nothing."""
    anchors: dict[str, None] = {}
    notes: dict[str, None] = {}
    images: dict[str, None] = {}
    contents = 0
    for node in (block, *walk(block)):
        match node:
            case Link(target=target) if target.startswith("#"):
                anchors[target[1:]] = None
            case FootnoteRef(id=id):
                notes[id] = None
            case InlineImage(asset=asset):
                images[asset] = None
            case Figure(asset=asset, id=id):
                images[asset] = anchors[id] = None
            case Table(id=id) if id:
                anchors[id] = None
            case Contents(depth=depth):
                contents = max(contents, depth)
    if not (anchors or notes or images or contents):
        return None
    return _Named(tuple(anchors), tuple(notes), tuple(images), contents)
