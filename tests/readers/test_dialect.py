"""The dialect at its edges: attributes in every place, what only looks like them, places, literal fields."""

from __future__ import annotations

import pytest

from exporter.errors import InputRefused, LimitReached
from exporter.fields import fill, typed_values
from exporter.model import (
    Block,
    Callout,
    Code,
    CodeBlock,
    Conditional,
    Figure,
    FillIn,
    Group,
    Heading,
    InlineImage,
    Kbd,
    LineBreak,
    Link,
    PageBreak,
    Paragraph,
    Position,
    QrCode,
    Span,
    Table,
    Text,
    plain_text,
    walk,
)
from exporter.notices import Notice
from exporter.readers import read
from tests.readers.test_markdown import block, document, inlines


def notices(text: str) -> list[tuple[str, int, int]]:
    """Code and place of each notice, of a refusal too."""
    found: tuple[Notice, ...]
    try:
        found = read(text.encode(), "t.md").notices
    except InputRefused as refused:
        found = refused.notices
    return [(notice.code, notice.line, notice.column) for notice in found]


def places(text: str) -> dict[str, list[tuple[int, int]]]:
    """Where each kind of node was seen to begin."""
    found: dict[str, list[tuple[int, int]]] = {}
    for node in walk(document(text)):
        if pos := getattr(node, "pos", None):
            found.setdefault(type(node).__name__, []).append((pos.line, pos.column))
    return found


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("# Use \\{#x}", "Use {#x}", ""),
        ("# Use `{#x}`", "Use {#x}", ""),
        ("# Use \\\\{#x}", "Use \\", "x"),
        ("# Use {#x}", "Use", "x"),
        ("# Use{#x}", "Use", "x"),
        ("## Use {#x} ##", "Use", "x"),
        ("A\nB {#x}\n===", "A B", "x"),
        ("# {{ f }} {#x}", "{{ f }}", "x"),
        ("# See [it]{lang=fr}", "See it", ""),
        ("# Set {a", "Set {a", ""),
    ],
)
def test_what_a_heading_ends_on(text: str, words: str, name: str) -> None:
    heading = block(text)
    assert isinstance(heading, Heading)
    assert (plain_text(heading.content), heading.id) == (words, name)
    assert notices(text) == []


def test_braces_that_are_almost_attributes_are_printed_with_a_notice() -> None:
    assert notices("x\n\n# A {#b c}") == [("attributes", 3, 1)]


ATTRIBUTES = "#i .k lang=fr dir=ltr"


def group_of(text: str) -> Group:
    (group,) = (node for node in walk(document(text)) if isinstance(node, Group))
    assert (group.classes, group.lang, group.dir) == (("k",), "fr", "ltr")
    return group


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"::: {{.warning {ATTRIBUTES}}}\nx\n:::", Callout),
        (f"::: {{{ATTRIBUTES} .warning}}\nx\n:::", Callout),
        (f"::: {{.callout-tip {ATTRIBUTES}}}\nx\n:::", Callout),
        (f'::: {{.if when="a" {ATTRIBUTES}}}\nx\n:::', Conditional),
        (f"::: {{.qr {ATTRIBUTES}}}\n[a](http://b)\n:::", QrCode),
        (f"::: {{.pagebreak {ATTRIBUTES}}}\nx\n:::", PageBreak),
        (f"``` {{.python {ATTRIBUTES}}}\nx\n```", CodeBlock),
        (f"```python {{{ATTRIBUTES}}}\nx\n```", CodeBlock),
        (f"![a](b.png){{{ATTRIBUTES}}}", Figure),
        (f"| a |\n|---|\n\n: c {{{ATTRIBUTES}}}", Table),
    ],
)
def test_every_block_takes_id_class_language_and_direction(text: str, kind: type[Block]) -> None:
    """Its own id, and the rest in a group: inside it where it has a label, else around it."""
    group_of(text)
    (node,) = (node for node in walk(document(text)) if isinstance(node, kind))
    assert node.id == "i"


def test_a_fill_in_is_found_by_the_id_of_its_group() -> None:
    group = group_of(f"::: {{.fill-in {ATTRIBUTES}}}\na ____\n:::")
    assert group.id == "i" and isinstance(group.blocks[0], FillIn)


