"""JSON Lines: an object a line; objects in it make names with dots."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO, NoReturn

from exporter.batch.rows.row import NotPlain, Row, flattened
from exporter.errors import LimitReached

LONGEST_LINE = 1 << 20
"""Bytes in one line."""


def rows(stream: BinaryIO, file: str) -> Iterator[Row]:
    """The rows, one at a time; a line that is no such object is a row with a fault."""
    number = line = 0
    while data := stream.readline(LONGEST_LINE + 1):
        line += 1
        if len(data) > LONGEST_LINE:
            raise LimitReached.because(
                "data-line", f"a line has more than {LONGEST_LINE} bytes", file=file, line=line
            )
        if not data.strip():
            continue
        number += 1
        try:
            yield Row(number, line, _values(data))
        except NotPlain as fault:
            yield Row(number, line, fault=str(fault))


def _values(data: bytes) -> dict[str, str]:
    try:
        found = json.loads(
            data.decode("utf-8-sig").strip(),
            object_pairs_hook=_object,
            parse_int=str,
            parse_float=str,
            parse_constant=_refuse,
        )
    except UnicodeDecodeError:
        raise NotPlain("it is not in UTF-8") from None
    except json.JSONDecodeError as error:
        raise NotPlain(f"it is no JSON: {error.msg.lower()} at character {error.colno}") from None
    except RecursionError:
        raise NotPlain("it is nested too deep") from None
    if not isinstance(found, dict):
        raise NotPlain("it is no object")
    return flattened(found)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise NotPlain(f"the name {next(name for name in names if names.count(name) > 1)!r} comes twice")
    return found


def _refuse(constant: str) -> NoReturn:
    raise NotPlain(f"{constant} is no number")
