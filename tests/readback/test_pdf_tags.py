"""PDFs read back by structure trees written by hand, as any program might write them."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from typing import Any, TypeAlias

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from exporter.readback import read_back
from tests.readback.outline import outline

Kid: TypeAlias = "str | Elem | Dictionary"
"""Words, an element in the element, or an annotation that it refers to."""


class Elem:
    """A structure element: a type, what it holds, and the other entries of its dictionary."""

    def __init__(self, type: str, *kids: Kid, **entries: Any) -> None:
        self.type = type
        self.kids = kids
        self.entries = entries


class Writer:
    """A file of one page; words are shown in the order in which the tree is written."""

    def __init__(self) -> None:
        self.pdf = pikepdf.new()
        self.page = self.pdf.add_blank_page()
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
        )
        self.page.Resources = Dictionary(Font=Dictionary(F1=font))
        self.shown: list[str] = []

    def elem(self, elem: Elem, parent: Any) -> Any:
        written = self.pdf.make_indirect(
            Dictionary(S=Name(f"/{elem.type}"), P=parent, Pg=self.page.obj, **elem.entries)
        )
        kids = [self.kid(kid, written) for kid in elem.kids]
        if kids:
            written.K = kids[0] if len(kids) == 1 else Array(kids)
        return written

    def kid(self, kid: Kid, parent: Any) -> Any:
        if isinstance(kid, Elem):
            return self.elem(kid, parent)
        if isinstance(kid, Dictionary):
            return Dictionary(Type=Name.OBJR, Obj=self.pdf.make_indirect(kid), Pg=self.page.obj)
        self.shown.append(f"/X <</MCID {len(self.shown)}>> BDC BT /F1 9 Tf ({kid}) Tj ET EMC")
        return len(self.shown) - 1

    def file(self, elems: Sequence[Elem], **tree: Any) -> bytes:
        root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, **tree))
        root.K = Array([self.elem(elem, root) for elem in elems])
        self.pdf.Root.StructTreeRoot = root
        self.page.Contents = self.pdf.make_stream("\n".join(self.shown).encode("latin-1"))
        return saved(self.pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    stream = io.BytesIO()
    pdf.save(stream)
    return stream.getvalue()


def read(*elems: Elem, **tree: Any) -> str:
    return "\n".join(outline(read_back(Writer().file(elems, **tree))))


def lines(text: str) -> str:
    """An outline written between the lines of a test."""
    return textwrap.dedent(text).strip()


def attributes(owner: str, **values: Any) -> Dictionary:
    return Dictionary(O=Name(f"/{owner}"), **values)


def test_words_are_in_the_order_of_the_tree() -> None:
    """And one element's go on over pages and lines: only characters part words."""
    assert read(
        Elem("Document", Elem("Title", "T"), Elem("H2", "He", "ad"), Elem("P", "on", "e ", Elem("Em", "two")))
    ) == lines("""
        title
          text 'T'
        heading level=2
          text 'Head'
        paragraph
          text 'one '
          emphasis
            text 'two'
    """)


def test_types_stand_for_others() -> None:
    """14.7.3: also by several steps; a circle ends somewhere, and a type of PDF 2.0 is what it is."""
    roles = Dictionary(
        Kopf=Name.Head, Head=Name.H1, Strong=Name.Span, Aside=Name.Div, One=Name.Two, Two=Name.One
    )
    assert read(
        Elem("Kopf", "a"), Elem("Aside", Elem("P", Elem("Strong", "b"))), Elem("One", "c"), RoleMap=roles
    ) == lines("""
        heading level=1
          text 'a'
        callout
          paragraph
            strong
              text 'b'
        paragraph
          text 'c'
    """)


def test_lists_and_their_labels() -> None:
    inner = Elem("L", Elem("LI", Elem("LBody", "deep")))
    first = Elem("LI", Elem("Lbl", "(iii) "), Elem("LBody", "one", inner))
    second = Elem("LI", Elem("Lbl", "x", ActualText="iv."), Elem("LBody", Elem("P", "two")))
    numbered = Elem("L", first, second, A=attributes("List", ListNumbering=Name.LowerRoman))
    assert read(numbered, Elem("L", Elem("LI", Elem("Lbl", "*"), Elem("LBody", "three")))) == lines("""
        list
          item label=iii
            paragraph
              text 'one'
            list
              item
                paragraph
                  text 'deep'
          item label=iv
            paragraph
              text 'two'
        list
          item label=*
            paragraph
              text 'three'
    """)


