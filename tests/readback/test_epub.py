"""EPUB read back, from publications written by hand."""

from __future__ import annotations

import io
import textwrap
import zipfile

import pytest

from exporter.errors import InputRefused, LimitReached
from exporter.readback import read_back
from tests.readback.outline import outline

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
OPF = """\
<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>Book</dc:title><dc:title>Sub</dc:title><dc:language>en-GB</dc:language></metadata><manifest>
<item id="t" href="text/title.xhtml" media-type="application/xhtml+xml"/>
<item id="n" href="text/notes.xhtml" media-type="application/xhtml+xml"/>
<item id="x" href="text/extra.xhtml" media-type="application/xhtml+xml"/>
<item id="c" href="text/one%20two.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="t"/><itemref idref="c"/><itemref idref="n"/><itemref idref="x" linear="no"/></spine></package>"""


def xhtml(body: str, language: str = "en-GB") -> str:
    return (
        f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'xml:lang="{language}"><head><title>file</title></head><body>{body}</body></html>'
    )


PARTS = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "OPS/book.opf": OPF,
    "OPS/text/title.xhtml": xhtml('<section epub:type="titlepage"><h1>Book</h1></section>'),
    "OPS/text/one two.xhtml": xhtml(
        '<h1>One</h1><p>Said<a epub:type="noteref" href="notes.xhtml#n">3</a>.</p><h2>Two</h2>'
    ),
    "OPS/text/notes.xhtml": xhtml('<aside epub:type="footnote" id="n"><p><b>3.</b> x</p></aside><p>End.</p>'),
    "OPS/text/extra.xhtml": xhtml("<p>Aside.</p>"),
}


def epub(**changed: str | None) -> bytes:
    parts = PARTS | {name.replace("__", "/"): text for name, text in changed.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            if text is not None:
                archive.writestr(name, text)
    return stream.getvalue()


def with_part(name: str, text: str | None) -> bytes:
    return epub(**{name: text})


def test_the_spine_in_its_order() -> None:
    view = read_back(epub())
    assert (view.title, view.language) == ("Book", "en-GB")
    assert (
        outline(view)
        == textwrap.dedent("""\
        title
          text 'Book'
        heading level=1
          text 'One'
        paragraph
          text 'Said'
          note-reference label=3 target=OPS/text/notes.xhtml#n
          text '.'
        heading level=2
          text 'Two'
        paragraph
          text 'End.'
        note label=3 lang=en-GB
          paragraph
            strong
              text '3.'
            text ' x'""").splitlines()
    )


def test_a_note_s_number_is_no_part_of_its_words() -> None:
    note = '<aside role="doc-footnote" id="n"><p><span>3.</span> x</p></aside>'
    (read,) = read_back(with_part("OPS/text/notes.xhtml", xhtml(note))).notes
    assert [child.text for child in read.children[0].children] == ["x"]


def test_a_language_that_one_document_lacks_is_lost() -> None:
    assert read_back(with_part("OPS/text/notes.xhtml", xhtml("<p>x</p>", ""))).language == ""


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("META-INF/container.xml", None),
        ("META-INF/container.xml", "<container/>"),
        ("OPS/book.opf", None),
        ("OPS/book.opf", OPF.replace('idref="c"', 'idref="gone"')),
        ("OPS/text/title.xhtml", None),
        ("OPS/text/title.xhtml", "<html><p></html>"),
        ("OPS/text/title.xhtml", "<html xmlns='http://www.w3.org/1999/xhtml'/>"),
        ("mimetype", "text/plain"),
    ],
)
def test_a_broken_publication_is_refused(part: str, text: str | None) -> None:
    with pytest.raises(InputRefused):
        read_back(with_part(part, text), "book.epub")


def test_a_cover_is_a_picture_of_the_title_and_no_part_of_the_text() -> None:
    drawn = '<section epub:type="cover"><img src="x.svg" alt="Cover" role="doc-cover"/></section>'
    more = f"{drawn}<p>More</p>"
    with_text = outline(read_back(with_part("OPS/text/notes.xhtml", xhtml(more))))
    assert "  text 'More'" in with_text
    without = outline(read_back(with_part("OPS/text/notes.xhtml", xhtml(drawn))))
    assert not [line for line in without if "Cover" in line]


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "lol"><!ENTITY b SYSTEM "file:///etc/passwd">]>' + xhtml(
        "<p>a&a;&b;b</p>"
    )
    assert outline(read_back(with_part("OPS/text/notes.xhtml", bomb)))[-2:] == ["  text 'a'", "  text 'b'"]


def test_a_zip_bomb_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("x", b"\0" * (8 * 2**20))
    with pytest.raises(LimitReached):
        read_back(stream.getvalue())


def test_two_parts_of_one_name_are_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("a", "1")
        archive.writestr("a", "2")
    with pytest.raises(InputRefused):
        read_back(stream.getvalue())
