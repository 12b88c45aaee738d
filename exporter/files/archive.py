"""Archives of finished files: the same bytes for the same files, on any machine, on any day."""

from __future__ import annotations

import os
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, TypeAlias

from exporter.files.places import Place
from exporter.files.writing import written_atomically

Entry: TypeAlias = tuple[str, AbstractContextManager[BinaryIO]]
"""A name, and what opens the file to read when its turn comes."""

ARCHIVES = (".zip", ".tar")
_ACCESS = 0o644
_UNIX = 3
_TRIED = 4096
_WORTH_IT = 0.8
"""What is as packed as this already is not packed again."""


def write_archive(path: Place, entries: Iterable[Entry], date: datetime) -> None:
    """Puts ``entries`` into one archive at ``path``, in the order they come, all dated alike.

    The ending of ``path`` says which: one of ``ARCHIVES``. Raises ``StorageError`` and leaves nothing.
    """
    with written_atomically(path) as stream:
        (_zip if path.suffix.lower() == ".zip" else _tar)(stream, entries, date)


def _zip(stream: BinaryIO, entries: Iterable[Entry], date: datetime) -> None:
    with zipfile.ZipFile(stream, "w") as archive:
        for name, file in entries:
            with file as opened:
                data = opened.read()
            entry = zipfile.ZipInfo(name, date.timetuple()[:6])
            entry.create_system, entry.external_attr = _UNIX, (0o100000 | _ACCESS) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED if _is_loose(data) else zipfile.ZIP_STORED
            archive.writestr(entry, data)


def _is_loose(data: bytes) -> bool:
    start = data[:_TRIED]
    return len(zlib.compress(start, 1)) < _WORTH_IT * len(start)


def _tar(stream: BinaryIO, entries: Iterable[Entry], date: datetime) -> None:
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, file in entries:
            entry = tarfile.TarInfo(name)
            with file as data:
                entry.mtime, entry.mode, entry.size = (
                    int(date.timestamp()),
                    _ACCESS,
                    data.seek(0, os.SEEK_END),
                )
                data.seek(0)
                archive.addfile(entry, data)
            archive.members.clear()  # type: ignore[attr-defined]  # it would remember them all


def remove_folder(path: Path) -> None:
    """Takes away a folder with all that is in it, as far as it can be."""
    shutil.rmtree(path, ignore_errors=True)
