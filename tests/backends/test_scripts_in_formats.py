"""Words of other scripts in Word, EPUB and HTML: fonts, languages and directions, shaped as they are read."""

from __future__ import annotations

import base64
import functools
import io
import re
import unicodedata
import zipfile

import pytest
import uharfbuzz
from lxml import etree

from exporter.backends.docx import DocxBackend
from exporter.backends.docx.slots import slotted
from exporter.model import (
    BlockQuote,
    Callout,
    Code,
    CodeBlock,
    Document,
    Group,
    Heading,
    Publisher,
    Span,
    Strong,
)
from exporter.prepare import prepare
from tests.backends.web_parts import DATE, THEME, epub_files, epub_trees, found, html, html_bytes
from tests.samples import minimal, paragraph, words

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ARABIC, HEBREW, HINDI, CHINESE = "احفظ الأدوية", "שָׁלוֹם עולם", "क्लिनिक की स्थिति", "请将药物放在儿童"


def embedded(document: Document) -> dict[str, bytes]:
    """The fonts of a page by family, weight and style, as its style sheet names them."""
    sheet = html(document).findtext("head/style") or ""
    rule = re.compile(
        r'@font-face {\s*font-family: "([^"]+)";\s*font-weight: (\d+);\s*font-style: (\w+);.*?base64,([^"]+)"',
        re.DOTALL,
    )
    return {
        f"{family} {weight} {style}": base64.b64decode(data)
        for family, weight, style, data in rule.findall(sheet)
    }


def glyphs(font: bytes, text: str) -> list[str]:
    """The glyphs that HarfBuzz, and so a browser, draws ``text`` with."""
    face = uharfbuzz.Face(font)
    shaper, buffer = uharfbuzz.Font(face), uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(shaper, buffer)
    return [str(info.codepoint) for info in buffer.glyph_infos]


def nominal(font: bytes, text: str) -> list[str]:
    shaper = uharfbuzz.Font(uharfbuzz.Face(font))
    return [str(shaper.get_nominal_glyph(ord(character))) for character in text]


class TestWeb:
    @pytest.mark.parametrize(
        ("text", "family"),
        [(ARABIC, "Noto Sans Arabic"), (HEBREW, "Heebo"), (HINDI, "Noto Sans"), (CHINESE, "Noto Sans SC")],
    )
    def test_the_subset_for_a_script_is_embedded(self, text: str, family: str) -> None:
        fonts = embedded(minimal(paragraph(text)))
        font = fonts[f"{family} 400 normal"]
        assert "0" not in glyphs(font, text.replace(" ", ""))
        assert f"{family} 700 normal" in fonts
        assert len(font) < 40_000
        files = epub_files(minimal(paragraph(text)))
        assert files[f"EPUB/fonts/{family.replace(' ', '')}-Regular.ttf"] == font

    def test_letters_of_arabic_join(self) -> None:
        word = "متناول"
        font = embedded(minimal(paragraph(word)))["Noto Sans Arabic 400 normal"]
        assert len(set(glyphs(font, word)) - set(nominal(font, word))) >= 3
        assert len(glyphs(font, "لا")) < 3 and "0" not in glyphs(font, "لا")

    def test_letters_of_hindi_form_conjuncts(self) -> None:
        font = embedded(minimal(paragraph("क्षत्रिय")))["Noto Sans 400 normal"]
        assert len(glyphs(font, "क्ष")) == 1
        assert glyphs(font, "रि") != nominal(font, "रि"), "the vowel sign stands before the letter"

    def test_points_of_hebrew_are_placed(self) -> None:
        font = embedded(minimal(paragraph(HEBREW)))["Heebo 400 normal"]
        assert len(uharfbuzz.Face(font).reference_table("GPOS").data) > 100

    def test_letters_apart_from_their_marks_are_embedded_composed(self) -> None:
        document = minimal(paragraph(unicodedata.normalize("NFD", "Việt ộ")))
        face = uharfbuzz.Face(embedded(document)["Noto Sans 400 normal"])
        assert {ord("ệ"), ord("ộ")} <= set(face.unicodes)

    def test_a_document_without_other_scripts_names_none_of_their_fonts(self) -> None:
        page = html_bytes(minimal(paragraph("plain"), Group((paragraph("français"),), lang="fr"))).decode()
        assert "Heebo" not in page and "Noto Sans SC" not in page and "[lang|=" not in page

    def test_the_language_of_a_passage_chooses_its_font(self) -> None:
        document = minimal(
            paragraph("直 ", Span(words("直"), "ja-JP"), Span(words("直"), "zh-Hans")),
            Group((paragraph("直", Code("直")),), lang="zh-TW"),
        )
        sheet = html(document).findtext("head/style") or ""
        rules = dict(re.findall(r'\[lang\|="([^"]+)"\] {\s*font-family: "([^"]+)"', sheet))
        assert rules == {"ja-JP": "Noto Sans JP", "zh-Hans": "Noto Sans SC", "zh-TW": "Noto Sans TC"}
        assert re.search(r'\[lang\|="zh-TW"\] code,[^{]*{\s*font-family: "JetBrains Mono"[^;]*TC"', sheet)
        assert {"Noto Sans JP 400 normal", "Noto Sans SC 400 normal"} <= set(embedded(document))

    def test_language_and_direction_reach_page_and_publication(self) -> None:
        document = minimal(
            Heading(1, words("Arabic: ", Span(words(ARABIC), "ar", "rtl"))),
            Group((paragraph(HEBREW, Span(words("555 0100"), dir="ltr")),), lang="he"),
        )
        publication = epub_trees(document)
        (chapter,) = (tree for tree in publication.values() if found(tree, "//h:div[@dir]"))
        for tree, prefix in ((html(document), "//"), (chapter, "//h:")):
            (group,) = found(tree, f"{prefix}div[@lang='he']")
            assert group.get("dir") == "rtl", "said by its language, and by the page"
            spans = {span.get("lang"): span.get("dir") for span in found(tree, f"{prefix}span[@dir]")}
            assert spans == {"ar": "rtl", None: "ltr"}
        assert all(element.get(XML_LANG) == element.get("lang") for element in found(chapter, "//*[@lang]"))

    def test_a_passage_from_left_to_right_in_a_document_from_right_to_left(self) -> None:
        document = minimal(Group((paragraph("English."),), lang="en"), paragraph(ARABIC), language="ar")
        (group,) = found(html(document), "//article/div[@lang='en']")
        assert group.get("dir") == "ltr"


