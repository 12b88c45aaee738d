"""What a Word file must be, by ISO/IEC 29500 and by the promises of the design."""

from __future__ import annotations

import datetime
import functools
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from fontTools.ttLib import TTFont
from lxml import etree

import exporter
from exporter.backends.docx import DocxBackend
from exporter.backends.docx.fonts import obfuscated
from exporter.backends.docx.looks import twips
from exporter.model import (
    Abbreviation,
    Block,
    BlockQuote,
    BulletList,
    Callout,
    CalloutKind,
    Code,
    CodeBlock,
    Contents,
    DefinitionItem,
    DefinitionList,
    Document,
    Emphasis,
    Figure,
    FillIn,
    FillInKind,
    Footnote,
    FootnoteRef,
    Group,
    Heading,
    Link,
    ListItem,
    OrderedList,
    QrCode,
    Strong,
    Subscript,
    Superscript,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    Text,
    ThematicBreak,
    digest_of,
    new_document,
)
from exporter.prepare import prepare
from exporter.render import PageMap, Rendered
from exporter.theme import Face, named_theme, set_width
from exporter.theme import fonts as faces
from tests.samples import METADATA, cell, everything, item, minimal, paragraph, picture, table, words

CONTENT = Path(__file__).parents[2] / "content"
DATE = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    "r": "http://schemas.openxmlformats.org/package/2006/relationships",
}
CLINIC = named_theme("clinic")
LINE = Face(CLINIC.fonts.body.family, bold=False, italic=False).metrics
LONGEST_NAME = 253
"""Characters of the name of a style, as Word limits it."""
W = f"{{{NAMESPACES['w']}}}"


def render(document: Document, page_map: PageMap | None = None) -> Rendered:
    return DocxBackend().render(prepare(document, DATE), named_theme("clinic"), page_map)


