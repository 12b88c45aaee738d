"""A file that only grows, line by line: what it says is on the disk before anybody relies on it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from exporter.errors import StorageError
from exporter.files.reading import reason


class Journal:
    """The journal at ``path``, open to append to; a last line that was torn is cut off (hazard F12)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._telling():
            self._file = os.open(
                path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0), 0o666
            )
            os.ftruncate(self._file, _whole_length(path))

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
        data = b"".join(line + b"\n" for line in lines)
        with self._telling():
            while data:
                data = data[os.write(self._file, data) :]
            os.fsync(self._file)

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StorageError.because(
                "output-unwritable", f"cannot write it: {reason(error)}", file=str(self._path)
            ) from None


def journal_lines(path: Path) -> Iterator[bytes]:
    """The whole lines of a journal, one at a time; none where there is no such file."""
    if not path.exists():
        return
    with path.open("rb") as stream:
        for line in stream:
            if line.endswith(b"\n"):
                yield line[:-1]


def _whole_length(path: Path) -> int:
    """The bytes up to the end of the last line that has one."""
    length = end = 0
    with path.open("rb") as stream:
        for line in stream:
            length += len(line)
            if line.endswith(b"\n"):
                end = length
    return end