@functools.cache
def docx(document_key: str) -> dict[str, bytes]:
    document = DOCUMENTS[document_key]
    archive = zipfile.ZipFile(io.BytesIO(DocxBackend().render(prepare(document, DATE), THEME, None).data))
    return {name: archive.read(name) for name in archive.namelist()}


DOCUMENTS = {
    "en": minimal(
        paragraph("The word שלום עולם, and ", Strong(words("नाम।")), " 药，2 片 x."),
        Group(
            (paragraph(f"{ARABIC}، Riverside Clinic 2 (555)؟ ", Span(words("555 0100"), dir="ltr")),),
            lang="ar",
        ),
        Group(
            (Callout(kind="note", blocks=(paragraph(HEBREW),)), BlockQuote((paragraph(HEBREW),))), lang="he"
        ),
        Callout(kind="note", blocks=(paragraph("x"),)),
        Group((paragraph("直"), CodeBlock("x = '直'")), lang="ja"),
        paragraph(Span(words("abc"), dir="rtl"), Span(words(HEBREW), "he")),
    ),
    "ar": minimal(
        Heading(1, words(ARABIC)),
        Group((paragraph("English (text)."),), lang="en"),
        language="ar",
        title=f"{ARABIC} Riverside",
        publisher=Publisher("عيادة النهر", phone="555 0100", web="clinic.example.org"),
    ),
}