def parts(data: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {name: archive.read(name) for name in archive.namelist()}


@functools.cache
def whole() -> dict[str, bytes]:
    return parts(render(everything()).data)


def body(*blocks: Block, **metadata: object) -> etree._Element:
    return etree.fromstring(parts(render(minimal(*blocks, **metadata)).data)["word/document.xml"])


def find(tree: etree._Element, path: str) -> list[etree._Element]:
    found = tree.xpath(path, namespaces=NAMESPACES)
    assert isinstance(found, list)
    return found


def styles_of(tree: etree._Element) -> list[str]:
    return [style.get(f"{W}val") for style in find(tree, "//w:body/w:p/w:pPr/w:pStyle")]


def words_of(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def test_the_suffix() -> None:
    assert DocxBackend().suffix == "docx"


def test_all_xml_is_well_formed_and_content_types_come_first() -> None:
    assert next(iter(whole())) == "[Content_Types].xml"
    for name, data in whole().items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(data)


def test_two_renders_give_the_same_bytes() -> None:
    assert render(everything()).data == render(everything()).data


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_hash_seed_changes_nothing(seed: str) -> None:
    program = (
        "import hashlib; from tests.backends.test_docx import render, everything; "
        "print(hashlib.sha256(render(everything()).data).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    shown = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    import hashlib

    assert shown.stdout.strip() == hashlib.sha256(render(everything()).data).hexdigest()


def test_entries_bear_the_date_of_the_document() -> None:
    archive = zipfile.ZipFile(io.BytesIO(render(everything()).data))
    assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 1, 0, 0, 0)}
    assert {entry.create_system for entry in archive.infolist()} == {3}


def test_every_style_and_numbering_that_is_named_is_there() -> None:
    sheet = etree.fromstring(whole()["word/styles.xml"])
    known = {style.get(f"{W}styleId") for style in find(sheet, "//w:style")}
    numbers = {
        number.get(f"{W}numId") for number in find(etree.fromstring(whole()["word/numbering.xml"]), "//w:num")
    }
    for name in ("document", "footnotes", "numbering", "header1", "footer1", "styles"):
        tree = etree.fromstring(whole()[f"word/{name}.xml"])
        path = "//w:pStyle | //w:rStyle | //w:tblStyle | //w:basedOn | //w:next"
        assert {style.get(f"{W}val") for style in find(tree, path)} <= known
        assert {number.get(f"{W}val") for number in find(tree, "//w:numPr/w:numId")} <= numbers


def test_styles_have_the_names_that_word_knows() -> None:
    sheet = etree.fromstring(whole()["word/styles.xml"])
    names = {name.get(f"{W}val") for name in find(sheet, "//w:style/w:name")}
    expected = {"Title", "Subtitle", "heading 1", "heading 6", "List Bullet 2", "List Number", "caption"}
    expected |= {"Quote", "footnote text", "footnote reference", "Hyperlink", "header", "footer"}
    assert expected | {"Callout Warning", "Callout Warning Label", "Strong Emphasis"} <= names


def test_colours_and_sizes_come_from_the_theme() -> None:
    theme = named_theme("clinic")
    sheet = etree.fromstring(whole()["word/styles.xml"])
    palette = {colour[1:] for colour in theme.palette.values()} | {"auto"}
    used = {element.get(f"{W}{key}") for element in sheet.iter() for key in ("color", "fill")} - {None}
    used |= {element.get(f"{W}val") for element in find(sheet, "//w:color")}
    assert used <= palette


@pytest.mark.parametrize("theme", ["clinic", "plain"])
def test_colours_are_those_of_the_theme_part(theme: str) -> None:
    """A colour that the theme part has is called by its name there, and is the one it has there."""
    data = parts(exporter.export(everything(), to=["docx"], theme=theme)["docx"].data)
    scheme = {
        etree.QName(slot).localname: str(find(slot, "a:srgbClr/@val")[0])
        for slot in find(etree.fromstring(data["word/theme/theme1.xml"]), "//a:clrScheme/*")
    }
    called = {"text1": "dk1", "background1": "lt1", "text2": "dk2", "background2": "lt2"}
    called |= {"hyperlink": "hlink", "followedHyperlink": "folHlink"}
    checked = 0
    for part in ("styles", "numbering"):
        for element in etree.fromstring(data[f"word/{part}.xml"]).iter():
            for plain, themed in (("color", "themeColor"), ("fill", "themeFill"), ("val", "themeColor")):
                value = element.get(f"{W}{plain}")
                if plain == "val" and element.tag != f"{W}color":
                    continue
                name = element.get(f"{W}{themed}")
                if value in scheme.values() and not (plain == "val" and element.get(f"{W}color")):
                    assert name and scheme[called.get(name, name)] == value, etree.tostring(element)
                    checked += 1
                elif value not in (None, "auto"):
                    assert name is None, etree.tostring(element)
    assert checked > 50


def test_fonts_are_those_of_the_theme_part() -> None:
    sheet = etree.fromstring(whole()["word/styles.xml"])
    (usual,) = find(sheet, "//w:docDefaults//w:rFonts")
    assert usual.get(f"{W}asciiTheme") == "minorHAnsi" and usual.get(f"{W}cstheme") == "minorBidi"
    for style in ("Title", "Heading1", "Heading6"):
        (fonts,) = find(sheet, f"//w:style[@w:styleId='{style}']/w:rPr/w:rFonts")
        assert fonts.get(f"{W}asciiTheme") == "majorHAnsi" and fonts.get(f"{W}cstheme") == "majorBidi"
    stated = set(find(sheet, "//w:rFonts/@w:ascii"))
    code = named_theme("clinic").fonts.code
    assert stated == {code.family, *code.fallback}  # code, and letters that the family around lacks


def test_fonts_travel_with_the_file_and_are_hidden_as_word_hides_them() -> None:
    """The way back is written here from the standard (17.8.1), byte by byte."""
    data = whole()
    table = etree.fromstring(data["word/fontTable.xml"])
    relations = etree.fromstring(data["word/_rels/fontTable.xml.rels"])
    targets = {one.get("Id"): one.get("Target") for one in relations}
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    (font,) = find(table, "//w:font[@w:name='Atkinson Hyperlegible']")
    faces = [one for one in font if etree.QName(one).localname.startswith("embed")]
    assert [etree.QName(face).localname for face in faces] == [
        *("embedRegular", "embedBold", "embedItalic", "embedBoldItalic")
    ]
    for face, (bold, italic) in zip(
        faces, [(False, False), (True, False), (False, True), (True, True)], strict=True
    ):
        hidden = bytearray(data[f"word/{targets[face.get(relation)]}"])
        guid = str(face.get(f"{W}fontKey"))
        key = [int(pair, 16) for pair in re.findall("..", guid.strip("{}").replace("-", ""))]
        for index in range(32):
            hidden[index] ^= key[15 - index % 16]
        assert bytes(hidden) == Face("Atkinson Hyperlegible", bold, italic).whole(LINE)
    assert find(etree.fromstring(data["word/settings.xml"]), "//w:embedTrueTypeFonts")


def embedded(*nodes: Block, **metadata: object) -> dict[str, dict[str, tuple[TTFont, bool]]]:
    """The fonts that travel with a document: by their families and places, and whether they are said to be
    subsets."""
    data = parts(render(minimal(*nodes, **metadata)).data)
    relations = etree.fromstring(data["word/_rels/fontTable.xml.rels"])
    targets = {one.get("Id"): one.get("Target") for one in relations}
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    found: dict[str, dict[str, tuple[TTFont, bool]]] = {}
    for face in find(etree.fromstring(data["word/fontTable.xml"]), "//w:font/*[@w:fontKey]"):
        hidden = data[f"word/{targets[face.get(relation)]}"]
        font = TTFont(io.BytesIO(obfuscated(hidden, str(face.get(f"{W}fontKey")))), checkChecksums=2)
        family = str(face.getparent().get(f"{W}name"))
        place = etree.QName(face).localname
        found.setdefault(family, {})[place] = font, face.get(f"{W}subsetted") == "1"
    return found


def test_the_fonts_of_other_scripts_travel_where_the_text_has_them() -> None:
    family = "Noto Sans Arabic"
    assert family not in embedded(paragraph("Cream"))
    faces = embedded(paragraph("Cream"), paragraph("\u0643\u0631\u064a\u0645"))[family]
    assert list(faces) == ["embedRegular", "embedBold"]
    for place, bold in (("embedRegular", False), ("embedBold", True)):
        font, is_subset = faces[place]
        assert not is_subset and "fvar" not in font
        assert set(font.getBestCmap()) == Face(family, bold, False).characters
        names = [str(font["name"].getName(number, 3, 1)) for number in (1, 2)]
        assert names == [family, "Bold" if bold else "Regular"]
        assert "Open Font License" in str(font["name"].getName(13, 3, 1))
        assert font["OS/2"].usWeightClass == (700 if bold else 400)
        assert bool(font["OS/2"].fsSelection & 0x20) == bold == bool(font["head"].macStyle & 1)


def test_lines_of_other_scripts_are_as_high_as_those_of_the_body() -> None:
    """A line is at least as high as its fonts say, and this one would make it two em."""
    family = "Noto Sans Arabic"
    assert Face(family, False, False).metrics[0] > 1.3
    font, _ = embedded(paragraph("\u0643\u0631\u064a\u0645"))[family]["embedRegular"]
    units, table = font["head"].unitsPerEm, font["OS/2"]
    edges = [round(edge * units) for edge in LINE]
    assert [font["hhea"].ascent, font["hhea"].descent] == edges
    assert [table.sTypoAscender, table.sTypoDescender] == edges == [table.usWinAscent, -table.usWinDescent]
    assert font["hhea"].lineGap == table.sTypoLineGap == 0


def test_of_a_font_of_han_characters_travels_what_the_text_says() -> None:
    faces = embedded(paragraph("\u4e2d\u6587"), language="zh-Hans")["Noto Sans SC"]
    for font, is_subset in faces.values():
        assert is_subset
        letters = set(map(chr, font.getBestCmap()))
        assert letters >= {"\u4e2d", "\u6587", "A", "z", "7"} and "\u56fd" not in letters


def test_letters_that_the_body_lacks_have_a_font_that_has_them() -> None:
    """By a style of their own: Word would take whatever it finds. A hyphen that does not break has none: it
    is drawn with that of the font."""
    document = body(paragraph("Cream \u03b1\u03b2 co\u2011op"))
    runs = {
        "".join(find(run, "w:t/text()")): find(run, "w:rPr/w:rStyle/@w:val")
        for run in find(document, "//w:r")
    }
    assert runs["\u03b1\u03b2 "] == ["NotoSansLetters"]
    assert [text for text, style in runs.items() if style] == ["\u03b1\u03b2 "]


def test_each_sign_of_a_list_is_in_the_font_that_its_level_names() -> None:
    numberings = etree.fromstring(whole()["word/numbering.xml"])
    levels = find(numberings, "//w:abstractNum[1]/w:lvl")
    signs = [str(find(level, "w:lvlText/@w:val")[0]) for level in levels]
    assert len(dict.fromkeys(signs)) == len(CLINIC.lists.markers)
    for level, sign in zip(levels, signs, strict=True):
        (family,) = find(level, "w:rPr/w:rFonts/@w:ascii") or [CLINIC.fonts.body.family]
        assert Face(str(family), True, False).sets(sign)


def test_a_font_stays_at_home_when_the_theme_or_its_licence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    clinic = named_theme("clinic")
    fonts = msgspec.structs.replace(clinic.fonts, embed=False)
    alone = msgspec.structs.replace(clinic, fonts=fonts)
    made = parts(DocxBackend().render(prepare(minimal(), DATE), alone, None).data)
    assert not [name for name in made if name.endswith(".odttf")]
    assert b"embedTrueTypeFonts" not in made["word/settings.xml"]
    own_table = faces._table

    def with_licence(licence: int) -> Callable[[object, str], bytes]:
        def table(face: object, tag: str) -> bytes:
            data = own_table(face, tag)
            return data[:8] + licence.to_bytes(2, "big") + data[10:] if tag == "OS/2" else data

        return table

    allowed = {}
    for licence in (0x0, 0x2, 0x4, 0x8, 0x108, 0x208):
        monkeypatch.setattr(faces, "_table", with_licence(licence))
        allowed[licence] = Face("Atkinson Hyperlegible", False, False).whole(LINE) is not None
    assert allowed == {0x0: True, 0x2: False, 0x4: False, 0x8: True, 0x108: True, 0x208: False}
    assert Face("Noto Sans", True, False).whole(LINE) is None  # a variable font has no file for each face


def test_headings_are_styles_with_bookmarks() -> None:
    tree = body(Heading(1, words("One")), Heading(2, words("Two"), id="two-here"), paragraph("x"))
    assert styles_of(tree)[1:4] == ["Heading1", "Heading2", "BodyText"]
    assert find(tree, "//w:bookmarkStart")[1].get(f"{W}name") == "two_here"


def test_an_ordered_list_starts_where_it_says() -> None:
    lists = [OrderedList((item("a"),), start=start) for start in (1, 4)]
    data = parts(render(minimal(*lists)).data)
    tree = etree.fromstring(data["word/document.xml"])
    numbering = etree.fromstring(data["word/numbering.xml"])
    used = [number.get(f"{W}val") for number in find(tree, "//w:numPr/w:numId")]
    assert len(set(used)) == 2
    starts = [
        find(numbering, f"//w:num[@w:numId='{number}']//w:startOverride")[0].get(f"{W}val") for number in used
    ]
    assert starts == ["1", "4"]


def test_lists_nest_by_level_and_go_on_without_a_number() -> None:
    tree = body(OrderedList((item("Step", BulletList((item("Inner"),)), paragraph("More.")),)))
    paragraphs = find(tree, "//w:body/w:p")[1:]
    levels = [find(p, "w:pPr/w:numPr/w:ilvl/@w:val") for p in paragraphs]
    assert levels == [["0"], ["1"], []]
    assert styles_of(tree)[1:] == ["ListNumberKeepWithNext", "ListBullet2", "ListContinueLast"]


def test_an_abstract_numbering_has_nine_levels() -> None:
    numbering = etree.fromstring(whole()["word/numbering.xml"])
    assert {len(find(abstract, "w:lvl")) for abstract in find(numbering, "//w:abstractNum")} == {9}


def test_footnotes_are_native_and_a_second_call_refers_to_the_first() -> None:
    tree = etree.fromstring(whole()["word/document.xml"])
    assert [note.get(f"{W}id") for note in find(tree, "//w:footnoteReference")] == ["1", "2"]
    assert [text for text in find(tree, "//w:instrText/text()") if "NOTEREF" in str(text)] == [
        " NOTEREF _noteref1 \\h "
    ]
    notes = etree.fromstring(whole()["word/footnotes.xml"])
    kinds = [note.get(f"{W}type") for note in find(notes, "//w:footnote")]
    assert kinds == ["separator", "continuationSeparator", None, None]
    assert "A note with bold words." in words_of(notes)
    assert find(notes, "//w:footnote[@w:type]//w:pStyle/@w:val") == ["FootnoteSeparator"] * 2
    sheet = etree.fromstring(whole()["word/styles.xml"])
    (colour,) = find(sheet, "//w:style[@w:styleId='FootnoteSeparator']/w:rPr/w:color/@w:val")
    assert colour == CLINIC.notes.rule_colour.digits


def test_a_note_that_only_a_note_calls_is_printed_with_it() -> None:
    document = new_document(
        metadata=METADATA,
        blocks=(paragraph("Text", FootnoteRef("a")),),
        footnotes=(
            Footnote((paragraph("Outer", FootnoteRef("b")),), id="a"),
            Footnote((paragraph("Inner"),), id="b"),
        ),
    )
    rendered = render(document)
    notes = etree.fromstring(parts(rendered.data)["word/footnotes.xml"])
    assert not find(notes, "//w:footnoteReference")
    assert "Inner" in words_of(find(notes, "//w:footnote[@w:id='1']")[0])
    assert [notice.code for notice in rendered.notices] == ["docx-note-in-note"]


def test_header_rows_repeat_and_the_table_says_so() -> None:
    tree = body(table(("A", "B"), ("1", "2"), header_columns=1, caption=words("Cap"), description="Desc"))
    assert len(find(tree, "//w:tblHeader")) == 1
    look = find(tree, "//w:tblLook")[0]
    assert (look.get(f"{W}firstRow"), look.get(f"{W}firstColumn")) == ("1", "1")
    assert find(tree, "//w:tblCaption/@w:val") == ["Cap"]
    assert find(tree, "//w:tblDescription/@w:val") == ["Desc"]
    assert styles_of(tree)[1] == "Caption"


@pytest.mark.parametrize("style", ["TableRuled", "TableToFillIn"])
def test_a_table_style_has_rules_for_header_rows_and_bands(style: str) -> None:
    sheet = etree.fromstring(whole()["word/styles.xml"])
    kinds = find(sheet, f"//w:style[@w:styleId='{style}']/w:tblStylePr/@w:type")
    assert kinds == ["firstRow", "band2Horz"]


def test_cells_that_span() -> None:
    rows = (
        TableRow((cell("A", rowspan=2), cell("B", colspan=2))),
        TableRow((cell("C"), cell("D"))),
    )
    tree = body(Table(columns=(TableColumn(),) * 3, rows=rows, header_rows=0))
    assert [len(find(row, "w:tc")) for row in find(tree, "//w:tr")] == [2, 3]
    assert find(tree, "//w:gridSpan/@w:val") == ["2"]
    assert [merge.get(f"{W}val") for merge in find(tree, "//w:vMerge")] == ["restart", None]


def test_a_column_is_aligned_by_a_style() -> None:
    columns = (TableColumn(), TableColumn(align="end"))
    rows = (TableRow((cell("A"), cell("B"))), TableRow((cell("C"), cell("D"))))
    tree = body(Table(columns=columns, rows=rows))
    used = [style.get(f"{W}val") for style in find(tree, "//w:tc//w:pStyle")]
    assert used == ["TableHeading", "TableHeadingEnd", "TableText", "TableTextEnd"]


def test_tables_that_touch_are_parted_and_a_table_is_never_last() -> None:
    tree = body(table(("A",), ("1",)), table(("B",), ("2",)))
    kinds = [etree.QName(child).localname for child in find(tree, "//w:body/*")]
    assert kinds == ["p", "tbl", "p", "tbl", "p", "sectPr"]


def test_a_table_to_fill_in_has_room_to_write() -> None:
    tree = body(table(("Day", "Pain"), ("Mon", "")))
    assert find(tree, "//w:tblStyle/@w:val") == ["TableToFillIn"]
    assert int(find(tree, "//w:trHeight")[0].get(f"{W}val") or 0) >= named_theme("clinic").fill_in.row.twips


def test_pictures_have_words_or_are_decorative() -> None:
    tree = etree.fromstring(whole()["word/document.xml"])
    described = {
        picture.get("descr"): bool(find(picture, ".//adec:decorative"))
        for picture in find(tree, "//wp:docPr")
    }
    assert described["A green leaf"] is False
    assert described["QR code for https://clinic.example.org/kc-01"] is False
    assert described[""] is True


def test_an_image_is_held_once() -> None:
    document = new_document(
        metadata=METADATA,
        assets={"a.png": picture(), "b.png": picture()},
        blocks=(Figure("a.png", "A"), Figure("b.png", "B")),
    )
    assert len([name for name in parts(render(document).data) if name.startswith("word/media/")]) == 1


def test_only_hyperlinks_lead_out() -> None:
    for name, data in whole().items():
        if name.endswith(".rels"):
            for relationship in find(etree.fromstring(data), "//r:Relationship[@TargetMode='External']"):
                assert str(relationship.get("Type")).endswith("/hyperlink")
                assert str(relationship.get("Target")).startswith("https://")


@pytest.mark.parametrize("target", ["javascript:alert(1)", "file:///etc/passwd"])
def test_a_link_that_may_not_lead_out_is_its_words(target: str) -> None:
    tree = body(paragraph(Link(target, words("words"))))
    assert not find(tree, "//w:hyperlink")
    assert "words" in words_of(tree)


def test_text_is_literal() -> None:
    text = 'a<b then c>d & "q" </w:t>  two  spaces'
    tree = body(paragraph(text), title='A & <b> "title"')
    assert text in words_of(tree)


def fields(tree: etree._Element) -> dict[str, str]:
    """What fields show, by their instructions; those that hold others show those too."""
    shown: dict[str, str] = {}
    open_ones: list[str] = []
    for run in tree.iter(f"{W}r"):
        kind = str((find(run, "w:fldChar/@w:fldCharType") or [""])[0])
        if kind == "begin":
            open_ones.append("")
        elif kind == "end":
            open_ones.pop()
        elif instruction := find(run, "w:instrText"):
            open_ones[-1] = str(instruction[0].text).strip()
            shown[open_ones[-1]] = ""
        for field in open_ones:
            if field:
                shown[field] += words_of(run)
    return shown


def test_captions_count_and_references_repeat_them() -> None:
    document = new_document(
        metadata=METADATA,
        assets={"a.png": picture()},
        blocks=(
            Heading(1, words("How it works"), id="how"),
            paragraph(Link("#leaf", ()), Link("#rows", ()), Link("#how", ()), Link("#how", words("there"))),
            Figure("a.png", "A", caption=words("A leaf"), id="leaf"),
            table(("A",), ("1",), caption=words("Rows"), id="rows"),
            Figure("a.png", "A", caption=words("Another")),
        ),
    )
    tree = etree.fromstring(parts(render(document).data)["word/document.xml"])
    assert fields(tree) == {
        "REF _RefFigure1 \\* MERGEFORMAT": "Figure\u00a01",
        "REF _RefTable1 \\* MERGEFORMAT": "Table\u00a01",
        "REF how \\* MERGEFORMAT": "How it works",
        "SEQ Figure \\* ARABIC": "1",
        "SEQ Table \\* ARABIC": "1",
    }
    captions = find(tree, "//w:p[w:pPr/w:pStyle[@w:val='Caption' or @w:val='FigureCaption']]")
    assert [words_of(caption) for caption in captions] == ["Figure 1. A leaf", "Table 1. Rows", "Another"]
    for name, said in (("_RefFigure1", "Figure 1"), ("_RefTable1", "Table 1"), ("how", "How it works")):
        (start,) = find(tree, f"//w:bookmarkStart[@w:name='{name}']")
        inside = start.xpath(
            "following-sibling::w:r[following-sibling::w:bookmarkEnd]", namespaces=NAMESPACES
        )
        assert "".join(map(words_of, inside)).startswith(said)  # type: ignore[arg-type]
    links = find(tree, "//w:hyperlink[.//w:instrText]/@w:anchor")
    assert links == ["leaf", "rows", "how"]


def test_a_heading_with_more_than_words_is_not_repeated_by_a_field() -> None:
    heading = Heading(1, words("Notes", FootnoteRef("n")), id="notes")
    notes = (Footnote((paragraph("x"),), id="n"),)
    document = new_document(
        metadata=METADATA, blocks=(heading, paragraph(Link("#notes", ()))), footnotes=notes
    )
    tree = etree.fromstring(parts(render(document).data)["word/document.xml"])
    assert fields(tree) == {}
    assert "NotesNotes" in words_of(tree)


FIELD = re.compile(
    r"TOC \\o \"1-[1-6]\" \\u \\h|PAGEREF [A-Za-z]\w* \\h|NOTEREF _noteref\d+ \\h|PAGE|NUMPAGES"
    r"|REF \w+ \\\* MERGEFORMAT|SEQ (Figure|Table) \\\* ARABIC( \\r \d+)?",
    re.ASCII,
)


def test_instructions_of_fields_come_from_no_data() -> None:
    hostile = 'x" \\o "1-9" INCLUDETEXT "c:/a" '
    document = minimal(
        Contents(), Heading(1, words(hostile), id=hostile), paragraph(Link(f"#{hostile}", words(hostile)))
    )
    pages = PageMap({entry.anchor: 1 for entry in prepare(document, DATE).outline}, 1)
    data = [parts(render(document, pages).data), whole()]
    trees = [etree.fromstring(one[f"word/{name}.xml"]) for one in data for name in ("document", "footer1")]
    found = [str(one.text).strip() for tree in trees for one in find(tree, "//w:instrText")]
    assert [one for one in found if not FIELD.fullmatch(one)] == []
    assert {one.split()[0] for one in found} == {
        "TOC",
        "PAGEREF",
        "NOTEREF",
        "PAGE",
        "NUMPAGES",
        "REF",
        "SEQ",
    }


def test_contents_have_page_numbers_when_the_pages_are_known() -> None:
    anchors = [entry.anchor for entry in prepare(everything(), DATE).outline]
    page_map = PageMap({anchor: number for number, anchor in enumerate(anchors, 7)}, 9)
    tree = etree.fromstring(parts(render(everything(), page_map).data)["word/document.xml"])
    entries = find(tree, "//w:p[starts-with(w:pPr/w:pStyle/@w:val, 'Toc')]")
    assert [words_of(entry)[-1] for entry in entries][:3] == ["7", "8", "9"]
    without = etree.fromstring(whole()["word/document.xml"])
    assert not find(without, "//w:instrText[contains(., 'PAGEREF')]")
    assert len(find(without, "//w:hyperlink[@w:anchor='inline_marks']")) == 1


def test_fields_begin_and_end_as_often() -> None:
    tree = etree.fromstring(whole()["word/document.xml"])
    kinds = find(tree, "//w:fldChar/@w:fldCharType")
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") > 0


def test_strong_stays_bold_in_a_heading() -> None:
    data = parts(render(minimal(Heading(1, (Text("a "), Strong(words("b")))))).data)
    tree, sheet = (etree.fromstring(data[f"word/{name}.xml"]) for name in ("document", "styles"))
    assert find(tree, "//w:rStyle/@w:val") == ["StrongOnBold"]
    assert not find(sheet, "//w:style[@w:styleId='StrongOnBold']/w:rPr/w:b")


def test_code_is_a_share_of_the_size_of_the_words_around_it() -> None:
    data = parts(render(minimal(paragraph(Code("a")), Heading(1, words("b ", Code("c"))))).data)
    tree, sheet = (etree.fromstring(data[f"word/{name}.xml"]) for name in ("document", "styles"))
    assert find(tree, "//w:rStyle/@w:val") == ["Code", "Code16.5Pt"]
    sizes = [
        find(sheet, f"//w:style[@w:styleId='{name}']/w:rPr/w:sz/@w:val")[0] for name in ("Code", "Code16.5Pt")
    ]
    look = named_theme("clinic")
    around = (look.text.body.size, look.text.heading1.size)
    assert sizes == [str(round(2 * look.code.size * size)) for size in around]


def test_the_blocks_of_a_loose_item_stand_as_far_apart_as_paragraphs() -> None:
    loose = ListItem((paragraph("One."), paragraph("Two.")))
    tree = body(OrderedList((loose, loose), tight=False))
    assert styles_of(tree)[1:] == [
        "ListNumberLoose",
        "ListContinueLoose",
        "ListNumberLoose",
        "ListContinueLast",
    ]


def test_a_callout_is_styled_paragraphs_that_hold_together() -> None:
    tree = body(Callout(kind="warning", blocks=(paragraph("Text"), BulletList((item("One"),)))))
    assert styles_of(tree)[1:] == ["CalloutWarningLabel", "CalloutWarning", "CalloutWarningListBulletLast"]
    assert not find(tree, "//w:tbl")


def test_the_nearest_of_subscript_and_superscript_holds() -> None:
    inner = Superscript((Text("a"), Subscript((Text("b"), Superscript((Text("c"),))))))
    styles = find(body(paragraph(inner)), "//w:body/w:p[last()]//w:rStyle/@w:val")
    assert styles == ["Superscript", "Subscript", "Superscript"]


def look_of(sheet: etree._Element, style: str, part: str) -> str:
    """What a paragraph style, or the nearest it is based on, says of ``part``."""
    (found,) = find(sheet, f"//w:style[@w:styleId='{style}']")
    own = find(found, f"w:pPr/w:{part}")
    return etree.tostring(own[0]).decode() if own else look_of(sheet, base_of(found), part)


def base_of(style: etree._Element) -> str:
    return str(find(style, "w:basedOn/@w:val")[0])


def note(kind: CalloutKind, *blocks: Block) -> Callout:
    return Callout(kind=kind, blocks=blocks or (paragraph("Text"),))


def test_callouts_in_a_row_are_parted_by_their_styles() -> None:
    tree = body(note("note"), note("note"), note("important"), note("tip"))
    labels = [style for style in styles_of(tree)[1:] if "Label" in style]
    assert labels == [
        "CalloutNoteLabel",
        "CalloutNoteLabelApart",
        "CalloutImportantLabelApart",
        "CalloutTipLabel",
    ]


def test_a_callout_after_a_list_in_a_callout_goes_on_beside_its_bar() -> None:
    tree = body(note("tip", BulletList((item("One"),)), note("tip")), note("tip"))
    assert styles_of(tree)[1:] == [
        "CalloutTipLabel",
        "CalloutTipListBulletClosed",
        "CalloutTipCalloutTipLabel",
        "CalloutTipCalloutTipLast",
        "CalloutTipLabelApart",
        "CalloutTipLast",
    ]


def styles_by_id(*blocks: Block) -> dict[str, etree._Element]:
    sheet = etree.fromstring(parts(render(minimal(*blocks)).data)["word/styles.xml"])
    return {style.get(f"{W}styleId"): style for style in find(sheet, "//w:style")}


def test_a_callout_in_a_box_stands_inside_it_and_looks_like_its_text() -> None:
    """A callout in another has its bar, and the words stand further in: so there is no white between."""
    inner, outer = note("warning"), note("tip", note("warning"), BlockQuote((note("note"),)))
    styles = styles_by_id(outer, inner)
    tip, warning = (find(styles[id], "w:pPr/w:ind")[0] for id in ("CalloutTip", "CalloutTipCalloutWarning"))
    for side, more in (("left", CLINIC.callouts.padding_x), ("right", 0)):
        assert int(warning.get(f"{W}{side}")) == int(tip.get(f"{W}{side}")) + twips(more)
    bases = {
        id: find(styles[id], "w:basedOn/@w:val") for id in ("CalloutWarning", "CalloutTipQuoteCalloutNote")
    }
    assert bases == {"CalloutWarning": ["Normal"], "CalloutTipQuoteCalloutNote": ["CalloutTipQuote"]}


def test_nothing_in_a_callout_stands_on_white() -> None:
    """A table has its bar and its ground; what is above and below has no space, but padding."""
    grid = table(("A", "B"), ("1", "2"))
    inner = (paragraph("a"), grid, paragraph("b"), grid, grid, note("tip"), paragraph("c"))
    data = parts(render(minimal(note("warning", *inner))).data)
    tree, sheet = (etree.fromstring(data[f"word/{name}.xml"]) for name in ("document", "styles"))
    assert styles_of(tree)[1:] == [
        "CalloutWarningLabel",
        "CalloutWarningClosed",
        "CalloutWarningBelowBoxClosed",
        "CalloutWarningGap",
        "CalloutWarningCalloutTipLabel",
        "CalloutWarningCalloutTipClosed",
        "CalloutWarningBelowBoxLast",
    ]
    for id in styles_of(tree)[2:-1]:
        spacing = etree.fromstring(look_of(sheet, id, "spacing"))
        assert (spacing.get(f"{W}before") or "0", spacing.get(f"{W}after") or "0") == ("0", "0"), id
    (style,) = find(sheet, "//w:style[@w:styleId='TableRuledInCalloutWarning']")
    look = CLINIC.callouts.warning
    assert find(style, "w:tcPr/w:shd/@w:fill") == [look.ground.digits]
    assert find(style, "w:tblPr/w:tblBorders/w:left/@w:color") == [look.bar.digits]
    top = find(etree.fromstring(look_of(sheet, "CalloutWarningBelowBox", "pBdr")), "w:top/@w:color")
    assert top == [look.ground.digits]


def test_what_looks_of_its_own_in_a_callout_has_its_ground_and_bar() -> None:
    inner = (
        Heading(1, words("Heading")),
        ThematicBreak(),
        FillIn(words("Write"), "box"),
        QrCode("https://example.org/", words("Read")),
    )
    data = parts(render(minimal(note("warning", paragraph("a"), *inner, paragraph("b")))).data)
    tree, sheet = (etree.fromstring(data[f"word/{name}.xml"]) for name in ("document", "styles"))
    ids = styles_of(tree)[2:]
    assert ids == [
        "CalloutWarning",
        "CalloutWarningHeading1",
        "CalloutWarningThematicBreak",
        "CalloutWarning",
        "CalloutWarningFillInBox",
        "CalloutWarningBelowBoxKeepWithNext",
        "CalloutWarningQRLabel",
        "CalloutWarningQRText",
        "CalloutWarningLast",
    ]
    look = CLINIC.callouts.warning
    for id in ids:
        assert etree.fromstring(look_of(sheet, id, "shd")).get(f"{W}fill") == look.ground.digits, id
        bars = find(etree.fromstring(look_of(sheet, id, "pBdr")), "w:left/@w:color")
        # What changes a side leaves the others as they are: each is inherited by itself.
        assert bars == ([] if "BelowBox" in id else [look.bar.digits]), id
    for id in ("CalloutWarningHeading1", "CalloutWarningFillInBox", "CalloutWarningQRText"):
        assert etree.fromstring(look_of(sheet, id, "spacing")).get(f"{W}after") == "0", id
    assert find(sheet, "//w:style[@w:styleId='CalloutWarningHeading1']/w:basedOn/@w:val") == ["Heading1"]
    assert not find(tree, "//wp:anchor") and len(find(tree, "//wp:inline")) == 1


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_group_hides_nothing_of_what_stands_in_a_callout(wrapped: bool) -> None:
    """What is above a table or a callout ends with the padding of a box, in a group as without one."""
    for block in (table(("A",), ("1",)), note("tip")):
        inner = (paragraph("a"), Group((block,)) if wrapped else block, paragraph("b"))
        ids = styles_of(body(note("warning", *inner)))
        assert "CalloutWarningClosed" in ids and "CalloutWarningBelowBoxLast" in ids


def test_boxes_in_boxes_never_run_out_of_room_or_of_names() -> None:
    """A box that would have less room than those around take begins at the edge again."""
    block: Block = paragraph("Deep")
    for _ in range(30):
        block = BlockQuote((Callout(kind="emergency", title=words("Deep"), blocks=(block,)),))
    styles = styles_by_id(block)
    assert max(map(len, styles)) < LONGEST_NAME
    indents = [find(style, "w:pPr/w:ind")[0] for id, style in styles.items() if id.endswith("Emergency")]
    room = CLINIC.page.text_width / 2 - 2 * CLINIC.callouts.padding_x - CLINIC.callouts.emergency.bar_width
    assert all(
        twips(CLINIC.page.text_width) - int(indent.get(f"{W}left")) - int(indent.get(f"{W}right"))
        > twips(room)
        for indent in indents
    )


def test_all_of_a_note_stands_beside_its_number() -> None:
    document = new_document(
        metadata=METADATA,
        blocks=(paragraph("Words", FootnoteRef("n")),),
        footnotes=(Footnote((paragraph("One"), paragraph("Two"), BulletList((item("Three"),))), id="n"),),
    )
    data = parts(render(document).data)
    notes, sheet = (etree.fromstring(data[f"word/{name}.xml"]) for name in ("footnotes", "styles"))
    first, *others = find(notes, "//w:footnote[@w:id='1']/w:p")
    assert find(first, "w:r[1]/w:footnoteRef") and find(first, "w:r[2]/w:tab")
    named = [find(p, "w:pPr/w:pStyle/@w:val")[0] for p in (first, *others)]
    assert named == ["FootnoteText", "FootnoteContinue", "FootnoteListBullet"]
    indents = {name: find(sheet, f"//w:style[@w:styleId='{name}']/w:pPr/w:ind")[0] for name in named}
    text, more, bullet = (
        {key: int(indents[name].get(f"{W}{key}")) for key in ("left", "hanging")} for name in named
    )
    assert text["left"] == text["hanging"] == more["left"] > 0 == more["hanging"]
    assert bullet["left"] == more["left"] + CLINIC.lists.indent.twips
    assert find(sheet, "//w:style[@w:styleId='FootnoteNumber']/w:rPr/w:vertAlign/@w:val") == ["baseline"]


def test_markers_in_a_callout_stand_close_to_their_text() -> None:
    data = parts(render(minimal(note("tip", BulletList((item("One"),))))).data)
    numbering = etree.fromstring(data["word/numbering.xml"])
    ids = find(numbering, "//w:abstractNum/@w:abstractNumId")
    level = find(numbering, f"//w:abstractNum[@w:abstractNumId='{ids[-1]}']/w:lvl[@w:ilvl='0']")[0]
    assert find(level, "w:pPr/w:ind/@w:hanging") == [str(CLINIC.lists.marker_gap.twips)]
    assert find(level, "w:lvlJc/@w:val") == ["right"]


@pytest.mark.parametrize(("language", "side"), [("en", "l"), ("ar", "r")])
def test_a_code_begins_where_text_does(language: str, side: str) -> None:
    """Its quiet zone, as white as the paper, is that of the margin; in a cell it keeps its own."""
    code = QrCode("https://example.org/", words("Read"))
    tree = body(code, language=language)
    (crop,) = find(tree, "//a:srcRect")
    assert list(crop.attrib) == [side] and 0 < int(str(crop.get(side))) < 25_000
    width, height = (int(str(find(tree, f"//wp:extent/@{name}")[0])) for name in ("cx", "cy"))
    assert height == CLINIC.qr.size.emu
    assert width / height == pytest.approx(1 - int(str(crop.get(side))) / 100_000, rel=1e-4)
    inside = body(Table(columns=(TableColumn(),), rows=(TableRow((TableCell((code,)),)),)), language=language)
    assert not find(inside, "//a:srcRect")


def test_what_stands_in_for_the_font_of_code_is_of_one_width() -> None:
    fonts = etree.fromstring(whole()["word/fontTable.xml"])
    (code,) = find(fonts, f"//w:font[@w:name='{CLINIC.fonts.code.family}']")
    assert find(code, "w:pitch/@w:val") == ["fixed"] and find(code, "w:altName") == []


@pytest.mark.parametrize(("id", "tags"), [("dose", ["dose"]), ("", []), ("d" * 65, [])])
@pytest.mark.parametrize("kind", ["line", "lines", "date", "box", "checkbox"])
def test_programs_find_a_place_to_write_by_the_id_that_its_source_gives(
    kind: FillInKind, id: str, tags: list[str]
) -> None:
    tree = body(FillIn(kind=kind, label=words("Dose"), id=id))
    assert find(tree, "//w:sdtPr/w:tag/@w:val") == tags
    assert find(tree, "//w:sdtPr/w:alias/@w:val") == ["Dose"]


def test_what_says_whose_words_are_quoted_is_small_print() -> None:
    (style,) = find(
        styles_by_id(BlockQuote((paragraph("Words"),), words("Somebody")))["QuoteAttribution"], "."
    )
    assert find(style, "w:rPr/w:sz/@w:val") == [str(CLINIC.text.aside.size.half_points)]
    assert find(style, "w:pPr/w:spacing/@w:line") == [str(CLINIC.text.aside.leading.twips)]
    assert find(style, "w:basedOn/@w:val") == ["Quote"]


def test_a_quotation_that_opens_a_definition_is_one() -> None:
    definition = DefinitionItem(words("Term"), ((BlockQuote((paragraph("a"),)), paragraph("b")),))
    tree = body(DefinitionList((definition,)))
    assert styles_of(tree)[1:3] == ["DefinitionTerm", "QuoteIndented1"]


def test_calls_of_notes_are_bold_among_bold_words_and_slant_with_theirs() -> None:
    """Bold of a style for letters turns off that of the paragraph (17.7.3)."""
    call = FootnoteRef("n")
    said = (Heading(2, (Text("Heading"), call)), paragraph("Words", Emphasis((call,)), Strong((call,))))
    document = new_document(metadata=METADATA, blocks=said, footnotes=(Footnote((paragraph("x"),), id="n"),))
    tree = etree.fromstring(parts(render(document).data)["word/document.xml"])
    named = find(tree, "//w:r[w:footnoteReference or w:t='1']/w:rPr/w:rStyle/@w:val")
    assert named == ["FootnoteReferenceOnBold", "EmphasisFootnoteReference", "StrongFootnoteReference"]


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ((CodeBlock("a"),) * 4, ["CodeBlock", "CodeBlockApart"]),
        ((BlockQuote((paragraph("a"),)),) * 4, ["Quote", "QuoteApart"]),
    ],
)
def test_every_second_in_a_row_has_other_borders(row: tuple[Block, ...], names: list[str]) -> None:
    data = parts(render(minimal(*row)).data)
    tree, sheet = (etree.fromstring(data[f"word/{name}.xml"]) for name in ("document", "styles"))
    assert styles_of(tree)[1:] == names * 2
    assert look_of(sheet, names[0], "pBdr") != look_of(sheet, names[1], "pBdr")
    parted = body(row[0], paragraph("between"), row[1])
    assert names[1] not in styles_of(parted)