def test_the_title_of_a_callout_is_in_its_language_and_its_label_is_not() -> None:
    callout = block('::: {.warning lang=fr title="Arrêt"}\nx\n:::')
    assert isinstance(callout, Callout)
    assert callout.title == (Span((Text("Arrêt"),), "fr"),)


def test_every_inline_that_has_braces_behind_it() -> None:
    found = inlines("[a]{.k lang=fr} `b`{.k} [c](x){lang=fr} x ![d](e){.k .decorative}")
    spans = [span for span in found if isinstance(span, Span)]
    assert [(span.lang, span.classes) for span in spans] == [
        ("fr", ("k",)),
        ("", ("k",)),
        ("fr", ()),
        ("", ("k",)),
    ]
    assert [type(span.content[0]) for span in spans] == [Text, Code, Link, InlineImage]
    assert inlines("`b`{x} [c](x) {.k}")[1] == Text("{x} ")


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("[a]{#i}", 1),
        ("x [a]{onclick=y}", 3),
        ("x `a`{#i}", 3),
        ("x [a](b){target=_blank}", 3),
        ("x ![a](b){width=50%}", 3),
        ("![a](b){height=5}", 1),
        ("# A {#a title=b}", 1),
        ("::: {.note kind=b}\nx\n:::", 1),
        ("```{.python a=b}\nx\n```", 1),
        ("| a |\n|---|\n\n: c {a=b}", 1),
    ],
)
def test_an_attribute_that_would_be_lost_is_refused(text: str, column: int) -> None:
    ((code, line, found),) = notices(text)
    assert (code, found) == ("attribute-unknown", column) and line


def test_values_in_either_quotes_and_markup_in_them_is_none() -> None:
    table = block("| a |\n|---|\n\n: *c* {description='a *b* \"c_d_e\" {f}'}")
    assert isinstance(table, Table)
    assert (plain_text(table.caption), table.description) == ("c", 'a *b* "c_d_e" {f}')


def test_what_follows_a_table_is_a_caption_only_behind_a_colon_and_a_space() -> None:
    found = document("| a |\n|---|\n\n:)  smile").blocks
    assert [plain_text([part]) for part in found] == ["a", ":)  smile"]
    assert notices("<table><caption>a</caption><tr><td>b</table>\n\n: c") == [("table-caption", 3, 1)]


def test_fields_stand_in_addresses_with_spaces_and_in_definitions_of_links() -> None:
    first, _, second = inlines('[a]({{ b }} "{{ c }}") [d]\n\n[d]: http://e/{{ f }}/ "{{ g }}"')
    assert isinstance(first, Link) and isinstance(second, Link)
    assert (first.target, first.title) == ("{{ b }}", "{{ c }}")
    assert (second.target, second.title) == ("http://e/{{ f }}/", "{{ g }}")


LITERAL = """\
---
title: A \\{{ title }}
language: en
fields:
  a: {type: text}
---

![\\{{ alt }} {{ a }} `{{ code }}`](b.png "\\{{ caption }} {{ a }}")

::: note "\\{{ label }} {{ a }}"
\\{{ text }} {{ a }} `{{ code }}` [x](http://y/\\{{z}} "\\{{ hint }} {{ a }}")
:::
"""


def test_an_escaped_field_is_text_wherever_fields_may_stand() -> None:
    source = document(LITERAL)
    filled = fill(source, typed_values(source, {"a": "{{ A }}"}))
    assert filled.metadata.title == "A {{ title }}"
    figure, callout = filled.blocks
    assert isinstance(figure, Figure) and isinstance(callout, Callout)
    assert (figure.alt, plain_text(figure.caption)) == (
        "{{ alt }} {{ A }} {{ code }}",
        "{{ caption }} {{ A }}",
    )
    assert plain_text(callout.title) == "{{ label }} {{ A }}"
    assert plain_text(callout.blocks) == "{{ text }} {{ A }} {{ code }} x"
    (link,) = (node for node in walk(callout) if isinstance(node, Link))
    assert (link.target, link.title) == ("http://y/%7B%7Bz%7D%7D", "{{ hint }} {{ A }}")


def test_divs_close_where_they_were_opened() -> None:
    nested = (
        "::: warning\n- ::: note\n  a\n  :::\n- b\n\n> ::: tip\n> c\n> :::\n\n- ```\n  :::\n  ```\n:::\nd"
    )
    callout, behind = document(nested).blocks
    assert isinstance(callout, Callout) and isinstance(behind, Paragraph)
    assert [node.kind for node in walk(callout) if isinstance(node, Callout)] == ["note", "tip"]


