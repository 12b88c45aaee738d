"""The folder a batch writes to: of this system or at an address, with one interface."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Protocol

from exporter.files import stores
from exporter.files.archive import remove_folder
from exporter.files.data import digest_of, open_data
from exporter.files.holding import hold
from exporter.files.journal import Journal
from exporter.files.lease import Lease
from exporter.files.parts import StoredJournal
from exporter.files.places import Address, Place
from exporter.files.writing import sweep, write_together


class Folder(Protocol):
    """Paths in it are written with ``/``. What fails raises ``StorageError``."""

    def held(self) -> contextlib.AbstractContextManager[tuple[int, ...]]:
        """Has the folder for this run alone, or raises ``OutputInUse``; yields descriptors that processes
        which are forked close."""

    def sweep(self, below: Iterable[str]) -> None:
        """Takes away what runs that were killed had half written in folders ``below`` this one."""

    def put(self, files: Mapping[str, bytes]) -> None:
        """Puts files in their places, each whole or not at all."""

    def has(self, path: str, size: int, sha256: str) -> bool:
        """Whether a file is there as it was put."""

    def opened(self, path: str) -> contextlib.AbstractContextManager[BinaryIO]:
        """A file of it, to read."""

    def journal(self, name: str) -> Journal:
        """A journal in it, while it is held."""

    def take_away(self, path: str) -> None:
        """Removes a file that is there."""

    def remove(self) -> None:
        """Removes all of it."""


def folder_at(place: Place) -> Folder:
    return StoredFolder(place) if isinstance(place, Address) else LocalFolder(place)


class LocalFolder:
    """A folder of this system."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextlib.contextmanager
    def held(self) -> Iterator[tuple[int, ...]]:
        with hold(self._path) as descriptor:
            yield (descriptor,)

    def sweep(self, below: Iterable[str]) -> None:
        for folder in below:
            sweep(self._path / folder)

    def put(self, files: Mapping[str, bytes]) -> None:
        write_together({self._path / path: data for path, data in files.items()})

    def has(self, path: str, size: int, sha256: str) -> bool:
        return digest_of(self._path / path) == sha256

    def opened(self, path: str) -> contextlib.AbstractContextManager[BinaryIO]:
        return open_data(self._path / path)

    def journal(self, name: str) -> Journal:
        return Journal(self._path / name)

    def take_away(self, path: str) -> None:
        with contextlib.suppress(OSError):  # it is not there, or hurts nobody
            (self._path / path).unlink()

    def remove(self) -> None:
        remove_folder(self._path)


class StoredFolder:
    """A folder at an address. Nothing half written is ever there; and since what is there was put there
    whole, a file is known by its size, which one question tells of a whole folder: reading all of them back
    would take longer than making them."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._lease = Lease(address)
        self._sizes = functools.lru_cache(maxsize=4)(lambda below: stores.sizes(address / below))

    @contextlib.contextmanager
    def held(self) -> Iterator[tuple[int, ...]]:
        with self._lease.held():
            yield ()

    def sweep(self, below: Iterable[str]) -> None:
        """There is nothing to sweep."""

    def put(self, files: Mapping[str, bytes]) -> None:
        stores.put({self._address / path: data for path, data in files.items()})

    def has(self, path: str, size: int, sha256: str) -> bool:
        folder, _, name = path.rpartition("/")
        return self._sizes(folder).get(name) == size

    def opened(self, path: str) -> contextlib.AbstractContextManager[BinaryIO]:
        return open_data(self._address / path)

    def journal(self, name: str) -> Journal:
        return StoredJournal(self._address / name, self._lease.still_ours)

    def take_away(self, path: str) -> None:
        stores.remove(self._address / path)

    def remove(self) -> None:
        stores.remove_all(self._address)
