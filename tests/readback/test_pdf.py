"""PDFs read back, made by ReportLab and from content streams written by hand."""

from __future__ import annotations

import io
import sys

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from exporter.errors import InputRefused, UsageError
from exporter.model import View
from exporter.readback import read_back
from exporter.readback.pdf.fonts import NO_FONT, decoder_of
from tests.readback.outline import outline

TO_UNICODE = b"""/CIDInit /ProcSet findresource begin begincmap
1 begincodespacerange <00> <FF> endcodespacerange
2 beginbfchar <01> <00410300> <02> <D83DDE00> endbfchar
2 beginbfrange <10> <12> <0061> <20> <21> [<0031> <0032>] endbfrange endcmap end end"""


def drawn(content: bytes, **root: object) -> bytes:
    """A page whose content stream is ``content``, with Helvetica as F1 and a mapped font as F2."""
    pdf = pikepdf.new()
    plain = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    mapped = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.TrueType, ToUnicode=pdf.make_stream(TO_UNICODE)
        )
    )
    page = pdf.add_blank_page()
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=plain, F2=mapped))
    page.Contents = pdf.make_stream(content)
    for name, value in root.items():
        pdf.Root[f"/{name}"] = value
    stream = io.BytesIO()
    pdf.save(stream)
    return stream.getvalue()


def read(content: bytes) -> list[str]:
    return outline(read_back(drawn(content)))


def test_lines_of_a_plain_pdf_are_paragraphs_in_order() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.setTitle("A title")
    canvas.drawString(72, 700, "First line, naïve")
    canvas.drawString(72, 680, "Second (line)")
    canvas.showPage()
    canvas.drawString(72, 700, "On page two")
    canvas.save()
    view = read_back(stream.getvalue())
    assert view.title == "A title"
    texts = [" ".join(child.text for child in node.children).strip() for node in view.nodes]
    assert texts == ["First line, naïve", "Second (line)", "On page two"]


def test_marked_content_by_its_tags() -> None:
    content = b"""/Title BMC BT /F1 9 Tf (T) Tj ET EMC /H2 BMC BT (A ) Tj ET BT (b) Tj ET EMC
    /Artifact <</Type /Pagination>> BDC BT (page 1) Tj ET EMC /P BMC BT [(a) -300 (b)] TJ ET EMC
    /Lbl BMC BT (1.) Tj ET EMC /TH BMC BT (h) Tj ET EMC /Figure <</Alt (leaf)>> BDC EMC"""
    assert read(content) == [
        "title",
        "  text 'T'",
        "heading level=2",
        "  text 'A b'",
        "paragraph",
        "  text 'ab'",
        "label label=1.",
        "header-cell",
        "  text 'h'",
        "figure",
        "  image alt=leaf",
        "  text",
    ]


def test_what_is_actually_meant_replaces_what_is_shown() -> None:
    content = b"/P BMC BT /F1 9 Tf (of) Tj /Span <</ActualText (fi)>> BDC (\xde) Tj EMC (ne) Tj ET EMC"
    assert read(content) == ["paragraph", "  text 'offine'"]


def test_strings_shown_backwards_are_read_forwards() -> None:
    """Of each operator by itself, and by its codes: a ligature keeps its order (14.8.2.3.3)."""
    content = (
        rb"/P BMC BT /F2 9 Tf /ReversedChars BMC [(\020\021) -9 (\001)] TJ (\040 ) Tj EMC (\020!) Tj ET EMC"
    )
    assert read(content) == ["paragraph", "  text 'Àba11a2'"]


def test_an_artifact_inside_marked_content_is_still_its_text() -> None:
    assert read(b"/Artifact BMC /P BMC BT /F1 9 Tf (x) Tj ET EMC EMC /P BMC BT (y) Tj ET EMC") == [
        "paragraph",
        "  text 'y'",
    ]


def test_fonts_by_their_maps() -> None:
    content = rb"/P BMC BT /F2 9 Tf (\001\002) Tj <101112> Tj (\040!\177) Tj ET EMC"
    assert read(content) == ["paragraph", "  text 'À😀abc12\ufffd'"]


def test_fonts_by_their_encodings() -> None:
    differing = pikepdf.Dictionary(
        Subtype=pikepdf.Name.Type1,
        Encoding=pikepdf.Dictionary(
            Differences=[1, pikepdf.Name.uni2022, pikepdf.Name.A, 9, pikepdf.Name.space, pikepdf.Name.Gbreve]
        ),
    )
    assert decoder_of(differing).characters_of(b"\x01\x02\x09\x0a\x80") == ["•", "A", " ", "\ufffd", "€"]
    assert NO_FONT.characters_of(b"ab") == ["\ufffd", "\ufffd"]


def test_notes_are_numbered_and_go_on() -> None:
    content = b"""/P BMC BT /F1 9 Tf (a1) Tj ET EMC /Lbl BMC BT (1 ) Tj ET EMC /Note BMC BT (n ) Tj ET EMC
    /P BMC BT (b) Tj ET EMC /Note BMC BT (m) Tj ET EMC /Lbl BMC BT (2) Tj ET EMC /Note BMC BT (o) Tj ET EMC"""
    view = read_back(drawn(content))
    assert [node.children[0].text for node in view.nodes] == ["a1", "b"]
    texts = [[block.children[0].text for block in note.children] for note in view.notes]
    assert [note.label for note in view.notes] == ["1", "2"]
    assert texts == [["n ", "m"], ["o"]]


def test_forms_are_painted_where_they_stand() -> None:
    pdf = pikepdf.open(io.BytesIO(drawn(b"/P BMC BT /F1 9 Tf (a) Tj ET /X Do /X Do BT (c) Tj ET EMC")))
    form = pdf.make_stream(b"BT (b) Tj ET /X Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
    pdf.pages[0].Resources.XObject = pikepdf.Dictionary(X=form)
    stream = io.BytesIO()
    pdf.save(stream)
    (line,) = [line for line in outline(read_back(stream.getvalue())) if "text" in line]
    assert line.startswith("  text 'ab") and line.endswith("bc'")


def view_of(**root: object) -> View:
    return read_back(drawn(b"", **root))


def test_what_the_file_says_of_itself() -> None:
    preferences = pikepdf.Dictionary(Direction=pikepdf.Name.R2L)
    view = view_of(Lang=pikepdf.String("he"), ViewerPreferences=preferences)
    assert (view.title, view.language, view.direction) == ("", "he", "rtl")


def test_broken_and_locked_files_are_refused() -> None:
    with pytest.raises(InputRefused, match="damaged"):
        read_back(b"%PDF-1.7\nnothing")
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn(b""))) as pdf:
        pdf.save(stream, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(InputRefused, match="password"):
        read_back(stream.getvalue(), "locked.pdf")


def test_without_pikepdf_the_notice_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("exporter.readback.pdf")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    with pytest.raises(UsageError, match=r"exporter\[verify\]"):
        read_back(b"%PDF-1.7")