@pytest.mark.parametrize("name", ["everything", "kitchen-sink", "ketamine-cream"])
def test_no_empty_paragraph_only_makes_room(name: str) -> None:
    """What is empty is a cell, a place to write, a rule, or parts two tables, which Word would join."""
    document = everything() if name == "everything" else exporter.load(CONTENT / f"{name}.md")
    rendered = exporter.export(document, to=["docx"])["docx"]
    tree = etree.fromstring(parts(rendered.data)["word/document.xml"])
    for empty in find(tree, "//w:p[not(.//w:r)]"):
        (style,) = find(empty, "w:pPr/w:pStyle/@w:val")
        beside = [None if other is None else other.tag for other in (empty.getprevious(), empty.getnext())]
        is_cell = empty.getparent().tag == f"{W}tc"
        parts_tables = beside == [f"{W}tbl", f"{W}tbl"]
        assert is_cell or parts_tables or str(style).startswith(("FillInBox", "ThematicBreak")), style


def test_a_quotation_in_another_stands_further_in_and_one_in_a_callout_keeps_its_bar() -> None:
    inner = BlockQuote((paragraph("b"),))
    rendered = render(minimal(BlockQuote((paragraph("a"), inner)), note("tip", paragraph("c"), inner)))
    data = parts(rendered.data)
    tree, sheet = (etree.fromstring(data[f"word/{name}.xml"]) for name in ("document", "styles"))
    assert styles_of(tree)[1:3] == ["Quote", "QuoteQuote"]
    assert styles_of(tree)[-1] == "CalloutTipQuoteLast"
    bars = [
        find(etree.fromstring(look_of(sheet, style, "pBdr")), "w:left/@w:color")
        for style in ("CalloutTip", "CalloutTipQuote", "CalloutTipQuoteLast", "Quote")
    ]
    assert bars[0] == bars[1] == bars[2] != bars[3]


