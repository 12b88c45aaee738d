"""Where the document is cut into files, and which file each note and anchor stands in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from exporter.backends.web import Found
from exporter.model import Block, Group, Heading, PageBreak
from exporter.prepare import Note, Prepared

COVER_FILE = "cover.xhtml"
TITLE_FILE = "title.xhtml"
COLOPHON_FILE = "colophon.xhtml"
NAVIGATION_FILE = "nav.xhtml"


class Chapter(msgspec.Struct, frozen=True):
    """A file of the text: what opens it (nothing, on the title page), its blocks and its notes.

    ``found`` is what they hold, the notes' blocks included.
    """

    file: str
    heading: Heading | None
    blocks: tuple[Block, ...]
    found: Found
    notes: tuple[Note, ...] = ()


def chapters(prepared: Prepared, split_level: int) -> tuple[Chapter, ...]:
    """The title page with what comes before the first heading, then the chapters.

    Headings down to ``split_level`` open a chapter. A page break where two files meet has done its
    work: the files do it. Of one that links lead to the place stays.
    """
    cut: list[list[Block]] = [[]]
    for block in prepared.document.blocks:
        if _opens(block, split_level):
            cut.append([])
        cut[-1].append(block)
    kept = [_trimmed(blocks) for blocks in cut]
    found = [Found.in_blocks(blocks, prepared.memory) for blocks in kept]
    notes = _housed(found, prepared)
    return tuple(
        Chapter(
            _file(number),
            _opening(blocks),
            blocks,
            Found.together([found[number], *(below for _, below in notes[number])]),
            tuple(note for note, _ in notes[number]),
        )
        for number, blocks in enumerate(kept)
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
    places = (Group((), id=block.id) for block in blocks[end:] if block.id)
    return (*blocks[:end], *places)


def _housed(chapters: Sequence[Found], prepared: Prepared) -> list[list[tuple[Note, Found]]]:
    """The notes of each chapter with what they hold: each where it is first called.

    One that only notes call stands beside the first of those.
    """
    home: dict[str, int] = {}
    for number, found in enumerate(chapters):
        for note_id in found.calls:
            home.setdefault(note_id, number)
    housed: list[list[tuple[Note, Found]]] = [[] for _ in chapters]
    for note in prepared.notes:
        number = home[note.id]
        found = Found.in_blocks(note.blocks, prepared.memory)
        housed[number].append((note, found))
        for note_id in found.calls:
            home.setdefault(note_id, number)
    return housed


def homes(cut: Iterable[Chapter]) -> dict[str, str]:
    """Every anchor of the text with the file it stands in."""
    found: dict[str, str] = {}
    for chapter in cut:
        found |= dict.fromkeys(chapter.found.anchors, chapter.file)
        found |= dict.fromkeys([note.anchor for note in chapter.notes], chapter.file)
    return found
