"""How words look by content streams written by hand."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from exporter.model import Look
from exporter.readback import read_back
from exporter.readback.pdf.content import Shown, content_of
from exporter.readback.pdf.typefaces import Typeface, typeface_of


def shown(content: str, **resources: Dictionary) -> list[Shown]:
    """What the sequence 0 of a page shows."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Helvetica-Oblique"))
    page.Resources = Dictionary(Font=Dictionary(F1=font), **resources)
    page.Contents = pdf.make_stream(f"/P <</MCID 0>> BDC {content} EMC".encode())
    ((_, found),) = content_of(pdf).numbered.items()
    return found


@pytest.mark.parametrize(
    ("operators", "size"),
    [
        ("/F1 9 Tf", 9),
        ("/F1 1 Tf 9 0 0 9 0 0 Tm", 9),
        ("/F1 9 Tf 0 2 -2 0 0 0 Tm", 18),
        ("2 0 0 2 0 0 cm /F1 9 Tf", 18),
        ("q 2 0 0 2 0 0 cm Q /F1 9 Tf", 9),
        ("/F1 9 Tf q /F1 20 Tf Q", 9),
    ],
)
def test_sizes(operators: str, size: float) -> None:
    (found,) = shown(f"BT {operators} (a) Tj ET")
    assert found.look is not None
    assert found.look.size == size


SPOT = Array([Name.Separation, Name.Gold, Name.DeviceGray, Dictionary()])


@pytest.mark.parametrize(
    ("operators", "colour"),
    [
        ("", "#000000"),
        ("1 0 0 rg", "#FF0000"),
        ("0.5 g", "#808080"),
        ("0 1 1 0 k", "#FF0000"),
        ("0 0 0 1 k", "#000000"),
        ("1 0 0 RG", "#000000"),
        ("q 1 0 0 rg Q", "#000000"),
        ("/DeviceRGB cs 1 0 0 sc", "#FF0000"),
        ("1 0 0 rg /DeviceCMYK cs", "#000000"),
        ("/Spot cs 1 scn", None),
        ("/Pattern cs /P1 scn", None),
    ],
)
def test_colours(operators: str, colour: str | None) -> None:
    (found,) = shown(f"{operators} BT /F1 9 Tf (a) Tj ET", ColorSpace=Dictionary(Spot=SPOT))
    assert found.look is not None
    assert found.look.colour == colour


def test_lines_and_the_words_that_stand_for_others() -> None:
    found = shown("BT /F1 9 Tf 12 TL 0 700 Td (a) Tj T* (b) Tj (c) ' ET")
    assert [[line.up for line in each.baselines] for each in found] == [[700], [688], [676]]
    replaced = shown("/Span <</ActualText (said)>> BDC BT /F1 9 Tf 1 0 0 rg (x) Tj ET EMC")
    assert [(each.text, each.look and each.look.colour) for each in replaced] == [("said", "#FF0000")]


def test_a_shape_has_a_colour_alone() -> None:
    assert shown("1 0 0 rg 0 0 5 5 re f") == [Shown("", Look(colour="#FF0000"))]
    assert shown("1 0 0 RG 0 0 5 5 re S") == [Shown("", Look(colour="#FF0000"))]


@pytest.mark.parametrize(
    ("font", "typeface"),
    [
        ({"BaseFont": "/ABCDEF+NotoSans-BoldItalic"}, ("NotoSans", True, False)),
        ({"BaseFont": "/Arial,Bold"}, ("Arial", True, False)),
        ({"BaseFont": "/X", "FontFamily": "Noto Sans", "FontWeight": 700}, ("Noto Sans", True, False)),
        ({"BaseFont": "/X-Bold", "FontWeight": 400}, ("X", False, False)),
        ({"BaseFont": "/X", "Flags": 1 << 18}, ("X", True, False)),
        ({"BaseFont": "/X", "Flags": 1 << 6}, ("X", False, True)),
        ({"BaseFont": "/X", "ItalicAngle": -12}, ("X", False, True)),
        ({}, ("", False, False)),
    ],
)  # fmt: skip
def test_typefaces(font: dict[str, object], typeface: tuple[str, bool, bool]) -> None:
    own = {"BaseFont": Name(str(font["BaseFont"]))} if "BaseFont" in font else {}
    descriptor = Dictionary({f"/{name}": value for name, value in font.items() if name != "BaseFont"})
    simple = Dictionary(FontDescriptor=descriptor, **own)
    assert typeface_of(simple) == Typeface(*typeface)
    composite = Dictionary(DescendantFonts=Array([Dictionary(FontDescriptor=descriptor)]), **own)
    assert typeface_of(composite) == Typeface(*typeface)


@pytest.mark.parametrize(
    "content",
    [
        "BT null Tf (a) Tj ET",
        "BT /F1 (x) Tf 0 0 0 0 0 0 Tm [/Name null (a) <</A 1>>] TJ ET",
        "BT Tm (a) Tj Td TL cm rg 1 2 cm /X cs sc scn 1 2 3 4 5 scn (b) Tj ET Q Q q",
        "1e30 rg BT /F1 99999999999999999999 Tf 1 0 0 1 1e9 1e9 Tm (a) Tj ET /P1 cs /P1 scn",
    ],
)
def test_operators_made_to_do_harm(content: str) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    broken = Dictionary(Flags=Name.X, ItalicAngle=Name.Y, FontWeight=pikepdf.String("b"))
    font = Dictionary(Type=Name.Font, FontDescriptor=broken)
    spaces = Dictionary(X=Array([Name.ICCBased]), P1=Array([]))
    page.Resources = Dictionary(Font=Dictionary(F1=font), ColorSpace=spaces)
    page.Contents = pdf.make_stream(content.encode())
    stream = io.BytesIO()
    pdf.save(stream)
    assert read_back(stream.getvalue()).nodes
