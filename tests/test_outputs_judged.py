"""What we write, before judges we did not write: the guide, and every node of the model."""

from __future__ import annotations

import itertools
import os
import re
import unicodedata
from pathlib import Path

import pypdfium2
import pytest

import exporter
from exporter.backends import BACKENDS
from exporter.model import Block, BlockQuote, Callout, CodeBlock, Paragraph, Text
from exporter.theme import edition_names
from tests.judges import (
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
from tests.samples import everything, minimal

pytestmark = pytest.mark.judges

ROOT = Path(__file__).parent.parent


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
    for stem in ("everything", "ketamine-cream"):  # only the PDF is another one
        data = exporter.export(documents[stem], to=["pdf"], editions=["fillable"])["pdf"].data
        path = folder / f"{stem}-fillable.pdf"
        path.write_bytes(data)
        found["pdf"].append(path)
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
        # Poppler parts letters that LibreOffice sets from two faces, and turns its ligatures of lam and alef.
        if path.stem not in ("languages", "arabic"):
            assert words(converted) == words(pdfs[path.stem])


ROWS: dict[str, tuple[float, list[Block]]] = {
    "callouts of one ground": (
        -6,
        [Callout(kind=kind, blocks=(Paragraph((Text("Text"),)),)) for kind in ("note", "note", "important")],
    ),
    "code": (-6, [CodeBlock("one"), CodeBlock("two"), CodeBlock("three")]),
    "quotations": (1, [BlockQuote((Paragraph((Text("Words"),)),))] * 3),
}
"""Blocks in a row, and where to look down the page for their grounds or bars: points from the near
edge of the column, or from the far one."""


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("theme", ["clinic", "plain"])
def test_libreoffice_parts_what_stands_in_a_row(row: str, theme: str, tmp_path: Path) -> None:
    require("libreoffice")
    at, blocks = ROWS[row]
    look = exporter.load_theme(theme)
    if row.startswith("callouts"):
        at = at if look.callouts.note.ground != look.page.background else look.callouts.note.bar_width / 2
    path = tmp_path / "row.docx"
    path.write_bytes(exporter.export(minimal(*blocks), to=["docx"], theme=theme)["docx"].data)
    converted = libreoffice.to_pdf([path], tmp_path)[path]
    assert isinstance(converted, Path), converted
    x = look.page.left + at if at > 0 else look.page.width - look.page.right + at
    below = look.page.top + look.text.title.before + look.text.title.leading
    assert stretches_down(converted, x, below) == len(blocks)


def stretches_down(pdf: Path, x: float, below: float) -> int:
    """How many times paper gives way to something else on a line down the first page, in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        image = document[0].render(scale=4).to_pil().convert("L")
    column = [image.getpixel((round(4 * x), y)) < 254 for y in range(round(4 * below), image.height)]
    return sum(there and not before for before, there in itertools.pairwise(column))


def test_libreoffice_keeps_every_word_of_every_language(files: dict[str, list[Path]], tmp_path: Path) -> None:
    """Poppler puts what runs from right to left back in its order, and so tells that it was set in it. Letters
    that a font makes of a skeleton and dots it takes apart, so spaces are left out."""
    require("libreoffice", "poppler")
    (languages,) = (path for path in files["docx"] if path.stem == "languages")
    converted = libreoffice.to_pdf([languages], tmp_path)[languages]
    assert isinstance(converted, Path), converted
    said = without_spaces(unicodedata.normalize("NFKC", poppler.text(converted)))
    for phrase in (
        "Przechowuj leki",
        "trường hợp",
        "عن متناول",
        "מחוץ להישג ידם",
        "बच्चों",
        "请拨打",
    ):
        assert without_spaces(phrase) in said


def without_spaces(text: str) -> str:
    return "".join(text.split())


def words(pdf: Path) -> set[str]:
    """The words on its pages; numbers aside, for those of pages fall differently where pages do."""
    return set(re.findall(r"[^\W\d]+", poppler.text(pdf)))


def test_chromium_and_axe_see_nothing_wrong(files: dict[str, list[Path]]) -> None:
    """On a phone and a desktop, by day and by night: no message on the console, nothing fetched, no
    sideways scrolling of the page, and no barrier that axe-core knows of.
    """
    require("chromium")
    for path, findings in chromium.judge([*files["html"], *files["epub"]]).items():
        assert problems(findings) == [], path


def test_ace_is_silent(files: dict[str, list[Path]]) -> None:
    require("ace")
    for path, findings in ace.judge(files["epub"]).items():
        assert findings == [], path


def test_the_nu_html_checker_is_silent(files: dict[str, list[Path]]) -> None:
    require("vnu")
    for path, findings in vnu.judge(files["html"]).items():
        assert findings == [], path


SCREENS = {
    "phone by day": reading_system.PHONE_BY_DAY,
    "tablet by night": reading_system.TABLET_BY_NIGHT,
}


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
def test_a_reading_system_reads_every_page(
    files: dict[str, list[Path]], screen: reading_system.Screen
) -> None:
    """Every page turns, and every entry of the contents, landmarks and pages leads to what it names; calls
    lead to notes, and notes back.
    """
    require("reading_system")
    readings = reading_system.read(files["epub"], screen)
    for path, reading in readings.items():
        assert reading.findings == [], path
        assert list(dict.fromkeys(turned.split()[0] for turned in reading.turned)) == reading.spine
        assert is_dark(reading.ground) == screen.dark, path
        for way in (*reading.toc, *reading.landmarks, *reading.pages, *reading.notes, *reading.backs):
            assert way.shown, (path, way)
        for way in reading.notes:
            assert way.words.startswith(f"{way.label}. "), (path, way)
        assert len(reading.backs) == len(reading.notes)
        assert all(way.words.isdecimal() for way in reading.backs), path
        assert [way.href for way in reading.landmarks][:2] == reading.spine[:2], path
    (guide,) = (path for path in files["epub"] if path.stem == "ketamine-cream")
    reading = readings[guide]
    with pypdfium2.PdfDocument(guide.with_suffix(".pdf")) as pdf:
        assert [way.label for way in reading.pages] == [str(page) for page in range(1, len(pdf) + 1)]
        for way, page in zip(reading.pages, pdf, strict=True):
            assert opening(way.words) in letters(page.get_textpage().get_text_range()), way
    assert [way.words for way in reading.toc][1:-1] == [way.label for way in reading.toc][1:-1]
    assert reading.notes


def opening(words: str) -> str:
    """The first letters of ``words``: few enough to stand in one block, and to be on no page but one."""
    return letters(words)[:24]


def letters(words: str) -> str:
    """``words`` without what is between them, which a page may set otherwise."""
    return "".join(re.findall(r"\w+", words))


def is_dark(colour: str) -> bool:
    """Whether a computed colour, as ``rgb(22, 36, 42)``, is nearer to black than to white."""
    return sum(map(int, re.findall(r"\d+", colour)[:3])) < 3 * 128


Made = tuple[tuple[str, str], Path]
"""A theme with an edition, and a source."""
LOOKS = list(itertools.product(("clinic", "plain"), ("", *edition_names())))
SOURCES = sorted((ROOT / "content").glob("*.md"))
WEB = [(look, source) for look in LOOKS for source in SOURCES]
TURNS = list(zip(LOOKS, itertools.cycle(SOURCES), strict=False))  # looks are more than sources
SAMPLE = WEB if os.environ.get("EXPORTER_LOOKS") == "all" else TURNS
"""Every look, with the documents in turn: what the slow judges of books are asked about, unless
``make proof-looks`` asks them about all."""


@pytest.fixture(scope="module")
def looks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[Made, Path]]:
    """Every document in every look as EPUB and HTML, by format, look and source."""
    folder = tmp_path_factory.mktemp("looks")
    found: dict[str, dict[Made, Path]] = {"epub": {}, "html": {}}
    for (theme, edition), source in WEB:
        look = exporter.load_theme(theme, [edition] if edition else [])
        for name, rendered in exporter.export(exporter.load(source), to=list(found), theme=look).items():
            path = folder / f"{source.stem}-{theme}-{edition}.{name}"
            path.write_bytes(rendered.data)
            found[name][(theme, edition), source] = path
    return found


def test_epub_and_html_are_sound_in_every_look(
    looks: dict[str, dict[Made, Path]],
) -> None:
    """Chromium measures every colour and size in the pages, which share their style sheet with the books."""
    require("epubcheck", "chromium", "vnu")
    pages, books = list(looks["html"].values()), list(looks["epub"].values())
    for verdicts in (epubcheck.judge(books), vnu.judge(pages), chromium.judge(pages)):
        for path, findings in verdicts.items():
            assert problems(findings) == [], path


def test_ace_and_axe_are_silent_on_books_of_every_look(
    looks: dict[str, dict[Made, Path]],
) -> None:
    """On a phone; pages of the same style sheets are also looked at on a desktop."""
    require("ace", "chromium")
    books = [looks["epub"][made] for made in SAMPLE]
    for verdicts in (ace.judge(books), chromium.judge(books, [chromium.PHONE])):
        for path, findings in verdicts.items():
            assert problems(findings) == [], path


def test_qpdf_is_silent(files: dict[str, list[Path]]) -> None:
    require("qpdf")
    for path, findings in qpdf.judge(files["pdf"]).items():
        assert findings == [], path


@pytest.mark.parametrize(
    "profile",
    (page_validation.Profile.PDF_UA_1, page_validation.Profile.PDF_A_2A),
    ids=lambda profile: profile.name,
)
def test_page_validation_is_silent(files: dict[str, list[Path]], profile: page_validation.Profile) -> None:
    """PDF/UA-1 and PDF/A-2a; each file says that it conforms, and the judge has nothing to add."""
    require("page_validation")
    for path, findings in page_validation.judge(files["pdf"], profile).items():
        assert problems(findings) == [], path
        assert b"pdfuaid:part" in path.read_bytes() and b"pdfaid:part" in path.read_bytes()


@pytest.mark.parametrize("edition", ["", "large-print", "greyscale", "a5", "letter"])
@pytest.mark.parametrize("theme", ["clinic", "plain"])
def test_pdfs_conform_in_every_look(theme: str, edition: str, tmp_path: Path) -> None:
    require("page_validation")
    look = exporter.load_theme(theme, [edition] if edition else [])
    paths = []
    for source in sorted((ROOT / "content").glob("*.md")):
        paths.append(tmp_path / f"{source.stem}.pdf")
        paths[-1].write_bytes(exporter.export(exporter.load(source), to=["pdf"], theme=look)["pdf"].data)
    for profile in (page_validation.Profile.PDF_UA_1, page_validation.Profile.PDF_A_2A):
        for path, findings in page_validation.judge(paths, profile).items():
            assert problems(findings) == [], path
