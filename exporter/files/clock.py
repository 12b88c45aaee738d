"""The date that goes into files, which never comes from the clock; and that on which a text is judged."""

from __future__ import annotations

import datetime
import os

from exporter.errors import UsageError

EARLIEST = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
"""The first moment a ZIP entry can carry; the date of what has none."""
LATEST = datetime.datetime(2107, 12, 31, tzinfo=datetime.UTC)
"""The last day a ZIP entry can carry."""


def source_date(document_date: datetime.date | None) -> datetime.datetime:
    """``SOURCE_DATE_EPOCH`` where it is set, else the document's date, else 1980-01-01 (UTC).

    Never before 1980 or after 2107: the ZIP containers of DOCX and EPUB cannot say so.
    """
    stated = os.environ.get("SOURCE_DATE_EPOCH", "")
    if stated:
        return _bounded(_from_epoch(stated))
    if document_date is None:
        return EARLIEST
    midnight = datetime.datetime.combine(document_date, datetime.time(), datetime.UTC)
    return _bounded(midnight)


def today() -> datetime.date:
    """``SOURCE_DATE_EPOCH`` where it is set, else the day it is (UTC): for what is said of a document, as
    that its review is overdue, and never for what is written."""
    stated = os.environ.get("SOURCE_DATE_EPOCH", "")
    return (_from_epoch(stated) if stated else datetime.datetime.now(datetime.UTC)).date()


def _bounded(moment: datetime.datetime) -> datetime.datetime:
    return min(max(moment, EARLIEST), LATEST)


def _from_epoch(stated: str) -> datetime.datetime:
    try:
        return datetime.datetime.fromtimestamp(int(stated), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        raise UsageError.because(
            "source-date", f"SOURCE_DATE_EPOCH is {stated!r}, not a number of seconds"
        ) from None
