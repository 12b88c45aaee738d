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
    OrderedList,
    PageBreak,
    Paragraph,
    QrCode,
    Text,
    ThematicBreak,
    walk,
)
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
