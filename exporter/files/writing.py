"""Writing: the final name is absent, complete, or still the old complete version."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from exporter.errors import StorageError
from exporter.files import stores
from exporter.files.places import Address, Place
from exporter.files.reading import reason

try:
    import fcntl
except ImportError:  # Windows, where a file that is open cannot be removed: that is lock enough
    _IS_LOCKABLE = False
else:
    _IS_LOCKABLE = True

_PREFIX, _SUFFIX = ".exporter-", ".tmp"


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


@contextlib.contextmanager
def written_atomically(path: Place) -> Iterator[BinaryIO]:
    """A stream whose bytes stand at ``path`` once the block ends without an exception, and not before.

    For what is too large to hold; raises as ``write_together`` does.
    """
    if isinstance(path, Address):
        with stores.uploaded(path) as stream:
            yield stream
        return
    with contextlib.ExitStack() as staged:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            stream = staged.enter_context(_temporary(path.parent))
            staged.callback(_remove, Path(stream.name))
            yield stream
            _settle(stream)
            os.replace(stream.name, path)
        except OSError as error:
            raise StorageError.because(
                "output-unwritable", f"cannot write it: {reason(error)}", file=str(path)
            ) from None


def write_together(files: Mapping[Path, bytes]) -> None:
    """Puts each file at its path: all beside their places first, synced, then all renamed.

    Creates folders that are missing. Raises ``StorageError`` with nothing left behind; only a file
    system that fails between two renames can leave some files new and some old.
    """
    path = Path()
    with contextlib.ExitStack() as staged:
        try:
            temporaries: list[tuple[Path, Path]] = []
            for path, data in files.items():
                path.parent.mkdir(parents=True, exist_ok=True)
                if path.is_dir():
                    raise IsADirectoryError(None, "a folder stands where the file should go")
                temporaries.append((_stage(path, data, staged), path))
            for temporary, path in temporaries:
                os.replace(temporary, path)
        except OSError as error:
            raise StorageError.because(
                "output-unwritable", f"cannot write it: {reason(error)}", file=str(path)
            ) from None


def _stage(path: Path, data: bytes, staged: contextlib.ExitStack) -> Path:
    """A synced temporary file beside ``path``, with the access that any new file has.

    It is locked, and removed where it has not been renamed, until ``staged`` ends.
    """
    stream = _temporary(path.parent)
    temporary = Path(stream.name)
    staged.callback(_remove, temporary)
    staged.enter_context(stream)
    stream.write(data)
    _settle(stream)
    return temporary


def _settle(stream: BinaryIO) -> None:
    """What was written is on the disk, and has the access that any new file has."""
    stream.flush()
    os.fchmod(stream.fileno(), _NEW_FILE)
    os.fsync(stream.fileno())


def _temporary(folder: Path) -> BinaryIO:
    """A new file, locked; made again where another run swept it up before it was."""
    while True:
        handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=folder)
        try:
            if has_lock(handle) and os.fstat(handle).st_nlink:
                return _opened(handle, name)
        except BaseException:
            os.close(handle)
            _remove(Path(name))
            raise
        os.close(handle)


def _opened(handle: int, name: str) -> BinaryIO:
    """A stream that knows its name, which one made of a handle does not."""
    return open(name, "wb", opener=lambda _name, _flags: handle)


def has_lock(handle: int) -> bool:
    """Whether nobody else holds a lock on this file; then we do, until it is closed."""
    if not _IS_LOCKABLE:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def sweep(folder: Path) -> None:
    """Removes temporary files in ``folder`` that nobody writes to: a run was killed (hazard F1)."""
    if _IS_LOCKABLE:
        for left in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
            with contextlib.suppress(OSError):
                _remove_unlocked(left)


def _remove_unlocked(path: Path) -> None:
    handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
