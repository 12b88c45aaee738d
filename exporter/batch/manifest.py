"""The manifest: a line for each row, on the disk before the run goes on. What it says is done stays done."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

from exporter.batch.ordered import in_order, place_of
from exporter.batch.plan import print_of
from exporter.batch.record import Record, decoded, encoded
from exporter.files.folder import Folder

NAME = "manifest.jsonl"
_PLACE_BITS = 40
_PLACE = (1 << _PLACE_BITS) - 1
"""The bytes of a manifest are counted with 40 bits, and its rows with the 24 above them."""


class Manifest:
    """The manifest in ``folder``, open to add to. ``done`` are the sorted prints of what need not be made.

    Of what an earlier run left only those documents stay that ``wanted`` has the prints of, and whose files
    are there, each with the bytes they were made with (hazard F15: digests, never dates).
    """

    def __init__(self, folder: Folder, wanted: array[int]) -> None:
        self._journal = folder.journal(NAME)
        self.done = self._kept(folder, wanted)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._journal.__exit__(kind, error, traceback)

    def add(self, records: Iterable[Record]) -> None:
        self._journal.append(map(encoded, records))

    def records(self) -> Iterator[Record]:
        """The records; lines that are none are left out."""
        return (record for line in self._journal.lines() if (record := decoded(line)))

    def put_in_order(self) -> None:
        """Writes the manifest anew in the order of its rows, whichever worker was the first to end."""
        lines = array("Q")
        place = 0
        for line in self._journal.lines():
            if record := decoded(line):
                lines.append(record.row << _PLACE_BITS | place)
            place += len(line) + 1
        with self._journal.path.open("rb") as old, self._journal.rewritten() as new:
            for number in in_order(lines):
                old.seek(number & _PLACE)
                new.write(old.readline())

    def _kept(self, folder: Folder, wanted: array[int]) -> array[int]:
        if next(self._journal.lines(), None) is None:
            return array("Q")
        found = bytearray(len(wanted))
        with self._journal.rewritten() as stream:
            for record in self.records():
                if record.status != "done":
                    continue
                place = place_of(print_of(record.digest), wanted)
                if place is None or found[place]:
                    continue
                if all(folder.has(file.path, file.bytes, file.sha256) for file in record.files):
                    found[place] = True
                    stream.write(encoded(record) + b"\n")
        return array("Q", itertools.compress(wanted, found))
