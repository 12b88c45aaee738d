"""The file around the pages of a PDF: its metadata, its catalogue, its links, and how it is stored."""

from __future__ import annotations

import datetime
import io
import re
from typing import Any

import msgspec
import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.addresses import uri_of
from exporter.backends.pdf import PdfBackend
from exporter.backends.pdf.file import CLAIMS, PageCanvas, claims, finished
from exporter.backends.pdf.objects.annotations import link
from exporter.backends.pdf.objects.compact import MOST_PACKED, CompactDocument
from exporter.backends.pdf.objects.syntax import LONGEST_TEXT, Stream, Written, string, text_string
from exporter.backends.pdf.structure_tree import StructTree
from exporter.checks import check, named_profile
from exporter.model import Document, Footnote, FootnoteRef, Heading, Link, Paragraph, Publisher, Text
from exporter.notices import ALL_STANDARDS, Standard, Verdict
from exporter.prepare import Prepared, closed_levels, prepare
from exporter.theme import named_theme
from tests.backends.test_pdf import DATE, render
from tests.judges import page_validation, problems, require
from tests.samples import everything, minimal, paragraph, words

NOTHING: frozenset[Standard] = frozenset()


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def rendered(document: Document) -> bytes:
    return PdfBackend().render(prepare(document, DATE), named_theme("clinic"), None).data


@pytest.fixture(scope="module")
def whole() -> bytes:
    return rendered(everything())


def blank(prepared: Prepared, claimed: frozenset[Standard]) -> bytes:
    """A file with one empty page, which says ``claimed`` of itself."""
    canvas = PageCanvas((595, 842))
    canvas.showPage()
    return finished(canvas, prepared, nothing_said(canvas), claimed)


def nothing_said(canvas: PageCanvas) -> StructTree:
    """The structure of a file without content."""
    return StructTree((), 1, canvas._doc)


TOLD: dict[str, Any] = {
    "title": "Crème & <salt>: “a” (b) \\ c",
    "subtitle": "not told beside a description",
    "language": "fr-CA",
    "authors": ("A. Writer", "Ž. Другой"),
    "publisher": Publisher("Clinic & Co."),
    "description": "Two\nlines, and soft\u00adhyphens",
    "keywords": ("one", "deux & trois"),
    "rights": "Free “to copy”",
}


class TestMetadata:
    @pytest.fixture
    def prepared(self) -> Prepared:
        zone = datetime.timezone(datetime.timedelta(hours=-5))
        return prepare(
            minimal(paragraph("x"), **TOLD), datetime.datetime(2026, 11, 1, 20, 30, 5, tzinfo=zone)
        )

    def test_xmp_says_what_the_document_says(self, prepared: Prepared) -> None:
        with opened(blank(prepared, NOTHING)) as pdf, pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == TOLD["title"]
            assert metadata["dc:creator"] == list(TOLD["authors"])
            assert metadata["dc:description"] == "Two\nlines, and softhyphens"
            assert set(metadata["dc:subject"]) == set(TOLD["keywords"])
            assert metadata["dc:language"] == {"fr-CA"}
            assert metadata["dc:publisher"] == {"Clinic & Co."}
            assert metadata["dc:rights"] == TOLD["rights"]

    def test_the_title_has_its_language(self, prepared: Prepared) -> None:
        with opened(blank(prepared, NOTHING)) as pdf:
            xmp = pdf.Root.Metadata.read_bytes().decode()
        for name in ("dc:title", "dc:description", "dc:rights"):
            (said,) = re.findall(f"<{name}>(.*?)</{name}>", xmp, re.DOTALL)
            assert re.findall(r'xml:lang="(.*?)"', said) == ["x-default", "fr-CA"]

    def test_xmp_and_the_info_dictionary_agree(self, prepared: Prepared) -> None:
        with opened(blank(prepared, NOTHING)) as pdf, pdf.open_metadata() as metadata:
            info = {key: str(value) for key, value in pdf.docinfo.items()}
            assert info["/Title"] == metadata["dc:title"]
            assert info["/Author"] == "; ".join(metadata["dc:creator"])
            assert info["/Subject"] == metadata["dc:description"]
            assert info["/Keywords"] == metadata["pdf:Keywords"] == "one, deux & trois"
            assert info["/Creator"] == metadata["xmp:CreatorTool"] == "exporter"
            assert info["/Producer"] == metadata["pdf:Producer"]
            assert info["/CreationDate"] == info["/ModDate"] == "D:20261102013005+00'00'"
            dates = {metadata[f"xmp:{name}"] for name in ("CreateDate", "ModifyDate", "MetadataDate")}
            assert dates == {"2026-11-02T01:30:05+00:00"}

    def test_what_is_not_stated_is_not_said(self) -> None:
        with opened(blank(prepare(minimal(paragraph("x")), DATE), NOTHING)) as pdf:
            assert not {"/Author", "/Subject", "/Keywords"} & set(pdf.docinfo.keys())
            assert not re.search(
                rb"dc:(creator|description|subject|publisher|rights)|pdf:Keywords",
                pdf.Root.Metadata.read_bytes(),
            )

    def test_what_no_string_can_hold_is_in_the_xmp_alone(self) -> None:
        long = "é" * (LONGEST_TEXT + 1)
        with opened(blank(prepare(minimal(paragraph("x"), description=long), DATE), NOTHING)) as pdf:
            assert "/Subject" not in pdf.docinfo
            with pdf.open_metadata() as metadata:
                assert metadata["dc:description"] == long

    def test_the_packet_can_be_found_by_who_knows_no_pdf(self, prepared: Prepared) -> None:
        data = blank(prepared, NOTHING)
        start, end = data.index(b"<?xpacket begin="), data.index(b'<?xpacket end="r"?>')
        assert b"Clinic &amp; Co." in data[start:end]


