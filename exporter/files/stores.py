"""What stands at addresses, by fsspec, which is imported only when something does.

A file is put there whole or not at all (hazard F10): stores of objects take each in one request; other file
systems get what fsspec calls a transaction, whose files have their names only when it ends. A stream of
fsspec alone would not do: it commits what it has when an exception leaves it.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from exporter.errors import ExporterError, StorageError, UsageError
from exporter.files.places import Address

EXTRA = 'pip install "exporter[storage]"'
_AT_ONCE = 1 << 20
"""Bytes that are asked for at once."""
_SHOWN = 200


@contextlib.contextmanager
def telling(address: Address, code: str, doing: str) -> Iterator[None]:
    """Makes a ``StorageError`` of whatever a file system raises: each library has a family of its own."""
    try:
        yield
    except ExporterError:
        raise
    except Exception as error:
        raise StorageError.because(code, f"cannot {doing} it: {why(error)}", file=str(address)) from None


def why(error: Exception) -> str:
    """What went wrong, in one line, whichever library says so."""
    match error:
        case FileNotFoundError():
            return "there is no such file or folder"
        case PermissionError():
            return "permission denied"
        case OSError(strerror=str(words)):
            return words.lower()[:_SHOWN]
    said = str(error).strip().splitlines()
    return said[0][:_SHOWN] if said else type(error).__name__


@contextlib.contextmanager
def opened(address: Address, *, is_fenced: bool = False) -> Iterator[BinaryIO]:
    """The file at ``address``, to read from any place in it. What it raises is what its library raises.

    One that ``is_fenced`` is read there or not at all: no web server leads from it to another address.
    """
    files, path = _store(address, **({"allow_redirects": False} if is_fenced and address.is_web else {}))
    with files.open(path, "rb") as stream:
        # fsspec's own streams have no lines of bounded length
        buffered = io.BufferedReader(stream, _AT_ONCE) if not isinstance(stream, io.BytesIO) else stream
        try:
            yield buffered
        finally:
            if buffered is not stream:
                buffered.detach()


def content(address: Address) -> bytes:
    """The file at ``address``, read in one request where there are requests: so it is one version of it, also
    while somebody replaces it. What it raises is what its library raises."""
    store, path = _store(address)
    data: bytes = store.cat_file(path)
    return data


def put(files: Mapping[Address, bytes]) -> None:
    """Puts each file at its address, whole or not at all; all of them go to one store.

    Where one fails others may be there; what was there before is replaced or as it was.
    """
    first = next(iter(files))
    store, _ = _store(first)
    paths = {_store(address)[1]: data for address, data in files.items()}
    with telling(first, "output-unwritable", "write"):
        if store.async_impl:
            store.pipe(paths)  # all at once, each in one request
            return
        with store.transaction:
            for path, data in paths.items():
                _make_folder(store, path)
                with store.open(path, "wb") as stream:
                    stream.write(data)


@contextlib.contextmanager
def uploaded(address: Address) -> Iterator[BinaryIO]:
    """A stream on this machine's disk whose bytes stand at ``address`` once the block ends without an
    exception."""
    with tempfile.NamedTemporaryFile(prefix="exporter-") as spool:
        yield spool  # type: ignore[misc]  # a wrapper with all of a stream
        spool.flush()
        store, path = _store(address)
        with telling(address, "output-unwritable", "write"):
            if store.async_impl:
                store.put_file(spool.name, path)
                return
            spool.seek(0)
            with store.transaction:
                _make_folder(store, path)
                with store.open(path, "wb") as stream:
                    shutil.copyfileobj(spool, stream, _AT_ONCE)


def create(address: Address, data: bytes) -> bool:
    """Puts a file there if none is, as far as the store can say so in one step; whether it did."""
    store, path = _store(address)
    with telling(address, "output-unwritable", "write"):
        store.invalidate_cache()
        if store.exists(path):
            return False
        try:
            _make_folder(store, path)
            store.pipe_file(path, data, mode="create")
        except FileExistsError:
            return False
        except (TypeError, ValueError, NotImplementedError):  # it cannot say so in one step
            store.pipe_file(path, data)
        except OSError as error:
            if "PreconditionFailed" in str(error) or "ConditionalRequestConflict" in str(error):
                return False  # in the words of S3
            raise
    return True


def sizes(folder: Address) -> dict[str, int]:
    """The files in a folder by their names, and how many bytes each has; none where there is no folder."""
    store, path = _store(folder)
    with telling(folder, "output-unreadable", "read"):
        store.invalidate_cache(path)
        try:
            found = store.ls(path, detail=True)
        except FileNotFoundError:
            return {}
    return {
        entry["name"].rpartition("/")[2]: entry["size"] or 0 for entry in found if entry["type"] == "file"
    }


def remove(*addresses: Address) -> None:
    """Takes files away that are there."""
    if not addresses:
        return
    store, _ = _store(addresses[0])
    with telling(addresses[0], "output-unwritable", "remove"), contextlib.suppress(FileNotFoundError):
        store.rm([_store(address)[1] for address in addresses])


def remove_all(folder: Address) -> None:
    """Takes away a folder with all that is in it."""
    store, path = _store(folder)
    with telling(folder, "output-unwritable", "remove"), contextlib.suppress(FileNotFoundError):
        store.rm(path, recursive=True)


def _make_folder(store: Any, path: str) -> None:
    if not store.async_impl:  # stores of objects have none
        store.makedirs(path.rpartition("/")[0], exist_ok=True)


def _store(address: Address, **options: object) -> tuple[Any, str]:
    """The file system of an address, and the path in it. fsspec remembers those of each process and
    thread."""
    try:
        from fsspec.core import url_to_fs  # of the extra, and heavy: only for addresses
    except ImportError:
        raise UsageError.because("address-extra", f"{address} takes fsspec", EXTRA) from None
    try:
        store, path = url_to_fs(str(address), **options)
    except ImportError as error:
        fix = (
            EXTRA if str(address).startswith("s3") else ""
        )  # of others, the words of fsspec say what to install
        raise UsageError.because("address-extra", f"{address}: {why(error)}", fix) from None
    except ValueError as error:
        raise UsageError.because("address", f"{address}: {why(error)}") from None
    except Exception as error:
        raise StorageError.because("address", f"cannot reach it: {why(error)}", file=str(address)) from None
    return store, str(path)
