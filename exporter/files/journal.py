"""A file that only grows, line by line: what it says is on the disk before anybody relies on it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from exporter.errors import StorageError
from exporter.files.reading import reason
from exporter.files.writing import written_atomically


class Journal:
    """The journal at ``path``, open to append to; a last line that was torn is cut off (hazard F12)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = self._opened()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        os.close(self._file)

    def append(self, lines: Iterable[bytes]) -> None:
        """Adds ``lines``, which have no ends of their own, and waits until they are on the disk."""
        data = joined(lines)
        with self._telling():
            while data:
                data = data[os.write(self._file, data) :]
            os.fsync(self._file)

    def lines(self) -> Iterator[bytes]:
        """The whole lines, one at a time, without their ends."""
        with self.path.open("rb") as stream:
            for line in stream:
                if line.endswith(b"\n"):
                    yield line[:-1]

    @contextlib.contextmanager
    def rewritten(self) -> Iterator[BinaryIO]:
        """A stream whose lines take the place of all once the block ends without an exception."""
        with written_atomically(self.path) as stream:
            yield stream
        renewed = self._opened()
        os.close(self._file)
        self._file = renewed

    def _opened(self) -> int:
        with self._telling():
            file = os.open(
                self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0), 0o666
            )
            try:
                os.ftruncate(file, _whole_length(self.path))
            except OSError:
                os.close(file)
                raise
            return file

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StorageError.because(
                "output-unwritable", f"cannot write it: {reason(error)}", file=str(self.path)
            ) from None


def joined(lines: Iterable[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


def _whole_length(path: Path) -> int:
    """The bytes up to the end of the last line that has one."""
    length = end = 0
    with path.open("rb") as stream:
        for line in stream:
            length += len(line)
            if line.endswith(b"\n"):
                end = length
    return end