class TestClaims:
    def test_what_the_checks_have_granted(self) -> None:
        theme = named_theme("clinic")
        for document, profile, granted in (
            (minimal(paragraph("x")), "strict", CLAIMS),
            (minimal(Paragraph((Link("#nowhere", words("x")),))), "draft", NOTHING),
        ):
            verdict = check(document, theme, named_profile(profile))
            assert claims(prepare(document, DATE, verdict)) == granted

    def test_nothing_without_a_verdict(self) -> None:
        assert claims(prepare(minimal(paragraph("x")), DATE)) == NOTHING

    @pytest.mark.parametrize("standard", sorted(ALL_STANDARDS))
    def test_each_by_itself_and_none_of_other_formats(self, standard: Standard) -> None:
        verdict = Verdict(standards=frozenset((standard,)))
        assert claims(prepare(minimal(paragraph("x")), DATE, verdict)) == CLAIMS & {standard}

    @pytest.mark.parametrize(
        "claimed", [NOTHING, CLAIMS, *(frozenset((one,)) for one in sorted(CLAIMS))], ids=str
    )
    def test_a_claim_is_written_as_the_standards_ask(self, claimed: frozenset[Standard]) -> None:
        with opened(blank(prepare(minimal(paragraph("x")), DATE), claimed)) as pdf:
            xmp = pdf.Root.Metadata.read_bytes()
            with pdf.open_metadata() as metadata:
                assert metadata.pdfa_status == ("2A" if "PDF/A-2a" in claimed else "")
                part = metadata.get("{http://www.aiim.org/pdfua/ns/id/}part")
        assert part == ("1" if "PDF/UA-1" in claimed else None)
        assert (b"pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/<" in xmp) == (
            "PDF/UA-1" in claimed
        )
        assert (b"pdfuaid" in xmp) == ("PDF/UA-1" in claimed)
        assert (b"pdfaid" in xmp) == ("PDF/A-2a" in claimed)

    @pytest.mark.judges
    def test_page_validation_reads_the_claims(self, tmp_path: Any) -> None:
        require("page_validation")
        path = tmp_path / "claimed.pdf"
        path.write_bytes(blank(prepare(minimal(paragraph("x"), **TOLD), DATE), CLAIMS))
        for profile in (page_validation.Profile.PDF_UA_1, page_validation.Profile.PDF_A_2A):
            assert problems(page_validation.judge([path], profile)[path]) == []


