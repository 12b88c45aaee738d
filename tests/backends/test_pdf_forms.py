"""Fields of PDFs (ISO 32000-1, 12.7): with a theme that asks for them, each place to write is one."""

from __future__ import annotations

import ctypes
import functools
import io
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pikepdf
import pypdfium2
import pytest
from pikepdf.form import CheckboxField, DefaultAppearanceStreamGenerator, TextField
from pikepdf.form import Form as FilledForm

import exporter
from exporter.backends.pdf.setting import Typesetter
from exporter.model import (
    Block,
    BulletList,
    Callout,
    Document,
    FillIn,
    Footnote,
    FootnoteRef,
    Group,
    ListItem,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    View,
    ViewNode,
)
from exporter.readback import read_back
from exporter.theme import Face, Theme, fonts, named_theme
from exporter.theme.fonts import Look
from tests.backends.tag_rules import broken_rules
from tests.backends.tagged import Reference, Tagged
from tests.samples import everything, minimal, paragraph, words
from tests.vocabulary import FILL_IN_KINDS

FILLABLE = named_theme("clinic", ["fillable"])
MULTILINE, PRINTED = 1 << 12, 4
KINDS = tuple(FillIn(words(f"The {kind}"), kind, words("and more"), rows=2) for kind in FILL_IN_KINDS)


def rows(count: int, label: str) -> tuple[TableRow, ...]:
    cells = (TableCell((FillIn(words(label)),)), TableCell((FillIn(words("Done"), "checkbox"),)))
    return (TableRow(cells),) * count


ANYWHERE: dict[str, Document] = {
    "everything": everything(),
    "one below another": minimal(*KINDS),
    "from right to left": minimal(*KINDS, language="he"),
    "a part from right to left": minimal(Group(KINDS, dir="rtl"), *KINDS),
    "in a frame and in items": minimal(
        Callout(kind="note", blocks=KINDS), BulletList((ListItem((BulletList((ListItem(KINDS),)),)),))
    ),
    "in a table over pages": minimal(
        Table(columns=(TableColumn(),) * 2, header_rows=1, rows=(*rows(1, "Head"), *rows(60, "Row")))
    ),
    "taller than a page": minimal(*(FillIn(words(kind), kind, rows=70) for kind in ("lines", "box"))),
    "in a note": msgspec.structs.replace(
        minimal(paragraph("Words", FootnoteRef("a"))),
        footnotes=(Footnote((paragraph("So:"), *KINDS), id="a"),),
    ),
    "in narrow cells": minimal(
        Table(
            columns=(TableColumn(),) * 6,
            header_rows=0,
            rows=(
                TableRow(
                    (TableCell((FillIn(words("Up to"), "line", words("drops each hour")), *KINDS)),) * 6
                ),
            ),
        )
    ),
    "without words": minimal(*(FillIn((), kind) for kind in FILL_IN_KINDS)),
    "a label that fills the line": minimal(FillIn(words("word " * 40)), FillIn(words("word " * 16))),
}


@functools.cache
def fillable(name: str) -> bytes:
    return exporter.export(ANYWHERE[name], to=["pdf"], theme=FILLABLE)["pdf"].data


def exported(*blocks: Block, theme: Theme = FILLABLE, language: str = "en") -> bytes:
    return exporter.export(minimal(*blocks, language=language), to=["pdf"], theme=theme)["pdf"].data


def widgets(pdf: pikepdf.Pdf) -> Iterator[tuple[pikepdf.Page, Any]]:
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", []):
            if annotation.Subtype == "/Widget":
                yield page, annotation


@functools.cache
def opened(data: bytes) -> pikepdf.Pdf:
    """Kept, for what is found in it is gone with it."""
    return pikepdf.open(io.BytesIO(data))


def fields(data: bytes) -> list[Any]:
    return [field for _, field in widgets(opened(data))]


