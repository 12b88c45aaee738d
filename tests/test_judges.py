"""Each outside judge can say yes and no: it passes a good sample and catches a damaged one."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pikepdf
import pytest
from docx.oxml import OxmlElement
from ebooklib import epub
from pikepdf import Array, Dictionary, Name
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

import exporter
from tests.judges import (
    Finding,
    ace,
    chromium,
    epubcheck,
    libreoffice,
    ooxml,
    page_validation,
    poppler,
    problems,
    qpdf,
    reading_system,
    require,
    vnu,
)
from tests.judges.finding import JudgeBroken
from tests.samples import minimal

pytestmark = pytest.mark.judges

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Cream</title>
<style>:root {{ color-scheme: light dark; background: light-dark(white, black) }}</style>
</head><body><main><h1>Cream</h1>{}</main></body></html>"""


def make_pdf(file: Path) -> Path:
    canvas = Canvas(str(file), pageCompression=0)
    canvas.drawString(72, 720, "Apply a thin layer.")
    canvas.save()
    return file


def make_tagged_pdf(file: Path, alternative: str) -> Path:
    """A PDF/UA file with one figure, drawn as a path so that it needs no font."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 200)).obj
        page.Contents = pdf.make_stream(b"/Figure <</MCID 0>> BDC 50 50 100 100 re f EMC")
        page.StructParents, page.Tabs = 0, Name.S
        figure = pdf.make_indirect(Dictionary(S=Name.Figure, Pg=page, K=0, Alt=alternative))
        root = pdf.make_indirect(Dictionary(S=Name.Document, K=Array([figure])))
        numbers = pdf.make_indirect(Dictionary(Nums=Array([0, Array([figure])])))
        tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([root]), ParentTree=numbers))
        figure.P, root.P = root, tree
        pdf.Root.StructTreeRoot, pdf.Root.MarkInfo, pdf.Root.Lang = tree, Dictionary(Marked=True), "en"
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        with pdf.open_metadata() as metadata:
            metadata["dc:title"], metadata["pdfuaid:part"] = "Cream", "1"
        pdf.save(file)
    return file


def make_docx(file: Path, damage: Callable[[docx.document.Document], None] = lambda _: None) -> Path:
    document = docx.Document()
    document.add_heading("Cream", 1)
    document.add_paragraph("Apply a thin layer.")
    damage(document)
    document.save(str(file))
    return file


def indent_before_style(document: docx.document.Document) -> None:
    """`w:pStyle` must come first in `w:pPr`: Word calls such a file corrupt."""
    document.paragraphs[0]._p.pPr.insert(0, OxmlElement("w:ind"))


def make_epub(file: Path) -> Path:
    book = epub.EpubBook()
    book.set_identifier("urn:example:cream")
    book.set_title("Cream")
    book.set_language("en")
    chapter = epub.EpubHtml(title="Cream", file_name="cream.xhtml", lang="en")
    chapter.content = "<h1>Cream</h1><p>Apply a thin layer.</p>"
    for item in (chapter, epub.EpubNcx(), epub.EpubNav()):
        book.add_item(item)
    book.toc = [chapter]
    book.spine = ["nav", chapter]
    assert epub.write_epub(str(file), book)
    return file


def break_xhtml(good: Path, file: Path) -> Path:
    """A copy of an EPUB whose chapter has a paragraph without an end."""
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(file, "w") as target:
        for entry in source.infolist():
            target.writestr(entry, source.read(entry).replace(b"layer.</p>", b"layer."))
    return file


def make_html(file: Path, body: str = "<p>Apply a thin layer.</p>") -> Path:
    file.write_text(PAGE.format(body), "utf-8")
    return file


def truncate(good: Path, file: Path) -> Path:
    file.write_bytes(good.read_bytes()[:-200])
    return file


def test_epubcheck_says_yes_and_no(tmp_path: Path) -> None:
    require("epubcheck")
    good = make_epub(tmp_path / "good é.epub")
    broken = break_xhtml(good, tmp_path / "broken.epub")
    absent = tmp_path / "absent.epub"
    verdicts = epubcheck.judge([good, broken, absent])
    assert problems(verdicts[good]) == []
    assert "RSC-016" in codes(verdicts[broken])
    assert any("cream.xhtml" in finding.where for finding in verdicts[broken])
    assert [finding.level for finding in verdicts[absent]] == ["fatal"]


def test_the_open_xml_sdk_says_yes_and_no(tmp_path: Path) -> None:
    require("ooxml")
    good = make_docx(tmp_path / "good é.docx")
    disordered = make_docx(tmp_path / "disordered.docx", indent_before_style)
    cut = truncate(good, tmp_path / "cut.docx")
    verdicts = ooxml.judge([good, disordered, cut])
    assert verdicts[good] == []
    assert codes(verdicts[disordered]) == ["Sch_UnexpectedElementContentExpectingComplex"]
    assert [finding.level for finding in verdicts[cut]] == ["fatal"]


def test_libreoffice_converts_or_says_why_not(tmp_path: Path) -> None:
    require("libreoffice", "poppler")
    good = make_docx(tmp_path / "good é.docx")
    cut = truncate(good, tmp_path / "cut.docx")
    answers = libreoffice.to_pdf([cut, good], tmp_path / "pdf")
    pdf = answers[good]
    assert isinstance(pdf, Path)
    assert poppler.text(pdf).split() == ["Cream", "Apply", "a", "thin", "layer."]
    assert isinstance(answers[cut], Finding)


def test_chromium_says_yes_and_no(tmp_path: Path) -> None:
    require("chromium")
    good = make_html(tmp_path / "good é.html")
    remote = make_html(tmp_path / "remote.html", '<img alt="" src="https://example.invalid/a.png">')
    absent = make_html(tmp_path / "absent.html", '<img alt="" src="absent.png">')
    script = make_html(tmp_path / "script.html", "<script>console.error('no'); throw Error('never')</script>")
    wide = make_html(tmp_path / "wide.html", '<p style="width: 2000px">Wide</p>')
    faint = make_html(tmp_path / "faint.html", '<p style="color: #bbb">Faint</p>')
    night = make_html(tmp_path / "night.html", '<p style="color: #222">Black by night</p>')
    book = make_epub(tmp_path / "good.epub")
    broken = break_xhtml(book, tmp_path / "broken.epub")
    verdicts = chromium.judge([good, remote, absent, script, wide, faint, night, book, broken])
    assert {file.name: codes(findings) for file, findings in verdicts.items()} == {
        "good é.html": [],
        "remote.html": ["network"],
        "absent.html": ["not-loaded"],
        "script.html": ["console", "script"],
        "wide.html": ["overflow"],
        "faint.html": ["axe-color-contrast"],
        "night.html": ["axe-color-contrast"],
        "good.epub": [],
        "broken.epub": ["xml"],
    }


def test_ace_says_yes_and_no(tmp_path: Path) -> None:
    require("ace")
    mute = make_epub(tmp_path / "mute é.epub")
    absent = tmp_path / "absent.epub"
    good = tmp_path / "good é.epub"
    good.write_bytes(exporter.export(minimal(), to=["epub"])["epub"].data)
    verdicts = ace.judge([mute, absent, good])
    assert verdicts[good] == []
    assert {"epub-lang", "metadata-accessmode"} <= set(codes(verdicts[mute]))
    assert codes(verdicts[absent]) == ["not-judged"]


def test_the_nu_html_checker_says_yes_and_no(tmp_path: Path) -> None:
    require("vnu")
    good = make_html(tmp_path / "good é.html")
    nested = make_html(tmp_path / "nested.html", "<p><a href='#'><a href='#'>Apply</a></a></p>")
    style = make_html(tmp_path / "style.html", '<p style="colour: red">Apply</p>')
    slash = make_html(tmp_path / "slash.html", "<p>Apply<br /></p>")
    verdicts = vnu.judge([good, nested, style, slash])
    assert verdicts[good] == []
    assert all(problems(verdicts[page]) for page in (nested, style, slash))
    with pytest.raises(JudgeBroken):
        vnu.judge([tmp_path / "absent.html"])


def test_a_reading_system_turns_every_page_and_follows_every_way(tmp_path: Path) -> None:
    require("reading_system")
    good = make_epub(tmp_path / "good é.epub")
    broken = truncate(good, tmp_path / "broken.epub")
    readings = reading_system.read([good, broken])
    assert readings[good].findings == []
    assert readings[good].turned == ["nav.xhtml 1", "cream.xhtml 1"]
    assert [(way.label, way.shown) for way in readings[good].toc] == [("Cream", True)]
    assert codes(readings[broken].findings) == ["not-read"]


def test_chromium_takes_pictures_in_light_and_dark(tmp_path: Path) -> None:
    require("chromium")
    page = make_html(tmp_path / "page.html")
    pictures = {dark: tmp_path / f"{dark}.png" for dark in (False, True)}
    jobs = [chromium.Job(page, 400, 300, dark, picture) for dark, picture in pictures.items()]
    sights = chromium.look(jobs)
    assert [(sight.findings, sight.width) for sight in sights] == [([], 400), ([], 400)]
    corners = [Image.open(picture).convert("RGB").getpixel((0, 0)) for picture in pictures.values()]
    assert corners == [(255, 255, 255), (0, 0, 0)]


def test_qpdf_says_yes_and_no(tmp_path: Path) -> None:
    require("qpdf")
    good = make_pdf(tmp_path / "good é.pdf")
    cut = truncate(good, tmp_path / "cut.pdf")
    verdicts = qpdf.judge([good, cut])
    assert verdicts[good] == []
    assert problems(verdicts[cut])


def test_poppler_reads_words_and_facts(tmp_path: Path) -> None:
    require("poppler")
    good = make_pdf(tmp_path / "good é.pdf")
    assert poppler.text(good).split() == ["Apply", "a", "thin", "layer."]
    assert poppler.info(good)["Pages"] == "1"
    with pytest.raises(JudgeBroken):
        poppler.text(truncate(good, tmp_path / "cut.pdf"))


def test_page_validation_says_yes_and_no(tmp_path: Path) -> None:
    require("page_validation")
    good = make_tagged_pdf(tmp_path / "good é.pdf", "A tube of cream")
    mute = make_tagged_pdf(tmp_path / "mute.pdf", "")
    cut = truncate(make_pdf(tmp_path / "whole.pdf"), tmp_path / "cut.pdf")
    verdicts = page_validation.judge([good, mute, cut])
    assert verdicts[good] == []
    assert codes(verdicts[mute]) == ["PDFUA1-FIGURE-ALTERNATIVE-TEXT-001"]
    assert problems(verdicts[cut])
    assert problems(page_validation.judge([good], page_validation.Profile.PDF_A_2A)[good])


def codes(findings: list[Finding]) -> list[str]:
    return sorted({finding.code for finding in problems(findings)})
