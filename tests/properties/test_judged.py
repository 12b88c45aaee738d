"""Generated documents before EPUBCheck, the Open XML SDK and page-validation, many at a time; a tenth of
them before the slower judges of the web: Ace, axe-core and the Nu HTML Checker.

A file is named by the number of its document, which ``tests.strategies.numbered`` gives again.
``EXPORTER_EXAMPLES`` says how many are judged; ``make proof-generated`` takes 2,000.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import exporter
from tests.judges import (
    Finding,
    ace,
    chromium,
    epubcheck,
    ooxml,
    page_validation,
    problems,
    require,
    vnu,
)
from tests.strategies import numbered

pytestmark = pytest.mark.judges

WANTED = int(os.environ.get("EXPORTER_EXAMPLES", "100"))
BATCH = 50
"""As many as EPUBCheck judges well within its time."""
A_TENTH = WANTED // 10
PROFILES = (page_validation.Profile.PDF_UA_1, page_validation.Profile.PDF_A_2A)
THEME = exporter.load_theme("clinic")
FILLABLE = exporter.load_theme("clinic", ["fillable"])

Judge = Callable[[Sequence[Path]], dict[Path, list[Finding]]]


@pytest.mark.parametrize("first", range(0, WANTED, BATCH))
def test_epubcheck_is_silent(first: int, tmp_path: Path) -> None:
    require("epubcheck")
    assert found("epub", epubcheck.judge, first, tmp_path) == {}


@pytest.mark.parametrize("first", range(0, WANTED, BATCH))
def test_the_open_xml_sdk_is_silent(first: int, tmp_path: Path) -> None:
    require("ooxml")
    assert found("docx", ooxml.judge, first, tmp_path) == {}


@pytest.mark.parametrize("first", range(0, WANTED, BATCH))
@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
@pytest.mark.parametrize("theme", [THEME, FILLABLE], ids=["printed", "fillable"])
def test_page_validation_is_silent(
    first: int, profile: page_validation.Profile, theme: exporter.Theme, tmp_path: Path
) -> None:
    require("page_validation")
    judge = functools.partial(page_validation.judge, profile=profile)
    assert found("pdf", judge, first, tmp_path, theme) == {}


@pytest.mark.parametrize("first", range(0, A_TENTH, BATCH))
def test_ace_is_silent(first: int, tmp_path: Path) -> None:
    require("ace")
    assert found("epub", ace.judge, first, tmp_path, wanted=A_TENTH) == {}


@pytest.mark.parametrize("first", range(0, A_TENTH, BATCH))
@pytest.mark.parametrize("name", ["epub", "html"])
def test_chromium_and_axe_see_nothing_wrong(first: int, name: str, tmp_path: Path) -> None:
    require("chromium")
    assert found(name, chromium.judge, first, tmp_path, wanted=A_TENTH) == {}


@pytest.mark.parametrize("first", range(0, WANTED, BATCH))
def test_the_nu_html_checker_is_silent(first: int, tmp_path: Path) -> None:
    require("vnu")
    assert found("html", vnu.judge, first, tmp_path) == {}


def found(
    name: str,
    judge: Judge,
    first: int,
    folder: Path,
    theme: exporter.Theme = THEME,
    wanted: int = WANTED,
) -> dict[str, list[Finding]]:
    """What the judge has against a batch of documents, by the names of their files."""
    paths = []
    for number in range(first, min(first + BATCH, wanted)):
        path = folder / f"{number}.{name}"
        path.write_bytes(exporter.export(numbered(number), to=[name], theme=theme)[name].data)
        paths.append(path)
    verdicts = judge(paths)
    for path in paths:
        path.unlink()
    return {path.name: bad for path, findings in verdicts.items() if (bad := problems(findings))}