def names(data: bytes) -> list[str]:
    return [str(field.T) for field in fields(data)]


anywhere = pytest.mark.parametrize("name", ANYWHERE)


class TestAnywhere:
    @anywhere
    def test_the_rules_of_tags_hold(self, name: str) -> None:
        assert broken_rules(fillable(name)) == []

    @anywhere
    def test_elements_and_widgets_lead_to_each_other(self, name: str) -> None:
        file = Tagged(fillable(name))
        forms = file.of_type("Form")
        held = [kid.annotation for form in forms for kid in form.kids if isinstance(kid, Reference)]
        there = [field.objgen for _, field in widgets(file.pdf)]
        assert (
            sorted(held) == sorted(there) == sorted(field.objgen for field in file.pdf.Root.AcroForm.Fields)
        )
        for form, annotation in zip(forms, held, strict=True):
            field = file.pdf.get_object(*annotation)
            assert file.parents[int(field.StructParent)].objgen == form.stated.objgen

    @anywhere
    def test_each_says_what_readers_need(self, name: str) -> None:
        """14289-1, 7.18.1; 19005-2, 6.3.3 and 6.4.1."""
        with pikepdf.open(io.BytesIO(fillable(name))) as pdf:
            form = pdf.Root.AcroForm
            assert not {"/NeedAppearances", "/XFA"} & set(form.keys())
            found = list(widgets(pdf))
            assert found
            for page, field in found:
                assert str(field.TU).strip() and str(field.T).strip() and "." not in str(field.T)
                assert field.P.objgen == page.obj.objgen
                assert field.F == PRINTED and not {"/A", "/AA"} & set(field.keys())
                if field.FT == "/Tx":
                    font = str(field.DA).split()[0]
                    assert is_embedded(form.DR.Font[font])
                    assert font in field.AP.N.Resources.Font
                else:
                    assert {"/Yes", "/Off"} == set(field.AP.N.keys()) and field.AS == field.V == "/Off"
            assert len({str(field.T) for _, field in found}) == len(found)

    @anywhere
    def test_each_lies_on_what_is_drawn(self, name: str) -> None:
        """Over a line, within a frame, or on a box to tick; on the paper, and on no other field."""
        with pikepdf.open(io.BytesIO(fillable(name))) as pdf:
            for page in pdf.pages:
                drawn = rectangles(page)
                taken: list[tuple[float, ...]] = []
                for field in (own for own in page.obj.get("/Annots", []) if own.Subtype == "/Widget"):
                    left, foot, right, top = place = tuple(map(float, field.Rect))
                    assert 0 <= left < right <= float(page.mediabox[2])
                    assert 0 <= foot < top <= float(page.mediabox[3])
                    assert any(is_place_of(field, place, each) for each in drawn), (field.T, place)
                    assert not any(overlap(place, other) for other in taken), field.T
                    taken.append(place)

    @anywhere
    def test_nothing_is_lost_and_nothing_else_said(self, name: str) -> None:
        """Read back, the fields are those of print."""
        document = ANYWHERE[name]
        printed = exporter.export(document, to=["pdf"])["pdf"].data
        assert exporter.verify(document, {"pdf": fillable(name)}) == []
        if name != "taller than a page":  # where each page has a field, and one of print goes on
            ours, theirs = (list(places(read_back(data))) for data in (fillable(name), printed))
            assert [(node.label, said(node)) for node in ours] == [
                (node.label, said(node)) for node in theirs
            ]

    @anywhere
    def test_twice_the_same(self, name: str) -> None:
        again = exporter.export(ANYWHERE[name], to=["pdf"], theme=FILLABLE)["pdf"].data
        assert again == fillable(name)


def is_embedded(font: Any) -> bool:
    return font.Subtype == "/TrueType" and len(font.FontDescriptor.FontFile2.read_bytes()) > 5_000


