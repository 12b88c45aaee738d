"""Pandoc's outline of a file: the same words for the same structure in every format."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from tests.judges import JudgeBroken, pandoc

HTML = """<html lang="en"><head><title>Handout</title></head><body>
<h1>Cream</h1>
<ol start="3">
  <li>Wash your <em>hands</em>.<ul><li>Dry them.</li></ul></li>
  <li>Apply a thin layer<a href="#n1" role="doc-noteref" id="r1">1</a>.</li>
</ol>
<table><caption>Doses</caption><thead><tr><th>Day</th><th>Times</th></tr></thead>
<tbody><tr><td>1</td><td>2</td></tr><tr><td>2</td><td>3</td></tr></tbody></table>
<dl><dt>NMDA</dt><dd><p>A receptor.</p><blockquote><p>Quoted.</p></blockquote></dd></dl>
<figure><img src="tube.png" alt="A tube"><figcaption>The tube</figcaption></figure>
<h2>Help</h2>
<section role="doc-endnotes"><ol><li id="n1"><p>Half a millimetre.</p></li></ol></section>
</body></html>"""

OUTLINE = """document: Handout
  heading 1: Cream
  numbers from 3
    item: Wash your hands.
      bullets
        item: Dry them.
    item: Apply a thin layer.
      note: Half a millimetre.
  table 3x2 header 1: Doses
  definitions
    term: NMDA
      quote
  figure: The tube
    image: A tube
  heading 2: Help"""


def test_an_outline_shows_structure_and_words(tmp_path: Path) -> None:
    file = tmp_path / "handout é.html"
    file.write_text(HTML, "utf-8")
    assert str(pandoc.outline(file)) == OUTLINE
    assert pandoc.judge([file]) == {file: []}


def test_a_docx_has_an_outline_too(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Cream", 1)
    document.add_paragraph("Dry them.", style="List Bullet")
    document.add_table(rows=2, cols=3)
    document.save(str(tmp_path / "handout.docx"))
    kinds = [node.kind for node in pandoc.outline(tmp_path / "handout.docx").children]
    assert kinds == ["heading 1", "bullets", "table 2x3 header 1"]


def test_a_note_without_its_text_is_a_finding(tmp_path: Path) -> None:
    file = tmp_path / "note.html"
    file.write_text(HTML.replace('id="n1"', 'id="n2"'), "utf-8")
    assert any("n1" in finding.message for finding in pandoc.judge([file])[file])


def test_what_pandoc_cannot_read_has_no_outline(tmp_path: Path) -> None:
    file = tmp_path / "broken.docx"
    file.write_bytes(b"PK but no archive")
    with pytest.raises(JudgeBroken):
        pandoc.outline(file)
