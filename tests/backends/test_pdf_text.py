"""Text in the PDF: words as HarfBuzz shapes them, fonts that hold what is shown, and what they say."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import uharfbuzz
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.backends.pdf.faces import LoadedFace, loaded
from exporter.backends.pdf.file import PageCanvas
from exporter.backends.pdf.fonts.glyf import with_made
from exporter.backends.pdf.fonts.shaping import Form, Part, Shaper, shaper_of
from exporter.backends.pdf.fonts.tounicode import to_unicode
from exporter.readback import read_back
from exporter.readback.pdf.fonts import decoder_of
from exporter.theme import Face, fonts
from tests.judges import page_validation, require

BODY = Face("Atkinson Hyperlegible", bold=False, italic=False)
BOLD = Face("Noto Sans", bold=True, italic=False)
NOTO = Face("Noto Sans", bold=False, italic=False)
CODE = Face("JetBrains Mono", bold=False, italic=False)
ARABIC = Face("Noto Sans Arabic", bold=False, italic=False)
HEBREW = Face("Heebo", bold=False, italic=False)
SIZE = 20


def page(*lines: tuple[Face, str], spacing: float = 0) -> bytes:
    """A page with a paragraph for each text, in its face at 20 points."""
    canvas = PageCanvas((2000, 800))
    for number, (face, text) in enumerate(lines, 1):
        shown = canvas.font(loaded(face)).shown(text, SIZE, spacing)
        place = f"1 0 0 1 20 {800 - 40 * number} Tm"
        canvas._code.append(f"/P BMC BT {place} /{shown.font} {SIZE} Tf {shown.operators} ET EMC")
    canvas.showPage()
    data: bytes = canvas._doc.GetPDFData(canvas)
    return data


def read(*lines: tuple[Face, str]) -> list[str]:
    """What is read back, a text for each paragraph."""
    return ["".join(part.text for part in node.children) for node in read_back(page(*lines)).nodes]


def copied(face: Face, text: str) -> str:
    """What PDFium copies from a page with one text."""
    with pypdfium2.PdfDocument(page((face, text))) as pdf:
        return pdf[0].get_textpage().get_text_bounded()


def glyphs(face: Face, word: str) -> list[int]:
    return [part.glyph for cluster in shaper_of(face).word(word).clusters for part in cluster.form.parts]


class File:
    """The one font of a page, read from its file by other tools than those that wrote it."""

    def __init__(self, data: bytes) -> None:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            (font,) = pdf.pages[0].Resources.Font.values()
            (cid_font,) = font.DescendantFonts
            self.name = str(font.BaseFont).removeprefix("/")
            self.descriptor = dict(cid_font.FontDescriptor.items())
            self.said = decoder_of(font).characters
            self.widths = dict(_widths(cid_font.W))
            self.kind = str(cid_font.Subtype)
            program = cid_font.FontDescriptor.get("/FontFile2") or cid_font.FontDescriptor.FontFile3
            self.program = program.read_bytes()
            self.operators = [
                (str(name), list(operands)) for operands, name in pikepdf.parse_content_stream(pdf.pages[0])
            ]

    @property
    def codes(self) -> list[int]:
        """The codes of all that is shown, in the order of the content stream."""
        shown = (operands[0] for name, operands in self.operators if name == "TJ")
        strings = b"".join(
            bytes(part) for array in shown for part in array if isinstance(part, pikepdf.String)
        )
        return [int.from_bytes(strings[at : at + 2]) for at in range(0, len(strings), 2)]

    @property
    def pen(self) -> float:
        """Where the pen stands in the end, in thousandths of an em."""
        place = 0.0
        for array in (operands[0] for name, operands in self.operators if name == "TJ"):
            for part in array:
                if isinstance(part, pikepdf.String):
                    codes = bytes(part)
                    place += sum(
                        self.widths[int.from_bytes(codes[at : at + 2])] for at in range(0, len(codes), 2)
                    )
                else:
                    place -= float(part)
        return place


def _widths(array: Any) -> Iterator[tuple[int, float]]:
    for first, widths in zip(array[::2], array[1::2], strict=True):
        yield from ((int(first) + index, float(width)) for index, width in enumerate(widths))


class TestShaping:
    def test_pairs_are_kerned(self) -> None:
        shaper = shaper_of(BODY)
        assert shaper.advance("AV") < shaper.advance("A") + shaper.advance("V")

    def test_spaces_part_words_and_what_is_measured_is_their_sum(self) -> None:
        shaper = shaper_of(BODY)
        parts = ["AV", " ", "To", "\u00a0", "b"]
        assert shaper.advance("".join(parts)) == pytest.approx(sum(map(shaper.advance, parts)))

    def test_ligatures_in_text(self) -> None:
        assert len(glyphs(NOTO, "office")) == 4
        assert read((NOTO, "office waffle")) == ["office waffle"]
        assert copied(NOTO, "office waffle") == "office waffle"

    def test_none_in_code(self) -> None:
        """Neither the arrows of a programmer's face nor anything else: each character is seen."""
        for text in ("->", "!=", "fi", "www", "==="):
            assert glyphs(CODE, text) == [glyph for character in text for glyph in glyphs(CODE, character)]

    def test_arabic_letters_join(self) -> None:
        """From the left: meem and alef apart, lam and seen at the head of what they join."""
        apart = [glyphs(ARABIC, letter)[0] for letter in "سلام"]
        joined = glyphs(ARABIC, "سلام")
        word = shaper_of(ARABIC).word("سلام")
        assert word.direction == "rtl"
        assert [cluster.form.text for cluster in word.clusters] == ["م", "ا", "ل", "س"]
        assert joined[0] == apart[3]
        assert not {joined[1], joined[2], joined[3]} & set(apart)
        assert word.advance / 1000 < sum(map(shaper_of(ARABIC).advance, "سلام"))

    def test_devanagari_is_reordered(self) -> None:
        """The vowel sign that is written after its letter stands before it."""
        assert glyphs(NOTO, "कि")[1:] == glyphs(NOTO, "क")
        assert [cluster.form.text for cluster in shaper_of(NOTO).word("कि").clusters] == ["कि"]

    def test_numbers_have_no_direction(self) -> None:
        assert [shaper_of(ARABIC).word(word).direction for word in ("12", "—", "م", "a")] == [
            "",
            "",
            "rtl",
            "ltr",
        ]

    @pytest.mark.parametrize("face", [BODY, NOTO, BOLD, CODE])
    @given(number=st.text("0123456789", min_size=1, max_size=12))
    def test_numbers_that_are_put_together_are_as_they_are_shaped(self, face: Face, number: str) -> None:
        shaper = Shaper(face)
        assert shaper._digits
        shaped = tuple(shaper._clusters(number, shaper._shaped(number, None)))
        assert shaper.word(number).clusters == shaped

    @pytest.mark.parametrize("weight", [NOTO, BOLD])
    def test_a_variable_face_is_shaped_at_its_weight(self, weight: Face) -> None:
        other = BOLD if weight is NOTO else NOTO
        assert shaper_of(weight).advance("weight") != shaper_of(other).advance("weight")


