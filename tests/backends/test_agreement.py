"""Cases where one format once lost, moved or refused what the others kept."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import lxml.html
import msgspec
import pypdfium2
import pytest
from lxml import etree

import exporter
from exporter.backends import BACKENDS
from exporter.model import (
    Block,
    BlockQuote,
    BulletList,
    Callout,
    Code,
    CodeBlock,
    Contents,
    Document,
    FillIn,
    Footnote,
    FootnoteRef,
    Group,
    Heading,
    Link,
    ListItem,
    Numbering,
    OrderedList,
    PageBreak,
    Paragraph,
    QrCode,
    Text,
    ThematicBreak,
    ViewNode,
    walk,
)
from exporter.ordinals import ordinal
from exporter.readback import read_back
from tests.samples import item, minimal, paragraph, table, words

LONG = "word " * 3000


def noted(*blocks: Block, **notes: Footnote) -> Document:
    footnotes = tuple(msgspec.structs.replace(note, id=name) for name, note in notes.items())
    return msgspec.structs.replace(minimal(*blocks), footnotes=footnotes)


def note(*parts: object) -> Footnote:
    return Footnote((paragraph(*parts),))  # type: ignore[arg-type]


CASES: dict[str, Document] = {
    "a note that only a note calls": noted(
        paragraph("Text", FootnoteRef("a"), "."), a=note("First", FootnoteRef("b")), b=note("Second.")
    ),
    "a note longer than a page": noted(paragraph("Text", FootnoteRef("a")), a=note(LONG, "end")),
    "a note that nothing calls, with a heading in it": noted(
        Contents(), Heading(1, words("Head")), a=Footnote((Heading(2, words("Hidden")),))
    ),
    "suffixes of every kind of fill-in": minimal(
        *(FillIn(words(f"Label{kind}"), kind, words(f"suffix{kind}")) for kind in ("line", "lines", "date", "checkbox", "box"))  # type: ignore[arg-type]
    ),
    "a kind and a code without a publisher": minimal(paragraph("Text"), kind="Leaflet", code="KC-01"),
    "page breaks at the head of boxes": minimal(
        Group((PageBreak(), paragraph("one")), lang="en"),
        OrderedList((ListItem((PageBreak(), paragraph("two"))),)),
        Callout(kind="note", blocks=(PageBreak(), paragraph("three"))),
    ),
    "a link to a table of contents": minimal(
        Heading(1, words("One")), paragraph(Link("#list", words("to it"))), Contents(id="list"), paragraph("two")
    ),
    "links to page breaks, and to what holds nothing else": minimal(
        paragraph(*(Link(f"#{name}", words(f"to {name} ")) for name in "abcdefghij")),
        PageBreak(id="a"),
        PageBreak(id="b"),
        paragraph("one"),
        Group((Group((PageBreak(),)), PageBreak(id="d")), id="c"),
        paragraph("two"),
        Callout(kind="note", blocks=(paragraph("three"), PageBreak(id="e"))),
        BulletList((ListItem((paragraph("four"), PageBreak(id="f"))), item("five"))),
        Group((BlockQuote((paragraph("six"), PageBreak(id="g"))),), dir="rtl"),
        table(("A", "B"), ("c", "d")),
        PageBreak(id="h"),
        Heading(1, words("Seven")),
        paragraph("seven"),
        PageBreak(id="i"),
        Group((PageBreak(id="j"),)),
    ),
    "links to blocks of every kind": minimal(
        *(
            paragraph(Link(f"#{name}", words(f"to {name}")))
            for name in ("fill", "box", "rule", "qr", "row", "cell", "list", "code")
        ),
        FillIn(words("Fill"), id="fill"),
        FillIn(words("Tick"), "checkbox", id="box"),
        ThematicBreak(id="rule"),
        QrCode("https://example.org/a", words("Code"), id="qr"),
        OrderedList((item("One"),), id="list"),
        CodeBlock("x = 1\n\n\n", id="code"),
        msgspec.structs.replace(
            table(("A", "B"), ("c", "d")),
            rows=tuple(
                msgspec.structs.replace(
                    row,
                    id="row" if number else "",
                    cells=tuple(
                        msgspec.structs.replace(cell, id="cell" if number and not column else "")
                        for column, cell in enumerate(row.cells)
                    ),
                )
                for number, row in enumerate(table(("A", "B"), ("c", "d")).rows)
            ),
        ),
    ),
    "headings whose ids are those of notes": noted(
        Heading(1, words("Note 1")), Heading(1, words("Noteref 1")), paragraph("x", FootnoteRef("a")), a=note("n")
    ),
    "ids and classes that are the formats' own": minimal(
        Heading(1, words("Here"), id="at.text"),
        Group((paragraph("seen"),), classes=("heard-only",)),
        paragraph(Link("#at.text", words("there"))),
    ),
}  # fmt: skip


def text_of(name: str, data: bytes) -> str:
    if name == "pdf":
        with pypdfium2.PdfDocument(data) as pdf:
            return " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    if name == "html":
        return lxml.html.fromstring(data.decode()).find("body").text_content()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [archive.read(part) for part in archive.namelist() if part.endswith((".xml", ".xhtml"))]
    return " ".join("".join(etree.fromstring(part).itertext()) for part in parts)


@pytest.mark.parametrize("case", CASES)
def test_every_format_has_every_word(case: str) -> None:
    document = CASES[case]
    called = {node.id for node in walk(document) if isinstance(node, FootnoteRef)}
    blocks = (*document.blocks, *(note for note in document.footnotes if note.id in called))
    wanted = set(re.findall(r"\w+", " ".join(texts(blocks))))
    wanted |= {document.metadata.kind, *document.metadata.code.split("-")} - {""}
    for name, rendered in exporter.export(document, to=BACKENDS).items():
        found = text_of(name, rendered.data)
        for word in wanted:
            assert found.count(word) >= sum(text.count(word) for text in texts(blocks)), (name, word)


def texts(blocks) -> list[str]:  # type: ignore[no-untyped-def]

    return [
        node.text
        for block in blocks
        for node in (block, *walk(block))
        if isinstance(node, (Text, Code, CodeBlock))
    ]


@pytest.mark.parametrize("name", ["html", "epub"])
def test_ids_are_unique(name: str) -> None:
    for document in CASES.values():
        data = exporter.export(document, to=[name])[name].data
        pages = [data]
        if name == "epub":
            with zipfile.ZipFile(BytesIO(data)) as archive:
                pages = [archive.read(part) for part in archive.namelist() if part.endswith(".xhtml")]
        for page in pages:
            ids = re.findall(rb'\sid="([^"]*)"', page)
            assert len(ids) == len(set(ids))


def test_an_address_is_judged_after_it_is_resolved() -> None:
    document = minimal(paragraph(Link("passwd", words("x"))), base_url="file:///etc/")
    with pytest.raises(exporter.InputRefused, match="base-url"):
        exporter.export(document, to=["html"])


def test_a_link_without_words_or_base_keeps_its_address() -> None:
    files = exporter.export(minimal(Paragraph(words("See ", Link("foo", ()), " now."))), to=["html"])
    assert (
        "See <span>foo</span> now." in files["html"].data.decode()
        or "See foo now." in files["html"].data.decode()
    )


@pytest.mark.parametrize(
    ("numbering", "start", "items", "kept"),
    [
        ("lower-alpha", 1, 26, True),
        ("lower-alpha", 1, 27, False),
        ("upper-alpha", 26, 2, False),
        ("lower-alpha", 0, 2, False),
        ("upper-roman", 3999, 1, True),
        ("lower-roman", 3999, 2, False),
        ("upper-roman", 0, 1, False),
        ("decimal", 0, 2, True),
    ],
)
def test_markers_are_the_same_in_every_format(
    numbering: Numbering, start: int, items: int, kept: bool
) -> None:
    """Each format counts by itself: it is told the same kind of number and the same start."""
    document = minimal(OrderedList((item("Item"),) * items, start, numbering))
    files = {name: made.data for name, made in exporter.export(document, to=BACKENDS).items()}
    shown = numbering if kept else "decimal"
    assert _html_list(files["html"]) == (shown, start)
    with zipfile.ZipFile(BytesIO(files["epub"])) as archive:
        assert _html_list(archive.read("EPUB/title.xhtml")) == (shown, start)
    assert _word_list(files["docx"]) == (shown, start)
    markers = re.findall(r"^(\w+)\.", text_of("pdf", files["pdf"]).replace("\r", ""), re.MULTILINE)
    assert markers == [ordinal(number, shown) for number in range(start, start + items)]


_TYPES = {
    None: "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
_FORMATS = {
    "decimal": "decimal",
    "lowerLetter": "lower-alpha",
    "upperLetter": "upper-alpha",
    "lowerRoman": "lower-roman",
    "upperRoman": "upper-roman",
}


def _html_list(page: bytes) -> tuple[str, int]:
    made = next(found for found in lxml.html.fromstring(page).iter("ol") if "Item" in found.text_content())
    return _TYPES[made.get("type")], int(made.get("start", 1))


def _word_list(data: bytes) -> tuple[str, int]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        body, numbering = (
            etree.fromstring(archive.read(f"word/{part}.xml")) for part in ("document", "numbering")
        )
    used = body.find(".//{*}numPr/{*}numId").values()[0]
    number = next(made for made in numbering.iter("{*}num") if made.values()[0] == used)
    start = int(number.find(".//{*}startOverride").values()[0])
    abstract = number.find("{*}abstractNumId").values()[0]
    home = next(made for made in numbering.iter("{*}abstractNum") if made.values()[0] == abstract)
    return _FORMATS[home.find(".//{*}lvl/{*}numFmt").values()[0]], start


def test_the_last_words_are_a_list_below_a_label_and_add_no_heading() -> None:
    document = minimal(Heading(1, words("One")), sources=("First, 2026.", "Second."), rights="Free.")
    files = {name: made.data for name, made in exporter.export(document, to=BACKENDS).items()}
    assert exporter.verify(document, files) == []
    for name, data in files.items():
        view = read_back(data, f"x.{name}")
        headings = [node for top in view.nodes for node in _below(top) if node.role == "heading"]
        assert len(headings) == 1, name
    with zipfile.ZipFile(BytesIO(files["epub"])) as archive:
        pages = [archive.read("EPUB/colophon.xhtml"), files["html"]]
    for page in pages:
        tree = lxml.html.fromstring(page)
        assert [found.text for found in tree.iter("li")][-2:] == ["First, 2026.", "Second."]
    with zipfile.ZipFile(BytesIO(files["docx"])) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    last = [found.values()[0] for found in body.iter("{*}pStyle")][-4:]
    assert last == ["AsideFirstKeepWithNext", "AsideListBullet", "AsideListBullet", "Aside"]


def _below(node: ViewNode) -> list[ViewNode]:
    return [node, *(inner for child in node.children for inner in _below(child))]
