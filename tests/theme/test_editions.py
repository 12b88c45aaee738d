"""The themes and editions of the package, in what comes out: sizes, sheets, contrast, greys."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterator

import pikepdf
import pytest

import exporter
from exporter.model import Callout
from exporter.theme import Theme, edition_names, low_contrasts, named_theme, theme_names
from exporter.theme.theme import CalloutColours, TextStyle
from tests.samples import everything, minimal, paragraph

MM = 72 / 25.4
LOOKS = [
    (theme, *editions)
    for theme in theme_names()
    for editions in ((), *((name,) for name in edition_names()), ("large-print", "greyscale", "letter"))
]
looks = pytest.mark.parametrize("look", LOOKS, ids="+".join)


def theme_of(look: tuple[str, ...]) -> Theme:
    return named_theme(look[0], look[1:])


def styles(theme: Theme) -> Iterator[tuple[str, TextStyle]]:
    for name in theme.text.__struct_fields__:
        yield name, getattr(theme.text, name)


@looks
def test_contrast(look: tuple[str, ...]) -> None:
    assert list(low_contrasts(theme_of(look))) == []


@looks
def test_every_callout_can_be_told_without_colour(look: tuple[str, ...]) -> None:
    """The label says it in words everywhere; where hues do not, bars of their own weight do too."""
    callouts = theme_of(look).callouts
    kinds = [getattr(callouts, name) for name in callouts.__struct_fields__]
    bars = [kind.bar_width for kind in kinds if isinstance(kind, CalloutColours)]
    if look[0] == "plain" or "greyscale" in look:
        assert len(set(bars)) == len(bars) == 6


def test_greyscale_is_grey() -> None:
    theme = named_theme("clinic", ["greyscale"])
    for colour in (*theme.palette.values(), *theme.screen.dark.values()):
        assert colour[1:3] == colour[3:5] == colour[5:7], colour


@pytest.mark.parametrize("theme", theme_names())
@pytest.mark.parametrize(("edition", "size"), [("a5", (148, 210)), ("letter", (215.9, 279.4))])
def test_sheets(theme: str, edition: str, size: tuple[float, float]) -> None:
    files = exporter.export(minimal(paragraph("x")), to=["pdf", "docx"], theme=theme, editions=[edition])
    with pikepdf.open(io.BytesIO(files["pdf"].data)) as pdf:
        *_, width, height = map(float, pdf.pages[0].MediaBox)
    assert (width / MM, height / MM) == pytest.approx(size, abs=0.01)
    body = zipfile.ZipFile(io.BytesIO(files["docx"].data)).read("word/document.xml").decode()
    twips = re.search(r'<w:pgSz w:w="(\d+)" w:h="(\d+)"', body)
    assert twips
    assert (int(twips[1]) / 20 / MM, int(twips[2]) / 20 / MM) == pytest.approx(size, abs=0.05)


@pytest.fixture(scope="module", params=theme_names())
def files(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """Everything in large print, in each format."""
    done = exporter.export(
        everything(), to=["pdf", "docx", "epub", "html"], theme=request.param, editions=["large-print"]
    )
    return {name: rendered.data for name, rendered in done.items()}


AROUND = {"caption": 18, "th, thead td": 18, ".letterhead .name span": 23, "pre code": 18, "td table": 18}
"""In large print, the size of the text around what is not in text of the body's size."""


