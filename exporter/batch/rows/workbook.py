"""XLSX (ISO/IEC 29500 SpreadsheetML): the first sheet that shows, its values and never its formulas."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from exporter.batch.rows.records import Record, rows_below_header
from exporter.batch.rows.row import NotPlain, Row, as_text, missing_extra
from exporter.errors import InputRefused, LimitReached

MOST_BYTES = 1 << 30
"""All parts of a workbook together, unpacked."""


def rows(stream: BinaryIO, file: str) -> Iterator[Row]:
    """The rows, one at a time, as they were last worked out; only the strings they share are kept.

    Raises ``InputRefused`` for what is no workbook, ``LimitReached`` for one that unpacks to too much.
    """
    try:
        import openpyxl  # of the extra, and heavy: only for workbooks
    except ImportError:
        raise missing_extra(file, "openpyxl") from None
    _refuse_bombs(stream, file)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it leaves out of a workbook is not what we read
        try:
            workbook = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            sheet = next(sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible")
            sheet.reset_dimensions()  # what a file says of its size need not be so
            yield from rows_below_header(_records(sheet), file)
        except (
            KeyError,
            ValueError,
            TypeError,
            AttributeError,
            SyntaxError,
            StopIteration,
            zipfile.BadZipFile,
        ):
            raise InputRefused.because("data-workbook", "it is no sound workbook", file=file) from None


def _refuse_bombs(stream: BinaryIO, file: str) -> None:
    try:
        with zipfile.ZipFile(stream) as package:
            size = sum(entry.file_size for entry in package.infolist())
    except (zipfile.BadZipFile, ValueError):
        raise InputRefused.because("data-workbook", "it is no workbook", file=file) from None
    if size > MOST_BYTES:
        raise LimitReached.because("data-workbook", f"it unpacks to {size // 1_000_000} MB", file=file)


def _records(sheet: Any) -> Iterator[Record]:
    """The rows of the sheet, as wide as its header: a sheet does not store the empty cells on the right."""
    width = 0
    for line, cells in enumerate(sheet.iter_rows(), 1):
        try:
            texts = [_text(cell, place) for place, cell in enumerate(cells, 1)]
        except NotPlain as fault:
            yield Record(line, (), str(fault))
            continue
        while len(texts) > width and not texts[-1].strip():
            texts.pop()
        width = width or len(texts)
        yield Record(line, texts + [""] * (width - len(texts)))


def _text(cell: Any, place: int) -> str:
    if cell.data_type == "e":
        raise NotPlain(f"column {place} holds the error {cell.value}")
    try:
        return as_text(cell.value)
    except NotPlain as fault:
        raise NotPlain(f"column {place} is {fault}") from None