def test_lists_whose_labels_are_words() -> None:
    """14.8.4.3.3: in a dictionary, a label is the term."""
    terms = Elem(
        "L",
        Elem("LI", Elem("Lbl", Elem("Strong", "term")), Elem("LBody", "first"), Elem("LBody", "second")),
        A=attributes("List", ListNumbering=Name("/None")),
    )
    assert read(terms) == lines("""
        definition-list
          term
            strong
              text 'term'
          definition
            paragraph
              text 'first'
          definition
            paragraph
              text 'second'
    """)


def test_tables_with_spans_of_their_own_and_of_classes() -> None:
    """14.7.5: classes first, then what the element says itself; revisions are passed over."""
    head = Elem(
        "TH", "a", A=Array([attributes("Table", Scope=Name.Column), 0, attributes("Layout", Width=9)])
    )
    wide = Elem("TD", Elem("P", "b"), C=Name.Wide)
    both = Elem("TD", "c", C=Array([Name.Wide, 1, Name.High]), A=attributes("Table", ColSpan=3))
    table = Elem(
        "Table",
        Elem("Caption", "said"),
        Elem("THead", Elem("TR", head, wide)),
        Elem("TBody", Elem("TR", both, Elem("TD"))),
        A=attributes("Table", Summary="what it shows"),
    )
    classes = Dictionary(
        Wide=attributes("Table", ColSpan=2),
        High=Array([attributes("Table", RowSpan=2), attributes("Layout")]),
    )
    assert read(table, ClassMap=classes) == lines("""
        table alt=what it shows
          caption
            paragraph
              text 'said'
          row
            header-cell label=column
              paragraph
                text 'a'
            cell colspan=2
              paragraph
                text 'b'
          row
            cell colspan=3 rowspan=2
              paragraph
                text 'c'
            cell
    """)


def test_pictures_and_their_captions() -> None:
    assert read(
        Elem("Figure", "drawn", Alt="alone"),
        Elem("Div", Elem("Figure", Elem("Caption", "within"), Alt="with")),
        Elem("Sect", Elem("Caption", "before"), Elem("Figure", Alt="after")),
        Elem("P", "x ", Elem("Formula", Alt="y squared"), " z", Elem("Figure", ActualText="fi")),
    ) == lines("""
        figure
          image alt=alone
        figure
          image alt=with
          caption
            paragraph
              text 'within'
        figure
          image alt=after
          caption
            paragraph
              text 'before'
        paragraph
          text 'x '
          image alt=y squared
          text ' z'
          image
            text 'fi'
    """)


def link(**entries: Any) -> Dictionary:
    return Dictionary(Type=Name.Annot, Subtype=Name.Link, **entries)


@pytest.mark.parametrize(
    ("annotation", "target"),
    [
        (link(A=Dictionary(S=Name.URI, URI="https://example.org/")), "https://example.org/"),
        (link(Dest="place"), "#place"),
        (link(Dest=Name.place), "#place"),
        (link(A=Dictionary(S=Name.GoTo, D="place")), "#place"),
    ],
)
def test_links_by_their_annotations(annotation: Dictionary, target: str) -> None:
    assert read(Elem("P", Elem("Link", "there", annotation))) == lines(f"""
        paragraph
          link target={target}
            text 'there'
    """)


def test_notes_stand_by_themselves_wherever_they_are() -> None:
    """14.8.4.4.1: what cites them repeats their label; other citations are words."""
    back = Elem("Link", "1", link(Dest="call"))
    note = Elem("Note", Elem("Lbl", back, " "), Elem("P", "said", Elem("Reference", "2")))
    inner = Elem("FENote", Elem("Lbl", "2"), "bare")
    call = Elem("Reference", Elem("Link", "1 ", link(Dest="note")))
    assert read(
        Elem("P", "a", call, "b", Elem("Reference", "p. 7"), note), Elem("Sect", Elem("Div", inner))
    ) == lines("""
        paragraph
          text 'a'
          note-reference label=1 target=#note
          text ' '
          text 'b'
          text 'p. 7'
        note label=1
          paragraph
            text 'said'
            note-reference label=2
        note label=2
          paragraph
            text 'bare'
    """)