def test_a_table_begins_where_the_text_around_it_does() -> None:
    inner = table(("A", "B"), ("1", "2"))
    tree = body(OrderedList((item("Step", inner),)), BlockQuote((paragraph("a"), inner)), inner)
    indent = named_theme("clinic").lists.indent.twips
    left = named_theme("clinic").quote.indent.twips
    assert find(tree, "//w:tblStyle/@w:val") == [
        f"TableRuledInset{indent}",
        f"TableRuledInset{left}",
        "TableRuled",
    ]
    widths = [int(width) for width in find(tree, "//w:tblW/@w:w")]  # type: ignore[call-overload]
    assert widths == [widths[2] - indent, widths[2] - left, widths[2]]


@pytest.mark.parametrize("theme", ["clinic", "plain"])
@pytest.mark.parametrize("editions", [(), ("a5",), ("large-print",), ("large-print", "a5")], ids="+".join)
def test_no_word_of_a_diary_is_broken(theme: str, editions: tuple[str, ...]) -> None:
    """The table of the guide, by what the file says: columns, margins, and headers turned on their side."""
    made = exporter.export(
        exporter.load(CONTENT / "ketamine-cream.md"), to=["docx"], theme=theme, editions=editions
    )
    data = parts(made["docx"].data)
    tree, sheet = (etree.fromstring(data[f"word/{name}.xml"]) for name in ("document", "styles"))
    (diary,) = find(tree, "//w:tbl[.//w:t='Evening']")
    (style,) = find(diary, "w:tblPr/w:tblStyle/@w:val")
    margin = int(find(sheet, f"//w:style[@w:styleId='{style}']//w:tblCellMar/w:left/@w:w")[0])  # type: ignore[call-overload]
    widths = [int(width) for width in find(diary, "w:tblGrid/w:gridCol/@w:w")]  # type: ignore[call-overload]
    look = named_theme(theme, editions)
    for row in find(diary, "w:tr"):
        for width, found in zip(widths, find(row, "w:tc"), strict=True):
            word = 20 * set_width(words_of(found), look.text.table_header, look)
            if find(found, "w:tcPr/w:textDirection"):
                (height,) = find(row, "w:trPr/w:trHeight/@w:val")
                assert word < int(height)  # type: ignore[call-overload]
                word = look.text.table_header.leading.twips
            assert word + 2 * margin <= width + 1, words_of(found)
    assert bool(find(diary, ".//w:textDirection")) == (editions == ("large-print", "a5"))


