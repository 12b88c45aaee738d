"""Styles only: what may stand in the text of a Word file, and nothing else (see issue 5's list).

Everything that says how the text looks is a named style. What is left is structure, and the geometry of
tables, which no style can hold: the widths of the columns, the height of a row to write in, the turn of a
header that is on its side, and that a row stays whole (LibreOffice takes that from no style).
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree

import exporter
from exporter.model import Document, FillIn
from exporter.theme import edition_names, theme_names
from tests.properties import examples
from tests.samples import everything, minimal, table, words
from tests.strategies import documents

CONTENT = sorted((Path(__file__).parents[2] / "content").glob("*.md"))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWINGS = "http://schemas.openxmlformats.org/drawingml/2006/"
PROPERTIES = {
    "pPr": {"pStyle", "numPr", "bidi", "pageBreakBefore"},
    "numPr": {"ilvl", "numId"},
    "rPr": {"rStyle", "rtl", "cs", "lang"},
    "tblPr": {"tblStyle", "bidiVisual", "tblW", "tblLook", "tblCaption", "tblDescription"},
    "tblGrid": {"gridCol"},
    "trPr": {"cantSplit", "trHeight", "tblHeader"},
    "tcPr": {"tcW", "gridSpan", "vMerge", "textDirection"},
    "sdtPr": {"rPr", "alias", "tag", "id", "text", "richText", "date", "checkbox"},
    "date": {"dateFormat", "lid", "storeMappedDataAs", "calendar"},
    "checkbox": {"checked", "checkedState", "uncheckedState"},
    "sectPr": {
        *("headerReference", "footerReference", "pgSz", "pgMar", "titlePg", "bidi"),
    },
}
"""What each element that holds properties may hold."""
RUNS = {"r", "hyperlink", "bookmarkStart", "bookmarkEnd", "sdt"}
CONTENT_OF = {
    "body": {"p", "tbl", "sectPr", "bookmarkStart", "bookmarkEnd"},
    "footnotes": {"footnote"},
    "footnote": {"p", "tbl", "bookmarkStart", "bookmarkEnd"},
    "hdr": {"p"},
    "ftr": {"p"},
    "p": {"pPr", *RUNS},
    "hyperlink": RUNS,
    "sdt": {"sdtPr", "sdtContent"},
    "sdtContent": RUNS,
    "r": {
        *("rPr", "t", "tab", "br", "noBreakHyphen", "softHyphen", "fldChar", "instrText", "drawing"),
        *("footnoteReference", "footnoteRef", "separator", "continuationSeparator"),
    },
    "tbl": {"tblPr", "tblGrid", "tr", "bookmarkStart", "bookmarkEnd"},
    "tr": {"trPr", "tc"},
    "tc": {"tcPr", "p", "tbl", "bookmarkStart", "bookmarkEnd"},
    "document": {"body"},
}
"""What every other element may hold; those that are not named hold nothing."""
ALLOWED = PROPERTIES | CONTENT_OF
PARTS = ("document", "footnotes", "header1", "footer1", "footer2")


def unexpected(data: bytes) -> set[str]:
    """The elements that stand where the list has none, as "parent/child"."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    found = set()
    for part in PARTS:
        for element in etree.fromstring(archive.read(f"word/{part}.xml")).iter():
            parent = element.getparent()
            if parent is None or "drawing" in (etree.QName(above).localname for above in ancestors(element)):
                continue
            names = etree.QName(parent).localname, etree.QName(element).localname
            if names[1] not in ALLOWED.get(names[0], set()):
                found.add("/".join(names))
    return found


def ancestors(element: etree._Element) -> list[etree._Element]:
    return list(element.iterancestors())


@pytest.mark.parametrize("editions", [(), *((name,) for name in edition_names())], ids="+".join)
@pytest.mark.parametrize("theme", theme_names())
def test_content_has_no_look_of_its_own(theme: str, editions: tuple[str, ...]) -> None:
    look = exporter.load_theme(theme, editions)
    for document in (*map(exporter.load, CONTENT), everything()):
        assert unexpected(exporter.export(document, to=["pdf", "docx"], theme=look)["docx"].data) == set()


@examples(40)
@given(document=documents())
def test_no_document_has_a_look_of_its_own_or_leads_elsewhere(document: Document) -> None:
    """Hazards H16 to H18: what a part relates to outside is an address to click, and nothing is run."""
    data = exporter.export(document, to=["docx"])["docx"].data
    assert unexpected(data) == set()
    archive = zipfile.ZipFile(io.BytesIO(data))
    for name in archive.namelist():
        assert not name.endswith((".bin", ".dotm", ".docm"))
        for one in etree.fromstring(archive.read(name)) if name.endswith(".rels") else ():
            kind = str(one.get("Type")).rpartition("/")[2]
            assert kind not in ("attachedTemplate", "vbaProject", "oleObject", "frame", "subDocument")
            if one.get("TargetMode") == "External":
                scheme = str(one.get("Target")).partition(":")[0]
                assert (kind, scheme) in {
                    ("hyperlink", allowed) for allowed in ("http", "https", "mailto", "tel")
                }


def test_the_list_is_no_longer_than_it_must_be() -> None:
    """What nothing writes is not allowed either: between them, these documents need all of the list."""
    seen = set()
    rtl = minimal(table(("א",), ("ב",)), FillIn(words("ג"), id="g"), language="he", title="שם")
    for document in (*map(exporter.load, CONTENT), everything(), rtl):
        for editions in ((), ("large-print", "a5")):
            look = exporter.load_theme("clinic", editions)
            archive = zipfile.ZipFile(
                io.BytesIO(exporter.export(document, to=["docx"], theme=look)["docx"].data)
            )
            for part in PARTS:
                for element in etree.fromstring(archive.read(f"word/{part}.xml")).iter():
                    seen.add(etree.QName(element).localname)
    assert {name for names in PROPERTIES.values() for name in names} <= seen