def rectangles(page: pikepdf.Page) -> list[tuple[float, ...]]:
    """The corners of the rectangles and of the frames with round corners that a page draws."""
    found, corners = [], []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "re":
                x, y, width, height = map(float, operands)
                found.append((x, y, x + width, y + height))
            case "m":
                corners = [tuple(map(float, operands))]
            case "l" | "c":
                corners.append(tuple(map(float, operands[-2:])))
            case "h":
                xs, ys = zip(*corners, strict=True)
                found.append((min(xs), min(ys), max(xs), max(ys)))
    return found


def is_place_of(field: Any, place: tuple[float, ...], drawn: tuple[float, ...]) -> bool:
    left, foot, right, top = place
    x, y, end, upper = drawn
    if field.FT == "/Btn":  # a frame is drawn along the middle of its rule
        return all(
            abs(own - other) <= FILLABLE.fill_in.box_rule for own, other in zip(place, drawn, strict=True)
        )
    if int(field.get("/Ff", 0)) & MULTILINE:
        return x < left < right < end and y < foot < top < upper
    is_below = abs(y - foot) < 0.01 and upper < foot + 2 * FILLABLE.fill_in.rule
    return is_below and abs(x - left) < 0.01 and abs(end - right) < 0.01


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def places(view: View) -> Iterator[ViewNode]:
    stack = [*view.nodes[::-1], *view.notes[::-1]]
    while stack:
        node = stack.pop()
        if node.role == "fill-in":
            yield node
        stack += node.children[::-1]


def said(node: ViewNode) -> str:
    """Its words, without how to write a date, which only a field says."""
    return re.sub(r" \([^()]*-[^()]*\)$", "", node.alt or "")


class TestKinds:
    def test_lines_and_boxes_have_many_lines(self) -> None:
        found = {str(field.T).split()[1]: field for field in fields(exported(*KINDS))}
        assert {kind: str(field.FT) for kind, field in found.items()} == {
            kind: "/Btn" if kind == "checkbox" else "/Tx" for kind in FILL_IN_KINDS
        }
        assert {kind for kind, field in found.items() if int(field.get("/Ff", 0)) & MULTILINE} == {
            "lines",
            "box",
        }

    @pytest.mark.parametrize(
        ("language", "form"),
        [("en", "YYYY-MM-DD"), ("de", "JJJJ-MM-TT"), ("es", "AAAA-MM-DD"), ("fr", "AAAA-MM-JJ")],
    )
    def test_a_date_says_how_it_is_written(self, language: str, form: str) -> None:
        (field,) = fields(exported(FillIn(words("Visit"), "date"), language=language))
        assert str(field.TU) == f"Visit ({form})" and str(field.T) == "Visit"

    def test_the_tooltip_is_the_label_and_what_follows(self) -> None:
        (field,) = fields(exported(FillIn(words("Put it on"), "line", words("times a day"))))
        assert str(field.TU) == "Put it on times a day"

    @pytest.mark.parametrize(("language", "quadding"), [("he", 2), ("en", 0)])
    def test_what_is_typed_starts_where_the_line_does(self, language: str, quadding: int) -> None:
        (field,) = fields(exported(FillIn(words("Name")), language=language))
        assert int(field.get("/Q", 0)) == quadding

    def test_the_boxes_of_task_lists_stay_printed(self) -> None:
        items = tuple(ListItem((paragraph("Do it"),), checked=done) for done in (True, False))
        assert fields(exported(BulletList(items))) == []


