"""What is derived once for all formats."""

from __future__ import annotations

import datetime
from xml.sax.saxutils import quoteattr

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from exporter.model import (
    Callout,
    Document,
    Figure,
    Footnote,
    FootnoteRef,
    Group,
    Heading,
    InlineImage,
    Link,
    Metadata,
    Span,
    Strong,
    Table,
    TableColumn,
    TableRow,
    Text,
    new_document,
    plain_text,
    walk,
)
from exporter.prepare import Prepared, closed_levels, prepare, slug
from tests.samples import cell, minimal, paragraph, picture, words

DATE = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)


def prepared(document: Document) -> Prepared:
    return prepare(document, DATE)


def untitled(*blocks) -> Document:  # type: ignore[no-untyped-def]
    return new_document(metadata=Metadata(language="en"), blocks=blocks)


def levels(found: Prepared) -> list[tuple[int, str]]:
    return [(entry.level, entry.text) for entry in found.outline]


def test_a_single_opening_heading_is_the_title() -> None:
    found = prepared(untitled(Heading(1, words("Title")), Heading(2, words("One")), Heading(3, words("Two"))))
    assert found.title == "Title"
    assert levels(found) == [(1, "One"), (2, "Two")]


def test_several_level_one_headings_stay_and_lend_the_title() -> None:
    found = prepared(untitled(Heading(1, words("One")), Heading(1, words("Two"))))
    assert found.title == "One"
    assert levels(found) == [(1, "One"), (1, "Two")]


def test_a_heading_that_repeats_the_title_is_not_printed_twice() -> None:
    found = prepared(minimal(Heading(1, words("A title")), Heading(1, words("One"))))
    assert levels(found) == [(1, "One")]


def test_skipped_levels_are_closed_and_siblings_stay_siblings() -> None:
    assert closed_levels([1, 3, 3, 2]) == [1, 2, 2, 2]
    assert closed_levels([3, 1, 6]) == [1, 1, 2]


@given(st.lists(st.integers(1, 6), max_size=30))
def test_closed_levels_have_no_gap(levels: list[int]) -> None:
    closed = closed_levels(levels)
    assert all(below <= above + 1 for above, below in zip([0, *closed], closed, strict=False))
    assert all(new <= old for new, old in zip(closed, levels, strict=True))
    assert closed_levels(closed) == closed


def test_anchors_are_unique_and_do_not_take_a_stated_id() -> None:
    found = prepared(
        minimal(Heading(1, words("Same")), Heading(1, words("Same")), Heading(1, words("X"), id="same"))
    )
    anchors = [entry.anchor for entry in found.outline]
    assert anchors == ["same-1", "same-2", "same"]


@given(st.text())
def test_every_id_is_an_xml_name_and_every_link_follows_it(text: str) -> None:
    found = prepared(
        minimal(Heading(1, words("x" + text)), paragraph(Link(f"#{slug('x' + text)}", words("y"))))
    )
    (entry,) = found.outline
    etree.fromstring(f"<a xml:id={quoteattr(entry.anchor)}/>")
    links = [node.target for node in walk(found.document) if isinstance(node, Link)]
    assert links == [f"#{entry.anchor}"]


def test_ids_of_any_characters_become_names() -> None:
    blocks = [Heading(1, words("a"), id=name) for name in ("1. a", "id-1.-a", "<x>", "ok")]
    found = prepared(minimal(*blocks, paragraph(Link("#<x>", words("y")))))
    assert [entry.anchor for entry in found.outline] == ["id-1.-a-1", "id-1.-a", "x", "ok"]
    assert [node.target for node in walk(found.document) if isinstance(node, Link)] == ["#x"]


def test_slugs_are_those_of_github() -> None:
    assert slug("What's new in 2.0? (beta)") == "whats-new-in-20-beta"
    assert slug("  Größe & Maß ") == "größe--maß"


def test_notes_are_numbered_in_the_order_of_their_first_call() -> None:
    document = new_document(
        metadata=Metadata(title="T", language="en"),
        blocks=(
            Callout(kind="note", title=words("T", FootnoteRef("b")), blocks=(paragraph(FootnoteRef("a")),)),
            paragraph(FootnoteRef("b")),
        ),
        footnotes=(
            Footnote((paragraph("A", FootnoteRef("c")),), id="a"),
            Footnote((paragraph("B"),), id="b"),
            Footnote((paragraph("C"),), id="c"),
        ),
    )
    found = prepared(document)
    assert [(note.number, note.id, note.calls) for note in found.notes] == [
        (1, "b", ("noteref-1", "noteref-1-2")),
        (2, "a", ("noteref-2",)),
        (3, "c", ("noteref-3",)),
    ]
    calls = [node.anchor for node in walk(found.document.blocks[0]) if isinstance(node, FootnoteRef)]
    assert calls == ["noteref-1", "noteref-2"]
    assert [node.anchor for node in walk(found.notes[1].blocks[0]) if isinstance(node, FootnoteRef)] == [
        "noteref-3"
    ]


