"""The page in seven languages: what it holds, and that it says so in each format."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

import exporter
from exporter.model import (
    BulletList,
    Callout,
    Contents,
    Figure,
    FillIn,
    FootnoteRef,
    Group,
    Heading,
    OrderedList,
    Paragraph,
    QrCode,
    Span,
    Table,
    plain_text,
    walk,
)
from exporter.scripts import script_of
from tests.pages import closed

SOURCE = Path(__file__).parent.parent / "content/languages.md"
PASSAGES = {
    "es": ("ltr", "Latn"),
    "pl": ("ltr", "Latn"),
    "vi": ("ltr", "Latn"),
    "ar": ("rtl", "Arab"),
    "he": ("rtl", "Hebr"),
    "hi": ("ltr", "Deva"),
    "zh-Hans": ("ltr", "Hani"),
}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def document() -> exporter.Document:
    return exporter.load(SOURCE)


@pytest.fixture(scope="module")
def files(document: exporter.Document) -> dict[str, bytes]:
    done = exporter.export(document, to=["pdf", "docx", "epub", "html"])
    assert [notice for made in done.values() for notice in made.notices] == []
    return {name: made.data for name, made in done.items()}


def test_each_language_has_a_heading_in_english_a_paragraph_and_a_list(document: exporter.Document) -> None:
    groups = [block for block in document.blocks if isinstance(block, Group)]
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    assert {group.lang: group.dir for group in groups} == {tag: way for tag, (way, _) in PASSAGES.items()}
    assert len(headings) == len(groups) == len(PASSAGES)
    for heading, group in zip(headings, groups, strict=True):
        assert re.match(r"[A-Z][a-z]+( [A-Z][a-z]+)?: ", plain_text(heading.content))
        assert [type(block) for block in group.blocks] == [Paragraph, BulletList]
        scripts = {script_of(character) for character in plain_text(group.blocks)} - {""}
        assert scripts == {PASSAGES[group.lang][1]}


def test_words_of_another_language_stand_in_an_english_sentence(document: exporter.Document) -> None:
    (first,) = (block for block in document.blocks if isinstance(block, Paragraph))
    (span,) = (node for node in walk(first) if isinstance(node, Span))
    assert span.lang == "zh-Hans"


def test_nothing_differs(document: exporter.Document, files: dict[str, bytes]) -> None:
    assert exporter.verify(document, files) == []


def test_a_copy_from_the_page_is_what_is_written(files: dict[str, bytes]) -> None:
    """PDFium puts letters that change form and place, and run from right to left, back as they were."""
    with pypdfium2.PdfDocument(files["pdf"]) as pdf:
        copied = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    for words in (
        "dzwoń pod numer alarmowy",
        "Trong trường hợp",
        "أحضر أدويتك معك",
        "הביאו את התרופות",
        "आपात",
        "请拨打急救电话",
    ):
        assert words in " ".join(copied.split()), words


def pages(files: dict[str, bytes]) -> Iterator[etree._Element]:
    yield etree.fromstring(closed(files["html"]))
    with zipfile.ZipFile(io.BytesIO(files["epub"])) as archive:
        chapters = [name for name in sorted(archive.namelist()) if name.endswith(".xhtml")]
        yield from (etree.fromstring(archive.read(name)) for name in chapters)


def test_pages_say_language_and_direction(files: dict[str, bytes]) -> None:
    told = [
        (element.get("lang"), element.get("dir"))
        for page in pages(files)
        for element in page.iter("{*}div")
        if element.get("lang")
    ]
    assert sorted(told) == sorted(2 * [(tag, way) for tag, (way, _) in PASSAGES.items()])
    for page in list(pages(files))[1:]:
        assert all(
            element.get("lang") == element.get(XML_LANG) for element in page.iter() if element.get("lang")
        )


def test_word_says_language_and_direction(files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as archive:
        tree = etree.fromstring(archive.read("word/document.xml"))
    attribute = {"Latn": "val", "Hani": "eastAsia", "Arab": "bidi", "Hebr": "bidi", "Deva": "bidi"}
    for tag, (way, script) in PASSAGES.items():
        runs = [
            run
            for run in tree.iter(f"{W}r")
            if tag in run.xpath("w:rPr/w:lang/@*", namespaces={"w": W[1:-1]})
        ]
        lettered = [run for run in runs if {script_of(c) for c in "".join(run.itertext())} - {""}]
        assert len(lettered) >= 4
        for run in lettered:
            properties = run.find(f"{W}rPr")
            assert properties.find(f"{W}lang").attrib == {f"{W}{attribute[script]}": tag}
            assert (properties.find(f"{W}rtl") is not None) == (way == "rtl")
            assert (properties.find(f"{W}cs") is not None) == (script == "Deva")
            paragraph = next(run.iterancestors(f"{W}p"))
            is_heading = paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "Heading1"
            is_bidi = paragraph.find(f"{W}pPr/{W}bidi") is not None
            assert is_bidi == (way == "rtl" and not is_heading)


ARABIC = SOURCE.with_name("arabic.md")


def test_a_whole_leaflet_in_arabic_needs_no_word_of_english() -> None:
    document = exporter.load(ARABIC)
    done = exporter.export(document, to=["pdf", "docx", "epub", "html"])
    assert [notice for made in done.values() for notice in made.notices] == []
    kinds = {type(node) for node in walk(document)}
    assert {BulletList, OrderedList, Table, Figure, Callout, FillIn, QrCode, Contents, FootnoteRef} <= kinds
    with pypdfium2.PdfDocument(done["pdf"].data) as pdf:
        said = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    assert set(re.findall("[A-Za-z]{3,}", said)) <= {
        *("Ketamine", "NMDA", "methyl", "aspartate"),
        *("clinic", "example", "org"),
    }


def test_the_number_of_a_note_stands_behind_what_it_follows_from_right_to_left() -> None:
    """Otherwise it and the closing mark would join the Latin word before them."""
    (made,) = exporter.export(exporter.load(ARABIC), to=["pdf"]).values()
    with pypdfium2.PdfDocument(made.data) as pdf:
        text = pdf[0].get_textpage()
        boxes = [
            (text.get_text_range(index, 1), text.get_charbox(index)) for index in range(text.count_chars())
        ]
        start = text.get_text_bounded().index("NMDA")
    left, foot, *_ = next(box for character, box in boxes[start - 9 :] if character == "N")
    numbers = [box for character, box in boxes if character == "1" and foot < box[1] < foot + 9]
    assert [right < left for _, _, right, _ in numbers] == [True]
