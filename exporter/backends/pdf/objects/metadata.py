"""What is said of the document, once for the Info dictionary and once as XMP, so that both agree."""

from __future__ import annotations

import datetime
from typing import NamedTuple, Self

import reportlab

from exporter.backends.pdf.objects.syntax import LONGEST_TEXT, dictionary, string, text_string
from exporter.prepare import Prepared

CREATOR = "exporter"
PRODUCER = f"ReportLab {reportlab.Version}"


class Metadata(NamedTuple):
    """The words about a document; ``date`` is the moment the file is dated by."""

    title: str
    authors: tuple[str, ...]
    subject: str
    keywords: tuple[str, ...]
    publisher: str
    rights: str
    language: str
    date: datetime.datetime

    @classmethod
    def of(cls, prepared: Prepared) -> Self:
        """Without soft hyphens: a window's title or a list of files would show them as hyphens."""
        stated = prepared.metadata
        publisher = stated.publisher.name if stated.publisher else ""
        return cls(
            title=_told(prepared.title),
            authors=tuple(map(_told, stated.authors or (publisher,) * bool(publisher))),
            subject=_told(stated.description or stated.subtitle),
            keywords=tuple(map(_told, stated.keywords)),
            publisher=_told(publisher),
            rights=_told(stated.rights),
            language=prepared.language,
            date=prepared.date.astimezone(datetime.UTC),
        )

    @property
    def keyword_list(self) -> str:
        return ", ".join(self.keywords)


def info(metadata: Metadata) -> bytes:
    """The document information dictionary (ISO 32000-1, 14.3.3).

    What is longer than a string may be stands in the XMP alone, for there it is whole.
    """
    words = {
        "Title": metadata.title,
        "Author": "; ".join(metadata.authors),
        "Subject": metadata.subject,
        "Keywords": metadata.keyword_list,
        "Creator": CREATOR,
        "Producer": PRODUCER,
    }
    date = string(f"{metadata.date:D:%Y%m%d%H%M%S+00'00'}".encode("ascii"))
    told = {key: text_string(text) for key, text in words.items() if text and len(text) <= LONGEST_TEXT}
    return dictionary(**told, CreationDate=date, ModDate=date)


def _told(text: str) -> str:
    return text.replace("\u00ad", "")
