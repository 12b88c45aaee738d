"""Where the document is cut into files, and which file each note and anchor stands in."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import msgspec

from exporter.backends.web import anchors_among, nodes_of
from exporter.model import Block, FootnoteRef, Heading, Node, PageBreak
from exporter.prepare import Note, Prepared

COVER_FILE = "cover.xhtml"
TITLE_FILE = "title.xhtml"
COLOPHON_FILE = "colophon.xhtml"
NAVIGATION_FILE = "nav.xhtml"


class Chapter(msgspec.Struct, frozen=True):
    """A file of the text: what opens it (nothing, on the title page), its blocks and its notes.

    ``nodes`` are all those below, the notes' included.
    """

    file: str
    heading: Heading | None
    blocks: tuple[Block, ...]
    nodes: tuple[Node, ...]
    notes: tuple[Note, ...] = ()


def chapters(prepared: Prepared, split_level: int) -> tuple[Chapter, ...]:
    """The title page with what comes before the first heading, then the chapters.

    Headings down to ``split_level`` open a chapter. A page break where two files meet has done its
    work: the files do it.
    """
    cut: list[list[Block]] = [[]]
    for block in prepared.document.blocks:
        if _opens(block, split_level):
            cut.append([])
        cut[-1].append(block)
    kept = [_trimmed(blocks) for blocks in cut]
    walked = [nodes_of(blocks) for blocks in kept]
    notes = _housed(walked, prepared.notes)
    return tuple(
        _chapter(number, blocks, nodes, notes.get(number, ()))
        for number, (blocks, nodes) in enumerate(zip(kept, walked, strict=True))
    )


def _chapter(number: int, blocks: tuple[Block, ...], nodes: list[Node], notes: Iterable[Note]) -> Chapter:
    below = (nodes_of(note.blocks) for note in notes)
    return Chapter(
        _file(number), _opening(blocks), blocks, (*nodes, *chain.from_iterable(below)), tuple(notes)
    )


def _file(number: int) -> str:
    return f"chapter-{number:03}.xhtml" if number else TITLE_FILE


def _opens(block: Block, split_level: int) -> bool:
    return isinstance(block, Heading) and block.level <= split_level


def _opening(blocks: tuple[Block, ...]) -> Heading | None:
    return blocks[0] if blocks and isinstance(blocks[0], Heading) else None


def _trimmed(blocks: list[Block]) -> tuple[Block, ...]:
    end = len(blocks)
    while end and isinstance(blocks[end - 1], PageBreak):
        end -= 1
    return tuple(blocks[:end])


def _housed(walked: list[list[Node]], notes: Iterable[Note]) -> dict[int, list[Note]]:
    """The notes of each chapter, counted from 0: each where it is first called.

    One that only notes call stands beside the first of those.
    """
    home: dict[str, int] = {}
    for number, nodes in enumerate(walked):
        for note_id in _called(nodes):
            home.setdefault(note_id, number)
    housed: dict[int, list[Note]] = {}
    for note in notes:
        number = home[note.id]
        housed.setdefault(number, []).append(note)
        for note_id in _called(nodes_of(note.blocks)):
            home.setdefault(note_id, number)
    return housed


def _called(nodes: Iterable[Node]) -> list[str]:
    return [node.id for node in nodes if isinstance(node, FootnoteRef)]


def homes(cut: Iterable[Chapter]) -> dict[str, str]:
    """Every anchor of the text with the file it stands in."""
    return {anchor: chapter.file for chapter in cut for anchor in _anchors(chapter)}


def _anchors(chapter: Chapter) -> set[str]:
    return anchors_among(chapter.nodes) | {note.anchor for note in chapter.notes}
