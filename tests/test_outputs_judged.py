"""What we write, before judges we did not write: the guide, and every node of the model."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import exporter
from exporter.backends import BACKENDS
from exporter.model import Paragraph, Text
from tests.judges import (
    chromium,
    epubcheck,
    libreoffice,
    ooxml,
    page_validation,
    poppler,
    problems,
    qpdf,
    require,
)
from tests.samples import everything, minimal

pytestmark = pytest.mark.judges

ROOT = Path(__file__).parent.parent
SMALLEST_PHONE, DESKTOP = 320, 1280

UNTAGGED = {
    page_validation.Profile.PDF_UA_1: {
        "CONTENT-TAGGING-001",
        "FONT-UNICODE-VALUE-001",
        "ID-PART-001",
        "ID-SCHEMA-001",
        "LINK-LINK-TAG-001",
        "STRUCT-TREE-ROOT-001",
        "TAGGED-DOCUMENT-001",
    },
    page_validation.Profile.PDF_A_2A: {
        "ID-SCHEMA-001",
        "STRUCT-TREE-ROOT-001",
        "TAGGED-DOCUMENT-001",
        "UNICODE-VALUE-001",
    },
}
"""What each standard still asks of a PDF that has no structure tree yet, and so claims nothing: the tree,
the claim, and fonts whose codes all mean characters."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """The outputs by format."""
    folder = tmp_path_factory.mktemp("judged")
    documents = {path.stem: exporter.load(path) for path in sorted((ROOT / "content").glob("*.md"))}
    documents["everything"] = everything()
    documents["minimal"] = minimal(Paragraph((Text("One line."),)))
    found: dict[str, list[Path]] = {name: [] for name in BACKENDS}
    looks: dict[str, list[str]] = {"clinic": [], "plain": ["large-print", "greyscale", "letter"]}
    jobs = [("clinic", stem, document) for stem, document in documents.items()]
    jobs.append(("plain", "everything-large", everything()))
    for theme, stem, document in jobs:
        done = exporter.export(document, to=BACKENDS, theme=theme, editions=looks[theme])
        for name, rendered in done.items():
            path = folder / f"{stem}.{name}"
            path.write_bytes(rendered.data)
            found[name].append(path)
    return found


def test_epubcheck_is_silent(files: dict[str, list[Path]]) -> None:
    require("epubcheck")
    for path, findings in epubcheck.judge(files["epub"]).items():
        assert problems(findings) == [], path


def test_the_open_xml_sdk_accepts_the_word_files(files: dict[str, list[Path]]) -> None:
    require("ooxml")
    for path, findings in ooxml.judge(files["docx"]).items():
        assert problems(findings) == [], path


def test_libreoffice_opens_the_word_files_and_sets_as_many_pages(
    files: dict[str, list[Path]], tmp_path: Path
) -> None:
    require("libreoffice", "poppler")
    pdfs = {path.stem: path for path in files["pdf"]}
    for path, converted in libreoffice.to_pdf(files["docx"], tmp_path).items():
        assert isinstance(converted, Path), converted
        ours, theirs = (int(poppler.info(pdf)["Pages"]) for pdf in (pdfs[path.stem], converted))
        assert abs(ours - theirs) <= 1
        assert words(converted) == words(pdfs[path.stem])


def words(pdf: Path) -> set[str]:
    """The words on its pages; numbers aside, for those of pages fall differently where pages do."""
    return set(re.findall(r"[^\W\d]+", poppler.text(pdf)))


@pytest.mark.parametrize("width", [SMALLEST_PHONE, DESKTOP])
def test_chromium_shows_html_and_epub_pages(files: dict[str, list[Path]], width: int) -> None:
    """No message on the console, nothing fetched, and no sideways scrolling of the page."""
    require("chromium")
    for path, findings in chromium.judge([*files["html"], *files["epub"]], width=width).items():
        assert problems(findings) == [], path


def test_qpdf_is_silent(files: dict[str, list[Path]]) -> None:
    require("qpdf")
    for path, findings in qpdf.judge(files["pdf"]).items():
        assert findings == [], path


@pytest.mark.parametrize("profile", UNTAGGED, ids=lambda profile: profile.name)
def test_page_validation_asks_only_for_the_tags_that_are_not_claimed(
    files: dict[str, list[Path]], profile: page_validation.Profile
) -> None:
    require("page_validation")
    for path, findings in page_validation.judge(files["pdf"], profile).items():
        asked = {finding.code.split("-", 1)[1] for finding in problems(findings)}
        assert asked <= UNTAGGED[profile], path
        assert b"pdfuaid" not in path.read_bytes() and b"pdfaid" not in path.read_bytes()
