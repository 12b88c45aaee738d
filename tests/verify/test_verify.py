"""Files that say what their document says, files that were damaged, and files that were only rewritten."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pikepdf
import pytest

import exporter
from exporter.model import Document, Footnote, FootnoteRef, Heading, new_document
from exporter.pipeline import read_source
from tests.samples import everything, minimal, paragraph, words
from tests.verify.damage import Edit, edited, put, resaved, rezipped, swap

CONTENT = sorted((Path(__file__).parents[2] / "content").glob("*.md"))
FORMATS = ("pdf", "docx", "epub", "html")
Change = Callable[[pikepdf.Pdf], None]


def exported(document: Document, *formats: str) -> dict[str, bytes]:
    return {name: made.data for name, made in exporter.export(document, to=formats or FORMATS).items()}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return exported(everything())


def test_every_node_reads_back_in_every_format(files: dict[str, bytes]) -> None:
    assert [str(difference) for difference in exporter.verify(everything(), files)] == []


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: path.stem)
def test_what_we_publish_reads_back(path: Path) -> None:
    document = exporter.load(path)
    done = exported(document)
    assert [str(difference) for difference in exporter.verify(document, done)] == []


def test_letters_and_their_marks_may_be_composed() -> None:
    """The page has letters with their marks as one character, the others as the source has them."""
    document = minimal(paragraph(unicodedata.normalize("NFD", "Để thuốc xa tầm tay trẻ em")))
    assert exporter.verify(document, exported(document)) == []


def test_text_without_spaces() -> None:
    text = "请将药物（包括维生素）放在儿童接触不到的地方。𠮷如有疑问，请致电诊所。" * 8
    document = minimal(paragraph(text), language="zh-Hans")
    assert exporter.verify(document, exported(document)) == []


def test_levels_that_html_has_no_room_for() -> None:
    document = minimal(*(Heading(level, words(f"Level {level}")) for level in range(1, 7)))
    assert exporter.verify(document, exported(document)) == []


ITEM = r"<w:p>(?:(?!</w:p>).)*Wear gloves\.</w:t></w:r></w:p>"
DAMAGES: list[tuple[str, str, Edit, str]] = [
    ("html", "a word dropped", put("Wear gloves.", "Wear."), "words"),
    ("html", "ten per cent to one", put(">10%<", ">1%<"), "words"),
    ("html", "items swapped", swap("Wear gloves.", "Rub it in."), "words"),
    ("html", "an item lost", put("<li>Wear gloves.</li>", ""), "words"),
    ("html", "a heading raised", put('<h3 id="lists">Lists</h3>', '<h2 id="lists">Lists</h2>'), "headings"),
    ("html", "a heading unmarked", put('<h3 id="lists">Lists</h3>', "<p>Lists</p>"), "headings"),
    ("html", "the language lost", put('<html lang="en"', "<html"), "language"),
    ("html", "another title", put("<title>Everything", "<title>Nothing"), "title"),
    ("html", "a note's word", put("bold</strong> words", "bold</strong> word"), "notes"),
    ("html", "a call of a note lost", lambda text: re.sub(r"<sup><a id=\"noteref-2\".*?</sup>", "", text), "words"),
    ("html", "the telephone number", put("555 0100", "555 0101"), "letterhead"),
    ("html", "a paragraph hidden", put("<p>Words of another", "<p hidden>Words of another"), "words"),
    ("html", "a paragraph put in", put("<p>Words of another", "<p>Take more.</p><p>Words of another"), "words"),
    ("html", "a word of the facts", put("Version 1.0", "Version 1.1"), "words"),
    ("html", "an image unnamed", put('alt="a green leaf"', 'alt=""'), "images"),
    ("html", "a header cell unmarked", put('<th scope="row">', "<td>"), "tables"),
    ("html", "cells in one", put(' colspan="2"', ""), "tables"),
    ("html", "a description changed", put("A table to fill in.", "A table."), "tables"),
    ("html", "a list begun at another number", put(' start="3"', ' start="4"'), "lists"),
    ("html", "letters for numbers", put('<ol type="a"', '<ol type="A"'), "lists"),
    ("epub", "a word dropped", put("Wear gloves.", "Wear."), "words"),
    ("epub", "ten per cent to one", put(">10%<", ">1%<"), "words"),
    ("epub", "chapters swapped", swap('"item-chapter-002.xhtml"/', '"item-chapter-003.xhtml"/'), "words"),
    ("epub", "a chapter lost", put('<itemref idref="item-chapter-002.xhtml"/>', ""), "headings"),
    ("epub", "a heading lowered", put("<h1 id=\"boxes\">Boxes</h1>", '<h2 id="boxes">Boxes</h2>'), "headings"),
    ("epub", "the language lost", put("<dc:language>en</dc:language>", ""), "language"),
    ("epub", "one page's language lost", put(' lang="en" xml:lang="en" dir="ltr">\n<head>\n<meta charset="utf-8" />\n<title>Boxes', ">\n<head>\n<title>Boxes"), "language"),
    ("epub", "an image unnamed", put('alt="A green leaf"', 'alt="A leaf"'), "images"),
    ("epub", "cells in one", put(' rowspan="2"', ""), "tables"),
    ("epub", "a source changed", put("A source, 2026.", "A source, 2025."), "words"),
    ("epub", "a note lost", lambda text: re.sub(r'<aside class="footnote" id="note-2".*?</aside>', "", text, flags=re.DOTALL), "notes"),
    ("docx", "a word dropped", put("Wear gloves.", "Wear."), "words"),
    ("docx", "ten per cent to one", put(">10%<", ">1%<"), "words"),
    ("docx", "items swapped", swap("Wear gloves.", "Rub it in."), "words"),
    ("docx", "an item lost", lambda text: re.sub(ITEM, "", text), "words"),
    ("docx", "a heading raised", put('"Heading2"/></w:pPr><w:bookmarkStart w:id="3"', '"Heading1"/></w:pPr><w:bookmarkStart w:id="3"'), "headings"),
    ("docx", "headings unmarked", put('<w:pStyle w:val="Heading2"/>', '<w:pStyle w:val="BodyText"/>'), "headings"),
    ("docx", "the language changed", put('<w:lang w:val="en" w:eastAsia', '<w:lang w:val="de" w:eastAsia'), "language"),
    ("docx", "another title", put("<dc:title>Everything", "<dc:title>Nothing"), "title"),
    ("docx", "a note's word", put(" words.</w:t>", " word.</w:t>"), "notes"),
    ("docx", "a call of a note lost", put('<w:footnoteReference w:id="2"/>', ""), "words"),
    ("docx", "a sentence marked deleted", lambda text: re.sub(r"(<w:r><w:t[^>]*>Words of another\.</w:t></w:r>)", r"<w:del>\1</w:del>", text), "words"),
    ("docx", "an image unnamed", put('descr="a green leaf"', 'descr=""'), "images"),
    ("docx", "a header row unmarked", put("<w:tblHeader/>", ""), "tables"),
    ("docx", "cells in one", put('<w:gridSpan w:val="2"/>', ""), "tables"),
    ("docx", "the telephone number", put("555 0100", "555 0101"), "letterhead"),
    ("pdf", "a word dropped", put("(Wear gloves.)", "(Wear.)"), "words"),
    ("pdf", "ten per cent to one", put("(10%)", "(1%)"), "words"),
    ("pdf", "items swapped", swap("(Wear gloves.)", "(Rub it in.)"), "words"),
    ("pdf", "an item not shown", put("(Wear gloves.) Tj", ""), "words"),
    ("pdf", "an item made an artifact", lambda text: re.sub(r"/P(?= <</MCID \d+>> BDC\nBT [^()]*\(Wear gloves)", "/Artifact", text), "words"),
    ("pdf", "a note's word", put("( words.)", "( word.)"), "notes"),
    ("pdf", "the telephone number", put("555 0100", "555 0101"), "letterhead"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "what", "edit", "kind"), DAMAGES, ids=lambda value: str(value)[:40])
def test_damage_is_caught(name: str, what: str, edit: Edit, kind: str, files: dict[str, bytes]) -> None:
    found = exporter.verify(everything(), {name: edited(files[name], edit)})
    assert kind in {difference.kind for difference in found}, what


def without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


def another_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Nothing"


def pages_swapped(pdf: pikepdf.Pdf) -> None:
    """What the tree says stays as it was: only who looks at the pages meets another order."""
    page = pdf.pages[2]
    del pdf.pages[2]
    pdf.pages.insert(1, page)


def page_lost(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]


def elements(pdf: pikepdf.Pdf, type: str) -> list[pikepdf.Dictionary]:
    """The elements of a type in logical order."""
    found, stack = [], [pdf.Root.StructTreeRoot.K]
    while stack:
        elem = stack.pop()
        found += [elem] if f"/{type}" == elem.S else []
        kids = list(elem.get("/K", pikepdf.Array()))
        stack += [kid for kid in kids[::-1] if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return found


def renamed(type: str, other: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        for elem in elements(pdf, type):
            elem.S = pikepdf.Name(f"/{other}")

    return change


def turned(type: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        for elem in elements(pdf, type):
            elem.K = pikepdf.Array(list(elem.K)[::-1])

    return change


def lost(type: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        elem = elements(pdf, type)[0]
        elem.P.K = pikepdf.Array([kid for kid in elem.P.K if kid != elem])

    return change


def put_in(type: str, name: str, value: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        elements(pdf, type)[0][f"/{name}"] = pikepdf.String(value)

    return change


def without_attributes(type: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        for elem in elements(pdf, type):
            if "/A" in elem:
                del elem.A

    return change


def lists_in_one(pdf: pikepdf.Pdf) -> None:
    """The items of a list in a list go up into it."""
    inner = next(elem for elem in elements(pdf, "L") if elem.P.S == "/LBody")
    item = inner.P.P
    inner.P.K = pikepdf.Array([kid for kid in inner.P.K if kid != inner])
    item.P.K = pikepdf.Array([kid for own in item.P.K for kid in ([own, *inner.K] if own == item else [own])])


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (without_language, "language"),
        (another_title, "title"),
        (page_lost, "words"),
        (renamed("H2", "H3"), "headings"),
        (renamed("H1", "P"), "headings"),
        (turned("L"), "words"),
        (turned("P"), "words"),
        (lost("P"), "letterhead"),
        (lost("LI"), "words"),
        (lost("Note"), "notes"),
        (lost("Code"), "words"),
        (renamed("Reference", "Span"), "words"),
        (renamed("Aside", "Private"), "words"),
        (put_in("BlockQuote", "ActualText", "Words of mine. Somebody"), "words"),
        (put_in("Figure", "Alt", "a red leaf"), "images"),
        (renamed("TH", "TD"), "tables"),
        (without_attributes("TD"), "tables"),
        (without_attributes("Table"), "tables"),
        (lost("TD"), "tables"),
        (lists_in_one, "lists"),
        (put_in("Lbl", "ActualText", "4"), "notes"),
    ],
)
def test_damage_to_the_structure_of_a_pdf_is_caught(
    change: Change, kind: str, files: dict[str, bytes]
) -> None:
    found = exporter.verify(everything(), {"pdf": resaved(files["pdf"], change)})
    assert kind in {difference.kind for difference in found}


def test_numbers_of_a_list_are_what_its_labels_say(files: dict[str, bytes]) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        label = next(
            elem
            for elem in elements(pdf, "Lbl")
            if elem.P.P.get("/A", {}).get("/ListNumbering") == "/Decimal"
        )
        label.ActualText = pikepdf.String("7.")

    (found,) = exporter.verify(everything(), {"pdf": resaved(files["pdf"], change)})
    assert found.message == "the item “Step one Wear gloves. Rub it in.” has the number “7”, not 3"


def test_the_order_of_pages_is_no_matter_of_their_content(files: dict[str, bytes]) -> None:
    assert exporter.verify(everything(), {"pdf": resaved(files["pdf"], pages_swapped)}) == []


def rewritten_content(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        instructions = pikepdf.parse_content_stream(page)
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


def saved_by_python_docx(data: bytes) -> bytes:
    stream = io.BytesIO()
    docx.Document(io.BytesIO(data)).save(stream)
    return stream.getvalue()


def reversed_attributes(text: str) -> str:
    """Attributes of paragraphs, headings and spans in the opposite order, each on a line of its own."""

    def turned(tag: re.Match[str]) -> str:
        attributes = re.findall(r'[\w:-]+="[^"]*"', tag[2])
        return f"<{tag[1]}\n  " + "\n  ".join(attributes[::-1]) + ">"

    return re.sub(r'<(p|h\d|span|aside|section|html)((?: [\w:-]+="[^"]*")+)>', turned, text)


def pretty_printed(text: str) -> str:
    """A line and an indent before each element that is not within a line."""
    return re.sub(r"<(/?(?:ul|ol|li|table|tr|td|th|section|aside|dl|dt|dd|blockquote)\b)", r"\n\t<\1", text)


REWRITES = [
    ("pdf", lambda data: resaved(data, lambda _: None)),
    ("pdf", lambda data: resaved(data, lambda _: None, compress_streams=False)),
    ("pdf", lambda data: resaved(data, lambda _: None, object_stream_mode=pikepdf.ObjectStreamMode.generate)),
    ("pdf", lambda data: resaved(data, lambda _: None, linearize=True)),
    ("pdf", lambda data: resaved(data, lambda _: None, normalize_content=True)),
    ("pdf", lambda data: resaved(data, rewritten_content)),
    ("docx", lambda data: rezipped(data, method=zipfile.ZIP_STORED)),
    ("docx", saved_by_python_docx),
    ("docx", lambda data: edited(data, put("Wear gloves.", 'Wear </w:t></w:r><w:r><w:t xml:space="preserve">gloves.'))),
    ("docx", lambda data: edited(data, put('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', ""))),
    ("epub", lambda data: rezipped(data, method=zipfile.ZIP_STORED)),
    ("epub", lambda data: edited(data, reversed_attributes)),
    ("epub", lambda data: edited(data, pretty_printed)),
    ("html", lambda data: edited(data, reversed_attributes)),
    ("html", lambda data: edited(data, pretty_printed)),
    ("html", lambda data: edited(data, put("</li>", ""))),
    ("html", lambda data: edited(data, put("gloves", "glo&#118;es"))),
    ("html", lambda data: edited(data, put("\n", "\r\n"))),
]  # fmt: skip


@pytest.mark.parametrize(("name", "rewrite"), REWRITES)
def test_harmless_rewrites_are_accepted(name: str, rewrite: object, files: dict[str, bytes]) -> None:
    changed = rewrite(files[name])  # type: ignore[operator]
    assert changed != files[name]
    assert [str(found) for found in exporter.verify(everything(), {name: changed})] == []


def test_a_difference_names_the_line_of_the_source() -> None:
    source = "---\ntitle: T\nlanguage: en\n---\n\n# One\n\nSome words.\n\n- an item\n- 10% of it\n"
    document = read_source(source.encode(), "t.md", Path()).document
    data = edited(exported(document, "html")["html"], put("10%", "1%"))
    (difference,) = exporter.verify(document, {"t.html": data})
    assert (
        str(difference) == "t.md:11:3 error words-differ t.html: “1%” stands for “10%” after “words. an item”"
    )


def test_values_that_were_filled_in() -> None:
    source = "---\ntitle: T\nlanguage: en\nfields:\n  name: {type: text}\n---\n\nDear {{ name }}.\n"
    document = read_source(source.encode(), "t.md", Path()).document
    data = exporter.export(document, to=["html"], values={"name": "Ann"})["html"].data
    assert exporter.verify(document, {"html": data}, values={"name": "Ann"}) == []
    assert exporter.verify(document, {"html": data}, values={"name": "Bob"})


def test_a_note_that_only_a_note_calls() -> None:
    document = new_document(
        metadata=minimal().metadata,
        blocks=(paragraph("One", FootnoteRef("a"), " two", FootnoteRef("b")),),
        footnotes=(
            Footnote((paragraph("See", FootnoteRef("c"), "."),), id="a"),
            Footnote((paragraph("Second."),), id="b"),
            Footnote((paragraph("Inner."),), id="c"),
        ),
    )
    assert exporter.verify(document, exported(document)) == []
