"""Footnotes: their numbers, their anchors, the way back to their calls."""

from __future__ import annotations

import msgspec

from exporter.model import BlockBase, Blocks, Document, FootnoteRef, Node, rewrite, walk
from exporter.prepare.change import unused


class Note(msgspec.Struct, frozen=True):
    """A footnote that is called: its number, its own anchor, and those of its calls."""

    number: int
    id: str
    anchor: str
    calls: tuple[str, ...]
    blocks: Blocks


def with_numbered_notes(document: Document) -> tuple[Document, tuple[Note, ...]]:
    """Notes in the order they are first called, and their calls with anchors for the way back.

    A call inside a note counts after those of the text. A note that nothing calls is left out;
    the checks have said so.
    """
    written = {note.id: note for note in document.footnotes}
    taken = {node.id for node in walk(document) if isinstance(node, BlockBase)}
    numbers: dict[str, int] = {}
    calls: dict[str, list[str]] = {}

    def call(node: Node) -> Node:
        if not isinstance(node, FootnoteRef) or node.id not in written:
            return node
        number = numbers.setdefault(node.id, len(numbers) + 1)
        anchors = calls.setdefault(node.id, [])
        place = f"noteref-{number}" + (f"-{len(anchors) + 1}" if anchors else "")
        anchors.append(unused(place, taken))
        return msgspec.structs.replace(node, anchor=anchors[-1])

    blocks = tuple(rewrite(block, call) for block in document.blocks)
    bodies: dict[str, Blocks] = {}
    while pending := [note_id for note_id in calls if note_id not in bodies]:
        for note_id in pending:
            bodies[note_id] = tuple(rewrite(block, call) for block in written[note_id].blocks)
    notes = tuple(
        Note(number, note_id, unused(f"note-{number}", taken), tuple(calls[note_id]), bodies[note_id])
        for note_id, number in numbers.items()
    )
    kept = tuple(note for note in document.footnotes if note.id in numbers)
    return msgspec.structs.replace(document, blocks=blocks, footnotes=kept), notes