SPOKEN = [
    (NOTO, "Tiếng Việt: Nguyễn Thị Hậu"),
    (NOTO, "x\u0323\u0302 is two marks on x"),
    (NOTO, "हिन्दी में दर्द की क्रीम शक्ति कि"),
    (ARABIC, "كريم الكيتامين لتخفيف الألم"),
    (ARABIC, "الجرعة 12 ملغ ثلاث مرات"),
    (ARABIC, "بَيْتٌ"),
    (HEBREW, "שלום לכולם 12 מג"),
    (NOTO, "U+FB01 \ufb01 and fi"),
    (BODY, "one\u00a0two three"),
    (CODE, "a -> b != c"),
]


class TestWhatIsSaid:
    @pytest.mark.parametrize(("face", "text"), SPOKEN, ids=[text for _, text in SPOKEN])
    def test_texts_are_read_back(self, face: Face, text: str) -> None:
        assert read((face, text)) == [text]

    @pytest.mark.parametrize(
        ("face", "text"), SPOKEN[:7] + SPOKEN[8:], ids=[text for _, text in SPOKEN[:7] + SPOKEN[8:]]
    )
    def test_texts_are_copied(self, face: Face, text: str) -> None:
        assert copied(face, text) == text

    def test_all_at_once(self) -> None:
        """What one word has made of a glyph does not change what another says."""
        assert read(*SPOKEN) == [text for _, text in SPOKEN]

    @given(
        text=st.text(
            st.sampled_from("\u0628\u062a\u062b\u0646\u064a\u0644\u0627\u064b\u064e\u0651\u200c 1("),
            max_size=30,
        )
    )
    @settings(deadline=None)
    def test_any_arabic(self, text: str) -> None:
        """Marks may come back in another order, which is the same text (Unicode, canonical equivalence)."""
        (found,) = read((ARABIC, f"\u0645{text}")) or [""]
        assert sorted(found) == sorted(f"\u0645{text}")
        assert re.sub("[\u064b\u064e\u0651]", "", found) == re.sub(
            "[\u064b\u064e\u0651]", "", f"\u0645{text}"
        )

    def test_what_a_page_does_not_show_draws_nothing(self) -> None:
        """Zero-width characters say nothing; a hyphen that does not break and a narrow space are others."""
        shaper = shaper_of(BODY)
        assert shaper.advance("a\u200b\u2060\ufeff\u200eb") == shaper.advance("ab")
        assert read((BODY, "a\u200b\u2060b 1\u20112 3\u202f4")) == ["ab 1-2 3\u00a04"]

    def test_a_soft_hyphen_is_seen_and_says_so(self) -> None:
        assert glyphs(BODY, "a\u00ad") == glyphs(BODY, "a-")
        assert read((BODY, "extra\u00ad self-help")) == ["extra\u00ad self-help"]

    def test_a_pile_of_marks(self) -> None:
        """Higher than a glyph can be made, it is shown by raised glyphs under their text."""
        text = "a" + "\u0302" * 600
        data = page((NOTO, text))
        assert read((NOTO, text)) == [text]
        assert any(name == "Ts" and float(operands[0]) for name, operands in File(data).operators)

    def test_a_map_in_blocks_of_a_hundred(self) -> None:
        said = {code: chr(0x4E00 + code) for code in range(1, 251)} | {7: "ffi", 300: "\U0001f600"}
        whole = to_unicode(said).decode("ascii")
        assert [int(count) for count in re.findall(r"(\d+) beginbfchar", whole)] == [100, 100, 51]
        assert re.findall("<(?:0007|012C)> <([0-9A-F]+)>", whole) == ["006600660069", "D83DDE00"]