class TestLargePrint:
    """Nothing is below 18 points, in any format, over any theme."""

    def test_pdf(self, files: dict[str, bytes]) -> None:
        with pikepdf.open(io.BytesIO(files["pdf"])) as pdf:
            sizes = {
                float(operation.operands[1])
                for page in pdf.pages
                for operation in pikepdf.parse_content_stream(page)
                if str(operation.operator) == "Tf"
            }
        assert sizes and min(sizes) >= 18

    def test_docx(self, files: dict[str, bytes]) -> None:
        archive = zipfile.ZipFile(io.BytesIO(files["docx"]))
        for name in ("word/styles.xml", "word/document.xml", "word/numbering.xml"):
            sizes = re.findall(r'<w:szC?s? w:val="(\d+)"', archive.read(name).decode())
            assert min(map(int, sizes), default=36) >= 36, name
        sheet = archive.read("word/styles.xml").decode()
        for style in ("Subscript", "Superscript", "FootnoteReference"):
            found = re.search(rf'w:styleId="{style}">.*?<w:sz w:val="(\d+)"', sheet)
            assert found and int(found[1]) / 2 * 0.58 >= 17.9, "Word and LibreOffice make scripts smaller"

    @pytest.mark.parametrize("format", ["epub", "html"])
    def test_screen(self, files: dict[str, bytes], format: str) -> None:
        """Each size in the style sheet is a share of the text around it."""
        sheet = css(files, format)
        base = re.search(r"(?:html|body) \{\s*font-size: ([\d.]+)%", sheet)
        assert base and float(base[1]) * 12 / 100 >= 20
        for selector, rule in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
            sizes = re.findall(r"\bfont-size: ([\d.]+)em", rule)
            if sizes:  # the last one counts
                assert float(sizes[-1]) * AROUND.get(selector.strip(), 20) >= 17.99, selector
        assert all(size == 100 for size in map(float, re.findall(r"font-size: ([\d.]+)%", sheet)[1:]))

    @pytest.mark.parametrize("theme", theme_names())
    def test_the_days_of_a_diary_are_not_broken(self, theme: str) -> None:
        """Nor are headers and other cells: each word stands whole in the text of the page."""
        guide = exporter.load("content/ketamine-cream.md")
        for editions in (["large-print"], ["large-print", "letter"]):
            data = exporter.export(guide, to=["pdf"], theme=theme, editions=editions)["pdf"].data
            words = pdf_words(data)
            assert {"Morning", "Evening", "Mon", "Wed", "Sun"} <= words


def css(files: dict[str, bytes], format: str) -> str:
    if format == "html":
        return files["html"].decode().split("<style>")[1].split("</style>")[0]
    archive = zipfile.ZipFile(io.BytesIO(files["epub"]))
    name = next(name for name in archive.namelist() if name.endswith(".css"))
    return archive.read(name).decode()


def pdf_words(data: bytes) -> set[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    return set(itertools.chain.from_iterable(text.split() for text in texts))


@looks
def test_the_header_never_meets_the_text(look: tuple[str, ...]) -> None:
    """Text begins below the header and ends above the footer, however many lines they take."""
    theme = theme_of(look)
    blocks = tuple(paragraph(f"Paragraph {number} with words to fill the line.") for number in range(60))
    data = exporter.export(
        minimal(*blocks, title="A title that is long enough to need more than one line of a header " * 2),
        to=["pdf"],
        theme=theme,
    )["pdf"].data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        running, body = baselines(pdf.pages[1], theme)
    header = [y for y in running if y > theme.page.height / 2]
    footer = [y for y in running if y < theme.page.height / 2]
    assert len(header) >= 2 and footer
    assert min(header) > max(body) + theme.text.body.size
    assert max(footer) < min(body) - theme.text.running.size


def baselines(page: pikepdf.Page, theme: Theme) -> tuple[list[float], list[float]]:
    """The heights of what is set as an artifact, and of the text."""
    running: list[float] = []
    body: list[float] = []
    depth = 0
    for operation in pikepdf.parse_content_stream(page):
        match str(operation.operator):
            case "BMC" | "BDC":
                depth += str(operation.operands[0]) == "/Artifact"
            case "EMC":
                depth = 0
            case "Tm":
                (running if depth else body).append(float(operation.operands[5]))
    return running, body


def test_a_callout_of_every_kind_has_its_bar_in_each_format() -> None:
    theme = named_theme("clinic", ["greyscale"])
    document = minimal(Callout(kind="emergency", blocks=(paragraph("x"),)))
    files = {
        name: out.data for name, out in exporter.export(document, to=["docx", "html"], theme=theme).items()
    }
    width = theme.callouts.emergency.bar_width
    styles_xml = zipfile.ZipFile(io.BytesIO(files["docx"])).read("word/styles.xml").decode()
    assert f'<w:left w:val="single" w:sz="{width.eighths}"' in styles_xml
    assert f"border-inline-start-width: {width / theme.text.body.size:.4g}em" in css(files, "html")