def test_a_link_without_words_gets_the_name_of_its_target() -> None:
    document = new_document(
        metadata=Metadata(title="T", language="fr"),
        assets={"a": picture()},
        blocks=(
            Figure("a", "alt", caption=words("Cap"), id="fig"),
            Figure("a", "alt", caption=words("Not named")),
            paragraph(Link("#fig", ())),
        ),
    )
    found = prepared(document)
    texts = [plain_text([block]) for block in found.document.blocks]
    assert texts == ["Figure\u00a01. Cap", "Not named", "Figure\u00a01"]


def test_a_label_in_a_passage_of_another_language_says_its_own() -> None:
    """WCAG 2.2, 3.1.2: the words of the program are in the language of the document, wherever they stand."""
    box = Callout(kind="warning", blocks=())
    own = Callout(kind="warning", title=words("Own"), blocks=())
    document = prepared(minimal(box, Group((box, own), lang="fr"), Group((box,), lang="en-GB"))).document
    titles = [node.title for node in walk(document) if isinstance(node, Callout)]
    assert titles == [
        words("Warning"),
        (Span(words("Warning"), "en"),),
        (Span(words("Warning:"), "en"), *words(" "), *words("Own")),
        words("Warning"),
    ]


def test_callouts_get_the_label_that_every_format_prints() -> None:
    kinds = [
        ("warning", ()),
        ("warning", words("Stop")),
        ("tip", words("Ask")),
        ("emergency", words("Emergency!")),
    ]
    document = minimal(*(Callout(kind=kind, title=title, blocks=()) for kind, title in kinds))  # type: ignore[arg-type]
    titles = [
        plain_text(node.title) for node in prepared(document).document.blocks if isinstance(node, Callout)
    ]
    assert titles == ["Warning", "Warning: Stop", "Ask", "Emergency!"]


def test_a_relative_link_is_resolved_or_becomes_its_words() -> None:
    relative = paragraph(Link("a/b", words("x")))
    (based,) = prepared(minimal(relative, base_url="https://example.org/d/")).document.blocks
    assert [node.target for node in walk(based) if isinstance(node, Link)] == ["https://example.org/d/a/b"]
    (bare,) = prepared(minimal(relative)).document.blocks
    assert isinstance(bare.content[0], Span)  # type: ignore[union-attr]


def test_columns_in_which_no_cell_begins_are_none() -> None:
    table = Table(
        columns=(TableColumn(width=1), TableColumn("end", 2), TableColumn("center", 3)),
        header_columns=2,
        rows=(TableRow((cell("a", colspan=2), cell("b"))), TableRow((cell("c", colspan=3),))),
    )
    (found,) = prepared(minimal(table)).document.blocks
    assert isinstance(found, Table)
    assert found.columns == (TableColumn(width=3), TableColumn("center", 3))
    assert found.header_columns == 1
    assert [[one.colspan for one in row.cells] for row in found.rows] == [[1, 1], [2]]


def test_facts_are_said_in_the_language_of_the_document() -> None:
    found = prepared(minimal(paragraph("x"), language="fr", version="2", date=datetime.date(2026, 11, 1)))
    assert found.said(("version", "date", "code")) == ("Version 2", "novembre 2026")


def test_the_identifier_follows_from_what_names_the_document() -> None:
    one, same, other = (prepared(minimal(title=title)).identifier for title in ("A", "A", "B"))
    assert one == same != other
    assert one.startswith("urn:uuid:")


def test_direction_comes_from_the_language() -> None:
    assert prepared(minimal(language="ar")).direction == "rtl"
    assert prepared(minimal(language="az-Arab")).direction == "rtl"
    assert prepared(minimal(language="en-GB")).direction == "ltr"


def test_the_outline_is_made_of_words() -> None:
    """Navigation of EPUB wants text: an image in a heading is there by what stands for it."""
    sign = Strong((InlineImage("sign.png", alt="Stop sign"),))
    (entry,) = prepared(minimal(Heading(1, (sign,)))).outline
    assert entry.content == (Strong((Text("Stop sign"),)),)


def test_an_entry_of_the_outline_leads_to_its_heading_alone() -> None:
    linked = Link("https://example.org", words("a link"))
    node = Heading(1, (linked, FootnoteRef("n")))
    document = msgspec.structs.replace(minimal(node), footnotes=(Footnote((paragraph("x"),), id="n"),))
    (entry,) = prepared(document).outline
    assert not any(isinstance(each, (Link, FootnoteRef)) for each in entry.content)
    assert entry.text == "a link"
