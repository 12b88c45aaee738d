"""HTML read back, from pages written by hand."""

from __future__ import annotations

import textwrap

import pytest

from exporter.errors import InputRefused, LimitReached
from exporter.readback import read_back
from exporter.readback.html import read_html
from tests.readback.outline import outline


def page(body: str, language: str = "en") -> bytes:
    return f'<!DOCTYPE html><html lang="{language}"><head><title>T</title></head><body>{body}</body></html>'.encode()


def read(body: str) -> list[str]:
    return outline(read_html(page(body)))


def test_what_the_file_says_of_itself() -> None:
    view = read_html(b'<!doctype html><html lang="he" dir="rtl"><title> A  title </title><body><p>x</html>')
    assert (view.title, view.language, view.direction) == ("A title", "he", "rtl")


def test_the_h1_that_comes_first_is_the_title_and_the_others_stand_a_level_higher() -> None:
    view = read_html(page("<h1>Title</h1><h2>One</h2><h3>Two</h3>"))
    assert [(node.role, node.level) for node in view.nodes] == [("title", 0), ("heading", 1), ("heading", 2)]
    assert view.deepest_heading == 5


def test_without_an_h1_before_them_headings_stand_as_they_are() -> None:
    view = read_html(page("<h2>One</h2><h1>Two</h1>"))
    assert [(node.role, node.level) for node in view.nodes] == [("heading", 2), ("heading", 1)]
    assert view.deepest_heading == 6


def test_inlines() -> None:
    body = (
        '<p>H<sub>2</sub>O <b>b</b><i lang="fr">i</i> <a href="#x">l</a><br>n <abbr title="e">a</abbr>'
        '<img src="x" alt="pic"><img src="x" alt="">&amp;&nbsp;&lt;</p>'
    )
    assert (
        read(body)
        == textwrap.dedent("""\
        paragraph
          text 'H'
          subscript
            text '2'
          text 'O '
          strong
            text 'b'
          emphasis lang=fr
            text 'i'
          text ' '
          link target=#x
            text 'l'
          break
          text 'n '
          abbreviation expansion=e
            text 'a'
          image alt=pic
          image
          text '&\xa0<'""").splitlines()
    )


def test_lists_and_their_numbers() -> None:
    body = "<ol start=3><li>three<ul><li>in</ul><li value=7><p>seven</p><p>more</p><li>eight</ol>"
    assert (
        read(body)
        == textwrap.dedent("""\
        list
          item label=3
            paragraph
              text 'three'
            list
              item
                paragraph
                  text 'in'
          item label=7
            paragraph
              text 'seven'
            paragraph
              text 'more'
          item label=8
            paragraph
              text 'eight'""").splitlines()
    )


def test_tables_with_headers_spans_and_descriptions() -> None:
    body = (
        '<p id="d">Described.</p><table aria-describedby="d"><caption>C</caption><thead><tr><th>a<th>b</thead>'
        '<tbody><tr><td rowspan="2">x<td colspan="two">y<tr><td></table>'
    )
    assert (
        read(body)
        == textwrap.dedent("""\
        table alt=Described.
          caption
            paragraph
              text 'C'
          row
            header-cell
              paragraph
                text 'a'
            header-cell
              paragraph
                text 'b'
          row
            cell rowspan=2
              paragraph
                text 'x'
            cell
              paragraph
                text 'y'
          row
            cell""").splitlines()
    )


def test_what_is_not_shown_or_leads_past_the_beginning_is_no_content() -> None:
    body = (
        '<a href="#m">Skip</a><script>s</script><p hidden>h</p><template>t</template>'
        '<main id="m"><!-- c --><p>shown <a href="#m">up</a></p></main>'
    )
    assert read(body) == ["paragraph", "  text 'shown '", "  link target=#m", "    text 'up'"]


def test_notes_stand_apart_without_their_ways_back() -> None:
    body = (
        '<p>Said<sup><a role="doc-noteref" href="#n1">1</a></sup>.</p>'
        '<section role="doc-endnotes"><h2>Notes</h2><ol><li id="n1">Why. <a role="doc-backlink" href="#r">b</a>'
        "</ol></section>"
    )
    view = read_html(page(body))
    assert (
        outline(view)
        == textwrap.dedent("""\
        paragraph
          text 'Said'
          superscript
            note-reference label=1 target=#n1
          text '.'
        note label=1 lang=en
          paragraph
            text 'Why.'""").splitlines()
    )


def test_boxes_quotes_code_ticks_and_last_words() -> None:
    body = (
        '<div role="note"><p>Mind.</p></div><blockquote><p>Q</p><footer>Who</footer></blockquote>'
        "<pre>a\n  b</pre><label><input type=checkbox checked>Done</label><hr><nav><a href=x>n</a></nav>"
        "<footer><h2>Sources</h2><p>S</p></footer>"
    )
    assert [line for line in read(body) if not line.startswith(" ")] == [
        "callout",
        "quote",
        "code-block",
        "paragraph",
        "break",
        "contents",
        "group label=colophon",
    ]


@pytest.mark.parametrize(
    "data",
    [
        page("x"),
        b"\xef\xbb\xbf<!doctype HTML><p>x",
        b"<?xml version='1.0'?>\n<!-- by hand --><html><body/></html>",
    ],
)
def test_a_page_is_known_by_its_beginning(data: bytes) -> None:
    assert read_back(data, "page.pdf").nodes is not None


def test_other_encodings_by_the_page_s_own_word() -> None:
    data = '<!doctype html><meta charset="iso-8859-1"><p>é'.encode("latin-1")
    assert outline(read_html(data)) == ["paragraph", "  text 'é'"]


def test_entities_of_its_own_are_not_expanded() -> None:
    view = read_html(
        b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>a&x;b</body></html>'
    )
    assert not any("root:" in line for line in outline(view))


def test_a_page_nested_too_deep_is_refused() -> None:
    with pytest.raises(LimitReached):
        read_html(page("<div>" * 1000))
    read_html(page("<blockquote>" * 200 + "x"))


def test_what_is_no_known_file_is_refused() -> None:
    for data in (b"", b"plain words", b"PK\x03\x04 broken", b"%PNG"):
        with pytest.raises(InputRefused):
            read_back(data, "x")