WORDS = st.lists(
    st.text(st.characters(codec="latin-1", exclude_categories=["Cc", "Cf"]), min_size=1, max_size=9),
    min_size=1,
    max_size=6,
)


class TestFonts:
    @given(words=WORDS, face=st.sampled_from([BODY, NOTO, BOLD, CODE]))
    @settings(deadline=None, max_examples=60)
    def test_the_file_holds_what_is_shown(self, words: list[str], face: Face) -> None:
        """Every code has a width, a meaning and a glyph; widths are those of the program; and the pen
        ends where the text was measured to end."""
        text = " ".join(words)
        file = File(page((face, text)))
        program = TTFont(io.BytesIO(file.program))
        order = program.getGlyphOrder()
        shown = set(file.codes)
        explained = set(file.widths)
        assert shown <= explained == {int.from_bytes(code) for code in file.said}
        assert 0 not in explained
        for code in explained:
            assert file.widths[code] == program["hmtx"][order[code]][0]
        assert file.pen == pytest.approx(1000 * LoadedFace(face).width(text, 1), abs=0.1)
        assert not {"\x00", "", "\ufeff", "\ufffe"} & set(file.said.values())

    def test_outlines_are_those_of_the_face(self) -> None:
        text = "Ågfi"
        file = File(page((BOLD, text)))
        program = uharfbuzz.Font(uharfbuzz.Face(file.program))
        for code in file.codes:
            assert program.get_glyph_extents(code) == BOLD.hb_font.get_glyph_extents(code)

    def test_a_letter_in_pieces_is_one_glyph_in_the_file(self) -> None:
        """Beh is a skeleton with a dot in this face; in the file it stands as it does when shaped."""
        file = File(page((ARABIC, "ب")))
        (code,) = file.codes
        (cluster,) = shaper_of(ARABIC).word("ب").clusters
        assert len(cluster.form.parts) == 2 and code >= ARABIC.look.glyph_count
        made = uharfbuzz.Font(uharfbuzz.Face(file.program)).get_glyph_extents(code)
        boxes = [(ARABIC.hb_font.get_glyph_extents(part.glyph), part) for part in cluster.form.parts]
        assert made.x_bearing == min(box.x_bearing + part.x for box, part in boxes)
        assert made.y_bearing == max(box.y_bearing + part.y for box, part in boxes)
        assert made.y_bearing + made.height == min(box.y_bearing + box.height + part.y for box, part in boxes)

    def test_made_glyphs_leave_a_sound_font(self) -> None:
        """Its checksums, its counts and the glyphs it had; one without outlines may be made too."""
        plain = BODY.glyph_subset(frozenset((36, 68))).data
        data, box = with_made(
            plain, {400: Form("x", (Part(36, 0, 0), Part(68, 30, -900)), 700), 402: Form("", (), 0)}
        )
        assert sum(struct.unpack(f">{len(data) // 4}I", data)) & 0xFFFFFFFF == 0xB1B0AFBA
        font = TTFont(io.BytesIO(data), checkChecksums=2)
        before = TTFont(io.BytesIO(plain))
        for number in (36, 68):
            assert font["glyf"][font.getGlyphName(number)] == before["glyf"][before.getGlyphName(number)]
        assert font["maxp"].numGlyphs == 403 == len(font.getGlyphOrder())
        made = font["glyf"][font.getGlyphName(400)]
        assert [(part.glyphName, part.x, part.y) for part in made.components] == [
            (font.getGlyphName(36), 0, 0),
            (font.getGlyphName(68), 30, -900),
        ]
        assert font["hmtx"][font.getGlyphName(400)] == (700, made.xMin)
        assert font["glyf"][font.getGlyphName(402)].numberOfContours == 0
        assert box[1] == font["head"].yMin == made.yMin

    def test_the_descriptor_tells_of_the_face(self) -> None:
        file = File(page((CODE, "mono")))
        assert re.fullmatch(r"[A-Z]{6}\+JetBrainsMono-Regular", file.name)
        assert file.descriptor["/Flags"] == 1 | 4
        assert (file.descriptor["/Ascent"], file.descriptor["/Descent"]) == (1020, -300)
        assert file.descriptor["/CapHeight"] == 730
        italic = File(page((Face("Noto Sans", bold=False, italic=True), "it")))
        assert italic.descriptor["/Flags"] == 4 | 64
        assert -13 < italic.descriptor["/ItalicAngle"] < -11

    def test_streams_end_on_a_line_of_their_own(self) -> None:
        data = page((BODY, "text"))
        assert data.count(b"\r\nendstream\n") == data.count(b"endstream") > 2

    def test_the_same_bytes_whatever_was_set_before(self) -> None:
        lines = SPOKEN
        first = page(*lines)
        shaper_of.cache_clear()
        page(*reversed(lines), (ARABIC, "ثبت بثت"))
        assert page(*lines) == first

    def test_another_text_has_another_name(self) -> None:
        names = {File(page((BODY, text))).name for text in ("é", "ü", "éü", "üé")}
        assert len(names) == 3  # the same glyphs are the same subset

    def test_texts_that_differ_in_a_name_have_one_subset(self) -> None:
        assert len({File(page((BODY, text))).name for text in ("Ada", "Bob O'Neil-1")}) == 1
        assert len({File(page((BODY, text))).name for text in ("Ada!", "?")}) == 2

    def test_spaces_may_be_stretched(self) -> None:
        text = "one two\u00a0three"
        plain, wide = File(page((BODY, text))), File(page((BODY, text), spacing=100))
        assert wide.pen == pytest.approx(plain.pen + 200)

    def test_spaces_from_right_to_left_may_be_stretched(self) -> None:
        """The first word begins further right by what both spaces are wider."""
        first: list[float] = []
        for spacing in (0, 100):
            operators = File(page((HEBREW, "אב גד הו"), spacing=spacing)).operators
            array = next(operands[0] for name, operands in operators if name == "TJ")
            first.append(float(array[0]))
        assert first[1] == pytest.approx(first[0] - 200)

    def test_words_from_right_to_left_stand_side_by_side(self) -> None:
        """In the order they are read, each ends where the one before it began, the last at the left."""
        data = page((HEBREW, "אב גד 12 הו"))
        with pypdfium2.PdfDocument(data) as pdf:
            text = pdf[0].get_textpage()
            boxes = {text.get_text_range(at, 1): text.get_charbox(at) for at in range(text.count_chars())}
        assert boxes["ו"][0] == pytest.approx(20, abs=2)
        rights_and_lefts = [(boxes[one][0], boxes[two][2]) for one, two in pairwise("אבגדהו")]
        assert all(right >= left - 1 for right, left in rights_and_lefts)
        assert boxes["ג"][0] > boxes["1"][2] and boxes["1"][2] <= boxes["2"][0] + 1