def test_what_is_said_of_words() -> None:
    spans = [
        Elem("Span", "NMDA", E="N-methyl-D-aspartate"),
        Elem("Span", "oui", Lang="fr"),
        Elem("Span", "x", A=attributes("Layout", TextDecorationType=Name.LineThrough)),
        Elem("Span", "x", A=attributes("Layout", BaselineShift=-2)),
        Elem("Span", "x", A=attributes("Layout", TextPosition=Name.Sup)),
        Elem("Span", "x", A=attributes("Layout", BackgroundColor=Array([1, 1, 0]))),
        Elem("Code", "x"),
        Elem("Span", "shown", ActualText="meant"),
        Elem("Quote", "plain"),
    ]
    (paragraph,) = read_back(Writer().file([Elem("P", *spans)])).nodes
    roles = [node.role for node in paragraph.children]
    marks = ["strike", "subscript", "superscript", "mark", "code", "text", "text"]
    assert roles == ["abbreviation", "span", *marks]
    assert paragraph.children[0].expansion == "N-methyl-D-aspartate"
    assert paragraph.children[1].lang == "fr"
    assert [node.text for node in paragraph.children[-2:]] == ["meant", "plain"]


def test_places_to_write() -> None:
    box = Elem("Form", A=attributes("PrintField", Role=Name.cb, checked=Name.on, Desc="agreed"))
    field = Elem("Form", Dictionary(Subtype=Name.Widget, TU="Your name"))
    assert read(Elem("P", box, "I agree"), Elem("P", "Name ", field)) == lines("""
        paragraph
          fill-in label=☒ alt=agreed
          text 'I agree'
        paragraph
          text 'Name '
          fill-in alt=Your name
    """)


def widget(**entries: Any) -> Dictionary:
    return Dictionary(Subtype=Name.Widget, **entries)


@pytest.mark.parametrize(
    ("stated", "box"),
    [
        (widget(FT=Name.Btn, AS=Name.Yes, TU="x"), "☒"),
        (widget(FT=Name.Btn, AS=Name.Off, T="x"), "☐"),
        (widget(FT=Name.Btn, TU="x"), "☐"),
        (widget(AS=Name.on, Parent=Dictionary(FT=Name.Btn, Parent=Dictionary(TU="x", Ff=1 << 15))), "☒"),
        (widget(FT=Name.Btn, Ff=1 << 16, TU="x"), ""),
        (widget(FT=Name.Btn, Ff=Name.Odd, AS=Name.On, TU="x"), "☒"),
        (widget(FT=Name.Tx, V="what was filled in", TU="x"), ""),
        (widget(FT=Name.Tx, Contents="no tooltip", TU="x"), ""),
    ],
)
def test_fields_say_what_they_are_for_and_whether_they_are_ticked(stated: Dictionary, box: str) -> None:
    """12.7.3.1 and 12.7.4.2; what is said of a field may be said by the fields that it belongs to."""
    (paragraph,) = read_back(Writer().file([Elem("P", "Words ", Elem("Form", stated))])).nodes
    field = paragraph.children[-1]
    assert (field.role, field.label, field.alt) == ("fill-in", box, "x")


def test_a_field_that_belongs_to_itself_is_read() -> None:
    writer = Writer()
    field = writer.pdf.make_indirect(widget(FT=Name.Tx, TU="x"))
    field.Parent = field
    (paragraph,) = read_back(writer.file([Elem("P", Elem("Form", field))])).nodes
    assert paragraph.children[0].alt == "x"


