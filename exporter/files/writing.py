"""Writing: the final name is absent, complete, or still the old complete version."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from exporter.errors import StorageError
from exporter.files.reading import reason


def write_atomically(path: Path, data: bytes) -> None:
    """Puts ``data`` at ``path`` in one step: a temporary file beside it, synced, then renamed.

    Creates the folder when it is missing. Raises ``StorageError``, with nothing left behind.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except OSError as error:
        raise StorageError.because(
            "output-unwritable", f"cannot write it: {reason(error)}", file=str(path)
        ) from None


def _replace(path: Path, data: bytes) -> None:
    if path.is_dir():
        raise IsADirectoryError(None, "a folder stands where the file should go")
    handle, temporary = tempfile.mkstemp(prefix=".exporter-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fchmod(stream.fileno(), 0o666 & ~_umask())
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _umask() -> int:
    """The process's file mode mask, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
