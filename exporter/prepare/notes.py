"""Footnotes: their numbers, their anchors, the way back to their calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from exporter.model import Blocks, FootnoteRef, Node
from exporter.prepare.draft import Draft
from exporter.prepare.free_names import unused


class Note(msgspec.Struct, frozen=True):
    """A footnote that is called: its number, its own anchor, and those of its calls."""

    number: int
    id: str
    anchor: str
    calls: tuple[str, ...]
    blocks: Blocks


def with_numbered_notes(draft: Draft) -> tuple[Draft, tuple[Note, ...]]:
    """Notes in the order they are first called, and their calls with anchors for the way back.

    A call inside a note counts after those of the text. A note that nothing calls is left out;
    the checks have said so.
    """
    text, written = draft.apart()
    taken = set(draft.ids)
    numbers: dict[str, int] = {}
    calls: dict[str, list[str]] = {}

    def anchors(references: Sequence[FootnoteRef]) -> tuple[str, ...]:
        return tuple(anchor(node.id) if node.id in written else "" for node in references)

    def anchor(note_id: str) -> str:
        number = numbers.setdefault(note_id, len(numbers) + 1)
        places = calls.setdefault(note_id, [])
        place = f"noteref-{number}" + (f"-{len(places) + 1}" if places else "")
        places.append(unused(place, taken))
        return places[-1]

    called = text.changed("calls", (FootnoteRef,), _called, anchors)
    bodies: dict[str, Blocks] = {}
    while pending := [note_id for note_id in calls if note_id not in bodies]:
        for note_id in pending:
            note = written[note_id].changed("calls", (FootnoteRef,), _called, anchors)
            bodies[note_id] = note.parts[0].document.footnotes[0].blocks
    notes = tuple(
        Note(number, note_id, unused(f"note-{number}", taken), tuple(calls[note_id]), bodies[note_id])
        for note_id, number in numbers.items()
    )
    kept = [part for note_id, note in written.items() if note_id in numbers for part in note.parts]
    return Draft(draft.document, [*called.parts, *kept], draft.memory), notes


def _called(anchors: tuple[str, ...]) -> Callable[[Node], Node]:
    left = iter(anchors)

    def called(node: Node) -> Node:
        if not isinstance(node, FootnoteRef):
            return node
        anchor = next(left)
        return msgspec.structs.replace(node, anchor=anchor) if anchor else node

    return called