def tree(key: str, part: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(docx(key)[part])


def runs(key: str, part: str = "word/document.xml") -> list[tuple[str, str, dict[str, str], str]]:
    """Each run: its style, which of w:rtl and w:cs it has, its w:lang, its text."""
    told = []
    for run in tree(key, part).iter(f"{{{W}}}r"):
        text = "".join(part.text or "" for part in run.iter(f"{{{W}}}t"))
        kind = " ".join(name for name in ("rtl", "cs") if run.find(f"w:rPr/w:{name}", {"w": W}) is not None)
        lang = run.find("w:rPr/w:lang", {"w": W})
        style = run.find("w:rPr/w:rStyle", {"w": W})
        said = {} if lang is None else {etree.QName(name).localname: tag for name, tag in lang.attrib.items()}
        told.append(("" if style is None else style.get(f"{{{W}}}val", ""), kind, said, text))
    return [run for run in told if run[3]]


@pytest.mark.parametrize(
    ("text", "passage", "parts"),
    [
        ("AR-01", "rtl", "[AR-01]"),
        ("2 שלום (x).", "rtl", "<2 שלום (>[x]<).>"),
        ("שלום X (5) ,", "rtl", "<שלום >[X (5)]< ,>"),
        ("a שלום (עולם) b", "ltr", "[a ]<שלום (עולם)>[ b]"),
        ("a שלום (עולם c) b", "ltr", "[a ]<שלום>[ (]<עולם>[ c) b]"),
        ("a (עולם) b", "ltr", "[a (]<עולם>[) b]"),
        ("a שָׁ, b", "ltr", "[a ]<שָׁ>[, b]"),
        ("بعيدًا؟ b", "ltr", "<بعيدًا؟>[ b]"),
        ("a)b שלום", "ltr", "[a)b ]<שלום>"),
        ("“a” – é", "ltr", "[“a” – é]"),
        ("e\u0301 שלום", "rtl", "[e\u0301]< שלום>"),
    ],
)
def test_what_scripts_share_goes_with_what_is_around_it(text: str, passage: str, parts: str) -> None:
    told = slotted(text, rtl=passage == "rtl")
    assert "".join(f"<{part}>" if slot == "rtl" else f"[{part}]" for slot, part in told) == parts


class TestWord:
    def test_each_run_is_of_one_slot_with_its_font(self) -> None:
        found = [(style, kind, text) for style, kind, _, text in runs("en")]
        assert found[1:11] == [
            ("", "", "The word "),
            ("Heebo", "rtl", "שלום עולם"),
            ("", "", ", and "),
            ("Strong", "cs", "नाम।"),
            ("", "", " "),
            ("NotoSansSC", "", "药，"),
            ("", "", "2 "),
            ("NotoSansSC", "", "片"),
            ("", "", " x."),
            ("NotoSansArabic", "rtl", f"{ARABIC}، "),
        ]

    def test_each_language_is_said_for_the_slot_of_its_run(self) -> None:
        said = {text.strip(): lang for _, _, lang, text in runs("en")}
        assert said[f"{ARABIC}،"] == {"bidi": "ar"}
        assert said["Riverside Clinic 2 (555)"] == {"val": "ar"}
        assert said[HEBREW] == {"bidi": "he"}
        assert said["直"] == {"eastAsia": "ja"}
        assert said["The word"] == {}

    def test_the_fonts_of_scripts_are_named_styles(self) -> None:
        sheet = tree("en", "word/styles.xml")
        fonts = {
            style.get(f"{{{W}}}styleId"): dict(style.find("w:rPr/w:rFonts", {"w": W}).attrib)
            for style in sheet.iter(f"{{{W}}}style")
            if style.find("w:rPr/w:rFonts", {"w": W}) is not None
        }
        for family in ("Heebo", "Noto Sans Arabic", "Noto Sans SC", "Noto Sans JP"):
            assert fonts[family.replace(" ", "")] == {f"{{{W}}}eastAsia": family, f"{{{W}}}cs": family}

    def test_passages_from_right_to_left_have_paragraphs_that_do(self) -> None:
        told = [
            (paragraph.find("w:pPr/w:pStyle", {"w": W}).get(f"{{{W}}}val"), paragraph.find("w:pPr/w:bidi", {"w": W}) is not None)
            for paragraph in tree("en").iter(f"{{{W}}}p")
        ]  # fmt: skip
        assert told[1:] == [
            ("BodyText", False),
            ("BodyText", True),
            ("CalloutNoteTurnedLabel", True),
            ("CalloutNoteTurnedLast", True),
            ("QuoteTurned", True),
            ("CalloutNoteLabel", False),
            ("CalloutNoteLast", False),
            ("BodyText", False),
            ("CodeBlock", False),
            ("BodyText", False),
        ]
        sheet = etree.tostring(tree("en", "word/styles.xml")).decode()
        bars = {
            name: re.search(rf'w:styleId="{name}".*?<w:pBdr><w:(left|right) [^>]*w:sz="(\d+)"', sheet)
            for name in ("QuoteTurned", "CalloutNote", "CalloutNoteTurned")
        }
        assert bars["QuoteTurned"] and bars["QuoteTurned"][1] == "right"
        widths = [int(found[2]) for found in bars.values() if found]
        assert widths[1] > widths[2], "of a turned callout the left border is but its padding"

    def test_a_number_keeps_its_order_among_words_that_run_the_other_way(self) -> None:
        texts = [text for *_, text in runs("en")]
        at = texts.index("555 0100")
        assert texts[at - 1 : at + 2] == ["\u200e", "555 0100", "\u200e"]
        at = texts.index("abc")
        assert texts[at - 1 : at + 2] == ["\u200f", "abc", "\u200f"]
        assert texts[-1] == HEBREW, "letters at both ends need no marks"

    def test_a_document_from_right_to_left(self) -> None:
        """The theme part names its family; so no run has to."""
        found = [(style, kind, text) for style, kind, _, text in runs("ar")]
        assert found == [
            ("LetterheadName", "rtl", "عيادة النهر"),
            ("", "", "\u200e"),
            ("", "", "555 0100"),
            ("", "", "\u200e"),
            ("", "rtl", "\u200f · "),  # whose neighbours would make it theirs
            ("", "", "clinic.example.org"),
            ("", "rtl", f"{ARABIC} "),
            ("", "", "Riverside"),
            ("", "rtl", ARABIC),
            ("", "", "English (text)."),
        ]
        header = [(style, kind, text) for style, kind, _, text in runs("ar", "word/header1.xml")]
        assert header[1:] == [("", "rtl", f"{ARABIC} "), ("", "", "Riverside")]

    def test_word_is_offered_the_families_by_script(self) -> None:
        part = docx("en")["word/theme/theme1.xml"].decode()
        for code, family in (
            ("Arab", "Noto Sans Arabic"),
            ("Hans", "Noto Sans SC"),
            ("Jpan", "Noto Sans JP"),
        ):
            assert part.count(f'<a:font script="{code}" typeface="{family}"/>') == 2
        assert b'w:name="Heebo"' in docx("en")["word/fontTable.xml"]
