"""``exporter batch``: a document for each row, the same bytes as ``export --set`` gives."""

from __future__ import annotations

import csv
import json
import shutil
import tracemalloc
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exporter.batch.plan import planned
from exporter.batch.report import _harmless
from exporter.batch.request import Request
from exporter.checks import named_profile
from exporter.cli import main
from exporter.pipeline import load_base
from exporter.readers import read
from tests.samples import picture

LETTER = """---
title: For {{ name }}
language: en
fields:
  name: {type: text}
  dose: {type: number, min: 0, max: 4, unit: g, optional: true}
  visit: {type: date, optional: true}
  size: {type: choice, choices: [small, big], optional: true}
  large: {type: yes-no, optional: true}
---

Dear {{ name }}, take {{ dose }} until {{ visit }}.

::: {.if when="large"}
In large print.
:::
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("letter.md").write_text(LETTER, "utf-8")
    return tmp_path


def data(rows: Iterable[dict[str, Any]], name: str = "rows.jsonl") -> str:
    Path(name).write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return name


def csv_of(text: str) -> str:
    Path("rows.csv").write_text(text, "utf-8")
    return "rows.csv"


def batch(rows: str, *more: str, out: str = "out") -> int:
    return main(["batch", "letter.md", "--data", rows, "--out", out, *more])


def files(folder: str = "out") -> dict[str, bytes]:
    """All files by their paths below ``folder``."""
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()
    }


def manifest(folder: str = "out") -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(folder, "manifest.jsonl").read_text("utf-8").splitlines()]


ROWS = st.fixed_dictionaries(
    {"name": st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), min_size=1, max_size=20).filter(
        lambda name: (name.strip() and "\x7f" <= max(name) >= "\xa0") or (max(name) < "\x7f" and name.strip()))},
    optional={
        "dose": st.integers(0, 4) | st.sampled_from(["2.5 g", 0.5]),
        "visit": st.dates().map(str),
        "large": st.booleans(),
        "size": st.sampled_from(["small", "big"]),
    },
)  # fmt: skip


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROWS, min_size=1, max_size=4), workers=st.integers(1, 3))
def test_c6_a_document_is_what_export_makes_of_its_row(rows: list[dict[str, Any]], workers: int, tmp_path_factory: pytest.TempPathFactory) -> None:  # fmt: skip
    out = str(tmp_path_factory.mktemp("out"))
    code = batch(
        data(rows), "--name", "{row}", "--workers", str(workers), "--to", "pdf,docx,epub,html", out=out
    )
    made = files(out)
    assert code == (6 if any(line["status"] == "set-aside" for line in manifest(out)) else 0)
    for number, row in enumerate(rows, 1):
        values = [f"{key}={ {True: 'yes', False: 'no'}.get(value, value) if isinstance(value, bool) else value}" for key, value in row.items()]  # fmt: skip
        alone = str(tmp_path_factory.mktemp("alone"))
        arguments = [
            "letter.md",
            "--set",
            *values,
            "--to",
            "pdf,docx,epub,html",
            "--out",
            alone,
            "--name",
            f"{number:05}",
        ]
        assert (main(["export", *arguments]) == 0) == (manifest(out)[number - 1]["status"] == "done")
        assert files(alone) == {name: data for name, data in made.items() if name.startswith(f"{number:05}")}


def test_c6_any_number_of_workers_gives_the_same_folder() -> None:
    rows = data({"name": f"Ada {n}" if n != 3 else ""} for n in range(12))
    for workers in ("1", "3"):
        assert batch(rows, "--workers", workers, "--to", "html", out=f"out{workers}") == 6
    assert files("out1") == files("out3") and len(files("out1")) == 12


def test_the_edition_and_the_language_come_from_the_row(tmp_path: Path) -> None:
    rows = csv_of("name,paper,language\nAda,large-print letter,de\nBob,,\nCid,nonesuch,\n")
    columns = (
        "--edition-from",
        "paper",
        "--language-from",
        "language",
        "--name",
        "{name}{edition}{language}",
        "--to",
        "html",
    )
    assert batch(rows, *columns) == 6
    alone = ["--to", "html", "--out", "alone", "--set", "name=Ada"]
    look = ["--edition", "large-print", "letter", "--meta", "language=de"]
    assert main(["export", "letter.md", *alone, *look]) == 0
    assert files()["Adalarge-print-letterde.html"] == files("alone")["letter.html"] != files()["Boben.html"]
    assert set(files()) == {"Adalarge-print-letterde.html", "Boben.html", "manifest.jsonl"}


def test_the_values_of_all_rows_fill_what_a_row_leaves_empty() -> None:
    rows = csv_of("name,dose\nAda,\nBob,2\n")
    assert batch(rows, "--set", "dose=1", "--name", "{name}", "--to", "html") == 0
    assert b"1\xc2\xa0g" in files()["Ada.html"] and b"2\xc2\xa0g" in files()["Bob.html"]


def test_b10_every_error_has_its_row_and_column(capsys: pytest.CaptureFixture[str]) -> None:
    rows = csv_of("name,dose,visit,size,large\nAda,5,22.11.2026,huge,perhaps\n,,,,\nx,,,,,\nBob,,,,\n,1,,,\n")
    assert batch(rows, "--to", "html") == 6
    err = capsys.readouterr().err.splitlines()
    assert err == [
        "rows.csv:2:2 error data-row row 1, column 'dose': the field 'dose' is 4 or less, not '5'",
        "rows.csv:2:3 error data-row row 1, column 'visit': the field 'visit' is a date such as 2026-11-22, not '22.11.2026'",
        "rows.csv:2:4 error data-row row 1, column 'size': the field 'size' is one of small, big, not 'huge'",
        "rows.csv:2:5 error data-row row 1, column 'large': the field 'large' is yes or no, not 'perhaps'",
        "rows.csv:4:1 error data-row row 2: it has 6 cells, and the header 5",
        "rows.csv:6:1 error data-row row 4, column 'name': the field 'name' has no value",
    ]
    assert [line["status"] for line in manifest()] == ["set-aside", "set-aside", "done", "set-aside"]


@pytest.mark.parametrize(
    ("text", "more", "code", "said"),
    [
        ("nam\nAda\n", (), 3, "there is no column 'name', which the document needs (rename 'nam')"),
        ("name\n", (), 3, "there is no row in it"),
        ("name\n\n", (), 3, "there is no row in it"),
        ("name,dose\nAda,9\n", (), 3, "no row can be used"),
        ("name,dose\nAda,9\nBob,\n", ("--strict",), 3, "1 of 2 rows cannot be used"),
        ("name\nAda\nBob\nada\n", ("--name", "{name}"), 2, "rows.csv:4:1 error output-twice rows 1 and 3 would both become ada.* (add {row} to --name)"),
        ("name\nAda\n", ("--name", "{nane}"), 2, "there is no column 'nane' (write 'name')"),
        ("name\nAda\n", ("--edition-from", "nane"), 2, "--edition-from: there is no column 'nane' (write 'name')"),
        ("name\nAda\n", ("--limit", "seconds=0"), 2, "--limit seconds is more than 0"),
        ("name\nAda\n", ("--limit", "hours=1"), 2, "there are seconds, memory, pages, megabytes, images"),
        ("name\nAda\n", ("--set", "nane=1"), 2, "no field 'nane'"),
        ("name\nAda\n", ("--to", "odt"), 2, "odt"),
    ],
)  # fmt: skip
def test_what_can_never_work_is_refused_before_a_file_exists(
    text: str, more: tuple[str, ...], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert batch(csv_of(text), "--to", "html", *more) == code
    err = capsys.readouterr().err
    assert said in err and "Traceback" not in err
    assert not Path("out").exists()


def test_a_dry_run_says_what_it_would_take_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = files(".")
    assert batch(data({"name": f"Ada {n}"} for n in range(1200)), "--to", "html", "--dry-run") == 0
    out = capsys.readouterr().out
    assert "1,200 rows" in out and "1,200 files (html), in 2 folders" in out and "nothing was written" in out
    assert set(files(".")) == {*before, "rows.jsonl"}


def test_beyond_a_thousand_files_they_are_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exporter.batch.plan.FILES_IN_FOLDER", 4)
    assert batch(data({"name": f"Ada {n}"} for n in range(5)), "--to", "html,docx", "--name", "{row}") == 0
    assert {name for name in files() if name.endswith("html")} == {
        f"{folder:04}/{row:05}.html" for folder, row in ((0, 1), (0, 2), (1, 3), (1, 4), (2, 5))
    }


@pytest.mark.parametrize(
    ("limit", "said"), [("pages=1", "2 pages"), ("megabytes=1", "a document can have 1 MB")]
)
def test_l10_a_document_that_is_too_large_is_set_aside(
    limit: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """At the edge: one page and half a megabyte are not too much."""
    Path("letter.md").write_text(LETTER + '\n::: {.if when="large"}\n\\newpage\n\nMore.\n:::\n', "utf-8")
    rows = data([{"name": "Ada"}, {"name": "x" * (600_000 if "mega" in limit else 1), "large": True}])
    to = "pdf" if "pages" in limit else "html"
    assert batch(rows, "--to", to, "--limit", limit) == 6
    assert said in capsys.readouterr().err
    assert [line["status"] for line in manifest()] == ["done", "set-aside"]


def test_l11_a_source_with_too_many_images_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(2):
        Path(f"{number}.png").write_bytes(picture(10 + number, 10).data)
    Path("letter.md").write_text(LETTER + "\n![one](0.png)\n\n![two](1.png)\n", "utf-8")
    rows = data([{"name": "Ada"}])
    assert batch(rows, "--to", "html", "--limit", "images=1") == 5
    assert "it has 2 images, and a document can have 1 (--limit images=N)" in capsys.readouterr().err
    assert not Path("out").exists()
    assert batch(rows, "--to", "html", "--limit", "images=2") == 0


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_an_archive_holds_what_a_folder_would(kind: str) -> None:
    rows = data({"name": f"Ada {n}"} for n in range(5))
    assert batch(rows, "--to", "html,docx") == 0
    for number, workers in enumerate("12"):
        arguments = ["--to", "html,docx", "--archive", f"{number}.{kind}", "--workers", workers]
        assert main(["batch", "letter.md", "--data", rows, *arguments]) == 0
        shutil.unpack_archive(f"{number}.{kind}", f"unpacked{number}")
        assert files(f"unpacked{number}") == files()
        assert not Path(f"{number}.{kind}.parts").exists()
    assert Path(f"0.{kind}").read_bytes() == Path(f"1.{kind}").read_bytes()


def test_an_archive_with_a_row_set_aside_keeps_its_parts_for_the_next_run() -> None:
    command = [
        "batch",
        "letter.md",
        "--data",
        "rows.jsonl",
        "--to",
        "html",
        "--archive",
        "all.zip",
        "--name",
        "{row}",
    ]
    data([{"name": "Ada"}, {"name": ""}])
    assert main(command) == 6
    assert set(files("all.zip.parts")) == {"00001.html", "manifest.jsonl"}
    data([{"name": "Ada"}, {"name": "Bob"}])
    assert main(command) == 0
    shutil.unpack_archive("all.zip", "unpacked")
    assert set(files("unpacked")) == {"00001.html", "00002.html", "manifest.jsonl"}
    assert not Path("all.zip.parts").exists()


def test_h19_no_cell_of_the_report_is_a_formula() -> None:
    rows = csv_of("name,id\nAda,a\n=1+1,b\n,c\n")
    assert batch(rows, "--to", "html,pdf", "--name", "{id}", "--report", "report.csv") == 6
    assert Path("report.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with open("report.csv", encoding="utf-8-sig", newline="") as stream:
        head, first, second, third = csv.reader(stream)
    assert head == ["row", "name", "status", "pages", "bytes", "files", "notices"]
    assert first[:4] == ["1", "a", "done", "1"] and first[5] == "a.pdf a.html"
    assert second[2] == "done" and third[2] == "set-aside" and "column 'name'" in third[6]
    assert [_harmless(cell) for cell in ("=1", "+1", "-1", "@a", "\t=1", "a=1")] == ["'=1", "'+1", "'-1", "'@a", "'\t=1", "a=1"]  # fmt: skip


def test_a_sample_is_made_once_more_and_compared(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = csv_of("name,dose,paper,language\n-Ada=1,2,a5,de\nBob,,,\nCid,1,,\nDan,,,\n")
    columns = (
        "--edition-from",
        "paper",
        "--language-from",
        "language",
        "--to",
        "html,pdf",
        "--name",
        "{name}",
    )
    assert batch(rows, *columns, "--verify-sample", "9") == 0
    assert "4 documents compared with what export makes, 0 differences" in capsys.readouterr().out
    assert batch(rows, *columns, "--verify-sample", "2", "--set", "dose=3") == 0
    other = ["export", "letter.md", "--to", "html,pdf", "--name", "alone", "--set", "name=x", "--out"]
    monkeypatch.setattr("exporter.cli.sample._command", lambda _arguments, _job, folder: [*other, folder])
    assert batch(rows, *columns, "--verify-sample", "2") == 1
    said = capsys.readouterr()
    assert "2 documents compared with what export makes, 4 differences" in said.out
    assert "row 1: Ada-1.html is not what export makes of its row" in said.err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--archive", "all.rar"), "--archive ends in .zip or .tar"),
        (("--report", "rows.csv"), "rows.csv is read, and would be written over"),
        (("--report", "."), "is a folder"),
    ],
)
def test_what_is_written_goes_where_it_can(
    more: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert batch(csv_of("name\nAda\n"), *more) == 2
    assert said in capsys.readouterr().err


def test_the_plan_takes_a_few_bytes_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """So the coordinator's memory is as good as flat: what is kept of a row is a few numbers of eight bytes."""
    monkeypatch.setattr("exporter.batch.ordered._PART", 500)
    document = read(LETTER.encode(), "letter.md").document

    def peak(count: int) -> int:
        rows = Path(data({"name": f"Ada {n}"} for n in range(count)))
        request = Request(
            document=document, stem="letter", to=("html",), theme=load_base("clinic"), editions=(), profile=named_profile("strict"),
            values={}, data=rows, name="{row}", out=Path("out"),
        )  # fmt: skip
        planned(request)  # what is made once is there
        tracemalloc.start()
        try:
            assert planned(request).good == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(7_000) - peak(2_000) < 5_000 * 48
