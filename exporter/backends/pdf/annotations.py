"""Link annotations (ISO 32000-1, 12.5.6.5)."""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase.pdfdoc import PDFObject

from exporter.backends.pdf.structure_tree import text_string


class Link(PDFObject):  # type: ignore[misc]  # ReportLab has no types
    """A link from ``rectangle`` to an address, or with ``#`` to a named destination.

    ``contents`` is what is said of it (PDF/UA-1, 7.18.5). ``place`` is its number among the
    annotations of the file, by which the structure tree knows it.
    """

    def __init__(self, rectangle: tuple[float, float, float, float], target: str, contents: str) -> None:
        self._rectangle = rectangle
        self._target = target
        self._contents = contents
        self.place = 0

    def format(self, document: Any) -> bytes:
        corners = " ".join(f"{corner:.2f}" for corner in self._rectangle)
        leads = (
            f"/Dest {text_string(self._target[1:])}"
            if self._target.startswith("#")
            else f"/A << /S /URI /URI {text_string(self._target)} >>"
        )
        return (
            f"<< /Type /Annot /Subtype /Link /F 4 /Border [0 0 0] /Rect [{corners}] {leads}"
            f" /Contents {text_string(self._contents or self._target)}"
            f" /StructParent {len(document.Pages.pages) + self.place} >>"
        ).encode("ascii")
