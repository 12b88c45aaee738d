"""Writing: the final name is absent, complete, or still the old complete version."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from exporter.errors import StorageError
from exporter.files.reading import reason


def _access_of_new_files() -> int:
    """What the process's mask leaves of read and write for all; it can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return 0o666 & ~mask


_NEW_FILE = _access_of_new_files()
"""Read once, as the module loads: setting the mask later would be seen by other threads."""


def write_atomically(path: Path, data: bytes) -> None:
    """Puts ``data`` at ``path`` in one step; see ``write_together``."""
    write_together({path: data})


def write_together(files: Mapping[Path, bytes]) -> None:
    """Puts each file at its path: all beside their places first, synced, then all renamed.

    Creates folders that are missing. Raises ``StorageError`` with nothing left behind; only a
    file system that fails between two renames can leave some files new and some old.
    """
    staged: dict[Path, Path] = {}
    path = Path()
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                raise IsADirectoryError(None, "a folder stands where the file should go")
            staged[path] = _stage(path, data)
        for path, temporary in list(staged.items()):
            os.replace(temporary, path)
            del staged[path]
    except OSError as error:
        raise StorageError.because(
            "output-unwritable", f"cannot write it: {reason(error)}", file=str(path)
        ) from None
    finally:
        for temporary in staged.values():
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def _stage(path: Path, data: bytes) -> Path:
    """A synced temporary file beside ``path``, with the access that any new file has."""
    handle, temporary = tempfile.mkstemp(prefix=".exporter-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fchmod(stream.fileno(), _NEW_FILE)
            os.fsync(stream.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    return Path(temporary)
