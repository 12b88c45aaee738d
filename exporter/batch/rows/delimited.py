"""CSV (RFC 4180): with or without a byte order mark, parted by commas, semicolons, tabs or bars."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from typing import BinaryIO

from exporter.batch.delimiters import DELIMITERS
from exporter.batch.rows.records import Record, rows_below_header
from exporter.batch.rows.row import Row
from exporter.errors import InputRefused

_NAMES = {sign: name for name, sign in DELIMITERS.items()}
_LOOKED_AT = 1 << 16
"""Characters at the start of the file that the delimiter is found in."""
_RECORDS = 50
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def rows(stream: BinaryIO, file: str, delimiter: str = "") -> Iterator[Row]:
    """The rows, one at a time. ``delimiter`` is found where it is not given.

    Raises ``InputRefused`` with a line for what is no CSV in UTF-8 (or UTF-16 with a mark), and where more
    than one delimiter would do.
    """
    buffered = io.BufferedReader(stream) if isinstance(stream, io.RawIOBase) else stream
    encoding = "utf-16" if buffered.read(2) in _UTF_16 else "utf-8-sig"
    buffered.seek(0)
    text = io.TextIOWrapper(buffered, encoding, newline="")
    try:
        sample = _decoded(text, file)
        sign = delimiter or _delimiter(sample, file)
        text.seek(0)
        yield from rows_below_header(_records(text, sign, file), file)
    finally:
        text.detach()


def _decoded(text: io.TextIOWrapper, file: str) -> str:
    try:
        return text.read(_LOOKED_AT)
    except UnicodeError:
        raise _not_text(file, 1) from None


def _not_text(file: str, line: int) -> InputRefused:
    fix = "save it as CSV UTF-8"
    return InputRefused.because("data-encoding", "it is not in UTF-8", fix, file=file, line=line)


def _records(text: io.TextIOWrapper, sign: str, file: str) -> Iterator[Record]:
    reader = csv.reader(text, delimiter=sign, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except UnicodeError:
            raise _not_text(file, line) from None
        except csv.Error as error:
            raise InputRefused.because(
                "data-csv", f"it is no CSV here: {error}", file=file, line=line
            ) from None
        yield Record(line, cells)


def _delimiter(sample: str, file: str) -> str:
    """The sign that parts the header and gives the records below it as many cells."""
    able = [sign for sign in _NAMES if _parts(sample, sign)]
    if len(able) > 1:
        even = [sign for sign in able if _is_even(sample, sign)]
        able = even if len(even) == 1 else able
    if len(able) > 1:
        raise InputRefused.because(
            "data-delimiter",
            f"{' or '.join(_NAMES[sign] for sign in able)} could part its columns",
            f"say which: --delimiter {_NAMES[able[0]]}",
            file=file,
            line=1,
        )
    return able[0] if able else ","


def _parts(sample: str, sign: str) -> bool:
    return len(next(_sampled(sample, sign), [])) > 1


def _is_even(sample: str, sign: str) -> bool:
    return len({len(cells) for cells in itertools.islice(_sampled(sample, sign), _RECORDS) if cells}) == 1


def _sampled(sample: str, sign: str) -> Iterator[list[str]]:
    """The records of the sample, but for the last, which it may cut."""
    lines = sample.splitlines(keepends=True)
    try:
        yield from csv.reader(lines[:-1] if len(sample) == _LOOKED_AT else lines, delimiter=sign)
    except csv.Error:
        return
