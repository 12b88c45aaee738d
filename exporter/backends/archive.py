"""A zip archive that is the same on every machine: one fixed time, one fixed order, no traces of the host."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_REGULAR_FILE = 0o100644 << 16
_LEVEL = 6


def pack(
    entries: Iterable[tuple[str, bytes]],
    date: datetime.datetime,
    stored: frozenset[str] = frozenset(),
) -> bytes:
    """``entries`` (name, bytes) as a zip (APPNOTE 6.3), in the order they come.

    Every entry bears ``date``; those named in ``stored`` are not compressed, which OCF 3.3
    demands of ``mimetype``.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in entries:
            method = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(_entry(name, date), data, method, _LEVEL)
    return stream.getvalue()


def _entry(name: str, date: datetime.datetime) -> zipfile.ZipInfo:
    """What the archive says of one entry, whatever system it is made on."""
    # The zip format counts years from 1980 (APPNOTE 4.4.6).
    entry = zipfile.ZipInfo(name, max(date.timetuple()[:6], _EARLIEST))
    entry.create_system = _UNIX
    entry.external_attr = _REGULAR_FILE
    return entry