class TestNames:
    def test_names_are_those_of_the_document_each_once(self) -> None:
        blocks = [FillIn(words(label)) for label in ("Name", "Name", "Name 2", "Name", "A.B. Smith")]
        found = names(exported(*blocks, FillIn(words("Other"), id="own.id")))
        assert found == ["Name", "Name 2", "Name 2 2", "Name 3", "A B Smith", "own id"]

    def test_long_labels_are_cut_and_yet_told_apart(self) -> None:
        long = FillIn(words("word " * 400 + "end"))
        found = fields(exported(long, long))
        first, second = (str(field.T) for field in found)
        assert second == f"{first} 2" and len(first) < 101
        assert len({str(field.TU) for field in found}) == 1 and len(str(found[0].TU)) > 1_000

    def test_a_name_of_full_stops_alone(self) -> None:
        assert names(exported(FillIn(words("...")), FillIn(words(".")))) == ["To fill in", "To fill in 2"]

    def test_a_repeated_header_is_one_field(self) -> None:
        found = names(fillable("in a table over pages"))
        assert [name for name in found if name.startswith("Head")] == ["Head"]
        assert len(found) == 2 * 61

    def test_each_page_of_a_box_taller_than_a_page_has_its_field(self) -> None:
        with pikepdf.open(io.BytesIO(fillable("taller than a page"))) as pdf:
            found = [(page.index, str(field.T)) for page, field in widgets(pdf)]
        assert [name for _, name in found] == ["lines", "lines 2", "lines 3", "box", "box 2", "box 3"]
        assert len({page for page, _ in found}) >= 5


class TestFilledIn:
    """What is put in shows, in the font of the file."""

    def test_by_a_program(self) -> None:
        pdf = pikepdf.open(io.BytesIO(exported(*KINDS)))
        for _, field in FilledForm(pdf, DefaultAppearanceStreamGenerator).items():
            if isinstance(field, TextField):
                field.value = "Größe 12"
            elif isinstance(field, CheckboxField):
                field.checked = True
        stream = io.BytesIO()
        pdf.save(stream)
        before, after = shown(exported(*KINDS)), shown(stream.getvalue())
        for field in fields(stream.getvalue()):
            assert ink(after, field) > ink(before, field) + 15, field.T
        (box,) = (node for node in places(read_back(stream.getvalue())) if node.label)
        assert box.label == "☒"

    def test_by_hand_in_a_browser(self) -> None:
        data = exported(*KINDS)
        before = shown(data)
        after = shown(data, typed="Größe 12 gjp")
        for field in fields(data):
            assert ink(after, field) > ink(before, field) + 15, field.T

    def test_letters_are_of_the_file(self) -> None:
        """All of WinAnsiEncoding that the face has, with the widths of its glyphs."""
        (field,) = fields(exported(FillIn(words("Name"))))
        font = field.AP.N.Resources.Font[str(field.DA).split()[0]]
        face = Face(FILLABLE.fonts.body.family, bold=False, italic=False)
        for code in (*range(0x20, 0x7F), 0x80, 0xA0, 0xAD, *range(0xC0, 0x100)):
            character = bytes((code,)).decode("cp1252").replace("\xa0", " ").replace("\xad", "-")
            width = float(font.Widths[code - font.FirstChar])
            assert face.has_all(character)
            assert width == pytest.approx(1000 * face.width(character), abs=0.01)


def shown(data: bytes, typed: str = "") -> Any:
    """The first page as PDFium shows it, in greys at 2 pixels a point; ``typed`` into each of its fields."""
    with pypdfium2.PdfDocument(data) as document:
        document.init_forms()
        page = document[0]
        if typed:
            for field in fields(data):
                type_into(document, page, field, typed)
        return page.render(scale=2).to_pil().convert("L")


