"""Words put into the files of a library: written as the library would have written them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from exporter.backends.blanks import Blanks, Form
from tests.properties import examples

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("\t\n\r&<>\"'")
)


def written(value: str, text: str) -> bytes:
    """A file as lxml writes it, with words in an attribute, before a child and in it."""
    root: Any = etree.Element("root", value=value)
    root.text = text
    etree.SubElement(root, "child", value=text).text = value
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


@examples(200)
@given(WORDS.filter(bool), WORDS.filter(bool))
def test_words_are_written_as_lxml_writes_them(value: str, text: str) -> None:
    blanks = Blanks()
    form = Form.of(written(blanks.blank(value), blanks.blank(text)).decode())
    assert form.filled(blanks.words) == written(value, text)


def test_no_words_are_no_blank() -> None:
    blanks = Blanks()
    assert blanks.blank("") == ""
    assert blanks.words == []


def test_a_blank_may_come_twice_and_words_may_look_like_blanks() -> None:
    blanks = Blanks()
    one, other = blanks.blank("x"), blanks.blank(Blanks().blank("y"))
    form = Form.of(f"<a>{one}{other}{one}</a>")
    assert form.joined(blanks.words) == f"<a>x{one}x</a>"
    assert Form.of("<a/>").filled([]) == b"<a/>"
