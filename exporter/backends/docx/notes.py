"""Footnotes (17.11): a part of their own, with the separators that Word asks for."""

from __future__ import annotations

from exporter.backends.docx import settings, xml
from exporter.backends.docx.context import Context, Start
from exporter.backends.docx.renderer import DocxRenderer
from exporter.backends.docx.stylesheet import style_id
from exporter.model import FootnoteRef, Paragraph, walk
from exporter.notices import Notice
from exporter.prepare import Note, Prepared

SEPARATORS = (-1, 0)
"""The ids of the rule above the notes, and of that above a note continued from the page before."""

_FIRST = style_id(settings.NOTE_START)
_OWN_NUMBER = '<w:r><w:rPr><w:rStyle w:val="FootnoteNumber"/></w:rPr><w:footnoteRef/></w:r>'


def footnotes(
    prepared: Prepared, renderer: DocxRenderer, context: Context
) -> tuple[bytes, tuple[Notice, ...]]:
    """The part with all notes that the text calls, and what could not be as it should.

    ``context`` is that of the part. The text has been rendered before: ``renderer`` knows its calls.
    """
    inner = _called_by_notes_alone(prepared, renderer.ledgers.called)
    written = "".join(
        f'<w:footnote w:id="{note.number}">'
        f"{_note(note, inner.get(note.id, []), renderer, context)}</w:footnote>"
        for note in prepared.notes
        if note.id in renderer.ledgers.called
    )
    notices = tuple(
        Notice(
            "docx-note-in-note",
            f"Word allows no call inside a footnote: note {called.id!r} is printed at the end of {outer!r}",
            severity="info",
            file=prepared.document.source,
        )
        for outer, notes in inner.items()
        for called in notes
    )
    return xml.document("footnotes", _separators() + written), notices


def _called_by_notes_alone(prepared: Prepared, in_text: set[str]) -> dict[str, list[Note]]:
    """The notes that only other notes call, by the note of the text where they are to be printed."""
    homes = {note_id: note_id for note_id in in_text}
    inner: dict[str, list[Note]] = {}
    by_id = {note.id: note for note in prepared.notes}
    for note in prepared.notes:
        home = homes.setdefault(note.id, note.id)
        for node in walk(*note.blocks):
            if isinstance(node, FootnoteRef) and node.id in by_id and node.id not in homes:
                homes[node.id] = home
                inner.setdefault(home, []).append(by_id[node.id])
    return inner


def _note(note: Note, inner: list[Note], renderer: DocxRenderer, context: Context) -> str:
    """A note's paragraphs, and behind them those of the notes that only notes call."""
    written = _numbered(note, _OWN_NUMBER, renderer, context)
    for called in inner:
        number = xml.styled_run(str(called.number), "FootnoteNumber")
        written += _numbered(called, number, renderer, context)
    return written


def _numbered(note: Note, number: str, renderer: DocxRenderer, context: Context) -> str:
    def write() -> str:
        return _beside(number, note, renderer, context)

    return renderer.remembered((context, number), write, note.blocks)


def _beside(number: str, note: Note, renderer: DocxRenderer, context: Context) -> str:
    if note.blocks and isinstance(note.blocks[0], Paragraph):
        return renderer.flow(note.blocks, context.but(start=Start(_FIRST, lead=number + xml.TAB)))
    alone = xml.paragraph(_FIRST, number)
    return alone + renderer.flow(note.blocks, context)


def _separators() -> str:
    """The rules (17.11.23 and 17.11.1) in the colour of their paragraph; how long they are is Word's."""
    kinds = zip(("separator", "continuationSeparator"), SEPARATORS, strict=True)
    return "".join(
        f'<w:footnote w:type="{kind}" w:id="{id}">'
        f"{xml.paragraph('FootnoteSeparator', f'<w:r><w:{kind}/></w:r>')}</w:footnote>"
        for kind, id in kinds
    )