class TestCatalogue:
    def test_the_view(self, whole: bytes) -> None:
        with opened(whole) as pdf:
            assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
            assert "/Direction" not in pdf.Root.ViewerPreferences
            assert [page.label for page in pdf.pages] == [str(number + 1) for number in range(len(pdf.pages))]
            assert {str(page.Tabs) for page in pdf.pages} == {"/S"}
            assert pdf.Root.PageMode == "/UseOutlines"
        with opened(render(paragraph("No headings."), language="he").data) as pdf:
            assert pdf.Root.ViewerPreferences.Direction == "/R2L"
            assert pdf.Root.PageMode == "/UseNone"
            assert "/Outlines" not in pdf.Root
            assert str(pdf.Root.Lang) == "he"

    def test_the_paper_is_that_of_the_theme(self, whole: bytes) -> None:
        paper = named_theme("clinic").page
        with opened(whole) as pdf:
            for page in pdf.pages:
                assert [float(part) for part in page.MediaBox] == pytest.approx(
                    [0, 0, paper.width, paper.height], abs=1e-4
                )

    def test_the_output_intent_is_srgb(self, whole: bytes) -> None:
        with opened(whole) as pdf:
            (intent,) = pdf.Root.OutputIntents
            assert intent.S == "/GTS_PDFA1"
            assert str(intent.OutputConditionIdentifier) == "sRGB IEC61966-2.1"
            assert intent.DestOutputProfile.N == 3
            assert intent.DestOutputProfile.read_bytes()[16:20] == b"RGB "

    def test_no_colour_is_of_another_device(self, whole: bytes) -> None:
        with opened(whole) as pdf:
            used = {str(operator) for page in pdf.pages for _, operator in pikepdf.parse_content_stream(page)}
        assert {"rg", "RG"} <= used
        assert not used & {"k", "K", "cs", "CS", "sc", "SC", "scn", "SCN", "sh", "gs"}

    def test_every_name_leads_to_a_page(self, whole: bytes) -> None:
        with opened(whole) as pdf:
            pages = {page.objgen for page in pdf.pages}
            tree = dict(pikepdf.NameTree(pdf.Root.Names.Dests).items())
            assert {place[0].objgen for place in tree.values()} <= pages
            links = [note for page in pdf.pages for note in page.get("/Annots", []) if "/Dest" in note]
            with pdf.open_outline() as bookmarks:
                entries = [item for top in bookmarks.root for item in (top, *top.children)]
            asked = [str(note.Dest) for note in links] + [str(entry.destination) for entry in entries]
            assert "note-1" in asked and "my-plan" in asked
            assert set(asked) <= set(tree)

    def test_names_of_a_long_text_are_in_order(self) -> None:
        headings = [Heading(1, words(f"Heading {number}"), id=f"h{number}") for number in range(200)]
        with opened(render(*headings).data) as pdf:
            leaves = pdf.Root.Names.Dests.Kids
            assert len(leaves) > 1
            names = [str(name) for leaf in leaves for name in list(leaf.Names)[::2]]
            assert names == sorted(names)
            assert [str(limit) for leaf in leaves for limit in leaf.Limits] == [
                str(name) for leaf in leaves for name in (leaf.Names[0], leaf.Names[-2])
            ]
            assert set(names) == {f"h{number}" for number in range(200)}

    def test_a_place_that_several_pages_show_is_on_the_first(self) -> None:
        canvas = PageCanvas((595, 842))
        for _ in range(2):
            canvas.destination("here", 0, 800)
            canvas.showPage()
        with opened(
            finished(canvas, prepare(minimal(paragraph("x")), DATE), nothing_said(canvas), NOTHING)
        ) as pdf:
            place = pikepdf.NameTree(pdf.Root.Names.Dests)["here"]
            assert place[0].objgen == pdf.pages[0].objgen
            assert [str(part) for part in list(place)[1:]] == ["/XYZ", "0", "800", "None"]


class TestOutline:
    @given(st.lists(st.integers(1, 6), min_size=1, max_size=30))
    def test_it_nests_as_the_headings_do(self, stated: list[int]) -> None:
        levels = closed_levels(stated)
        names = [f"h{number}" for number in range(len(levels))]
        headings = [Heading(level, words(name), id=name) for level, name in zip(stated, names, strict=True)]
        canvas = PageCanvas((595, 842))
        for name in names:
            canvas.destination(name, 0, 800)
        canvas.showPage()
        with opened(
            finished(canvas, prepare(minimal(*headings), DATE), nothing_said(canvas), NOTHING)
        ) as pdf:
            assert lines(pdf.Root.Outlines) == list(zip(names, levels, strict=True))

    def test_bookmarks_of_any_length_and_script(self) -> None:
        titles = ["(a) \\ b", "Ελληνικά", "þÿ", "😀", "x" * (LONGEST_TEXT + 5)]
        data = render(*(Heading(1, words(title)) for title in titles[:3])).data
        with opened(data) as pdf, pdf.open_outline() as bookmarks:
            assert [entry.title for entry in bookmarks.root] == titles[:3]
        assert text_string(titles[3]) == b"(\xfe\xff\xd8\x3d\xde\x00)"
        assert len(text_string(titles[4])) <= 32_767


