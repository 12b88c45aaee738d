"""Rows of data: every format gives the same strings, and every fault its place."""

from __future__ import annotations

import datetime
import decimal
import tracemalloc
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.batch.rows import read_rows
from exporter.batch.rows.jsonl import LONGEST_LINE
from exporter.batch.rows.row import NotPlain, as_text
from exporter.errors import ExporterError, InputRefused, LimitReached, StorageError, UsageError

EXPECTED = [
    {
        "patient.name": "Ada, Ön",
        "dose": "2.5",
        "large": "yes",
        "visit": "2026-11-22",
        "count": "7",
        "note": "",
    },
    {"patient.name": "=1+1", "dose": "3", "large": "no", "visit": "2026-01-02", "count": "-1", "note": "x"},
]
CSV = """patient.name,dose,large,visit,count,note
"Ada, Ön",2.5,yes,2026-11-22,7,
=1+1,3,no,2026-01-02,-1,x
"""


def values(path: Path, delimiter: str = "") -> list[dict[str, str]]:
    return [row.values for row in read_rows(path, delimiter)]


def written(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def refusal(path: Path, kind: type[ExporterError] = InputRefused) -> str:
    with pytest.raises(kind) as refused:
        list(read_rows(path))
    return str(refused.value).replace(f"{path.parent}/", "")


@pytest.mark.parametrize(
    "data",
    [
        CSV.encode(),
        b"\xef\xbb\xbf" + CSV.encode(),
        CSV.encode("utf-16"),
        CSV.replace("\n", "\r\n").encode(),
        b"\n" + CSV.replace("\n", "\n\n").encode(),
        CSV.replace("Ada, Ö", "#").replace(",", ";").replace("#", "Ada, Ö").encode(),
        CSV.replace("Ada, Ö", "#").replace(",", "\t").replace("#", "Ada, Ö").encode(),
    ],
)
def test_csv_as_programs_save_it(data: bytes, tmp_path: Path) -> None:
    assert values(written(tmp_path, "rows.csv", data)) == EXPECTED


def test_jsonl(tmp_path: Path) -> None:
    text = """{"patient": {"name": "Ada, Ön"}, "dose": 2.5, "large": true, "visit": "2026-11-22", "count": 7, "note": null}

{"patient.name": "=1+1", "dose": 3, "large": false, "visit": "2026-01-02", "count": -1, "note": "x"}"""
    assert values(written(tmp_path, "rows.jsonl", text)) == EXPECTED


TYPED: list[list[Any]] = [
    ["patient.name", "dose", "large", "visit", "count", "note"],
    ["Ada, Ön", 2.5, True, datetime.datetime(2026, 11, 22), 7, None],
    ["=1+1", 3.0, False, datetime.date(2026, 1, 2), -1, "x"],
]


def workbook(path: Path, records: list[list[Any]], kinds: Mapping[str, str] = {}) -> Path:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for record in records:
        book.active.append(record)
    for row in book.active.iter_rows():
        for cell in row:
            cell.data_type = "s" if cell.data_type == "f" else cell.data_type
    for place, kind in kinds.items():
        book.active[place].data_type = kind
    book.save(path)
    return path


def test_a_workbook(tmp_path: Path) -> None:
    assert values(workbook(tmp_path / "rows.xlsx", TYPED)) == EXPECTED


def test_parquet(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    columns = dict(zip(TYPED[0], zip(*TYPED[1:], strict=True), strict=True))
    columns["visit"] = tuple(datetime.date(*day.timetuple()[:3]) for day in columns["visit"])
    columns["dose"] = tuple(map(decimal.Decimal, ("2.5", "3.0")))
    parquet.write_table(pyarrow.table(columns), tmp_path / "rows.parquet")
    assert values(tmp_path / "rows.parquet") == EXPECTED
    assert "no sound Parquet" in refusal(written(tmp_path, "bad.parquet", "PAR1"))


def test_h19_a_formula_gives_its_value_or_nothing(tmp_path: Path) -> None:
    """What was never worked out has no value: the formula itself is not one."""
    book = workbook(tmp_path / "rows.xlsx", [["a", "b"], ["=1+1", "x"]], {"A2": "f"})
    assert values(book) == [{"a": "", "b": "x"}]


def test_an_error_in_a_cell_is_the_fault_of_its_row(tmp_path: Path) -> None:
    book = workbook(tmp_path / "rows.xlsx", [["a", "b"], ["x", "#N/A"], ["y", "z"]], {"B2": "e"})
    first, second = read_rows(book)
    assert (first.line, first.fault, second.values) == (
        2,
        "column 2 holds the error #N/A",
        {"a": "y", "b": "z"},
    )


def test_what_is_no_workbook(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    assert (
        refusal(written(tmp_path, "rows.xlsx", "a,b")) == "rows.xlsx: error data-workbook it is no workbook"
    )


def test_b11_a_ragged_row_is_at_fault_alone(tmp_path: Path) -> None:
    rows = list(read_rows(written(tmp_path, "rows.csv", 'a,b\n1,"2\n2"\n3\n4,5,6\n7,8\n')))
    assert [(row.number, row.line, row.fault) for row in rows] == [
        (1, 2, ""),
        (2, 4, "it has 1 cells, and the header 2"),
        (3, 5, "it has 3 cells, and the header 2"),
        (4, 6, ""),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a, b ,b\n1,2,3\n", "rows.csv:1:3 error data-header column 3 is called 'b' like another"),
        ("a,,b\n1,2,3\n", "rows.csv:1:2 error data-header column 2 has no name"),
        ("", "rows.csv: error data-empty there is no header in it"),
        ("a,b\n1,2\n1,\"2\"x\n", "rows.csv:3:1 error data-csv it is no CSV here: ',' expected after '\"'"),
        ("a,b\n1,2\n1,\"2\n", "rows.csv:3:1 error data-csv it is no CSV here: unexpected end of data"),
        ("a,b;c\n1,2;3\n", "rows.csv:1:1 error data-delimiter comma or semicolon could part its columns"),
    ],
)  # fmt: skip
def test_a_file_that_is_refused_says_where(text: str, said: str, tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "rows.csv", text)).startswith(said)


def test_a_delimiter_is_found_by_the_rows_or_said(tmp_path: Path) -> None:
    assert values(written(tmp_path, "a.csv", "a,b;c\n1;2\n")) == [{"a,b": "1", "c": "2"}]
    assert values(written(tmp_path, "b.csv", "a,b;c\n1,2;3\n"), "semicolon") == [{"a,b": "1,2", "c": "3"}]
    assert values(written(tmp_path, "c.csv", "a\n1\n")) == [{"a": "1"}]


def test_what_is_not_utf_8_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    late = b"a,b\n" + b"1,2\n" * 40_000 + b"\xe9,2\n"
    assert "not in UTF-8" in refusal(written(tmp_path, "rows.csv", "é,b\n1,2\n".encode("latin-1")))
    assert "not in UTF-8" in refusal(written(tmp_path, "late.csv", late))


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("[1]", "it is no object"),
        ("{", "it is no JSON: expecting property name enclosed in double quotes at character 2"),
        ('{"a": [1]}', "'a' is a value of the type list"),
        ('{"a": 1, "a": 2}', "the name 'a' comes twice"),
        ('{"a": {"b": 1}, "a.b": 2}', "the name 'a.b' comes twice"),
        ('{"a": NaN}', "NaN is no number"),
        ("[" * 100_000, "it is nested too deep"),
    ],
)
def test_a_line_of_json_that_is_at_fault(line: str, fault: str, tmp_path: Path) -> None:
    bad, good = read_rows(written(tmp_path, "rows.jsonl", f'{line}\n{{"a": 1}}\n'))
    assert (bad.fault, bad.line, good.values) == (fault, 1, {"a": "1"})


