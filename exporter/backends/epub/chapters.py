"""Where the document is cut into files, and which file each note and anchor stands in."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from exporter.backends.web import anchors_in
from exporter.model import Block, FootnoteRef, Heading, PageBreak, walk
from exporter.prepare import Note, Prepared

TITLE_FILE = "title.xhtml"
COLOPHON_FILE = "colophon.xhtml"
NAVIGATION_FILE = "nav.xhtml"


class Chapter(msgspec.Struct, frozen=True):
    """A file of the text: what opens it (nothing, on the title page), its blocks and its notes."""

    file: str
    heading: Heading | None
    blocks: tuple[Block, ...]
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
    bare = [Chapter(_file(number), _opening(blocks), _trimmed(blocks)) for number, blocks in enumerate(cut)]
    return _with_notes(bare, prepared.notes)


def _file(number: int) -> str:
    return f"chapter-{number:03}.xhtml" if number else TITLE_FILE


def _opens(block: Block, split_level: int) -> bool:
    return isinstance(block, Heading) and block.level <= split_level


def _opening(blocks: list[Block]) -> Heading | None:
    return blocks[0] if blocks and isinstance(blocks[0], Heading) else None


def _trimmed(blocks: list[Block]) -> tuple[Block, ...]:
    end = len(blocks)
    while end and isinstance(blocks[end - 1], PageBreak):
        end -= 1
    return tuple(blocks[:end])


def _with_notes(bare: list[Chapter], notes: Iterable[Note]) -> tuple[Chapter, ...]:
    """Each note in the chapter that first calls it; one that only notes call, beside the first of those."""
    home: dict[str, int] = {}
    for number, chapter in enumerate(bare):
        for note_id in _called(chapter.blocks):
            home.setdefault(note_id, number)
    kept: dict[int, list[Note]] = {}
    for note in notes:
        number = home[note.id]
        kept.setdefault(number, []).append(note)
        for note_id in _called(note.blocks):
            home.setdefault(note_id, number)
    return tuple(
        msgspec.structs.replace(chapter, notes=tuple(kept.get(number, ())))
        for number, chapter in enumerate(bare)
    )


def _called(blocks: Iterable[Block]) -> list[str]:
    return [node.id for block in blocks for node in walk(block) if isinstance(node, FootnoteRef)]


def homes(cut: Iterable[Chapter]) -> dict[str, str]:
    """Every anchor of the text with the file it stands in."""
    return {anchor: chapter.file for chapter in cut for anchor in _anchors(chapter)}


def _anchors(chapter: Chapter) -> set[str]:
    notes = (anchors_in(note.blocks) | {note.anchor} for note in chapter.notes)
    return anchors_in(chapter.blocks).union(*notes)
