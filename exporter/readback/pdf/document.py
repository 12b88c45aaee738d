"""A whole PDF (ISO 32000-1) -> View."""

from __future__ import annotations

import io
from typing import Any

import pikepdf

from exporter.errors import InputRefused
from exporter.model import NO_SHEET, Property, Sheet, View
from exporter.readback.pdf.content import content_of
from exporter.readback.pdf.destinations import destinations
from exporter.readback.pdf.numbers import real
from exporter.readback.pdf.roles import read_structure
from exporter.readback.pdf.structure import structure_of
from exporter.readback.pdf.untagged import read_content

_TERMS: dict[str, Property] = {
    "creator": "author",
    "publisher": "publisher",
    "description": "description",
    "subject": "keyword",
    "rights": "rights",
}
"""Terms of Dublin Core in the metadata (XMP, 8.3)."""
_INFORMATION: dict[str, Property] = {"/Author": "author", "/Subject": "description", "/Keywords": "keyword"}
"""Entries of the document information, which readers show first (table 317)."""


def read_pdf(data: bytes, name: str = "") -> View:
    """The View of a PDF: in the logical order of its structure tree, or of the content streams of a
    file that has none; artifacts are no content (14.8.2.2).

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
    content = content_of(pdf)
    root = structure_of(pdf, content)
    nodes, notes = read_structure(root, destinations(pdf)) if root else read_content(content.marked)
    preferences: Any = pdf.Root.get("/ViewerPreferences")
    is_rtl = isinstance(preferences, pikepdf.Dictionary) and preferences.get("/Direction") == "/R2L"
    return View(
        title=_title(pdf),
        language=str(pdf.Root.get("/Lang", "")),
        direction="rtl" if is_rtl else "ltr",
        nodes=nodes,
        notes=notes,
        sheet=_sheet(pdf, None if is_rtl else content.left),
        properties=_properties(pdf),
        unsaid=frozenset(("calls", "decoration", "directions", "directions of phrases")),
    )


def _sheet(pdf: pikepdf.Pdf, left: float | None) -> Sheet:
    """The first page (14.11.2): its margin where words begin is that of the words furthest out."""
    if not len(pdf.pages):
        return NO_SHEET
    page: Any = pdf.pages[0]
    box = page.get("/MediaBox")
    if not isinstance(box, pikepdf.Array) or len(box) != 4:
        return NO_SHEET
    x, y, right, top = map(real, box)
    unit = real(page.get("/UserUnit"), 1.0)
    width, height = sorted((x, right)), sorted((y, top))
    return Sheet(
        width=(width[1] - width[0]) * unit,
        height=(height[1] - height[0]) * unit,
        left=None if left is None else (left - width[0]) * unit,
    )


def _properties(pdf: pikepdf.Pdf) -> dict[Property, tuple[str, ...]]:
    """What the document information and the metadata say (14.3.2 and 14.3.3)."""
    found: dict[Property, tuple[str, ...]] = dict.fromkeys(("publisher", "rights"), ())
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for term, name in _TERMS.items():
            stated = metadata.get(f"dc:{term}")
            found[name] = _several(stated) if stated else ()
    for key, name in _INFORMATION.items():
        if key in pdf.docinfo:
            found[name] = (str(pdf.docinfo[key]),)
    return found


def _several(stated: object) -> tuple[str, ...]:
    return (stated,) if isinstance(stated, str) else tuple(map(str, stated))  # type: ignore[call-overload]


def _title(pdf: pikepdf.Pdf) -> str:
    """The title of the document information, else that of the metadata (14.3.2 and 14.3.3)."""
    stated = str(pdf.docinfo.get("/Title", ""))
    if stated:
        return stated
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        return str(metadata.get("dc:title", ""))
