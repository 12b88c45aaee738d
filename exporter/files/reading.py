"""Reading: a file the user named, and files a document names, which must lie inside its root."""

from __future__ import annotations

import errno
import os
import stat
from typing import BinaryIO
from urllib.parse import unquote

from exporter.errors import ExporterError, InputRefused, LimitReached, StorageError
from exporter.files import stores
from exporter.files.places import Address, Place

MOST_BYTES = 64 * 1024 * 1024
"""The largest file that is read at all; an export holds its inputs in memory."""

_SAFE_OPEN = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
)


def read_file(path: Place) -> bytes:
    """The bytes of a file the user named.

    Raises ``StorageError`` where it cannot be read and ``LimitReached`` where it is too large.
    """
    if isinstance(path, Address):
        with stores.telling(path, "source-unreadable", "read"), stores.opened(path) as stream:
            return _bounded(stream, str(path))
    try:
        with open(path, "rb") as stream:
            return _bounded(stream, str(path))
    except OSError as error:
        raise StorageError.because(
            "source-unreadable", f"cannot read it: {reason(error)}", file=str(path)
        ) from None


def read_stream(stream: BinaryIO, name: str) -> bytes:
    """The bytes of standard input; raises as ``read_file`` does."""
    try:
        return _bounded(stream, name)
    except OSError as error:
        raise StorageError.because(
            "source-unreadable", f"cannot read it: {reason(error)}", file=name
        ) from None


def read_inside(root: Place, reference: str) -> bytes:
    """The bytes of the file that a document refers to, relative to ``root``.

    A reference to what lies beside a source at an address is joined to the address of its folder, from which
    nothing in it leads up. On this system each folder on the way is opened from the one above it without
    following links, so that neither ``..`` nor a link nor a swap in between leads outside. Raises
    ``InputRefused`` for a reference that leaves the root, is missing, or is no regular file; its notice has
    no position, which only the caller knows.
    """
    parts = _parts_inside(reference)
    if isinstance(root, Address):
        return _read_beside(root, parts, reference)
    try:
        descriptor = os.open(root, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    except OSError as error:
        raise InputRefused.because("root-unreadable", f"cannot open {str(root)!r}: {reason(error)}") from None
    try:
        for part in parts:
            below = os.open(part, _SAFE_OPEN, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = below
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise InputRefused.because("file-not-regular", f"{reference!r} is not a regular file")
        with os.fdopen(os.dup(descriptor), "rb") as stream:
            return _bounded(stream, reference)
    except OSError as error:
        raise _refusal(reference, error) from None
    finally:
        os.close(descriptor)


def _read_beside(root: Address, parts: list[str], reference: str) -> bytes:
    try:
        with stores.opened(root / "/".join(parts), is_fenced=True) as stream:
            return _bounded(stream, reference)
    except FileNotFoundError:
        raise InputRefused.because("file-missing", f"there is no file {reference!r}") from None
    except ExporterError:
        raise
    except Exception as error:
        why = stores.why(error)
        raise InputRefused.because("file-unreadable", f"cannot read {reference!r}: {why}") from None


def _parts_inside(reference: str) -> list[str]:
    """The folders and the file of a relative reference, or a refusal."""
    decoded = unquote(reference)
    outside = (
        decoded.startswith(("/", "\\", "~"))
        or "\\" in decoded
        or "\0" in decoded
        or ":" in decoded.split("/")[0]
        or ".." in decoded.split("/")
    )
    if outside:
        raise InputRefused.because(
            "file-outside-root",
            f"{reference!r} does not lie inside the document's folder",
            "name a file below the document's folder, or set --root",
        )
    return [part for part in decoded.split("/") if part not in ("", ".")] or ["."]


def _refusal(reference: str, error: OSError) -> InputRefused:
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return InputRefused.because("file-missing", f"there is no file {reference!r}")
    if error.errno == errno.ELOOP:
        return InputRefused.because(
            "file-outside-root", f"{reference!r} is or passes a symbolic link", "copy the file here"
        )
    return InputRefused.because("file-unreadable", f"cannot read {reference!r}: {reason(error)}")


def _bounded(stream: BinaryIO, name: str) -> bytes:
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise LimitReached.because("file-too-large", f"it is larger than {MOST_BYTES} bytes", file=name)
    return data


def reason(error: OSError) -> str:
    """What the system says, in words and without the path that the notice names already."""
    return (error.strerror or type(error).__name__).lower()
