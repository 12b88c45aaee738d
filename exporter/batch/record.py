"""What became of one row: a line of the manifest."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec

from exporter.notices import Notice

Status: TypeAlias = Literal["done", "set-aside"]


class File(msgspec.Struct, frozen=True):
    """One file that was made; ``path`` is below the folder of the batch, with ``/`` in it."""

    format: str
    path: str
    bytes: int
    sha256: str


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """``key`` names the document; ``digest`` is of all that decides its bytes. ``pages`` are the PDF's.
    ``line`` is that of the row in its file, said of rows that are set aside."""

    row: int
    key: str
    digest: Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{32})?$")]
    status: Status
    files: tuple[File, ...] = ()
    pages: int = 0
    notices: tuple[Notice, ...] = ()
    line: int = 0


_decoder = msgspec.json.Decoder(Record)


def encoded(record: Record) -> bytes:
    return msgspec.json.encode(record)


def decoded(line: bytes) -> Record | None:
    """The record of a line; ``None`` for what is none."""
    try:
        return _decoder.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
