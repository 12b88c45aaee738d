"""The archive of two formats, held to Python's own."""

from __future__ import annotations

import datetime
import io
import zipfile

import pytest

from exporter.backends.archive import Content, deflated, deflated_once, pack

ENTRIES = [
    ("mimetype", b"application/x"),
    ("a/b.xml", b"<a/>" * 500),
    ("ü.txt", b""),
    ("c", bytes(range(256))),
]


def python_own(date: datetime.datetime) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in ENTRIES:
            entry = zipfile.ZipInfo(name, max(date.timetuple()[:6], (1980, 1, 1, 0, 0, 0)))
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data, method, 6)
    return stream.getvalue()


@pytest.mark.parametrize("year", [1970, 1980, 2026])
def test_it_is_the_archive_that_python_writes(year: int) -> None:
    date = datetime.datetime(year, 11, 23, 13, 59, 59, tzinfo=datetime.UTC)
    assert pack(ENTRIES, date, frozenset(["mimetype"])) == python_own(date)


def test_what_was_compressed_before_is_the_same_in_the_archive() -> None:
    date = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
    before: list[tuple[str, Content]] = [(name, deflated(data)) for name, data in ENTRIES]
    assert pack(before, date) == pack(ENTRIES, date)


def test_what_comes_again_is_compressed_once() -> None:
    data = b"<a/>" * 500
    assert deflated_once(data) == deflated(data)
    assert deflated_once(bytes(bytearray(data))) is deflated_once(data)
