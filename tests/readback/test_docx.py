"""Word documents read back, from files that python-docx and a few lines of XML make."""

from __future__ import annotations

import io
import textwrap
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from exporter.errors import InputRefused
from exporter.readback import read_back
from tests.readback.outline import outline

W = nsdecls("w")


def saved(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read(write: Callable[[Document], object]) -> list[str]:
    document = docx.Document()
    write(document)
    return outline(read_back(saved(document)))


def add(document: Document, xml: str) -> None:
    """Puts an element before the section properties at the end of the body."""
    document.element.body[-1].addprevious(parse_xml(xml))


def test_what_the_file_says_of_itself() -> None:
    document = docx.Document()
    document.core_properties.title = "A title"
    view = read_back(saved(document))
    assert (view.title, view.language, view.direction) == ("A title", "en-US", "ltr")


def test_headings_titles_lists_and_captions_by_their_styles() -> None:
    def write(document: Document) -> None:
        document.add_heading("T", 0)
        document.add_paragraph("S", style="Subtitle")
        document.add_heading("One", 1)
        document.add_heading("Nine", 9)
        document.add_paragraph("p")
        document.add_paragraph("i", style="List Bullet")
        document.add_paragraph("c", style="Caption")

    assert [line for line in read(write) if not line.startswith(" ")] == [
        "title",
        "paragraph",
        "heading level=1",
        "heading level=9",
        "paragraph",
        "item level=1",
        "caption",
    ]


def test_a_heading_by_its_outline_level_alone() -> None:
    def write(document: Document) -> None:
        add(document, f'<w:p {W}><w:pPr><w:outlineLvl w:val="2"/></w:pPr><w:r><w:t>h</w:t></w:r></w:p>')
        add(document, f'<w:p {W}><w:pPr><w:outlineLvl w:val="9"/></w:pPr><w:r><w:t>p</w:t></w:r></w:p>')

    assert read(write) == ["heading level=3", "  text 'h'", "paragraph", "  text 'p'"]


def test_runs() -> None:
    def write(document: Document) -> None:
        add(
            document,
            f'<w:p {W}><w:r><w:t xml:space="preserve">a </w:t><w:t> b </w:t><w:tab/><w:noBreakHyphen/><w:br/>'
            '<w:sym w:font="S" w:char="2610"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>gone</w:t></w:r>'
            "<w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
            '<w:hyperlink w:anchor="x"><w:r><w:rPr><w:lang w:val="fr"/></w:rPr><w:t>lien</w:t></w:r></w:hyperlink>'
            "</w:p>",
        )

    assert (
        read(write)
        == textwrap.dedent("""\
        paragraph
          text 'a '
          text 'b'
          text '\t'
          text '-'
          break
          text '☐'
          text 'new'
          link target=#x
            span lang=fr
              text 'lien'""").splitlines()
    )


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def test_fields_show_their_results_and_contents_are_furniture() -> None:
    def write(document: Document) -> None:
        shown = "<w:r><w:t>7</w:t></w:r>"
        add(document, f"<w:p {W}>{FIELD.format('PAGE', shown)}</w:p>")
        add(document, f"<w:p {W}>{FIELD.format('TOC', shown + FIELD.format('PAGEREF x', shown))}</w:p>")
        add(document, f"<w:p {W}>{FIELD.format('NOTEREF x', shown)}</w:p>")

    assert read(write) == [
        "paragraph",
        "  text '7'",
        "contents",
        "paragraph",
        "  note-reference label=7 target=#",
    ]


def test_a_control_in_the_style_of_acronyms_explains_its_letters() -> None:
    control = (
        '<w:sdt><w:sdtPr><w:rPr><w:rStyle w:val="{}"/></w:rPr><w:alias w:val="Title"/></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>ABC</w:t></w:r></w:sdtContent></w:sdt>"
    )

    def write(document: Document) -> None:
        document.styles.add_style("HTML Acronym", WD_STYLE_TYPE.CHARACTER)
        add(document, f"<w:p {W}>{control.format('HTMLAcronym')}{control.format('Strong')}</w:p>")

    assert read(write) == [
        "paragraph",
        "  abbreviation expansion=Title",
        "    text 'ABC'",
        "  text 'ABC'",
    ]


def test_tables_with_headers_and_spans() -> None:
    def write(document: Document) -> None:
        table = document.add_table(3, 2)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "high"
        table.cell(1, 1).text, table.cell(2, 1).text = "x", "y"
        properties = table.rows[0]._tr.get_or_add_trPr()
        properties.append(parse_xml(f"<w:tblHeader {W}/>"))

    assert [line for line in read(write) if "paragraph" not in line] == textwrap.dedent("""\
        table
          row
            header-cell colspan=2
                text 'wide'
          row
            cell rowspan=2
                text 'high'
            cell
                text 'x'
          row
            cell
                text 'y'""").splitlines()


def test_headers_and_footers_are_no_content() -> None:
    def write(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "header"
        document.sections[0].footer.paragraphs[0].text = "footer"
        document.add_paragraph("body")

    assert read(write) == ["paragraph", "  text 'body'"]


@pytest.mark.parametrize("part", ["word/document.xml", "_rels/.rels", "word/styles.xml"])
def test_a_broken_document_is_refused(part: str) -> None:

    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(docx.Document()))) as whole, zipfile.ZipFile(stream, "w") as broken:
        for info in whole.infolist():
            broken.writestr(info.filename, b"<x" if info.filename == part else whole.read(info))
    with pytest.raises(InputRefused):
        read_back(stream.getvalue(), "x.docx")
