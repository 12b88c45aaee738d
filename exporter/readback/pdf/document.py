"""The pages of a PDF -> View, by the tags of their marked content (ISO 32000-1, 14.6 and 14.8.4)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import pikepdf

from exporter.errors import InputRefused
from exporter.model import View, ViewNode
from exporter.model.view import Role
from exporter.readback.pdf.content import Marked, marked_content

_ROLES: dict[str, Role] = {
    "Title": "title",
    "Lbl": "label",
    "Caption": "caption",
    "TH": "header-cell",
    "TD": "cell",
    "Code": "code-block",
    "Figure": "figure",
    "Formula": "figure",
    "TOC": "contents",
    "TOCI": "contents",
    "Reference": "contents",
    "Note": "note",
    "FENote": "note",
    "BlockQuote": "quote",
}
"""Structure types with what they are in a View; every other is a paragraph."""
_NOTE_NUMBER = re.compile(r"[0-9]+")


def read_pdf(data: bytes, name: str = "") -> View:
    """The View of a PDF, in the order of its content streams; artifacts are no content (14.8.2.2).

    Raises ``InputRefused`` for what is no PDF, is encrypted or is damaged.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _view(pdf)
    except pikepdf.PasswordError:
        raise InputRefused.because("encrypted", "the PDF asks for a password", file=name) from None
    except pikepdf.PdfError:
        raise InputRefused.because("damaged", "the PDF is damaged", file=name) from None


def _view(pdf: pikepdf.Pdf) -> View:
    marked = [sequence for page in pdf.pages for sequence in marked_content(page)]
    nodes, notes = _parted(_node(sequence) for sequence in marked if sequence.tag != "Artifact")
    preferences: Any = pdf.Root.get("/ViewerPreferences", {})
    return View(
        title=_title(pdf),
        language=str(pdf.Root.get("/Lang", "")),
        direction="rtl" if preferences.get("/Direction") == "/R2L" else "ltr",
        nodes=tuple(nodes),
        notes=tuple(notes),
    )


def _title(pdf: pikepdf.Pdf) -> str:
    """The title of the document information, else that of the metadata (14.3.2 and 14.3.3)."""
    stated = str(pdf.docinfo.get("/Title", ""))
    if stated:
        return stated
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        return str(metadata.get("dc:title", ""))


def _node(sequence: Marked) -> ViewNode:
    heading = re.fullmatch("H([1-6])", sequence.tag)
    if heading:
        return ViewNode(role="heading", level=int(heading[1]), children=_words(sequence))
    role = _ROLES.get(sequence.tag, "paragraph")
    if role == "label":
        return ViewNode(role=role, label=sequence.text.strip())
    if role == "contents":
        return ViewNode(role=role)
    if role == "figure":
        picture = ViewNode(role="image", alt=sequence.alt or None)
        return ViewNode(role=role, children=(picture, *_words(sequence)))
    return ViewNode(role=role, children=_words(sequence))


def _words(sequence: Marked) -> tuple[ViewNode, ...]:
    return (ViewNode(role="text", text=sequence.text),)


def _parted(nodes: Iterable[ViewNode]) -> tuple[list[ViewNode], list[ViewNode]]:
    """The text, and the notes: a note begins where a number labels it, and may go on a page later."""
    text: list[ViewNode] = []
    notes: list[ViewNode] = []
    for label, node in _labelled(nodes):
        if node.role != "note":
            text += (part for part in (label, node) if part is not None)
        elif (label is not None and _NOTE_NUMBER.fullmatch(label.label)) or not notes:
            number = label.label if label else ""
            notes.append(ViewNode(role="note", label=number, children=_paragraph(node)))
        else:
            longer = notes[-1].children + _paragraph(node)
            notes[-1] = msgspec.structs.replace(notes[-1], children=longer)
    return text, notes


def _labelled(nodes: Iterable[ViewNode]) -> Iterator[tuple[ViewNode | None, ViewNode]]:
    """Each node with the label before it; a label that none follows stands alone."""
    label: ViewNode | None = None
    for node in nodes:
        if node.role == "label":
            if label is not None:
                yield None, label
            label = node
        else:
            yield label, node
            label = None
    if label is not None:
        yield None, label


def _paragraph(node: ViewNode) -> tuple[ViewNode, ...]:
    return (ViewNode(role="paragraph", children=node.children),)
