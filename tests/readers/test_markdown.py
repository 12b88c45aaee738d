"""Markdown: what the dialect means, and where it stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import InputRefused, LimitReached
from exporter.model import (
    Abbreviation,
    Block,
    BlockQuote,
    BulletList,
    Callout,
    Code,
    CodeBlock,
    Conditional,
    Contents,
    DefinitionList,
    Document,
    Emphasis,
    Field,
    Figure,
    FillIn,
    FootnoteRef,
    Group,
    Heading,
    InlineImage,
    Kbd,
    LineBreak,
    Link,
    Mark,
    OrderedList,
    PageBreak,
    Paragraph,
    Position,
    QrCode,
    Span,
    Strike,
    Strong,
    Subscript,
    Table,
    Text,
    ThematicBreak,
    plain_text,
    walk,
)
from exporter.readers import read


def document(text: str) -> Document:
    return read(text.encode(), "t.md").document


def block(text: str) -> Block:
    (only,) = document(text).blocks
    return only


def inlines(text: str) -> tuple[object, ...]:
    only = block(text)
    assert isinstance(only, Paragraph)
    return only.content


def test_headings_with_ids() -> None:
    heading = block("## The *second* level {#here}")
    assert isinstance(heading, Heading)
    assert (heading.level, heading.id, plain_text(heading.content)) == (2, "here", "The second level")
    assert heading.pos == Position(1, 1)


def test_marks() -> None:
    assert inlines("a **b** *c* ~~d~~ `e < f`\\\nx  ") == (
        Text("a "),
        Strong((Text("b"),)),
        Text(" "),
        Emphasis((Text("c"),)),
        Text(" "),
        Strike((Text("d"),)),
        Text(" "),
        Code("e < f"),
        LineBreak(),
        Text("x"),
    )


def test_text_that_looks_like_markup_stays_text() -> None:
    for text in ("a<b then c>d", "AT&T", "{% if x %}", "2 * 3 * 4", "<b>bold</b>", "[not a link]", r"\*x\*"):
        assert plain_text([block(text)]) == text.replace("\\", "")


def test_links_images_and_spans() -> None:
    (link,) = inlines('[to](https://example.org/a?b=1&c=2 "Title")')
    assert isinstance(link, Link)
    assert (link.target, link.title, link.pos.line) == ("https://example.org/a?b=1&c=2", "Title", 1)
    _, image, _ = inlines("see ![a *leaf*](leaf.png){.decorative} here")
    assert isinstance(image, InlineImage)
    assert (image.asset, image.alt, image.decorative) == ("leaf.png", "a leaf", True)
    _, span = inlines("in [deux mots]{lang=fr dir=ltr}")
    assert span == Span((Text("deux mots"),), "fr", "ltr")


def test_an_image_alone_is_a_figure() -> None:
    figure = block('![A leaf](img/leaf.png "The caption"){#leaf width=40%}')
    assert isinstance(figure, Figure)
    assert (figure.asset, figure.alt, figure.id, figure.width) == ("img/leaf.png", "A leaf", "leaf", 0.4)
    assert plain_text(figure.caption) == "The caption"


def test_lists_nest_and_know_their_numbers() -> None:
    steps = block("3. **Apply.**\n   - Wear gloves.\n   - Rub it in.\n4. More\n\n   A second paragraph.\n")
    assert isinstance(steps, OrderedList)
    assert (steps.start, steps.tight) == (3, False)
    inner = steps.items[0].blocks[1]
    assert isinstance(inner, BulletList) and inner.tight
    assert [plain_text(item.blocks) for item in inner.items] == ["Wear gloves.", "Rub it in."]
    assert [type(part) for part in steps.items[1].blocks] == [Paragraph, Paragraph]


def test_checkbox_items() -> None:
    tasks = block("- [ ] to do\n- [x] done\n- \\[ ] neither\n")
    assert isinstance(tasks, BulletList)
    assert [item.checked for item in tasks.items] == [False, True, None]
    assert [plain_text(item.blocks) for item in tasks.items] == ["to do", "done", "[ ] neither"]


def test_tables_with_caption() -> None:
    table = block(
        "| Day | Pain |\n|-----|----:|\n| Mon | 3 |\n| Tue |  |\n\n"
        ': My *pain* {#diary header-columns=1 widths="1,3" description="Two columns"}\n'
    )
    assert isinstance(table, Table)
    assert [column.align for column in table.columns] == ["start", "end"]
    assert [column.width for column in table.columns] == [0.25, 0.75]
    assert (table.id, table.header_rows, table.header_columns) == ("diary", 1, 1)
    assert (plain_text(table.caption), table.description) == ("My pain", "Two columns")
    assert [[plain_text(cell.blocks) for cell in row.cells] for row in table.rows] == [
        ["Day", "Pain"],
        ["Mon", "3"],
        ["Tue", ""],
    ]
    assert table.rows[2].cells[1].blocks == ()


def test_callouts_in_both_forms_and_nested() -> None:
    short = block('::: warning "Stop \\"now\\""\nText\n\n- item\n:::\n')
    assert isinstance(short, Callout)
    assert (short.kind, plain_text(short.title)) == ("warning", 'Stop "now"')
    assert [type(part) for part in short.blocks] == [Paragraph, BulletList]
    outer = block("::: {.tip #t}\n::: note\ninner\n:::\n\n```\n:::\n```\n:::\n")
    assert isinstance(outer, Callout)
    assert (outer.kind, outer.id, [type(part) for part in outer.blocks]) == ("tip", "t", [Callout, CodeBlock])


@pytest.mark.parametrize("marker", ["- ", "1. ", "> ", "[^1]: "])
def test_a_div_closed_outside_its_list_is_refused_and_swallows_nothing(marker: str) -> None:
    text = f"x[^1]\n\n{marker}::: warning\n  Inside.\n\nCall 555 0100.\n\n:::\n"
    with pytest.raises(InputRefused, match="div-open"):
        document(text)


def test_a_table_in_a_quote_or_a_list() -> None:
    for text in ("> | a | b |\n> |---|---|\n> | c | d |\n", "- | a | b |\n  |---|---|\n  | c | d |\n"):
        assert [type(node).__name__ for node in walk(block(text))].count("Table") == 1


def test_emphasis_nested_past_the_limit_is_refused() -> None:
    for text in ("*a _b " * 200 + "c" + "_ *" * 200, "*" * 1000 + "a" + "*" * 1000):
        with pytest.raises(LimitReached, match="nesting-too-deep"):
            document(text)


def test_groups_keep_language_and_direction() -> None:
    group = block("::: {lang=ar dir=rtl .aside}\ntext\n:::\n")
    assert isinstance(group, Group)
    assert (group.lang, group.dir, group.classes) == ("ar", "rtl", ("aside",))


def test_footnotes() -> None:
    found = document("One[^a] and two[^a].\n\n[^a]: The note.\n\n    More of it.\n")
    calls = [node for node in walk(found.blocks[0]) if isinstance(node, FootnoteRef)]
    assert [(call.id, call.pos) for call in calls] == [("a", Position(1, 4)), ("a", Position(1, 16))]
    (note,) = found.footnotes
    assert [plain_text([part]) for part in note.blocks] == ["The note.", "More of it."]


def test_abbreviations_are_marked_as_whole_words() -> None:
    found = block("NMDA and (NMDA), not NMDAs or `NMDA`.\n\n*[NMDA]: N-methyl-D-aspartate\n")
    marked = [node for node in walk(found) if isinstance(node, Abbreviation)]
    assert marked == [Abbreviation("NMDA", "N-methyl-D-aspartate")] * 2
    assert plain_text([found]) == "NMDA and (NMDA), not NMDAs or NMDA."


def test_fill_ins() -> None:
    found = document("::: fill-in\nI put it **on** ____ times a day\n[ ] I have gloves\nName\n:::\n").blocks
    assert found == (
        FillIn(
            (Text("I put it "), Strong((Text("on"),))), "line", (Text("times a day"),), pos=Position(2, 1)
        ),
        FillIn((Text("I have gloves"),), "checkbox", pos=Position(3, 1)),
        FillIn((Text("Name"),), "line", pos=Position(4, 1)),
    )
    (lines,) = document("::: {.fill-in kind=lines rows=5}\nQuestions\n:::\n").blocks
    assert isinstance(lines, FillIn) and (lines.kind, lines.rows) == ("lines", 5)


def test_qr_codes() -> None:
    code = block("::: qr\n[Read this](https://example.org/a)\nOr ask us.\n:::\n")
    assert isinstance(code, QrCode)
    assert (code.target, plain_text(code.label), plain_text(code.note)) == (
        "https://example.org/a",
        "Read this",
        "Or ask us.",
    )


def test_the_little_html_that_becomes_nodes() -> None:
    found = inlines('a<br>H<sub>2</sub>O <kbd>Ctrl</kbd> <abbr title="X y">XY</abbr> <mark>m **b**</mark>')
    assert found == (
        Text("a"),
        LineBreak(),
        Text("H"),
        Subscript((Text("2"),)),
        Text("O "),
        Kbd("Ctrl"),
        Text(" "),
        Abbreviation("XY", "X y"),
        Text(" "),
        Mark((Text("m "), Strong((Text("b"),)))),
    )


def test_other_html_is_text_with_a_notice_and_comments_are_left_out_with_one() -> None:
    found = read(b"<b>bold</b> <sub>open <!-- c -->\n\n<div>\nx\n</div>\n\n<!-- only -->\n", "t.md")
    assert [plain_text([part]) for part in found.document.blocks] == [
        "<b>bold</b> <sub>open ",
        "<div> x </div>",
    ]
    codes = [(notice.code, notice.line) for notice in found.notices]
    assert codes == [
        ("html-as-text", 1),
        ("html-as-text", 1),
        ("html-as-text", 1),
        ("html-comment", 1),
        ("html-as-text", 3),
        ("html-comment", 7),
    ]


def test_html_tables_have_spans() -> None:
    table = block(
        "<table>\n<caption>A *caption*</caption>\n<thead>\n<tr><th rowspan=2>A<th colspan='2'>B</tr>\n\n"
        "<tr><th>C</th><th>D</th></tr></thead>\n<tbody><tr><th scope=row>r</th><td align=right>1 & 2</td><td>\n\n"
        "- list\n\n<table><tr><td>inner</table>\n\n</td></tr></tbody>\n</table>\n"
    )
    assert isinstance(table, Table)
    assert (table.header_rows, table.header_columns, plain_text(table.caption)) == (2, 1, "A caption")
    assert [[plain_text(cell.blocks) for cell in row.cells] for row in table.rows] == [
        ["A", "B"],
        ["C", "D"],
        ["r", "1 & 2", "listinner"],
    ]
    assert (table.rows[0].cells[0].rowspan, table.rows[0].cells[1].colspan) == (2, 2)
    assert [column.align for column in table.columns] == ["start", "end", "start"]
    assert [type(part) for part in table.rows[2].cells[2].blocks] == [BulletList, Table]


def test_github_alerts_are_callouts() -> None:
    alert = block("> [!WARNING]\n> Stop **now**.\n>\n> - at once\n")
    assert isinstance(alert, Callout)
    assert (alert.kind, plain_text(alert.blocks[:1])) == ("warning", "Stop now.")
    assert isinstance(block("> [!NOPE]\n> x\n"), BlockQuote)


def test_fields_and_conditions() -> None:
    _, field, _, literal = inlines("Dear {{ patient.name }}, not \\{{ x }} or `{{ y }}`")
    assert field == Field("patient.name", Position(1, 6))
    assert literal == Code("{{ y }}")
    (link,) = inlines("[x](https://example.org/{{id}}/ü)")
    assert isinstance(link, Link) and link.target == "https://example.org/{{id}}/%C3%BC"
    condition = block('::: {.if when="large_print and dose > 2"}\nx\n:::\n')
    assert isinstance(condition, Conditional)
    assert condition.expression == "large_print and dose > 2"


def test_other_blocks() -> None:
    found = document(
        "[[toc]]\n\n> quoted\n\n---\n\n\\newpage\n\nTerm\n:   Definition\n\n```python\nx\n```\n"
    ).blocks
    kinds = [Contents, BlockQuote, ThematicBreak, PageBreak, DefinitionList, CodeBlock]
    assert [type(part) for part in found] == kinds


def test_positions_count_from_the_first_line_of_the_file() -> None:
    found = document(
        "\ufeff---\r\ntitle: T\r\n---\r\n\r\n# Head\r\n\r\n> - one **two**\r\n>   [three](x:y)\r\n"
    )
    places = {type(node).__name__: node.pos for node in walk(found) if hasattr(node, "pos")}
    assert places["Heading"] == Position(5, 1)
    assert places["BlockQuote"] == Position(7, 1)
    assert places["Link"].line == 8
    assert places["Paragraph"] == Position(7, 5)


def test_metadata_in_pandocs_spelling_and_in_ours() -> None:
    found = document(
        "---\nauthor: A\nlang: en\nabstract: B\ndate: 2026-11-01\nkeywords: [x, y]\nno: 010\n---\nx\n"
    )
    metadata = found.metadata
    assert (metadata.authors, metadata.language, metadata.description) == (("A",), "en", "B")
    assert str(metadata.date) == "2026-11-01"
    assert metadata.extra == {"no": "010"}


def test_an_unknown_key_is_kept_with_a_notice() -> None:
    (notice,) = read(b"---\ntitle: T\nshelf: 3\n---\nx\n", "t.md").notices
    assert (notice.code, notice.severity, notice.line, notice.column) == ("metadata-extra", "warning", 3, 1)


word = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=8)


@given(st.lists(st.lists(word, min_size=1, max_size=8), min_size=1, max_size=6))
def test_no_word_of_plain_paragraphs_is_lost(paragraphs: list[list[str]]) -> None:
    text = "\n\n".join(" ".join(words) for words in paragraphs)
    assert [plain_text([part]) for part in document(text).blocks] == [" ".join(words) for words in paragraphs]


@given(st.text())
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        found = read(text.encode("utf-8", "surrogatepass"), "t.md")
    except InputRefused as refused:
        assert all(notice.line and notice.column for notice in refused.notices)
    else:
        assert found.document.source == "t.md"
