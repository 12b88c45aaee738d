"""A journal at an address, where nothing can be added to a file: each addition is a part of its own."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from exporter.errors import ExporterError
from exporter.files import stores
from exporter.files.journal import Journal, joined
from exporter.files.places import Address

_LINES = 100
_SECONDS = 1.0
"""A part is put there when it has so many lines, or so long after the last."""


class StoredJournal(Journal):
    """The journal at ``address``: the file there, then the parts in the folder beside it, in their order.

    All its lines are also in a file of this machine, where they are read. ``still_ours`` is called before
    anything is written, and raises where another run has taken over.
    """

    def __init__(self, address: Address, still_ours: Callable[[], None]) -> None:
        self._address = address
        self._folder = Address(f"{address}.parts")
        self._still_ours = still_ours
        self._waiting: list[bytes] = []
        self._last = time.monotonic()
        self._cleanup = contextlib.ExitStack()
        here = self._cleanup.enter_context(tempfile.TemporaryDirectory(prefix="exporter-"))
        try:
            copy = Path(here, address.name)
            parts = sorted(stores.sizes(self._folder))
            self._next = int(Path(parts[-1]).stem) + 1 if parts else 0
            with copy.open("wb") as stream:
                there = [address] if address.name in stores.sizes(address.parent) else []
                for part in (*there, *(self._folder / name for name in parts)):
                    with stores.telling(part, "output-unreadable", "read"), stores.opened(part) as source:
                        shutil.copyfileobj(source, stream)
            super().__init__(copy)
        except BaseException:
            self._cleanup.close()
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._cleanup:
            super().__exit__(kind, error, traceback)
            if error is not None:
                # What is done need not be made again; but the first error is the one to tell.
                with contextlib.suppress(ExporterError):
                    self._put_part()

    def append(self, lines: Iterable[bytes]) -> None:
        """Adds ``lines``; they are there once there are enough of them, or some time has passed."""
        lines = list(lines)
        super().append(lines)
        self._waiting += lines
        if len(self._waiting) >= _LINES or time.monotonic() - self._last > _SECONDS:
            self._put_part()

    @contextlib.contextmanager
    def rewritten(self) -> Iterator[BinaryIO]:
        with super().rewritten() as stream:
            yield stream
        self._waiting.clear()
        self._still_ours()
        with stores.uploaded(self._address) as there, self.path.open("rb") as here:
            shutil.copyfileobj(here, there)
        stores.remove(*(self._folder / name for name in stores.sizes(self._folder)))

    def _put_part(self) -> None:
        if not self._waiting:
            return
        self._still_ours()
        stores.put({self._folder / f"{self._next:08}.jsonl": joined(self._waiting)})
        self._next += 1
        self._waiting.clear()
        self._last = time.monotonic()
