"""The archive of two formats, held to Python's own."""

from __future__ import annotations

import datetime
import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.backends import deflate
from exporter.backends.archive import (
    Content,
    deflated,
    deflated_around,
    deflated_in_pieces,
    deflated_once,
    pack,
)
from tests.properties import examples

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


def test_pieces_are_one_stream() -> None:
    sections = [
        b"".join(b"<p>%d</p>" % number for number in range(count)) for count in (0, 40, 1, 300, 7, 900)
    ]
    made, whole = deflated_in_pieces(sections), b"".join(sections)
    assert zlib.decompress(made.data, -15) == whole
    assert (made.crc, made.length) == (zlib.crc32(whole), len(whole))
    assert deflated_in_pieces(iter([b"a"])) == deflated(b"a")


def test_a_personal_section_changes_no_other_piece() -> None:
    rest = [b"<p>rest</p>" * 200, b"<h1/>" * 900]
    one, other = (deflated_in_pieces([name * 80, *rest]).data for name in (b"Ada ", b"Bo Li "))
    assert one != other
    shared = zlib.compress(b"<h1/>" * 900, 6, -15)
    assert one.endswith(shared) and other.endswith(shared)


@examples(200)
@given(
    st.lists(st.sampled_from([b"Ada", b"<p>", b"sha256:0", b"", bytes(200), b"<a/>" * 90]), max_size=12),
    st.lists(st.sampled_from([b"Ada", b"sha256:0", b"a", b""]), max_size=3),
)
def test_what_stands_as_it_is_and_what_is_between_are_one_stream(
    parts: list[bytes], own: list[bytes]
) -> None:
    data = b"".join(parts)
    made = deflated_around(data, own)
    assert zlib.decompress(made.data, -15) == data
    assert (made.crc, made.length) == (zlib.crc32(data), len(data))


def test_another_name_changes_nothing_else() -> None:
    around = b"<head>" * 50, b"<body>" * 50
    one, other = (deflated_around(name.join(around), [name]).data for name in (b"Ada Li", b"Bo Day"))
    assert one.replace(b"Ada Li", b"Bo Day") == other != one


def test_a_word_that_is_everywhere_is_not_cut_around() -> None:
    data = b"<p>a</p>" * 50
    assert deflated_around(data, [b"a"]) == deflated(data)


@pytest.mark.parametrize("length", [0, 1, 0xFFFF, 0x10000, 200_000])
def test_what_is_stored_can_be_as_long_as_it_likes(length: int) -> None:
    data = bytes(length)
    stream = deflate.stored(data, is_last=False) + deflate.stored(b"end", is_last=True)
    assert zlib.decompress(stream, -15) == data + b"end"
