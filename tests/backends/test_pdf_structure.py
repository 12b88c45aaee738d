"""The structure of PDFs: what validators look past, and what elements there are for what."""

from __future__ import annotations

import functools
from pathlib import Path

import msgspec
import pikepdf
import pypdfium2
import pytest

import exporter
from exporter.backends.pdf.file import PageCanvas
from exporter.backends.pdf.painter import Painter
from exporter.backends.pdf.structure_tree import StructTree
from exporter.model import (
    Block,
    BulletList,
    Callout,
    Document,
    Figure,
    Footnote,
    FootnoteRef,
    Heading,
    InlineImage,
    Link,
    Mark,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Table,
    TableColumn,
    TableRow,
)
from exporter.readback import read_back
from exporter.render import PageMap
from exporter.theme import named_theme
from tests.backends.tag_rules import RULES, broken_rules
from tests.backends.tagged import Content, Elem, Tagged
from tests.samples import cell, everything, item, minimal, paragraph, picture, table, words
from tests.strategies import numbered
from tests.verify.damage import resaved

CONTENT = Path(__file__).parents[2] / "content"
LONG = "word " * 1500
GENERATED = 50


@functools.cache
def sample(name: str) -> bytes:
    if name == "everything":
        return pdf_of(everything())
    return pdf_of(numbered(int(name)) if name.isdecimal() else exporter.load(CONTENT / f"{name}.md"))


def pdf_of(document: Document) -> bytes:
    return exporter.export(document, to=["pdf"])["pdf"].data


def tagged(*blocks: Block, notes: tuple[Footnote, ...] = ()) -> Tagged:
    document = msgspec.structs.replace(minimal(*blocks), footnotes=notes, assets={"leaf.png": picture()})
    return Tagged(pdf_of(document))


SAMPLES = ["everything", "ketamine-cream", "kitchen-sink", *map(str, range(GENERATED))]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_rule_holds(name: str) -> None:
    try:
        data = sample(name)
    except exporter.LimitReached:
        pytest.skip("a document that no page has room for")
    assert broken_rules(data) == []


# That each rule can be broken