def test_what_announces_a_list_stays_with_it() -> None:
    tree = body(
        paragraph("Such as:"),
        BulletList((item("One", OrderedList((item("inner"),))), item("Two"))),
        paragraph("No colon."),
        OrderedList((item("x"),)),
    )
    path = "//w:p[contains(w:pPr/w:pStyle/@w:val, 'KeepWithNext')]"
    kept = [words_of(found) for found in find(tree, path)]
    assert kept == ["Such as:", "One"]


def test_a_box_to_tick_is_a_control_with_a_name() -> None:
    tree = body(BulletList((item("Wash hands", checked=True),)))
    assert find(tree, "//w:sdtPr/w:alias/@w:val") == ["Wash hands"]
    assert find(tree, "//w14:checkbox/w14:checked/@w14:val") == ["1"]


@pytest.mark.parametrize(
    ("kind", "control"),
    [("line", "text"), ("date", "date"), ("lines", "text[@w:multiLine=1]"), ("box", "text[@w:multiLine=1]")],
)
def test_a_place_to_write_is_a_control_with_its_label_for_a_name(kind: FillInKind, control: str) -> None:
    tree = body(FillIn(words("Put it on"), kind, words("times a day"), rows=3))
    (found,) = find(tree, "//w:sdt")
    assert find(found, "w:sdtPr/w:alias/@w:val") == ["Put it on times a day"]
    assert find(found, f"w:sdtPr/w:{control}")
    assert not words_of(found).strip()
    assert "Put it on times a day" in " ".join(words_of(tree).split())