ORDER = [".notdef", "space", "A", "B", "acutecomb"]
ADVANCES = dict(zip(ORDER, (600, 600, 600, 600, 500), strict=True))


def squares(*, postscript: bool) -> bytes:
    """A font of rectangles: A, which is Alpha too, B, a kerned pair, and an accent that is wide until
    it is shaped."""
    builder = FontBuilder(1000, isTTF=not postscript)
    builder.setupGlyphOrder(ORDER)
    builder.setupCharacterMap(
        {0x20: "space", 0xA0: "space", 0x41: "A", 0x42: "B", 0x391: "A", 0x301: "acutecomb"}
    )
    drawn = {}
    for number, name in enumerate(ORDER):
        pen = T2CharStringPen(ADVANCES[name], None) if postscript else TTGlyphPen(None)
        if name != "space":
            pen.moveTo((50, 0))
            for corner in ((50, 700), (50 + 100 * number, 700), (50 + 100 * number, 0)):
                pen.lineTo(corner)
            pen.closePath()
        drawn[name] = pen.getCharString() if postscript else pen.glyph()
    if postscript:
        builder.setupCFF("Made-Regular", {}, drawn, {})
    else:
        builder.setupGlyf(drawn)
    builder.setupHorizontalMetrics({name: (advance, 50) for name, advance in ADVANCES.items()})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2(sCapHeight=700)
    builder.setupPost()
    classes = "table GDEF { GlyphClassDef [A B], , [acutecomb], ; } GDEF;"
    builder.addOpenTypeFeatures(f"{classes} feature kern {{ pos A B -80; }} kern;")
    stream = io.BytesIO()
    builder.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def made() -> Iterator[tuple[Face, Face]]:
    """Faces made for these tests: with outlines of TrueType, and of PostScript."""
    faces = Face("Made with glyf", bold=False, italic=False), Face("Made with CFF", bold=False, italic=False)
    opened = {
        face: uharfbuzz.Face(squares(postscript=postscript))
        for face, postscript in zip(faces, (False, True), strict=True)
    }
    face_of, characters_of = fonts._hb_face, fonts._characters
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "_hb_face", lambda face: opened.get(face) or face_of(face))
        patch.setattr(
            fonts,
            "_characters",
            lambda face: frozenset(opened[face].unicodes) if face in opened else characters_of(face),
        )
        yield faces


