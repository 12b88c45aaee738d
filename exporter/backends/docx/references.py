"""Cross-references: fields that show what stands elsewhere, and show it again when it has changed."""

from __future__ import annotations

from exporter.backends.docx.ledgers import Record
from exporter.backends.docx.xml import field
from exporter.model import Link, Text, plain_text
from exporter.prepare import Numbered, Prepared


def counted(numbered: Numbered, shown: str, *, fixed: bool) -> str:
    """The number of a caption (SEQ, 17.16.5.56); ``fixed`` in a note, for Word counts those apart."""
    reset = f" \\r {numbered.number}" if fixed else ""
    return field(f"SEQ {numbered.kind} \\* ARABIC{reset}", shown)


def label_bookmark(numbered: Numbered) -> str:
    """The name of the bookmark around a label such as "Figure 1"; no anchor has one that begins like it."""
    return f"_Ref{numbered.kind}{numbered.number}"


class References:
    """Which links say the very words that they lead to."""

    def __init__(self, prepared: Prepared, record: Record) -> None:
        self._record = record
        self._numbers = prepared.numbers
        # To show a heading again must not call its notes again, or hold its controls twice.
        self._headings = {
            entry.anchor: entry.text
            for entry in prepared.outline
            if all(isinstance(part, Text) for part in entry.content)
        }

    def referring(self, link: Link, shown: str) -> str:
        """``shown``, the runs of a link inside the document, as a field (REF, 17.16.5.48) where they repeat
        its target; ``MERGEFORMAT`` keeps the look of the link when Word works it out again."""
        anchor, said = link.target[1:], plain_text(link.content)
        numbered = self._numbers.get(anchor)
        if numbered is not None and said == numbered.words:
            return field(f"REF {label_bookmark(numbered)} \\* MERGEFORMAT", shown, "Hyperlink")
        if said and said == self._headings.get(anchor):
            return field(f"REF {self._record.bookmark(anchor)} \\* MERGEFORMAT", shown, "Hyperlink")
        return shown