def type_into(document: Any, page: Any, field: Any, typed: str) -> None:
    raw, form = pypdfium2.raw, document.formenv
    left, foot, right, top = map(float, field.Rect)
    for act in (raw.FORM_OnLButtonDown, raw.FORM_OnLButtonUp):
        act(form, page, 0, (left + right) / 2, (foot + top) / 2)
    if field.FT == "/Tx":
        units = f"{typed}\0".encode("utf-16-le")
        raw.FORM_ReplaceSelection(form, page, (ctypes.c_ushort * (len(units) // 2)).from_buffer_copy(units))
    raw.FORM_ForceToKillFocus(form)


def ink(image: Any, field: Any) -> int:
    """How many dark pixels there are in the place of a field."""
    left, foot, right, top = (round(2 * float(edge)) for edge in field.Rect)
    place = image.crop((left, image.height - top, right, image.height - foot))
    return sum(place.histogram()[:128])


@pytest.mark.parametrize("theme", [FILLABLE, named_theme("clinic")], ids=["fillable", "printed"])
def test_what_follows_a_line_goes_below_it_rather_than_over_it(theme: Theme) -> None:
    """Where both do not fit beside each other."""
    line = FillIn(words("Up to"), "line", words("drops each hour and no more"))
    cells = (TableCell((line,)),) * 6
    data = exported(Table(columns=(TableColumn(),) * 6, header_rows=0, rows=(TableRow(cells),)), theme=theme)
    page = opened(data).pages[0]
    heights = [y for left, y, right, top in rectangles(page) if top - y == pytest.approx(theme.fill_in.rule)]
    assert len(heights) == 6
    assert all(right > left for left, _, right, _ in rectangles(page))
    with pypdfium2.PdfDocument(data) as document:
        text = document[0].get_textpage()
        boxes = [
            text.get_charbox(at) for at in range(text.count_chars()) if text.get_text_range(at, 1).strip()
        ]
    below = [top for _, _, _, top in boxes if top < heights[0]]
    assert len(below) >= 6 * len("dropseachhourandnomore")


class TestTheme:
    @pytest.mark.parametrize("theme", ["clinic", "plain"])
    def test_without_the_switch_nothing_is_interactive(self, theme: str) -> None:
        data = exported(*KINDS, theme=named_theme(theme))
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert "/AcroForm" not in pdf.Root and not list(widgets(pdf))
        file = Tagged(data)
        roles = [str(form.attribute("PrintField", "Role")) for form in file.of_type("Form")]
        assert roles == ["/cb" if kind == "checkbox" else "/tv" for kind in FILL_IN_KINDS]

    def test_what_is_typed_looks_as_the_theme_says(self) -> None:
        (field,) = fields(
            exported(FillIn(words("Name")), theme=named_theme("plain", ["fillable", "large-print"]))
        )
        _, size, _, *colour, _ = str(field.DA).split()
        look = named_theme("plain", ["fillable", "large-print"]).text.body
        assert float(size) == look.size
        assert tuple(map(float, colour)) == pytest.approx(look.colour.rgb, abs=0.001)

    def test_other_formats_are_as_they_were(self) -> None:
        to = ["docx", "epub", "html"]
        for name, rendered in exporter.export(everything(), to=to, theme=FILLABLE).items():
            assert rendered.data == exporter.export(everything(), to=to)[name].data

    def test_the_fonts_cost_little(self) -> None:
        printed = exporter.export(everything(), to=["pdf"])["pdf"].data
        assert 0 < len(fillable("everything")) - len(printed) < 20_000

    def test_faces_without_truetype_outlines_are_passed_over(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def postscript(face: Face) -> Look:
            return look(face)._replace(is_cff=face.family == "Atkinson Hyperlegible")

        look = fonts._look
        monkeypatch.setattr(fonts, "_look", postscript)
        (field,) = fields(exported(FillIn(words("Name"))))
        assert str(field.DA).startswith("/NotoSans-Regular ")

    def test_where_no_face_will_do_fields_are_of_print_and_that_is_told(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Typesetter, "typing_face", lambda self, setting: None)
        rendered = exporter.export(minimal(*KINDS), to=["pdf"], theme=FILLABLE)["pdf"]
        assert [notice.code for notice in rendered.notices] == ["pdf-fields"]
        assert fields(rendered.data) == [] and broken_rules(rendered.data) == []
        assert exporter.export(minimal(paragraph("x")), to=["pdf"], theme=FILLABLE)["pdf"].notices == ()
