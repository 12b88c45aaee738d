"""One run at a time in a folder (hazard C1)."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from exporter.errors import OutputInUse, StorageError
from exporter.files.reading import reason
from exporter.files.writing import has_lock

_PATIENCE = 1.0
"""Seconds that a run which has just been killed may take to let go."""


@contextlib.contextmanager
def hold(folder: Path) -> Iterator[int]:
    """Makes ``folder`` and holds it, by a lock on the folder itself, which ends with the process.

    Yields the descriptor, which a process that is forked closes. Raises ``OutputInUse`` where another
    run holds the folder, and ``StorageError``.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
    except OSError as error:
        raise StorageError.because(
            "output-unwritable", f"cannot write there: {reason(error)}", file=str(folder)
        ) from None
    try:
        until = time.monotonic() + _PATIENCE
        while not has_lock(descriptor):
            if time.monotonic() > until:
                raise OutputInUse.because(
                    "output-in-use",
                    "another run is writing there",
                    "wait for it, or name another --out",
                    file=str(folder),
                )
            time.sleep(0.05)
        yield descriptor
    finally:
        os.close(descriptor)
