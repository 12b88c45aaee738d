"""Every document in every format: it renders, it is well-formed, no word is lost, twice the same bytes.

``EXPORTER_EXAMPLES`` says how many documents are tried; a few are tried without.
"""

from __future__ import annotations

import io
from collections import Counter

import pikepdf
import pytest
from hypothesis import given
from lxml import etree

import exporter
from exporter.backends import BACKENDS
from exporter.files import source_date
from exporter.model import Document, FillIn, LineBreak, Strong, walk
from exporter.prepare import Prepared, prepare
from tests.backends.tag_rules import broken_rules
from tests.properties import examples
from tests.properties.words import html_tree, lost_words, xml_parts
from tests.samples import minimal, paragraph, words
from tests.strategies import documents

THEME = exporter.load_theme("clinic")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def prepared(document: Document) -> Prepared:
    return prepare(document, source_date(document.metadata.date))


def exported(document: Document, name: str) -> bytes:
    return exporter.export(document, to=[name], theme=THEME)[name].data


@pytest.mark.parametrize("name", BACKENDS)
@examples(25)
@given(document=documents())
def test_it_renders_and_loses_no_word(name: str, document: Document) -> None:
    data = exported(document, name)
    WELL_FORMED[name](data)
    assert lost_words(prepared(document), name, data) == {}


@examples(10)
@given(document=documents())
def test_twice_the_same_bytes(document: Document) -> None:
    """All formats at once, so that the pages of the PDF reach the others."""
    one, two = (exporter.export(document, to=BACKENDS, theme=THEME) for _ in range(2))
    assert {name: file.data for name, file in one.items()} == {name: file.data for name, file in two.items()}


def opens(data: bytes) -> None:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) >= 1
        assert pdf.check_pdf_syntax() == []


def is_sound_page(data: bytes) -> None:
    tree = html_tree(data)
    anchors = ids(tree)
    assert repeated(anchors) == []
    assert {href[1:] for href in hrefs(tree) if href.startswith("#")} <= set(anchors)


def is_sound_publication(data: bytes) -> None:
    trees = {name: etree.fromstring(part) for name, part in xml_parts(data)}
    pages = {name.rpartition("/")[2]: tree for name, tree in trees.items() if name.endswith(".xhtml")}
    anchors = {
        name: [element.get("id") for element in tree.iter() if element.get("id")]
        for name, tree in pages.items()
    }
    assert {name: repeated(found) for name, found in anchors.items() if repeated(found)} == {}
    for name, tree in pages.items():
        for href in hrefs(tree):
            file, hash_sign, anchor = href.partition("#")
            if hash_sign and ":" not in file:
                assert anchor in anchors[file or name], href


def is_sound_package(data: bytes) -> None:
    trees = {name: etree.fromstring(part) for name, part in xml_parts(data)}
    stories = [trees[name] for name in ("word/document.xml", "word/footnotes.xml") if name in trees]
    bookmarks = [
        mark.get(f"{WORD}name", "") for story in stories for mark in story.iter(f"{WORD}bookmarkStart")
    ]
    assert repeated(bookmarks) == []
    links = [link.get(f"{WORD}anchor", "") for story in stories for link in story.iter(f"{WORD}hyperlink")]
    inner = {*links} - {""}
    assert inner <= set(bookmarks)


def ids(tree: etree._Element) -> list[str]:
    return [found for element in tree.iter() if (found := element.get("id"))]


def hrefs(tree: etree._Element) -> list[str]:
    return [href for element in tree.iter() if (href := element.get("href"))]


def repeated(names: list[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


WELL_FORMED = {"pdf": opens, "docx": is_sound_package, "epub": is_sound_publication, "html": is_sound_page}


@examples(25)
@given(documents())
def test_every_place_to_write_can_be_a_field(document: Document) -> None:
    """In the PDF; read back, the document is the same."""
    data = exporter.export(document, to=["pdf"], theme=exporter.load_theme("clinic", ["fillable"]))[
        "pdf"
    ].data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fields = len(pdf.Root.get("/AcroForm", {}).get("/Fields", []))
    assert fields >= sum(isinstance(node, FillIn) for node in walk(prepared(document).document))
    assert broken_rules(data) == []
    assert exporter.verify(document, {"pdf": data}) == []


@pytest.mark.parametrize("name", BACKENDS)
def test_a_lost_word_would_be_seen(name: str) -> None:
    """Our own ruler: of a word said twice, one that is gone is missed."""
    whole, less = minimal(paragraph("One, two and two.")), minimal(paragraph("One, two."))
    assert lost_words(prepared(whole), name, exported(less, name)) == {"and": 1, "two": 1}


@pytest.mark.parametrize("name", ["docx", "epub", "html"])
def test_a_broken_word_would_be_seen(name: str) -> None:
    """Marks within a word leave it one word."""
    whole, broken = (
        minimal(paragraph("half", Strong(words(after)), LineBreak(), "full")) for after in ("way", " way")
    )
    assert lost_words(prepared(whole), name, exported(whole, name)) == {}
    assert lost_words(prepared(whole), name, exported(broken, name)) == {"halfway": 1}