@pytest.mark.parametrize(
    ("language", "picture", "of"),
    [("en", "MMMM d, yyyy", "en"), ("fr", "d MMMM yyyy", "fr"), ("eu", "MMMM d, yyyy", "en")],
)
def test_a_date_is_written_as_its_language_does(language: str, picture: str, of: str) -> None:
    tree = body(FillIn(words("Next visit"), "date"), language=language)
    assert find(tree, "//w:date/w:dateFormat/@w:val") == [picture]
    assert find(tree, "//w:date/w:lid/@w:val") == [of]


def test_an_abbreviation_stands_under_the_title_of_what_it_stands_for() -> None:
    tree = body(paragraph("Switches called ", Abbreviation("NMDA", "N-methyl-D-aspartate"), " receptors."))
    (control,) = find(tree, "//w:sdt[w:sdtPr/w:alias]")
    assert find(control, "w:sdtPr/w:alias/@w:val") == ["N-methyl-D-aspartate"]
    assert find(control, "w:sdtPr/w:rPr/w:rStyle/@w:val") == ["HTMLAcronym"]
    assert words_of(control) == "NMDA"
    assert words_of(tree).endswith("Switches called NMDA receptors.")


def test_contents_repeat_an_abbreviation_without_its_title() -> None:
    tree = body(Contents(), Heading(1, (Abbreviation("NMDA", "N-methyl-D-aspartate"),)))
    assert len(find(tree, "//w:p[w:pPr/w:pStyle/@w:val='Heading1']//w:alias")) == 1
    assert not find(tree, "//w:hyperlink//w:alias")