def content(old: str, new: str) -> bytes:
    """The pages of everything() with a stretch of their content streams replaced, the first time only."""

    def change(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            before = page.Contents.read_bytes().decode("latin-1")
            if old in before:
                page.Contents = pdf.make_stream(before.replace(old, new, 1).encode("latin-1"))
                return
        raise AssertionError("nothing has changed")

    return resaved(sample("everything"), change)


def elements(type: str, change: object) -> bytes:
    """everything() with its first element of a type changed."""

    def find(pdf: pikepdf.Pdf) -> None:
        stack = [pdf.Root.StructTreeRoot.K]
        while stack:
            elem = stack.pop()
            if f"/{type}" == elem.S:
                change(pdf, elem)  # type: ignore[operator]
                return
            kids = elem.get("/K", pikepdf.Array())
            stack += [kid for kid in list(kids)[::-1] if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        raise AssertionError(f"there is no {type}")

    return resaved(sample("everything"), find)


def without(*names: str) -> object:
    def change(_pdf: pikepdf.Pdf, elem: pikepdf.Dictionary) -> None:
        for name in names:
            del elem[f"/{name}"]

    return change


def named(name: str) -> object:
    def change(_pdf: pikepdf.Pdf, elem: pikepdf.Dictionary) -> None:
        elem.S = pikepdf.Name(f"/{name}")

    return change


def turned(_pdf: pikepdf.Pdf, elem: pikepdf.Dictionary) -> None:
    elem.K = pikepdf.Array(list(elem.K)[::-1])


def without_kids(_pdf: pikepdf.Pdf, elem: pikepdf.Dictionary) -> None:
    elem.K = pikepdf.Array()


def less_a_cell(_pdf: pikepdf.Pdf, elem: pikepdf.Dictionary) -> None:
    elem.K[0].K = pikepdf.Array(list(elem.K[0].K)[1:])


def of_another(pdf: pikepdf.Pdf, elem: pikepdf.Dictionary) -> None:
    elem.P = pdf.Root.StructTreeRoot


def renamed(_pdf: pikepdf.Pdf, elem: pikepdf.Dictionary) -> None:
    elem.ID = pikepdf.String("another")


def page_without(name: str) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[0].obj[name]

    return resaved(sample("everything"), change)


def annotation_without(name: str) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[0].Annots[0][name]

    return resaved(sample("everything"), change)


DAMAGES = {
    "all_is_marked": lambda: content("/Artifact <</Type /Layout>> BDC", "q Q"),
    "artifacts_say_what_they_are": lambda: content("/Pagination /Subtype /Footer", "/Layout"),
    "numbers_are_single": lambda: content("<</MCID 3>>", "<</MCID 2>>"),
    "sequences_have_their_elements": lambda: content("/P <</MCID 2>>", "/H1 <</MCID 2>>"),
    "annotations_have_their_elements": lambda: annotation_without("/StructParent"),
    "forms_are_of_print_or_hold_one_widget": lambda: elements("Form", without("A")),
    "pages_know_the_tree": lambda: page_without("/Tabs"),
    "elements_know_their_parents": lambda: elements("H2", of_another),
    "types_are_standard": lambda: elements("H2", named("Heading")),
    "nothing_is_empty": lambda: elements("H1", without_kids),
    "content_is_in_order": lambda: elements("Link", turned),
    "notes_come_after_their_calls": lambda: elements("Document", turned),
    "identifiers_are_found": lambda: elements("Note", renamed),
    "tables_are_grids": lambda: elements("THead", less_a_cell),
    "lists_say_how_they_count": lambda: elements("L", without("A")),
    "headings_skip_no_level": lambda: elements("H1", named("H3")),
    "pictures_are_described": lambda: elements("Figure", without("Alt")),
}


@pytest.mark.parametrize("rule", [rule.__name__ for rule in RULES])
def test_every_rule_can_be_broken(rule: str) -> None:
    assert rule in {broken.partition(":")[0] for broken in broken_rules(DAMAGES[rule]())}


# One element, wherever it stands


def pages_of(elem: Elem) -> set[int]:
    return {kid.page for kid in elem.within() if isinstance(kid, Content)}


def test_a_paragraph_over_a_page_break_is_one() -> None:
    file = tagged(paragraph(LONG))
    (long,) = (elem for elem in file.of_type("P") if elem.type == "P")
    assert pages_of(long) == set(range(len(file.pages))) > {0}


def test_a_list_and_a_box_over_a_page_break_are_one() -> None:
    file = tagged(BulletList((item(LONG), item("End"))), Callout(kind="note", blocks=(paragraph(LONG),)))
    assert all(len(pages_of(elem)) > 1 for elem in (*file.of_type("L"), *file.of_type("LI")[:1]))
    (box,) = (elem for elem in file.elems if elem.type == "Aside")
    assert len(pages_of(box)) > 1
    assert len(file.of_type("Lbl")) == 2


def test_a_link_over_a_page_break_has_its_annotations_after_their_words() -> None:
    file = tagged(paragraph(Link("https://example.org/", words(LONG))))
    (link,) = file.of_type("Link")
    kinds = [(type(kid).__name__, kid.page) for kid in link.kids if not isinstance(kid, Elem)]
    assert [kinds[0], kinds[-1]] == [("Content", 0), ("Reference", len(file.pages) - 1)]
    assert sorted(kinds, key=lambda kind: kind[1]) == kinds


def test_a_header_that_is_repeated_is_said_once() -> None:
    def rows_below_a_header(count: int) -> Tagged:
        header = TableRow((cell("Left", InlineImage("leaf.png", "a leaf"), FootnoteRef("n")), cell("Right")))
        rows = (TableRow((cell(f"row{number}"), cell("x"))) for number in range(count))
        whole = Table(rows=(header, *rows), columns=(TableColumn(), TableColumn()))
        return tagged(whole, notes=(Footnote((paragraph("Noted."),), id="n"),))

    short, long = rows_below_a_header(2), rows_below_a_header(120)
    assert len(long.pages) > 2
    assert [pages_of(elem) for elem in long.of_type("TH")] == [{0}, {0}]
    places = [file.of_type("Figure")[0].attribute("Layout", "BBox") for file in (short, long)]
    assert list(places[0]) == list(places[1])
    with pypdfium2.PdfDocument(long.data) as pdf:
        assert all("Left" in page.get_textpage().get_text_bounded() for page in pdf)


def test_what_is_only_repeated_is_no_destination() -> None:
    canvas = PageCanvas((100, 100))
    painter = Painter(canvas, PageMap({}, 1), StructTree((), 1, canvas._doc))
    painter.destination("first", 0, 0, 0)
    with painter.artifact():
        painter.destination("again", 0, 0, 0)
    assert [*canvas.destinations] == ["first"]


def test_an_artifact_of_nothing_is_not_written() -> None:
    canvas = PageCanvas((100, 100))
    painter = Painter(canvas, PageMap({}, 1), StructTree((), 1, canvas._doc))
    with painter.artifact(), painter.artifact():
        pass
    assert canvas._code == []
    with painter.artifact():
        painter.rectangle(0, 0, 1, 1, named_theme("clinic").table.rule_colour)
    assert [part.split()[0] for part in canvas._code[::2]] == ["/Artifact", "EMC"]


# What is said of what


def test_what_words_are_is_said_by_the_standard() -> None:
    marks = (Strike, Subscript, Superscript, Mark)
    file = tagged(paragraph(*(part for mark in marks for part in (mark(words("x")), " "))))
    spans = [elem for elem in file.of_type("Span") if elem.type != "Span"]
    assert [elem.type for elem in spans] == ["Strike", "Subscript", "Superscript", "Mark"]
    strike, low, high, marked = spans
    assert strike.attribute("Layout", "TextDecorationType") == "/LineThrough"
    assert low.attribute("Layout", "BaselineShift") < 0 < high.attribute("Layout", "BaselineShift")
    assert len(marked.attribute("Layout", "BackgroundColor")) == 3


def test_decorative_pictures_are_not_there() -> None:
    leaf = InlineImage("leaf.png", decorative=True)
    file = tagged(Figure("leaf.png", decorative=True), paragraph("A ", leaf, " leaf"))
    assert file.of_type("Figure") == []
    drawn = [
        sequence.tag
        for content in file.content
        for sequence in content.sequences
        if sequence.tag == "Artifact" and sequence.paints
    ]
    assert len(drawn) >= 2


def test_a_space_where_a_line_ends_is_that_of_the_sentence() -> None:
    """After a picture it is no part of it, and after what is only decoration it is still there."""
    for decorative in (False, True):
        leaf = InlineImage("leaf.png", "" if decorative else "a leaf", decorative=decorative)
        document = msgspec.structs.replace(
            minimal(paragraph("x" * 60, leaf, " ", "y" * 60)), assets={"leaf.png": picture()}
        )
        view = read_back(pdf_of(document))
        said = "".join(child.text for child in view.nodes[-1].children)
        assert said == f"{'x' * 60} {'y' * 60}"


@pytest.mark.parametrize("where", ["cell", "caption", "heading", "item"])
def test_a_note_is_read_after_the_words_that_call_it(where: str) -> None:
    said = ("Called", FootnoteRef("n"), " here")
    blocks = {
        "cell": table(("A",), ("b",)),
        "caption": table(("A",), ("b",), caption=words(*said)),
        "heading": Heading(1, words(*said)),
        "item": BulletList((item(*said),)),
    }
    block = blocks[where]
    if isinstance(block, Table) and where == "cell":
        block = msgspec.structs.replace(block, rows=(block.rows[0], TableRow((cell(*said),))))
    file = tagged(block, notes=(Footnote((paragraph("Noted."),), id="n"),))
    note = next(elem for elem in file.elems if elem.type == "Note")
    order = [kid for kid in file.root.within() if isinstance(kid, (Elem, Content))]
    words_before = [kid for kid in order[: order.index(note)] if isinstance(kid, Content)]
    words_after = [kid for kid in order[order.index(note) :] if isinstance(kid, Content)]
    calling = note.parent if where in ("cell", "caption") else note.parent.elements[-2]  # type: ignore[union-attr]
    own = [kid for kid in calling.within() if isinstance(kid, Content)]  # type: ignore[union-attr]
    assert own and set(own) <= set(words_before)
    assert not set(own) & set(words_after)


def test_strong_words_stay_in_their_paragraph() -> None:
    file = tagged(paragraph("One ", Strong(words("two")), " three"))
    (whole,) = (elem for elem in file.of_type("P") if elem.type == "P")
    assert [kid.type if isinstance(kid, Elem) else "text" for kid in whole.kids] == ["text", "Strong", "text"]
