"""Apache Parquet: a batch of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from exporter.batch.rows.row import NotPlain, Row, flattened, missing_extra
from exporter.errors import InputRefused

_AT_ONCE = 1000


def rows(stream: BinaryIO, file: str) -> Iterator[Row]:
    """The rows, one at a time. Raises ``InputRefused`` for what is no Parquet file."""
    try:
        import pyarrow  # of the extra, and heavy: only for Parquet
        from pyarrow import parquet
    except ImportError:
        raise missing_extra(file, "pyarrow") from None
    number = 0
    try:
        table = parquet.ParquetFile(stream)
        names = table.schema_arrow.names
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise InputRefused.because("data-header", f"two columns are called {twice!r}", file=file)
        for batch in table.iter_batches(_AT_ONCE, use_threads=False):
            for record in batch.to_pylist():
                number += 1
                try:
                    yield Row(number, number, flattened(record))
                except NotPlain as fault:
                    yield Row(number, number, fault=str(fault))
    except (pyarrow.ArrowException, UnicodeDecodeError):
        raise InputRefused.because("data-parquet", "it is no sound Parquet file", file=file) from None