def lines(root: Any) -> list[tuple[str, int]]:
    """The outline in reading order with the levels of its lines; every link between them is looked at."""
    found: list[tuple[str, int]] = []

    def below(parent: Any, level: int) -> int:
        """How many stand below ``parent``."""
        if "/First" not in parent:
            assert "/Count" not in parent and "/Last" not in parent
            return 0
        item, previous, count = parent.First, None, 0
        while item is not None:
            assert item.Parent.objgen == parent.objgen
            assert (item.Prev.objgen if "/Prev" in item else None) == (previous.objgen if previous else None)
            found.append((str(item.Title), level))
            count += 1 + below(item, level + 1)
            previous, item = item, item.get("/Next")
        assert parent.Last.objgen == previous.objgen
        assert parent.Count == count
        return count

    below(root, 1)
    return found


class TestStorage:
    def test_only_streams_and_the_information_stand_outside_object_streams(self, whole: bytes) -> None:
        with opened(whole) as pdf:
            starts = re.findall(rb"(?:^|endobj\n)(\d+) 0 obj\n<<", whole, re.MULTILINE)
            kinds = [isinstance(pdf.get_object(int(number), 0), pikepdf.Stream) for number in starts]
            plain = [int(number) for number, is_stream in zip(starts, kinds, strict=True) if not is_stream]
            assert len(kinds) > 20 and plain == [pdf.docinfo.objgen[0]]
            assert len(pdf.objects) > 3 * len(kinds)
            packs = [
                item
                for item in pdf.objects
                if isinstance(item, pikepdf.Stream) and item.get("/Type") == "/ObjStm"
            ]
            assert sum(int(pack.N) for pack in packs) == len(pdf.objects) - len(kinds)

    def test_streams_end_with_a_line_end_that_is_not_theirs(self, whole: bytes) -> None:
        with opened(whole) as pdf:
            streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
            for stream in streams:
                raw = stream.read_raw_bytes()
                assert len(raw) == stream.Length
                assert b">>\nstream\n" + raw + b"\r\nendstream\nendobj\n" in whole
        assert len(streams) == whole.count(b"\r\nendstream\nendobj\n")

    def test_the_head_and_the_end(self, whole: bytes) -> None:
        assert re.match(rb"%PDF-1\.7\n%[\x80-\xff]{4}\n", whole)
        found = re.search(rb"startxref\n(\d+)\n%%EOF\n\Z", whole)
        assert found
        assert re.match(rb"\d+ 0 obj\n<</Type /XRef", whole[int(found[1]) :])

    def test_the_identifier_comes_from_the_content(self, whole: bytes) -> None:
        texts = ("one", "one", "two")
        identifiers = []
        for text in texts:
            with opened(render(paragraph(text)).data) as pdf:
                first, second = (bytes(part) for part in pdf.trailer.ID)
                assert first == second and len(first) == 16
                identifiers.append(first)
        assert identifiers[0] == identifiers[1] != identifiers[2]

    def test_each_object_is_formatted_once_even_those_made_meanwhile(self) -> None:
        class Counted(Written):  # type: ignore[misc]
            formatted = 0

            def format(self, document: Any) -> bytes:
                self.formatted += 1
                if self.data == b"(parent)":
                    late.append(Counted(b"(late)"))
                    document.refer(late[-1])
                return super().format(document)

        late: list[Counted] = []
        document = CompactDocument((1, 7))
        parents = [Counted(b"(parent)") for _ in range(MOST_PACKED + 7)]
        for parent in parents:
            document.refer(parent)
        document.info = Written(b"<<>>")
        document.Catalog = Written(b"<</Type /Catalog /Pages <</Type /Pages /Kids [] /Count 0>>>>")
        with opened(document.GetPDFData(None)) as pdf:
            strings = [str(item) for item in pdf.objects if isinstance(item, pikepdf.String)]
        assert {item.formatted for item in (*parents, *late)} == {1}
        assert sorted(strings) == ["late"] * len(parents) + ["parent"] * len(parents)

    @given(st.binary(max_size=40))
    def test_strings_and_streams_of_any_bytes(self, data: bytes) -> None:
        document = CompactDocument((1, 7))
        stream = Stream(data, {}, is_plain=True)
        document.refer(stream)
        document.info = Written(b"<</Title %b>>" % string(data))
        document.Catalog = Written(b"<</Type /Catalog /Pages <</Type /Pages /Kids [] /Count 0>>>>")
        with opened(document.GetPDFData(None)) as pdf:
            assert bytes(pdf.trailer.Info.Title) == data
            (plain,) = (
                item for item in pdf.objects if isinstance(item, pikepdf.Stream) and "/Type" not in item
            )
            assert plain.read_raw_bytes() == data

    def test_others_open_it(self, whole: bytes) -> None:
        with opened(whole) as pdf:
            assert pdf.check_pdf_syntax() == []
            count = len(pdf.pages)
        with pypdfium2.PdfDocument(whole) as document:
            assert len(document) == count
            titles = [bookmark.get_title() for bookmark in document.get_toc()]
        assert titles == ["Inline marks", "Lists", "Tables", "Boxes", "My plan"]