@pytest.mark.parametrize(
    ("expansion", "title"),
    [
        ("a" * 64, "a" * 64),
        ("a" * 65, "a" * 63 + "…"),
        ("many words " * 9, "many words many words many words many words many words many…"),
        ("𝒜" * 33, "𝒜" * 31 + "…"),
    ],
)
def test_what_a_title_cannot_hold_is_said(expansion: str, title: str) -> None:
    rendered = render(minimal(paragraph(Abbreviation("X", expansion), Abbreviation("X", expansion))))
    tree = etree.fromstring(parts(rendered.data)["word/document.xml"])
    assert find(tree, "//w:alias/@w:val") == [title] * 2
    assert [notice.code for notice in rendered.notices] == ["docx-abbreviation"] * (title[-1] == "…")


def test_language_and_direction() -> None:
    tree = body(Group((paragraph("שלום"),), lang="he", dir="rtl"))
    assert find(tree, "//w:rPr/w:lang/@w:bidi") == ["he"]
    assert len(find(tree, "//w:pPr/w:bidi")) == len(find(tree, "//w:rPr/w:rtl")) == 1
    sheet = etree.fromstring(whole()["word/styles.xml"])
    assert find(sheet, "//w:docDefaults//w:lang/@w:val") == ["en"]


def test_a_document_from_right_to_left() -> None:
    tree = body(Callout(kind="note", blocks=(paragraph("שלום"),)), language="he", title="שם")
    assert len(find(tree, "//w:sectPr/w:bidi")) == 1
    assert len(find(tree, "//w:p")) == len(find(tree, "//w:p/w:pPr/w:bidi"))


