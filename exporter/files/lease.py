"""One run at a time in a folder at an address (hazard C1), where no lock ends with the process that holds it.

The one who writes there keeps a file with its mark and a count that goes up. Who finds such a file watches
it: one that stands still belongs to a run that is over. So no clock of another machine is asked (hazard F15).
"""

from __future__ import annotations

import contextlib
import secrets
import threading
import time
from collections.abc import Iterator

import msgspec

from exporter.errors import ExporterError, OutputInUse
from exporter.files import stores
from exporter.files.places import Address

NAME = ".exporter-run"
BEAT = 2.0
"""Seconds between two counts."""
PATIENCE = 3
"""Beats without a count after which a run is over."""
_LEAVING = 5.0
"""Seconds that the last count may take."""


class _Count(msgspec.Struct, frozen=True):
    run: str
    beat: int


class Lease:
    """The hold of this run on ``folder``."""

    def __init__(self, folder: Address) -> None:
        self._file = folder / NAME
        self._folder = folder
        self._run = secrets.token_hex(8)  # names this run, and goes into no document
        self._is_lost = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._count, name="exporter-lease", daemon=True)

    def still_ours(self) -> None:
        """Raises ``OutputInUse`` where another run has taken this one for over, as after a machine slept."""
        if self._is_lost:
            raise self._in_use()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Holds the folder; raises ``OutputInUse`` where another run does, and ``StorageError``."""
        if not stores.create(self._file, self._mark(0)):
            self._wait_until_over()
            stores.put({self._file: self._mark(0)})
            time.sleep(BEAT)  # of two that wait for the same run, the last to write has it
            if not self._has_it():
                raise self._in_use()
        self._thread.start()
        try:
            yield
        finally:
            self._over.set()
            self._thread.join(_LEAVING)  # a count that is on its way would come after the file is gone
            if not self._is_lost:
                stores.remove(self._file)

    def _wait_until_over(self) -> None:
        found = self._read()
        for _ in range(PATIENCE):
            time.sleep(BEAT)
            if (now := self._read()) and now != found:
                raise self._in_use()

    def _count(self) -> None:
        beat = 0
        while not self._over.wait(BEAT):
            beat += 1
            try:
                if not self._has_it():
                    self._is_lost = True
                    return
                stores.put({self._file: self._mark(beat)})
            except ExporterError:  # the next one may succeed; whoever writes a document will tell
                continue

    def _has_it(self) -> bool:
        found = self._read()
        return found is not None and found.run == self._run

    def _mark(self, beat: int) -> bytes:
        return msgspec.json.encode(_Count(self._run, beat))

    def _read(self) -> _Count | None:
        with stores.telling(self._file, "output-unreadable", "read"):
            try:
                return msgspec.json.decode(stores.content(self._file), type=_Count)
            except (FileNotFoundError, msgspec.MsgspecError):
                return None

    def _in_use(self) -> OutputInUse:
        fix = "wait for it, or name another --out"
        return OutputInUse.because(
            "output-in-use", "another run is writing there", fix, file=str(self._folder)
        )