def test_a_line_without_end_is_a_limit(tmp_path: Path) -> None:
    assert "data-line" in refusal(written(tmp_path, "rows.jsonl", " " * (LONGEST_LINE + 1)), LimitReached)


def test_other_files_are_refused(tmp_path: Path) -> None:
    refusal(written(tmp_path, "rows.ods", ""), UsageError)
    refusal(tmp_path / "gone.csv", StorageError)
    refusal(tmp_path, UsageError)


@given(st.floats(allow_nan=False, allow_infinity=False) | st.decimals(allow_nan=False, allow_infinity=False))
def test_a_number_is_said_exactly_and_without_exponent(number: float | decimal.Decimal) -> None:
    assert decimal.Decimal(as_text(number)) == decimal.Decimal(
        repr(number) if isinstance(number, float) else number
    )
    assert "e" not in as_text(number).lower()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), b"x", object()])
def test_what_no_field_can_hold(value: object) -> None:
    with pytest.raises(NotPlain):
        as_text(value)


@pytest.mark.parametrize(("name", "line"), [("rows.csv", "1,2\n"), ("rows.jsonl", '{"a": 1, "b": 2}\n')])
def test_memory_does_not_grow_with_the_rows(name: str, line: str, tmp_path: Path) -> None:
    def peak(count: int) -> int:
        path = written(tmp_path, name, ("a,b\n" if name.endswith("csv") else "") + line * count)
        tracemalloc.start()
        try:
            assert sum(1 for _ in read_rows(path)) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)
    assert peak(50_000) < peak(20_000) + 100_000