@pytest.mark.parametrize("text", [":::", "x\n:::", "> :::", "::: note\nx\n:::\n\n:::"])
def test_a_fence_that_closes_nothing_is_refused_at_its_place(text: str) -> None:
    ((code, line, column),) = notices(text)
    assert (code, line, column) == ("div-stray", text.count("\n") + 1, 3 if text.startswith(">") else 1)
    assert plain_text([block("\\:::")]) == ":::"


def test_a_kind_of_block_that_there_is_not_is_said() -> None:
    assert notices("::: info\nx\n:::") == [("div-unknown", 1, 1)]
    assert notices("::: {.info}\nx\n:::") == []


def test_abbreviations_explained_twice_in_a_table_or_for_nothing_are_said() -> None:
    assert notices("*[A]: b\n\n> *[A]: c\n\nA") == [("abbreviation-twice", 3, 3)]
    assert notices("*[A]: b\n\nB") == [("abbreviation-unused", 1, 1)]
    assert notices("<table><tr><td>\n*[A]: b\n\nA\n</table>")[0] == ("abbreviation-place", 2, 1)


def test_what_is_left_out_of_html_is_said() -> None:
    text = "<table id=t class=c><tr><td onclick=x align=right>a<!-- b --></td></tr></table>"
    assert [code for code, *_ in notices(text)] == ["html-attribute", "html-attribute", "html-comment"]
    table = block(text)
    assert isinstance(table, Table) and (table.id, table.columns[0].align) == ("t", "end")
    assert notices("a <br onclick=b> <kbd class=c>d</kbd>") == [
        ("html-attribute", 1, 3),
        ("html-attribute", 1, 18),
    ]


def test_a_caption_of_an_html_table_is_one_line_whatever_it_looks_like() -> None:
    table = block("<table><caption>- a\n\n# b</caption><tr><td>c</table>")
    assert isinstance(table, Table) and plain_text(table.caption) == "- a # b"


def test_what_is_left_out_of_a_code_fence_is_said() -> None:
    assert notices("x\n\n```js some words\ny\n```") == [("code-info", 3, 1)]
    code = block("```js\ny\n```")
    assert isinstance(code, CodeBlock) and code.language == "js"


def test_places_behind_the_markers_of_quotes_and_lists() -> None:
    assert places("> [!note]\n> # H\n>\n> - a\n>   > b\n> - # I\n") == {
        "Callout": [(1, 1)],
        "Heading": [(2, 3), (6, 5)],
        "BulletList": [(4, 3)],
        "ListItem": [(4, 3), (6, 3)],
        "Paragraph": [(4, 5), (5, 7)],
        "BlockQuote": [(5, 5)],
    }
    assert places("1. ::: tip\n   ```\n   x\n   ```\n   :::\n") == {
        "OrderedList": [(1, 1)],
        "ListItem": [(1, 1)],
        "Callout": [(1, 4)],
        "CodeBlock": [(2, 4)],
    }
    assert places("> T\n> : d\n>\n> U\n> : e\n")["DefinitionItem"] == [(1, 3), (4, 3)]


def test_places_of_cells_that_say_the_same() -> None:
    assert places("> | a | a |\n> |---|---|\n> | a | a |\n")["TableCell"] == [(1, 5), (1, 9), (3, 5), (3, 9)]


def test_places_of_all_that_can_be_wrong_in_a_line() -> None:
    found = document("- x\n\n  [a](b) ![c](d)\n  {{ e }} [^f] <go:h>\n")
    assert [(type(node).__name__, node.pos) for node in walk(found) if hasattr(node, "pos")][-5:] == [
        ("Link", Position(3, 3)),
        ("InlineImage", Position(3, 10)),
        ("Field", Position(4, 3)),
        ("FootnoteRef", Position(4, 11)),
        ("Link", Position(4, 16)),
    ]


def test_a_tag_of_ours_alone_on_its_line_is_no_block_of_html() -> None:
    assert inlines("<br>")[0] == LineBreak()
    assert inlines("<kbd>\nCtrl\n</kbd>") == (Kbd(" Ctrl "),)


def test_tags_that_nest_past_the_limit_are_refused() -> None:
    with pytest.raises(LimitReached, match="nesting-too-deep"):
        document("<sub>" * 2000 + "x" + "</sub>" * 2000)