class TestLinks:
    def test_every_annotation_is_printed_unframed_and_described(self, whole: bytes) -> None:
        with opened(whole) as pdf:
            notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
            assert len(notes) > 10
            for note in notes:
                assert (note.Subtype, note.F, [int(part) for part in note.Border]) == ("/Link", 4, [0, 0, 0])
                assert str(note.Contents).strip()
                left, foot, right, top = (float(part) for part in note.Rect)
                assert left < right and foot < top
                assert note.is_indirect  # so that the structure tree can refer to it
                assert ("/A" in note) != ("/Dest" in note)

    def test_they_say_where_they_lead_in_the_language_of_the_document(self) -> None:
        blocks = (
            paragraph("Called", FootnoteRef("n"), "."),
            Paragraph((Link("https://example.org/a", words("words"), "Le titre"),)),
            Paragraph((Link("https://example.org/b", words("words")),)),
            Heading(1, words("Un titre"), id="titre"),
            Paragraph((Link("#titre", words("des mots")),)),
        )
        document = msgspec.structs.replace(
            minimal(*blocks, language="fr"), footnotes=(Footnote((paragraph("Une note."),), id="n"),)
        )
        with opened(rendered(document)) as pdf:
            said = [str(note.Contents) for page in pdf.pages for note in page.Annots]
        assert said == ["Note 1", "Le titre", "https://example.org/b", "des mots", "Retour au texte"]

    def test_the_numbers_of_the_contents_say_of_what(self, whole: bytes) -> None:
        with opened(whole) as pdf:
            said = [str(note.Contents) for note in pdf.pages[0].Annots]
        assert said[:4] == ["Inline marks", "Inline marks", "Lists", "Lists"]

    @pytest.mark.parametrize(
        ("target", "uri"),
        [
            ("https://example.org/a?b=c&d=%20#e", "https://example.org/a?b=c&d=%20#e"),
            ("https://example.org/ü/å?q=é#ß", "https://example.org/%C3%BC/%C3%A5?q=%C3%A9#%C3%9F"),
            ("https://bücher.example/", "https://b%C3%BCcher.example/"),
            ("https://example.org/100%", "https://example.org/100%25"),
            ('https://example.org/{a}|<b>"^`', "https://example.org/%7Ba%7D%7C%3Cb%3E%22%5E%60"),
            ("https://[::1]/~a_b-c.(d)!$'*+,;=:@", "https://[::1]/~a_b-c.(d)!$'*+,;=:@"),
            (
                "mailto:jörg@example.org?subject=Hello%20you",
                "mailto:j%C3%B6rg@example.org?subject=Hello%20you",
            ),
            ("tel:+1-555-0100", "tel:+1-555-0100"),
        ],
    )
    def test_addresses_are_uris(self, target: str, uri: str) -> None:
        assert uri_of(target) == uri == uri_of(uri)
        with opened(render(Paragraph((Link(target, words("x")),))).data) as pdf:
            assert str(pdf.pages[0].Annots[0].A.URI) == uri
            assert str(pdf.pages[0].Annots[0].Contents) == target

    @pytest.mark.parametrize(
        "target",
        [
            "javascript:alert(1)",
            "JAVASCRIPT:alert(1)",
            "java\tscript:x",
            "file:///etc/passwd",
            "data:text/html,x",
            "//example.org",
            "launch",
            "",
        ],
    )
    def test_no_other_address_is_ever_written(self, target: str) -> None:
        assert link(target, "words", (0, 0, 1, 1)) is None

    def test_further_entries(self) -> None:
        written = link("#a", "words", (0, 1.239, 2, 3), StructParent=7, QuadPoints=b"[0 1 2 3]")
        assert written
        note = pikepdf.Object.parse(written)
        assert (note.StructParent, len(note.QuadPoints), str(note.Dest)) == (7, 4, "a")
        assert [float(part) for part in note.Rect] == [0, 1.24, 2, 3]

    def test_text_that_looks_like_a_link_is_none(self) -> None:
        with opened(render(Paragraph((Text("https://example.org"),))).data) as pdf:
            assert "/Annots" not in pdf.pages[0]
