"""The structure of the page: what each node becomes, and what must never be in it."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys

import msgspec
import pytest

from exporter.backends.html import HtmlBackend
from exporter.model import (
    Abbreviation,
    BlockQuote,
    BulletList,
    Callout,
    CodeBlock,
    Contents,
    DefinitionItem,
    DefinitionList,
    Figure,
    FillIn,
    FootnoteRef,
    Group,
    Heading,
    InlineImage,
    Link,
    OrderedList,
    Publisher,
    QrCode,
    Span,
    Table,
    TableColumn,
    TableRow,
)
from exporter.prepare import prepare
from tests.backends.web_parts import (
    DATE,
    THEME,
    found,
    html,
    html_bytes,
    ids,
    said,
    two_chapters,
)
from tests.samples import cell, everything, item, minimal, paragraph, picture, table, words

NASTY = """<script>alert("x")</script> & ' ]]> <!-- --> </style> {{ x }} {% raw %}"""


def test_every_node_is_in_a_page_that_is_well_formed() -> None:
    page = html(everything())
    assert page.tag == "html"
    assert len(ids(page)) == len(set(ids(page)))
    assert page.get("lang") == "en"
    assert page.get("dir") == "ltr"


def test_two_runs_give_the_same_bytes() -> None:
    assert html_bytes(everything()) == html_bytes(everything())


