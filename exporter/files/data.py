"""Data beside a source: a stream to read from its start to its end, however long."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from exporter.errors import StorageError
from exporter.files import stores
from exporter.files.places import Address, Place
from exporter.files.reading import reason


@contextlib.contextmanager
def open_data(path: Place) -> Iterator[BinaryIO]:
    """The file at ``path`` as a stream of bytes; raises ``StorageError`` where it cannot be read."""
    if isinstance(path, Address):
        with stores.telling(path, "data-unreadable", "read"), stores.opened(path) as stream:
            yield stream
        return
    try:
        with path.open("rb") as stream:
            yield stream
    except OSError as error:
        raise StorageError.because(
            "data-unreadable", f"cannot read it: {reason(error)}", file=str(path)
        ) from None


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal; empty where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
