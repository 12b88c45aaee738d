"""What runs from left to right in any document does so in every format: numbers, addresses, code."""

from __future__ import annotations

import datetime
import io
import zipfile

import pypdfium2
import pytest

from exporter.backends import backend
from exporter.model import CodeBlock, Direction, Group, Publisher, Span, Text
from exporter.prepare import prepare
from exporter.prepare.contacts import contacts_of
from exporter.theme import named_theme
from tests.samples import minimal, paragraph

DATE = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
ARABIC = Publisher(name="عيادة", address="1 شارع المثال", phone="555 0100", web="example.org")


@pytest.mark.parametrize(
    "direction, isolated", [("rtl", ["555 0100", "example.org"]), ("ltr", ["1 شارع المثال"])]
)
def test_only_what_runs_the_other_way_is_an_isolate(direction: Direction, isolated: list[str]) -> None:
    found = contacts_of(ARABIC, direction)
    spans = [way.content[0] for way in found if isinstance(way, Span)]
    assert spans == [Text(words) for words in isolated]


def exported(name: str) -> bytes:
    document = minimal(paragraph("نص"), language="ar", publisher=ARABIC)
    return backend(name).render(prepare(document, DATE), named_theme("clinic"), None).data


def test_pdf() -> None:
    with pypdfium2.PdfDocument(exported("pdf")) as pdf:
        text = pdf[0].get_textpage()
        found = text.get_text_range()
        assert text.get_charbox(found.index("555"))[0] < text.get_charbox(found.index("0100"))[0]


def test_html() -> None:
    assert '<span dir="ltr">555 0100</span>' in exported("html").decode()


@pytest.mark.parametrize(
    "name, part, run",
    [
        ("epub", "title", '<span dir="ltr">555 0100</span>'),
        ("docx", "word/document.xml", '<w:r><w:t xml:space="preserve">555 0100</w:t></w:r>'),
    ],
)
def test_packages(name: str, part: str, run: str) -> None:
    with zipfile.ZipFile(io.BytesIO(exported(name))) as package:
        assert any(run in package.read(path).decode() for path in package.namelist() if part in path)


def test_code_in_a_document_from_right_to_left_runs_from_the_left() -> None:
    document = minimal(CodeBlock("print"), paragraph("نص"), language="ar")
    code, text = prepare(document, DATE).document.blocks
    assert isinstance(code, Group)
    assert (code.dir, code.blocks) == ("ltr", (CodeBlock("print"),))
    assert text == paragraph("نص")
    rendered = backend("pdf").render(prepare(document, DATE), named_theme("clinic"), None)
    with pypdfium2.PdfDocument(rendered.data) as pdf:
        page = pdf[0].get_textpage()
        assert page.get_charbox(page.get_text_range().index("print"))[0] < pdf[0].get_width() / 2