def test_groups_quotations_and_code() -> None:
    assert read(
        Elem("Div", Elem("P", "a"), Lang="de"),
        Elem("BlockQuote", "b"),
        Elem("P", Elem("Code", "x = 1")),
        Elem("P", "c", Elem("L", Elem("LI", Elem("LBody", "d"))), "e"),
    ) == lines("""
        group lang=de
          paragraph
            text 'a'
        quote
          paragraph
            text 'b'
        code-block
          text 'x = 1'
        paragraph
          text 'c'
        list
          item
            paragraph
              text 'd'
        paragraph
          text 'e'
    """)


def test_headings_without_numbers_are_as_deep_as_their_sections() -> None:
    deep = Elem("Sect", Elem("H", "one"), Elem("Sect", Elem("H", Elem("Lbl", "1.1"), " two")))
    assert read(Elem("Document", deep, Elem("H7", "seven"))) == lines("""
        heading level=1
          text 'one'
        heading level=2
          text '1.1'
          text ' two'
        heading level=7
          text 'seven'
    """)


def test_what_is_no_content_is_left_out() -> None:
    contents = Elem("TOC", Elem("Caption", "Contents"), Elem("TOCI", Elem("Reference", "One 1")))
    assert read(contents, Elem("Private", "a"), Elem("Artifact", "b"), Elem("P", "c")) == lines("""
        contents
        paragraph
          text 'c'
    """)


def test_content_in_forms_and_on_other_pages() -> None:
    """14.7.4.2: a form has numbers of its own; what is painted twice is said once."""
    writer = Writer()
    pdf, page = writer.pdf, writer.page.obj
    form = pdf.make_stream(b"/P <</MCID 0>> BDC BT /F1 9 Tf (form) Tj ET EMC")
    form.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, Resources=page.Resources))
    page.Resources.XObject = Dictionary(X=form)
    other = pdf.add_blank_page().obj
    other.Resources = page.Resources
    other.Contents = pdf.make_stream(b"/P <</MCID 0>> BDC BT /F1 9 Tf (other) Tj ET EMC /X Do")
    data = io.BytesIO(writer.file([Elem("P", "own ")]))
    with pikepdf.open(data) as whole:
        first, second = (each.obj for each in whole.pages)
        first.Contents = whole.make_stream(first.Contents.read_bytes() + b" /X Do")
        elem = whole.Root.StructTreeRoot.K[0]
        there = Dictionary(Type=Name.MCR, Pg=second, MCID=0)
        within = Dictionary(Type=Name.MCR, Pg=first, Stm=first.Resources.XObject.X, MCID=0)
        elem.K = Array([0, there, within])
        (paragraph,) = read_back(saved(whole)).nodes
    assert [node.text for node in paragraph.children] == ["own otherform"]


def test_what_an_artifact_shows_belongs_to_no_element() -> None:
    writer = Writer()
    data = writer.file([Elem("P", "a", "b")])
    with pikepdf.open(io.BytesIO(data)) as pdf:
        before = pdf.pages[0].Contents.read_bytes()
        pdf.pages[0].Contents = pdf.make_stream(before.replace(b"/X <</MCID 1", b"/Artifact <</MCID 1"))
        assert outline(read_back(saved(pdf))) == ["paragraph", "  text 'a'"]


def test_an_element_is_read_once_however_often_it_is_named() -> None:
    with pikepdf.open(io.BytesIO(Writer().file([Elem("Div", Elem("P", "a"))]))) as pdf:
        group = pdf.Root.StructTreeRoot.K[0]
        group.K = Array([group.K, group, group.K, Name.nothing, Dictionary()])
        assert outline(read_back(saved(pdf))) == ["paragraph", "  text 'a'"]


def test_depth_is_no_matter_of_recursion() -> None:
    pdf_writer = Writer()
    elem: Any = pdf_writer.pdf.make_indirect(
        Dictionary(S=Name.P, Pg=pdf_writer.page.obj, K=pdf_writer.kid("deep", None))
    )
    for _ in range(3000):
        elem = pdf_writer.pdf.make_indirect(Dictionary(S=Name.Div, K=elem))
    data = pdf_writer.file([])
    with pikepdf.open(io.BytesIO(data)) as empty:
        assert read_back(saved(empty)).nodes == ()
    pdf_writer.pdf.Root.StructTreeRoot.K = elem
    assert outline(read_back(saved(pdf_writer.pdf))) == ["paragraph", "  text 'deep'"]