@pytest.fixture
def truetype(made: tuple[Face, Face]) -> Face:
    return made[0]


@pytest.fixture
def postscript(made: tuple[Face, Face]) -> Face:
    return made[1]


class TestTrueTypeOutlines:
    def test_a_mark_that_is_wide_in_the_face_takes_no_room(self, truetype: Face) -> None:
        """Shaped it has no width, so its own number would be wrong for it; its code says what is true."""
        text = "B\u0301 A\u0391"
        assert read((truetype, text)) == [text]
        file = File(page((truetype, text)))
        metrics = TTFont(io.BytesIO(file.program))["hmtx"].metrics
        order = TTFont(io.BytesIO(file.program)).getGlyphOrder()
        assert file.widths == {code: metrics[order[code]][0] for code in file.codes}
        assert file.pen == 4 * 600
        assert 4 not in file.codes and file.widths[5] == 0


class TestPostScriptOutlines:
    def test_a_cff_program_is_a_cid_font_of_type_0(self, postscript: Face) -> None:
        file = File(page((postscript, "AB BA")))
        assert file.kind == "/CIDFontType0" and file.name.endswith("-Identity-H")
        assert file.program[0] == 1  # the major version of a bare CFF table
        assert file.codes == [2, 3, 1, 3, 2]
        assert file.widths == {1: 600, 2: 600, 3: 600}
        assert file.pen == 5 * 600 - 80
        assert copied(postscript, "AB BA") == "AB BA"

    def test_what_such_a_font_cannot_say_the_page_does(self, postscript: Face) -> None:
        """One glyph for two characters, and a letter with a mark."""
        text = "A\u0391\u00a0B\u0301 A"
        assert read((postscript, text)) == [text]
        operators = File(page((postscript, text))).operators
        spans = [str(operands[1].ActualText) for name, operands in operators if name == "BDC"]
        assert "\u0391" in spans


@pytest.mark.judges
def test_page_validation_finds_nothing_about_fonts(tmp_path: Path) -> None:
    """What it still asks of a bare page is tags and metadata."""
    require("page_validation")
    file = tmp_path / "text.pdf"
    file.write_bytes(page(*SPOKEN))
    for profile in (page_validation.Profile.PDF_UA_1, page_validation.Profile.PDF_A_2A):
        for finding in page_validation.judge([file], profile)[file]:
            assert not re.search("FONT|GLYPH|UNICODE|CMAP|CID|ACTUAL", finding.code), finding