def test_the_first_page_has_a_letterhead_and_no_header() -> None:
    tree = etree.fromstring(whole()["word/document.xml"])
    assert styles_of(tree)[:4] == ["LetterheadTop", "LetterheadRule", "Title", "Subtitle"]
    assert len(find(tree, "//w:sectPr/w:titlePg")) == 1
    assert find(tree, "//w:headerReference/@w:type") == ["default"]
    assert find(tree, "//w:footerReference/@w:type") == ["default", "first"]


def test_the_footer_says_facts_and_pages() -> None:
    footer = etree.fromstring(whole()["word/footer1.xml"])
    assert words_of(footer) == "EV-01 · Version 1.0 · November 2026 · Review by November 2028Page 1 of 1"
    assert [str(text).strip() for text in find(footer, "//w:instrText/text()")] == ["PAGE", "NUMPAGES"]


def test_the_end_names_sources_and_rights() -> None:
    paragraphs = find(etree.fromstring(whole()["word/document.xml"]), "//w:body/w:p")[-3:]
    assert [words_of(p) for p in paragraphs] == ["Sources", "A source, 2026.", "Free to copy."]


def test_core_properties() -> None:
    core = whole()["docProps/core.xml"].decode()
    assert "<dc:title>Everything in one place</dc:title>" in core
    assert "<dc:language>en</dc:language>" in core
    assert core.count("2026-11-01T00:00:00Z") == 2


def test_custom_properties_say_which_source_it_is() -> None:
    custom = etree.fromstring(whole()["docProps/custom.xml"])
    said = {str(one.get("name")): "".join(one.itertext()) for one in custom}
    digest = said.pop("Source digest")
    assert said == {"Code": "EV-01", "Version": "1.0", "Review by": "2028-11-01T00:00:00Z"}
    assert [one.get("pid") for one in custom] == ["2", "3", "4", "5"]
    document = everything()
    elsewhere = msgspec.structs.replace(document, source="/somewhere/else.md")
    assert digest == digest_of(prepare(elsewhere, DATE).document)
    assert digest != digest_of(prepare(minimal(), DATE).document)


def test_bookmark_names_are_what_word_accepts_and_differ() -> None:
    ids = ["a-b", "a_b", "A_b", "1st", "x" * 60, "x" * 50, "ключ"]
    tree = body(*(Heading(1, words("h"), id=name) for name in ids))
    names = [str(name) for name in find(tree, "//w:bookmarkStart/@w:name")]
    assert len({name.casefold() for name in names}) == len(ids)
    assert all(len(name) <= 40 and (name[0].isalpha() or name[0] == "_") for name in names)


def test_markers_from_right_to_left_stand_in_the_middle_of_where_they_would_end() -> None:
    """Programs do not agree on left and right there; in a document from left to right they do."""
    items = BulletList((item("One"),))
    for language, inner, expected in (
        ("he", Group((items,), lang="en"), ["center", "right"]),
        ("en", Group((items,), lang="he"), ["right", "center"]),
    ):
        data = parts(render(minimal(items, inner, language=language, title="T")).data)
        numbering = etree.fromstring(data["word/numbering.xml"])
        document = etree.fromstring(data["word/document.xml"])
        for number, alignment in zip(find(document, "//w:numId/@w:val"), expected, strict=True):
            (abstract,) = find(numbering, f"//w:num[@w:numId='{number}']/w:abstractNumId/@w:val")
            levels = find(numbering, f"//w:abstractNum[@w:abstractNumId='{abstract}']/w:lvl/w:lvlJc/@w:val")
            assert set(levels) == {alignment}
        linked = find(numbering, "//w:lvl/w:pStyle/@w:val")
        assert len(linked) == len(set(linked))
