"""``exporter check``: what it says of documents, and how it is told what to say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exporter.checks import RULES
from tests.commands import LINE, Run, source

FAULTY = "# Head\n\n[click here](https://example.org/)\n\n[x](#nowhere)\n"


def test_says_what_is_wrong_and_how_much(run: Run) -> None:
    code, out, err = run("check", source(FAULTY), source("# Head\n", "good.md"))
    assert code == 3
    found = [LINE.match(line) for line in err.splitlines()]
    assert [(match["where"], match["severity"], match["code"]) for match in found if match] == [
        ("doc.md:8:1", "warning", "link-vague"),
        ("doc.md:10:1", "error", "anchor-missing"),
    ]
    assert out.splitlines() == ["doc.md  1 error, 1 warning", "good.md  nothing found"]
    assert sorted(path.name for path in Path().iterdir()) == ["doc.md", "good.md"]


def test_warnings_are_no_refusal(run: Run) -> None:
    code, out, _ = run("check", source("[here](https://example.org/), [more](https://example.org/)\n"))
    assert (code, out) == (0, "doc.md  2 warnings\n")


def test_one_that_cannot_be_read_stops_only_itself(run: Run) -> None:
    code, out, err = run("check", "gone.md", source(b"\xff", "bad.md"), source("x\n"))
    assert code == 4
    assert out.splitlines() == ["gone.md  1 error", "bad.md  1 error", "doc.md  nothing found"]
    assert [line.split()[2] for line in err.splitlines()] == ["source-unreadable", "not-utf-8"]


def test_a_limit_is_told_apart(run: Run) -> None:
    assert run("check", source("x[^a]\n\n[^a]: y[^a]\n"))[0] == 5


def test_a_profile_of_one_s_own(run: Run) -> None:
    Path("house.toml").write_text('extends = "draft"\n[severities]\nlink-vague = "error"\n')
    name = source(FAULTY)
    _, out, err = run("check", name, "--profile", "house.toml")
    assert out == "doc.md  1 error, 1 warning\n"
    assert " error link-vague " in err and " warning anchor-missing " in err
    for command in (("export", name, "--to", "html"), ("verify", name, name)):
        assert run(*command, "--profile", "gone.toml")[0] == 4
    assert run("export", name, "--to", "html", "--profile", "house.toml")[0] == 3
    assert not Path("doc.html").exists()
    Path("house.toml").write_text('[severities]\nlink-vag = "off"\n')
    code, _, err = run("export", name, "--profile", "house.toml")
    assert code == 3 and err == (
        "house.toml: error profile-value there is no rule 'link-vag' (did you mean 'link-vague'?)\n"
    )


def test_the_report_is_that_of_an_export(run: Run) -> None:
    code, out, _ = run("check", source(FAULTY), "--json", "-")
    report = json.loads(out)
    assert (code, report["exit_code"]) == (3, 3)
    (document,) = report["documents"]
    assert (document["source"], document["outputs"]) == ("doc.md", [])
    assert document["notices"][0] == {
        "code": "link-vague",
        "message": "'click here' does not say where the link leads",
        "fix": "link the words that name what is there",
        "severity": "warning",
        "file": "doc.md",
        "line": 8,
        "column": 1,
    }
    run("check", "doc.md", "--json", "report.json")
    assert json.loads(Path("report.json").read_text())["documents"][0]["notices"] == document["notices"]


def test_lists_the_rules_with_their_severities(run: Run) -> None:
    code, out, err = run("check", "--list", "--profile", "draft")
    rows = [line.split(maxsplit=2) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [row[0] for row in rows] == [rule.id for rule in RULES]
    assert ["alt-missing", "warning"] in [row[:2] for row in rows]
    assert all(
        rule.asks in row[2] and row[2].endswith(rule.source) for rule, row in zip(RULES, rows, strict=True)
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "there is no SOURCE"),
        (("doc.pdf",), 2, "doc.pdf is a finished file"),
        (("doc.md", "--json", "doc.md"), 2, "doc.md is read, and would be written over"),
        (("doc.md", "--json", "."), 2, "is a folder"),
        (("doc.md", "--profile", "strickt"), 2, "choose from draft, strict, or name a .toml"),
        (("doc.md", "--theme", "nope"), 2, "there is no theme"),
        (("doc.md", "--set", "a=b"), 2, "the document has no field 'a'"),
    ],
)
def test_what_can_never_work(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    source("x\n")
    found, _, err = run("check", *arguments)
    assert found == code and said in err and len(err.splitlines()) == 1
    assert Path("doc.md").read_text().endswith("x\n")


def test_fields_are_filled_before_they_are_judged(run: Run) -> None:
    front = "---\ntitle: T\nlanguage: en\nfields: {clinic.name: {type: text}}\n---\n"
    name = source("Ask {{ clinic.name }}.\n", front=front)
    assert run("check", name)[0] == 3
    assert run("check", name, "--set", "clinic.name=ABCD")[2].split()[2] == "abbreviation-unexpanded"


@pytest.mark.parametrize(("day", "codes"), [("2026-11-24", []), ("2026-11-26", ["review-passed"])])
def test_the_day_it_is_decides_whether_a_review_is_overdue(
    day: str, codes: list[str], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an export too, whose bytes do not know of it."""
    import datetime

    moment = datetime.datetime.fromisoformat(f"{day}T12:00:00+00:00")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))
    front = "---\ntitle: T\nlanguage: en\nreview_due: 2026-11-25\n---\n"
    name = source("x\n", front=front)
    for command in (("check", name), ("export", name, "--to", "html")):
        assert [line.split()[2] for line in run(*command)[2].splitlines()] == codes


def test_the_theme_is_judged_too(run: Run) -> None:
    Path("small.toml").write_text('extends = "clinic"\nname = "small"\n[text.note]\nsize = 8\n')
    _, _, err = run("check", source("x\n"), "--theme", "small.toml")
    assert err.startswith(
        "doc.md: warning size-small theme small: text.note is set in 8 pt, less than 9 pt ("
    )
