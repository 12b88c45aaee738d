"""Footnotes (17.11): a part of their own, with the separators that Word asks for."""

from __future__ import annotations

from exporter.backends.docx import settings, xml
from exporter.backends.docx.context import Context, Start
from exporter.backends.docx.renderer import DocxRenderer
from exporter.model import FootnoteRef, Paragraph, walk
from exporter.notices import Notice
from exporter.prepare import Note, Prepared

SEPARATORS = (-1, 0)
"""The ids of the rule above the notes, and of that above a note continued from the page before."""

_OWN_NUMBER = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>' + xml.run(" ")


def footnotes(prepared: Prepared, renderer: DocxRenderer, context: Context) -> bytes:
    """The part with all notes that the text calls; ``context`` is that of the part."""
    inner_notes = called_in_notes(prepared)
    written = "".join(
        f'<w:footnote w:id="{note.number}">{_note(prepared, note, renderer, context)}</w:footnote>'
        for note in prepared.notes
        if note.id not in inner_notes
    )
    return xml.document("footnotes", _separators() + written)


def called_in_notes(prepared: Prepared) -> dict[str, str]:
    """The notes that only other notes call, each with the note that calls it first."""
    in_text = {node.id for node in walk(*prepared.document.blocks) if isinstance(node, FootnoteRef)}
    callers: dict[str, str] = {}
    for note in prepared.notes:
        for node in walk(*note.blocks):
            if isinstance(node, FootnoteRef) and node.id not in in_text:
                callers.setdefault(node.id, note.id)
    return callers


def notices_about_notes(prepared: Prepared) -> tuple[Notice, ...]:
    return tuple(
        Notice(
            "docx-note-in-note",
            f"Word allows no call inside a footnote: note {inner!r} is printed at the end of note {outer!r}",
            severity="info",
            file=prepared.document.source,
        )
        for inner, outer in called_in_notes(prepared).items()
    )


def _note(prepared: Prepared, note: Note, renderer: DocxRenderer, context: Context) -> str:
    """A note's paragraphs, and behind them those of the notes that only it calls."""
    written = _numbered(note, _OWN_NUMBER, renderer, context)
    for inner, outer in called_in_notes(prepared).items():
        if outer == note.id:
            called = prepared.note(inner)
            number = xml.styled_run(str(called.number), "FootnoteReference") + xml.run(" ")
            written += _numbered(called, number, renderer, context)
    return written


def _numbered(note: Note, number: str, renderer: DocxRenderer, context: Context) -> str:
    if note.blocks and isinstance(note.blocks[0], Paragraph):
        return renderer.flow(note.blocks, context.but(start=Start(lead=number)))
    alone = xml.paragraph(settings.style_id(settings.NOTE.text), number)
    return alone + renderer.flow(note.blocks, context)


def _separators() -> str:
    kinds = zip(("separator", "continuationSeparator"), SEPARATORS, strict=True)
    return "".join(
        f'<w:footnote w:type="{kind}" w:id="{id}">'
        f"{xml.paragraph('FootnoteText', f'<w:r><w:{kind}/></w:r>')}</w:footnote>"
        for kind, id in kinds
    )