def test_the_order_in_which_a_set_is_walked_does_not_show() -> None:
    script = (
        "import hashlib; from tests.backends.web_parts import *; from tests.samples import everything;"
        "print(hashlib.sha256(html_bytes(everything()) + epub_bytes(everything())).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_nothing_is_fetched_and_nothing_runs() -> None:
    page = html(everything())
    assert not found(page, "//script | //link | //iframe | //object | //embed | //base | //form")
    assert not [name for element in page.iter() for name in element.attrib if name.startswith("on")]
    assert all(source.startswith("data:") for source in page.xpath("//@src"))
    style = page.findtext("head/style") or ""
    assert "@import" not in style
    assert style.count("url(") == style.count('url("data:font/ttf;base64,')


def test_text_is_escaped_wherever_it_stands() -> None:
    document = minimal(
        Heading(1, words(NASTY), id='a"b<c'),
        paragraph(NASTY, Link('https://a.example/?q="><b>', words("x"), NASTY), Abbreviation("A", NASTY)),
        CodeBlock(NASTY, '"><b>'),
        Group((paragraph(Span(words("x"), '"><b>')),), (NASTY,)),
        QrCode('https://a.example/"><b>', words(NASTY)),
        title=NASTY,
        subtitle=NASTY,
        description=NASTY,
        keywords=(NASTY,),
        sources=(NASTY,),
    )
    page = html(document)
    assert not found(page, "//script | //b | //comment()")
    assert page.findtext("head/title") == NASTY
    assert said(page.find(".//h1")) == NASTY
    assert page.find(".//abbr").get("title") == NASTY
    assert page.find(".//pre/code").text == NASTY


def test_characters_that_xml_cannot_write_are_replaced() -> None:
    page = html(minimal(paragraph("a\x00b\ufffec\ud800d"), title="t\x1b"))
    assert said(page.find(".//article/p")) == "a\ufffdb\ufffdc\ufffdd"


def test_the_title_is_the_only_h1_and_headings_move_down() -> None:
    levels = range(1, 7)
    document = minimal(*(Heading(level, words(f"Level {level}")) for level in levels))
    page = html(document)
    tags = [heading.tag for heading in found(page, "//article/*[starts-with(name(), 'h')]")]
    assert tags == ["h1", "h2", "h3", "h4", "h5", "h6", "h6"]
    notices = HtmlBackend().render(prepare(document, DATE), THEME, None).notices
    assert [(notice.code, notice.severity) for notice in notices] == [("heading-level", "info")]


def test_there_is_always_a_way_around() -> None:
    page = html(minimal(Heading(1, words("One")), Heading(2, words("Two ", Link("#one", words("up"))))))
    links = found(page, "//nav//a")
    assert [(link.get("href"), said(link)) for link in links] == [("#one", "One"), ("#two-up", "Two up")]
    skip = found(page, "//body/a[1]")[0]
    assert skip.get("href")[1:] == page.find(".//main").get("id")


def test_contents_of_its_own_are_not_doubled() -> None:
    assert len(found(html(everything()), "//nav")) == 1


def test_no_two_landmarks_have_one_name() -> None:
    """The second contents are named with their number; tables are groups, whatever their captions."""
    page = html(minimal(Heading(1, words("One")), Contents(), Contents(depth=1)))
    names = [
        " ".join(said(found(page, f"//*[@id='{name}']")[0]) for name in nav.get("aria-labelledby").split())
        for nav in found(page, "//nav")
    ]
    assert names == ["Contents", "Contents 2"]


def test_a_term_that_comes_again_begins_a_list() -> None:
    items = [DefinitionItem(words(term), ((paragraph(*words("x")),),)) for term in ("rub", "cut", " rub ")]
    page = html(minimal(DefinitionList(tuple(items), id="terms")))
    (whole,) = found(page, "//div[@id='terms']")
    assert [[said(term) for term in found(part, "dt")] for part in found(whole, "dl")] == [
        ["rub", "cut"],
        ["rub"],
    ]


def test_the_source_of_a_quotation_stands_outside_of_it() -> None:
    page = html(minimal(BlockQuote((paragraph(*words("Said.")),), attribution=words("Who"), id="q")))
    (whole,) = found(page, "//figure[@id='q']")
    assert [(part.tag, said(part)) for part in whole] == [("blockquote", "Said."), ("figcaption", "Who")]


def test_internal_links_lead_somewhere() -> None:
    for document in (everything(), two_chapters()):
        page = html(document)
        inner = [href[1:] for href in page.xpath("//@href") if href.startswith("#")]
        assert inner
        assert set(inner) <= set(ids(page))


def test_a_link_to_nothing_keeps_its_words_and_a_call_of_nothing_shows() -> None:
    page = html(minimal(paragraph(Link("#nowhere", words("there")), FootnoteRef("none"))))
    assert not found(page, "//article//a")
    assert said(page.find(".//article/p")) == "there[^none]"


def test_notes_are_numbered_by_call_and_lead_back() -> None:
    page = html(two_chapters())
    notes = found(page, "//section[@role='doc-endnotes']/ol/li")
    assert [said(note).split()[0].rstrip(",") for note in notes] == ["First", "Third", "Second"]
    for note in notes:
        backs = found(note, ".//a[@role='doc-backlink']/@href")
        calls = found(page, f"//a[@role='doc-noteref'][@href='#{note.get('id')}']/@id")
        assert [back[1:] for back in backs] == calls


def test_pictures_have_words_or_are_decorative() -> None:
    leaf = {"leaf": picture()}
    document = minimal(
        Figure("leaf", "A leaf", width=0.4, caption=words("Caption")),
        Figure("leaf", "ignored", decorative=True),
        paragraph(InlineImage("leaf", "small")),
    )
    page = html(msgspec.structs.replace(document, assets=leaf))
    images = found(page, "//img")
    assert [image.get("alt") for image in images] == ["A leaf", "", "small"]
    assert images[0].get("style") == "width: 40%"
    assert (images[1].get("width"), images[1].get("height")) == ("60", "40")
    assert said(page.find(".//figcaption")) == "Caption"


def test_lists_keep_start_numbering_nesting_and_ticks() -> None:
    inner = OrderedList((item("Inner"),), start=2, numbering="upper-roman")
    tasks = BulletList((item("To do", checked=False), item("Done", inner, checked=True)))
    page = html(
        minimal(OrderedList((item("Step", tasks),), start=3), BulletList((item("loose"),), tight=False))
    )
    outer = page.find(".//article/ol")
    assert (outer.get("start"), outer.get("type")) == ("3", None)
    boxes = found(outer, "li/ul/li/label/input[@type='checkbox']")
    assert [box.get("checked") for box in boxes] == [None, "checked"]
    deep = found(outer, "li/ul/li/ol")[0]
    assert (deep.get("start"), deep.get("type")) == ("2", "I")
    assert found(page, "//article/ul/li/p")
    assert not found(outer, "li/p")


def test_table_headers_say_what_they_head() -> None:
    forms = table(
        ("", "Mon"), ("Morning", ""), header_columns=1, caption=words("Week"), description="To fill in."
    )
    page = html(minimal(forms))
    whole = page.find(".//table")
    assert whole.get("class") == "to-fill-in"
    corner, monday = found(whole, "thead/tr/*")
    assert (corner.tag, monday.tag, monday.get("scope")) == ("td", "th", "col")
    assert found(whole, "tbody/tr/th[@scope='row']")[0].text == "Morning"
    group = whole.getparent()
    assert (group.get("role"), group.get("tabindex")) == ("group", "0")
    assert group.get("aria-labelledby") == whole.find("caption").get("id")
    assert said(found(page, f"//*[@id='{whole.get('aria-describedby')}']")[0]) == "To fill in."


def test_a_language_for_private_use_is_one_that_is_not_determined() -> None:
    tree = html(minimal(paragraph(Span(words("qapla"), lang="x-none"))))
    assert found(tree, "//span/@lang") == ["und-x-none"]


def test_a_page_on_health_says_so_in_microdata() -> None:
    plain = html(minimal())
    assert not found(plain, "//*[@itemscope]")
    publisher = Publisher(name="Clinic")
    document = minimal(
        health=True,
        publisher=publisher,
        authors=("A",),
        description="D",
        keywords=("k", "l"),
        date=datetime.date(2026, 11, 1),
        reviewed=datetime.date(2026, 11, 2),
        audience="Patients",
    )
    (page,) = found(html(document), "//html[@itemscope]")
    assert page.get("itemtype") == "https://schema.org/MedicalWebPage"
    stated = {meta.get("itemprop"): meta.get("content") for meta in found(page, "head/meta[@itemprop]")}
    assert stated == {
        "name": "A title",
        "inLanguage": "en",
        "description": "D",
        "keywords": "k, l",
        "author": "A",
        "publisher": "Clinic",
        "datePublished": "2026-11-01",
        "dateModified": "2026-11-01",
        "lastReviewed": "2026-11-02",
        "audience": "Patients",
        "identifier": stated["identifier"],
    }
    assert not found(page, "//script")


def test_those_who_share_the_page_are_told_what_it_is() -> None:
    document = minimal(base_url="https://clinic.example.org/a/", description="D")
    metas = {meta.get("property"): meta.get("content") for meta in found(html(document), "//meta[@property]")}
    assert metas == {
        "og:type": "article",
        "og:title": "A title",
        "og:description": "D",
    }


def test_columns_are_counted_past_cells_that_reach_down() -> None:
    spanning = Table(
        columns=(TableColumn(), TableColumn("end", 1), TableColumn("center", 3)),
        rows=(
            TableRow((cell("head", rowspan=5), cell("over", colspan=9))),
            TableRow((cell("tall", rowspan=9), cell("b"), cell("c"))),
            TableRow((cell("d"), cell("e"))),
        ),
    )
    whole = html(minimal(spanning)).find(".//table")
    head = found(whole, "thead/tr/th")
    assert [(th.get("rowspan"), th.get("colspan")) for th in head] == [(None, None), (None, "2")]
    assert found(whole, "tbody/tr/td[1]/@rowspan") == ["2"]
    assert found(whole, "tbody/tr[2]/td/@class") == ["end", "center"]
    assert found(whole, "colgroup/col/@style") == ["width: 25%", "width: 75%"]


@pytest.mark.parametrize("kind", ["note", "warning", "emergency"])
def test_callouts_are_named_by_their_label(kind: str) -> None:
    page = html(minimal(Callout(kind=kind, blocks=(paragraph("Text"),))))  # type: ignore[arg-type]
    box = page.find(".//aside")
    label = box.find("p")
    assert (box.get("role"), box.get("class")) == ("note", f"callout {kind}")
    assert box.get("aria-labelledby") == label.get("id")
    assert said(label) == kind.capitalize()


def test_our_words_are_marked_where_the_language_has_none_of_its_own() -> None:
    page = html(minimal(Callout(kind="tip", blocks=(paragraph("x"),)), Heading(1, words("H")), language="sw"))
    assert page.get("lang") == "sw"
    assert found(page, "//aside/p[@class='label']/span/@lang") == ["en"]
    assert found(page, "//nav/@lang") == ["en"]
    assert found(page, "//nav//div/@lang") == ["sw"]


def test_a_qr_code_has_a_name_an_address_and_its_own_colours() -> None:
    page = html(minimal(QrCode("https://a.example/x", words("Scan"), words("note"))))
    drawing = found(page, "//svg:svg")[0]
    assert drawing.get("aria-label") == "QR code for https://a.example/x"
    ground, dark = drawing
    assert (ground.get("fill"), dark.get("fill")) == (THEME.qr.light, THEME.qr.dark)
    link = found(page, "//div[@class='beside']//a")[0]
    assert (link.get("href"), link.text) == ("https://a.example/x", "a.example/x")


def test_a_code_that_is_no_address_is_no_link() -> None:
    page = html(minimal(QrCode("javascript:alert(1)", words("Scan"))))
    assert not found(page, "//article//a")


def test_places_to_write_have_a_label_and_a_space() -> None:
    kinds = ("line", "lines", "date", "checkbox", "box")
    page = html(minimal(*(FillIn(words(kind), kind, words("after"), rows=2) for kind in kinds)))
    spaces = found(page, "//p[starts-with(@class, 'fill-in')]")
    assert [said(space) for space in spaces] == [
        "line after", "lines after", "date after", "checkbox after", "box after",
    ]  # fmt: skip
    assert len(found(spaces[1], "span[@class='rule']")) == 2
    assert len(found(spaces[3], "label/input[@type='checkbox']")) == 1


def test_language_and_direction_reach_the_page() -> None:
    page = html(minimal(paragraph(Span(words("fr"), "fr")), Group((paragraph("x"),), lang="he", dir="rtl")))
    assert page.find(".//span").get("lang") == "fr"
    group = page.find(".//article/div")
    assert (group.get("lang"), group.get("dir")) == ("he", "rtl")
    assert html(minimal(language="ar")).get("dir") == "rtl"


def test_fonts_are_embedded_only_where_they_set_something() -> None:
    plain = html(minimal(paragraph("plain"))).findtext("head/style") or ""
    assert plain.count("@font-face") == 2
    rich = html(everything()).findtext("head/style") or ""
    assert rich.count("@font-face") == 7


def test_colours_come_from_the_theme_by_night_too() -> None:
    style = html(minimal()).findtext("head/style") or ""
    day, night = style.split("prefers-color-scheme: dark", 1)
    assert f"--ink: {THEME.palette['ink']}" in day
    assert f"--ink: {THEME.screen.dark['ink']}" in night


def test_pictures_made_for_paper_have_it_behind_them_by_night() -> None:
    """Else the dark lines of a drawing on a transparent ground would not be seen."""
    style = html(minimal()).findtext("head/style") or ""
    (ground,) = re.findall(r"color-scheme: dark\) {\s*img {[^}]*background: (#\w+);", style)
    assert ground == str(THEME.page.background)


def test_a_separator_stands_in_the_box_of_the_part_after_it() -> None:
    """There the style sheet cuts it off where that part opens a line."""
    publisher = Publisher("A clinic", address="1 Street", phone="555 0100", web="clinic.example.org")
    page = html(minimal(publisher=publisher, code="A-1", version="2"))
    (contacts,) = found(page, "//header//p[@class='parted']")
    (facts,) = found(page, "//footer//p[@class='facts parted']")
    assert [said(part) for part in contacts] == ["1 Street", "· 555 0100", "· clinic.example.org"]
    assert said(contacts) == "1 Street · 555 0100 · clinic.example.org"
    assert said(facts) == "A-1 · Version 2"
    marks = found(page, "//p/span[position() > 1]/span[1][@class='separator'][.='· ']")
    assert len(marks) == 3 and not found(page, "//p/span[1]/span[@class='separator']")


def test_strong_words_are_bold_in_a_line_that_is_not() -> None:
    """The source of a quotation is a caption in HTML, but not of its look."""
    style = html(minimal()).findtext("head/style") or ""
    assert re.findall(r"strong {\s*font-weight: (\w+);", style) == ["bold"]


def test_the_first_page_of_print_has_a_header_that_is_empty() -> None:
    """With none at all, browsers print the date and the title there."""
    style = html(minimal()).findtext("head/style") or ""
    first = style.split("@page :first {", 1)[1].split("@media", 1)[0]
    assert re.findall(r"@(top-\w+) {\s*content: (.*);", first) == [("top-left", '""'), ("top-right", '""')]


def test_a_hostile_palette_is_refused() -> None:
    screen = msgspec.structs.replace(THEME.screen, dark={"ink": "red}</style><script>"})
    theme = msgspec.structs.replace(THEME, screen=screen)
    with pytest.raises(ValueError, match="is not a colour"):
        HtmlBackend().render(prepare(minimal(), DATE), theme, None)


def test_html_does_without_the_library_of_epub() -> None:
    script = "import exporter.backends.html, sys; assert 'ebooklib' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_inline_marks_become_their_elements() -> None:
    line = found(html(everything()), "//article/p[not(@class)]")[0]
    tags = [element.tag for element in line.iter() if element is not line]
    expected = [
        "strong",
        "em",
        "strong",
        "em",
        "s",
        "sub",
        "sup",
        "mark",
        "code",
        "kbd",
        "a",
        "a",
        "span",
        "abbr",
    ]
    assert tags[: len(expected)] == expected
    assert tags[-1] == "br"


def test_the_caption_of_a_table_that_scrolls_is_as_wide_as_what_is_seen() -> None:
    style = html(everything()).findtext("head/style") or ""
    assert "max-width: min(100vw - 1.882rem, 40rem)" in style.split("\ncaption {", 1)[1].split("}", 1)[0]
