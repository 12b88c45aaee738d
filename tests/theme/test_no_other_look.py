"""No backend holds a colour, a size or a font of its own: every design value comes from the theme.

Two ways: the sources are searched, and a theme whose every value is another one is rendered.
"""

from __future__ import annotations

import ast
import io
import itertools
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest

import exporter
from exporter.model import Document
from exporter.theme import Theme, named_theme
from exporter.theme.theme import TextStyle
from exporter.theme.values import Colour, Length
from tests.samples import everything, picture
from tests.theme.test_editions import css

ROOT = Path(__file__).parent.parent.parent
BACKENDS = sorted((ROOT / "exporter/backends").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates/web").glob("*.j2"))
CLINIC = named_theme("clinic")

HEX = re.compile(r"#[0-9A-Fa-f]{3,8}\b(?!;)")
LENGTH = re.compile(r"(?<![\w.#-])-?\d+(?:\.\d+)?(?:pt|px|mm|cm|in|em|rem|ex|ch|vw|vh|%)(?![\w-])")
FONTS = re.compile(
    r"Atkinson|JetBrains|Noto|Helvetica|Arial|Times|Courier|Calibri|Cambria|Georgia|Verdana|Segoe|Symbol\b"
)
NAMED_COLOURS = re.compile(
    r":[^;{}]*\b(black|white|gr[ae]y|silver|red|green|blue|navy|teal|orange|yellow|purple)\b"
)

PLAIN_LENGTHS = {
    "0": "nothing",
    "100%": "all of what there is",
    "1em": "as large as the text around: undoes an inherited size",
    "50%": "of nothing: hides what is only heard",
    "1px": "hides what is only heard, and must not be 0 to be heard",
    "-1px": "the same",
    "-999em": "out of sight until it has the focus",
    "16px": "where a reading system says nothing of its own size: what CSS calls medium",
    "12em": "below this a text beside a QR code goes under it, as a word would go to the next line",
    "-0.1em": "stands a box in the middle of its line",
    "30%": "the shape of a tick",
    "60%": "the shape of a tick",
    "100vw": "the whole width of the window",
    "100vh": "the whole height of the window",
}
"""The lengths that a template may hold."""

PLAIN_NUMBERS = {0.0: "nothing", 0.5: "a half", 1.0: "the whole", 2.0: "twice"}
OWN_NUMBERS = {
    ("epub/cover.py", 0.9): "a step down to the size in which a title fits",
    ("docx/drawings.py", 0.75): "points in a pixel of CSS",
    ("docx/looks.py", 0.25): "the thinnest border that Word draws",
    ("docx/looks.py", 0.58): "how much smaller LibreOffice draws scripts",
    ("docx/looks.py", 1.25): "from what size on that matters",
    ("pdf/boxes/base.py", 1e-6): "an error of rounding",
    ("pdf/boxes/forms.py", 0.68): "the height of capitals, in em",
    ("pdf/boxes/pictures.py", 0.75): "points in a pixel of CSS",
    ("pdf/lines.py", 1e-6): "an error of rounding",
    ("pdf/painter.py", 0.5523): "the handles of a quarter circle",
    ("pdf/painter.py", 0.165): "the shape of a bullet",
    ("pdf/painter.py", 0.27): "the shape of a bullet",
    ("pdf/painter.py", 0.28): "where text is struck; the shape of a tick",
    ("pdf/painter.py", 0.22): "the shape of a tick",
    ("pdf/painter.py", 0.42): "the shape of a tick",
    ("pdf/painter.py", 0.74): "the shape of a tick",
    ("pdf/painter.py", 0.78): "the shape of a tick",
    ("pdf/painter.py", 1.5): "a tick is heavier than its box",
}
"""The numbers that backends may hold: limits of a format, conversions and pure shapes."""
OWN_LENGTHS = {
    ("docx/looks.py", 0.25): "the thinnest border that Word draws",
    ("docx/looks.py", 1): "a line that only parts what Word would join",
    ("docx/looks.py", 31): "the farthest that a border in Word stands from its text",
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT / "exporter/backends").as_posix()


def strings(tree: ast.AST) -> Iterator[str]:
    """The strings of a module that are not its documentation."""
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value


@pytest.mark.parametrize("path", BACKENDS, ids=name_of)
def test_no_backend_holds_a_value_of_design(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    for text in strings(tree):
        for pattern in (HEX, LENGTH, FONTS):
            assert not pattern.search(text), text
    name = name_of(path)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            assert node.value in PLAIN_NUMBERS or (name, node.value) in OWN_NUMBERS, (name, node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Length":
            (argument,) = node.args
            if isinstance(argument, ast.Constant):
                assert (name, argument.value) in OWN_LENGTHS


def test_no_exception_is_idle() -> None:
    """What is no longer needed is struck from the lists above."""
    held = {
        (name_of(path), node.value)
        for path in BACKENDS
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and type(node.value) in (int, float)
    }
    assert set(OWN_NUMBERS) | set(OWN_LENGTHS) <= held
    written = "".join(outside(path.read_text("utf-8")) for path in TEMPLATES)
    assert set(PLAIN_LENGTHS) - {"0"} <= set(LENGTH.findall(written))


def outside(template: str) -> str:
    """What a template writes itself, without what it fills in, its comments and CSS's."""
    return re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|/\*.*?\*/", "", template, flags=re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_a_value_of_design(path: Path) -> None:
    template = path.read_text("utf-8")
    text = outside(template)
    assert not HEX.findall(text)
    assert not FONTS.findall(text)
    assert not NAMED_COLOURS.findall(text)
    assert set(LENGTH.findall(text)) <= set(PLAIN_LENGTHS)
    for filled in re.findall(r"\{\{(.*?)\}\}", template):
        numbers = re.findall(r"(?<![\w.])\d+(?:\.\d+)?", filled)
        assert set(numbers) <= {"0", "1", "2", "12"}, f"{filled}: 12 points are 1em of a browser"


def rebuilt(value: Any, change: Callable[[Any], Any]) -> Any:
    """A copy of a part of the theme with every length and colour changed."""
    if isinstance(value, (Length, Colour)):
        return change(value)
    if isinstance(value, msgspec.Struct):
        fields = {name: rebuilt(getattr(value, name), change) for name in value.__struct_fields__}
        return type(value)(**fields)
    return value


def other_theme() -> Theme:
    """Clinic with another colour for each colour, another length for each length, other fonts."""
    factors = (1.03 + 0.0011 * number for number in itertools.count())
    light = {
        name: f"#{0x10 + 7 * number:02X}31{0x9A - number:02X}" for number, name in enumerate(CLINIC.palette)
    }
    dark = {
        name: f"#{0xF0 - 5 * number:02X}{0xC1 + number:02X}E3"
        for number, name in enumerate(CLINIC.screen.dark)
    }

    def change(value: Length | Colour) -> Length | Colour:
        if isinstance(value, Length):
            return Length(value * next(factors))
        return Colour.named(value.name, light)

    theme: Theme = rebuilt(CLINIC, change)
    body = msgspec.structs.replace(theme.fonts.body, family="Noto Sans", fallback=("Noto Sans",))
    code = msgspec.structs.replace(theme.fonts.code, family="Noto Sans", fallback=())
    fonts = msgspec.structs.replace(theme.fonts, body=body, code=code, scripts={"Hebr": ("Rubik",)})
    return msgspec.structs.replace(
        theme,
        palette=light,
        fonts=fonts,
        screen=msgspec.structs.replace(theme.screen, dark=dark),
        script=msgspec.structs.replace(theme.script, size=0.61),
        code=msgspec.structs.replace(theme.code, size=0.83),
    )


OTHER = other_theme()
COLOURS = {colour.upper() for colour in (*OTHER.palette.values(), *OTHER.screen.dark.values())}


def rendered(theme: Theme, document: Document) -> dict[str, bytes]:
    """Every format; the contrast of a theme for tests is nobody's concern."""
    from exporter.checks import named_profile

    done = exporter.export(
        document, to=["pdf", "docx", "epub", "html"], theme=theme, profile=named_profile("draft")
    )
    return {name: out.data for name, out in done.items()}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return rendered(OTHER, everything())


def text_sizes(theme: Theme) -> Iterator[float]:
    styles: Iterator[TextStyle] = (getattr(theme.text, name) for name in theme.text.__struct_fields__)
    script, code = theme.script.size, theme.code.size
    for style in styles:
        yield from (style.size * share for share in (1, script, code, script * code))


def operations(data: bytes) -> Iterator[tuple[str, list[Any]]]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            for operation in pikepdf.parse_content_stream(page):
                yield str(operation.operator), list(operation.operands)


def test_the_pdf_has_only_the_colours_and_sizes_of_the_theme(files: dict[str, bytes]) -> None:
    known = {
        tuple(round(part, 3) for part in Colour.named(name, OTHER.palette).rgb) for name in OTHER.palette
    }
    sizes = list(text_sizes(OTHER))
    for operator, operands in operations(files["pdf"]):
        assert operator not in ("g", "G", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN", "sh"), operator
        if operator in ("rg", "RG"):
            assert tuple(round(float(part), 3) for part in operands) in known
        if operator == "Tf":
            assert any(float(operands[1]) == pytest.approx(size, abs=0.001) for size in sizes)


def test_the_pdf_has_only_the_fonts_of_the_theme(files: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(files["pdf"])) as pdf:
        names = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
    assert names and all("NotoSans" in name for name in names)


def test_word_has_only_the_colours_sizes_and_fonts_of_the_theme(files: dict[str, bytes]) -> None:
    archive = zipfile.ZipFile(io.BytesIO(files["docx"]))
    half_points = {str(Length(size).half_points) for size in text_sizes(OTHER)}
    for name in archive.namelist():
        if not name.endswith(".xml"):
            continue
        xml = archive.read(name).decode()
        colours = re.findall(r'<w:color w:val="(\w+)"|w:(?:color|fill)="(\w+)"|srgbClr val="(\w+)"', xml)
        for found in filter(None, itertools.chain.from_iterable(colours)):
            assert found == "auto" or f"#{found}" in COLOURS, name
        for size in re.findall(r'<w:sz(?:Cs)? w:val="(\d+)"', xml):
            assert size in half_points, name
        fonts = re.findall(
            r'w:(?:ascii|hAnsi|eastAsia|cs)="([^"]+)"', "".join(re.findall("<w:rFonts[^>]*>", xml))
        )
        assert {*fonts, *re.findall(r'typeface="([^"]+)"', xml)} <= {"Noto Sans", "Rubik"}, name


@pytest.mark.parametrize("format", ["epub", "html"])
def test_the_screen_has_only_the_colours_and_fonts_of_the_theme(files: dict[str, bytes], format: str) -> None:
    sheet = re.sub(r"url\([^)]*\)", "", css(files, format))
    assert {colour.upper() for colour in HEX.findall(sheet)} <= COLOURS
    families = set(re.findall(r"font-family: ([^;]*);", sheet))
    assert families <= {'"Noto Sans"', '"Noto Sans", sans-serif', '"Noto Sans", monospace'}
    for text in pages(files, format):
        markup = re.sub(r"<style>.*?</style>|\"data:[^\"]*\"", "", text, flags=re.DOTALL)
        assert {colour.upper() for colour in re.findall(r'"(#[0-9A-Fa-f]{6})"', markup)} <= COLOURS
        assert not re.search(r'style="[^"]*(?:font|color)', markup)


def pages(files: dict[str, bytes], format: str) -> Iterator[str]:
    if format == "html":
        yield files["html"].decode()
        return
    archive = zipfile.ZipFile(io.BytesIO(files["epub"]))
    yield from (archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml"))


@pytest.mark.parametrize("format", ["docx", "epub", "html"])
def test_no_colour_of_the_other_theme_is_left(files: dict[str, bytes], format: str) -> None:
    if format == "html":
        text = files["html"].decode()
    else:
        archive = zipfile.ZipFile(io.BytesIO(files[format]))
        kinds = (".xml", ".css", ".xhtml")
        text = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(kinds))
    for colour in (*CLINIC.palette.values(), *CLINIC.screen.dark.values()):
        assert f'"{colour[1:]}"' not in text and f"{colour};" not in text and f'"{colour}"' not in text


class TestTwiceAsLarge:
    """With every length of the theme doubled, everything is: a length of a backend's own would not be."""

    @pytest.fixture(scope="class")
    @staticmethod
    def pair() -> tuple[dict[str, bytes], dict[str, bytes]]:
        doubled: Theme = rebuilt(
            CLINIC, lambda value: Length(2 * value) if isinstance(value, Length) else value
        )
        document = everything()
        larger = msgspec.structs.replace(document, assets={"leaf.png": picture(120, 80)})
        return rendered(CLINIC, document), rendered(doubled, larger)

    def test_pdf(self, pair: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
        single, double = (list(operations(files["pdf"])) for files in pair)
        assert len(single) == len(double)
        for (operator, operands), (same, larger) in zip(single, double, strict=True):
            assert operator == same
            if operator in ("rg", "RG", "BDC", "BMC", "TJ", "Do"):
                continue
            for number, (small, large) in enumerate(zip(operands, larger, strict=True)):
                turned = operator == "Tm" and number < 4  # and the cm that begins a page
                if isinstance(small, pikepdf.Name) or turned or (operator == "cm" and small == large):
                    assert small == large
                else:
                    assert float(large) == pytest.approx(2 * float(small), abs=0.005), operator

    def test_word(self, pair: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
        lengths = re.compile(
            r'<w:(?:sz|szCs) w:val="(\d+)"|w:(?:before|after|pos)="(\d+)"'
            r'|<w:pgSz w:w="(\d+)" w:h="(\d+)"/>|<w:gridCol w:w="(\d+)"'
            r'|<w:pgMar w:top="(\d+)" w:right="(\d+)" w:bottom="(\d+)" w:left="(\d+)"'
            r'|<w:trHeight w:val="(\d+)"|<w:defaultTabStop w:val="(\d+)"'
        )
        for part in ("word/styles.xml", "word/document.xml", "word/settings.xml", "word/numbering.xml"):
            single, double = (
                [
                    int(number)
                    for found in lengths.findall(
                        zipfile.ZipFile(io.BytesIO(files["docx"])).read(part).decode()
                    )
                    for number in found
                    if number
                ]
                for files in pair
            )
            assert len(single) == len(double)
            for small, large in zip(single, double, strict=True):
                assert large == pytest.approx(2 * small, abs=6), part

    @pytest.mark.parametrize("format", ["epub", "html"])
    def test_screen(self, pair: tuple[dict[str, bytes], dict[str, bytes]], format: str) -> None:
        """What is in em stays as it is, for the text around it has grown; points double."""
        single, double = (
            re.findall(
                r"(-?[\d.]+)(em|pt)\b", re.sub(r"@media \(max[^{]*|url\([^)]*\)", "", css(files, format))
            )
            for files in pair
        )
        assert len(single) == len(double) > 50
        for (small, unit), (large, same) in zip(single, double, strict=True):
            assert unit == same
            factor = 2 if unit == "pt" else 1
            assert float(large) == pytest.approx(factor * float(small), rel=0.001)
