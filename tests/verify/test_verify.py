"""Files that say what their document says, files that were damaged, and files that were only rewritten."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from pathlib import Path

import docx
import pikepdf
import pytest

import exporter
from exporter.model import Document, Footnote, FootnoteRef, Heading, new_document
from exporter.pipeline import read_source
from tests.judges import programs, require
from tests.samples import everything, minimal, paragraph, words
from tests.verify.damage import edited, put, resaved, rezipped
from tests.verify.tags import (
    elements,
    pages_swapped,
)

CONTENT = sorted((Path(__file__).parents[2] / "content").glob("*.md"))
FORMATS = ("pdf", "docx", "epub", "html")


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


def in_another_order(data: bytes) -> bytes:
    """The parts of a package from the last to the first, but for those that have to come first."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        first, *rest = old.namelist()
        for name in (first, *rest[::-1]):
            new.writestr(name, old.read(name))
    return stream.getvalue()


def renamed_parts(data: bytes) -> bytes:
    """A publication whose content documents have other names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith((".xhtml", ".opf", ".ncx")):
                part = part.replace(b"chapter-00", b"part-of-it-0")
            new.writestr(name.replace("chapter-00", "part-of-it-0"), part)
    return stream.getvalue()


def in_utf_16(data: bytes) -> bytes:
    """The main part of a Word document in another encoding (XML 1.0, 4.3.3)."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                text = re.sub(r"^<\?xml[^>]*\?>", '<?xml version="1.0" encoding="UTF-16"?>', part.decode())
                part = text.encode("utf-16")
            new.writestr(name, part)
    return stream.getvalue()


def other_prefix(text: str) -> str:
    """The namespace of WordprocessingML under another name (Namespaces in XML, 3)."""
    text = text.replace("xmlns:w=", "xmlns:word=")
    return re.sub(r"(</?|\s)w:(?=\w)", r"\1word:", text)


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
    ("html", lambda data: edited(data, put("<p>", "<!-- a remark --><p>"))),
    ("html", lambda data: edited(data, put(" />", ">"))),
    ("html", lambda data: edited(data, put("<strong>", '<strong class="x" data-y="z">'))),
    ("pdf", lambda data: resaved(data, lambda _: None, qdf=True)),
    ("pdf", lambda data: resaved(data, lambda _: None, object_stream_mode=pikepdf.ObjectStreamMode.disable)),
    ("pdf", lambda data: resaved(data, lambda _: None, recompress_flate=True)),
    ("docx", in_another_order),
    ("docx", in_utf_16),
    ("docx", lambda data: edited(data, other_prefix)),
    ("docx", lambda data: edited(data, put("<w:p>", '<w:p w:rsidR="00A1B2C3" w:rsidRDefault="00A1B2C3">'))),
    ("docx", lambda data: edited(data, put("<w:r>", "<w:proofErr w:type=\"spellStart\"/><w:r>"))),
    ("epub", in_another_order),
    ("epub", renamed_parts),
    ("epub", lambda data: edited(data, put("</p>", "</p><!-- a remark -->"))),
    ("epub", lambda data: edited(data, put("gloves", "glo&#118;es"))),
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


@pytest.mark.judges
def test_word_files_that_libreoffice_saved_say_the_same(files: dict[str, bytes], tmp_path: Path) -> None:
    """Its own text: languages get a region, and it drops descriptions, decoration and titles of controls."""
    require("libreoffice")
    source, profile = tmp_path / "file.docx", (tmp_path / "profile").as_uri()
    source.write_bytes(files["docx"])
    target = tmp_path / "saved"
    asked = ["--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(target), str(source)]
    programs.run("soffice", f"-env:UserInstallation={profile}", *asked, timeout=120)
    found = exporter.verify(everything(), {"docx": (target / "file.docx").read_bytes()})
    dropped = {"language", "languages", "images", "tables", "abbreviations"}
    assert [str(difference) for difference in found if difference.kind not in dropped] == []
