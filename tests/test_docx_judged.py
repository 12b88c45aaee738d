"""Word files before readers we did not write: what structure do they find, and does it survive them?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

import exporter
from exporter.files import source_date
from exporter.model import (
    BlockQuote,
    Document,
    Figure,
    InlineImage,
    ListItem,
    Node,
    Paragraph,
    QrCode,
    Table,
    plain_text,
    walk,
)
from exporter.prepare import Prepared, prepare
from exporter.theme import edition_names, theme_names
from tests.judges import libreoffice, ooxml, pandoc, problems, require
from tests.samples import everything
from tests.strategies import numbered

pytestmark = pytest.mark.judges

CONTENT = Path(__file__).parent.parent / "content"
GENERATED = 60
"""With the content in every look, about a hundred files."""


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    found = {path.stem: exporter.load(path) for path in sorted(CONTENT.glob("*.md"))}
    return found | {"everything": everything()}


@pytest.fixture(scope="module")
def files(documents: dict[str, Document], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("word")
    written = {}
    for name, document in documents.items():
        written[name] = folder / f"{name}.docx"
        written[name].write_bytes(exporter.export(document, to=["pdf", "docx"])["docx"].data)
    return written


@pytest.fixture(scope="module")
def in_every_look(documents: dict[str, Document], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The content in each theme and edition."""
    folder = tmp_path_factory.mktemp("looks")
    paths = []
    for theme in theme_names():
        for editions in ([], *([name] for name in edition_names())):
            look = exporter.load_theme(theme, editions)
            for name, document in documents.items():
                paths.append(folder / f"{theme}-{'-'.join(editions)}-{name}.docx")
                paths[-1].write_bytes(exporter.export(document, to=["docx"], theme=look)["docx"].data)
    return paths


def test_the_open_xml_sdk_is_silent_in_every_look(in_every_look: list[Path]) -> None:
    require("ooxml")
    verdicts = ooxml.judge(in_every_look)
    assert {path.name: bad for path, findings in verdicts.items() if (bad := problems(findings))} == {}


def test_office_2019_takes_what_is_newer_for_what_may_be_passed_over(
    in_every_look: list[Path], tmp_path: Path
) -> None:
    require("ooxml")
    paths = list(in_every_look)
    for number in range(GENERATED):
        paths.append(tmp_path / f"{number}.docx")
        paths[-1].write_bytes(exporter.export(numbered(number), to=["docx"])["docx"].data)
    verdicts = ooxml.judge(paths, "Office2019")
    assert {path.name: bad for path, findings in verdicts.items() if (bad := problems(findings))} == {}


def test_libreoffice_lists_the_headings_of_the_model(
    documents: dict[str, Document], files: dict[str, Path], tmp_path: Path
) -> None:
    require("libreoffice")
    for path, converted in libreoffice.to_pdf(list(files.values()), tmp_path).items():
        assert isinstance(converted, Path), converted
        with pikepdf.open(converted) as pdf, pdf.open_outline() as outline:
            assert list(entries(outline.root)) == headings(ready(documents[path.stem])), path.stem


def entries(items: list[Any], level: int = 1) -> Iterator[tuple[int, str]]:
    """The bookmarks of a PDF, each with its level."""
    for item in items:
        yield level, spaced(item.title)
        yield from entries(item.children, level + 1)


def test_what_libreoffice_saves_again_says_the_same(
    documents: dict[str, Document], files: dict[str, Path], tmp_path: Path
) -> None:
    """Words, order, headings, lists, tables, notes and what stands for images: what it may not touch. Beside
    a few other things, it keeps neither what describes a table nor the flag of a decoration."""
    kept = {"title", "words", "headings", "lists", "tables", "notes", "images"}
    dropped = ("is not described", "decoration")
    require("libreoffice")
    for path, saved in libreoffice.saved_again(list(files.values()), tmp_path).items():
        assert isinstance(saved, Path), saved
        found = exporter.verify(documents[path.stem], {"docx": saved.read_bytes()})
        lost = [
            difference
            for difference in found
            if difference.kind in kept and not any(words in difference.message for words in dropped)
        ]
        assert lost == [], path.stem


def test_pandoc_finds_the_structure_of_the_model(
    documents: dict[str, Document], files: dict[str, Path]
) -> None:
    require("pandoc")
    assert [finding for found in pandoc.judge(list(files.values())).values() for finding in found] == []
    for name, path in files.items():
        prepared = ready(documents[name])
        nodes = list(flat(pandoc.outline(path)))
        found = [(int(node.kind[-1]), node.text) for node in nodes if node.kind.startswith("heading")]
        assert found == headings(prepared)
        assert [node.kind for node in nodes if node.kind.startswith("table")] == tables(prepared)
        assert sorted({node.text for node in nodes if node.kind == "note"}) == notes(prepared)
        assert [node.text for node in nodes if node.kind == "image"] == alternatives(prepared)
        assert items(prepared) <= {node.text for node in nodes if node.kind == "item"}


def flat(node: pandoc.Node) -> Iterator[pandoc.Node]:
    yield node
    for child in node.children:
        yield from flat(child)


def ready(document: Document) -> Prepared:
    return prepare(document, source_date(document.metadata.date))


def nodes_of(prepared: Prepared) -> Iterator[Node]:
    """The nodes of the text in order, without those of notes."""
    for block in prepared.document.blocks:
        yield block
        yield from walk(block)


def spaced(text: str) -> str:
    return " ".join(text.split())


def headings(prepared: Prepared) -> list[tuple[int, str]]:
    return [(entry.level, spaced(entry.text)) for entry in prepared.outline]


def tables(prepared: Prepared) -> list[str]:
    return [
        f"table {len(node.rows)}x{len(node.columns)} header {node.header_rows}"
        for node in nodes_of(prepared)
        if isinstance(node, Table)
    ]


def notes(prepared: Prepared) -> list[str]:
    """The words of the notes: of their paragraphs, however deep in lists those stand."""
    return sorted(
        spaced(" ".join(plain_text(node.content) for node in walk(note) if isinstance(node, Paragraph)))
        for note in prepared.notes
    )


def alternatives(prepared: Prepared) -> list[str]:
    """What stands for the images, in order; those that are decorative have nothing."""
    found = []
    for node in nodes_of(prepared):
        if isinstance(node, Figure | InlineImage):
            found.append("" if node.decorative else node.alt)
        elif isinstance(node, QrCode):
            found.append(prepared.phrases.qr.format(target=node.target))
    return found


def items(prepared: Prepared) -> set[str]:
    """The words of items with one paragraph; pandoc takes those in a quotation for quotations in items."""
    quoted = {
        id(inner) for node in nodes_of(prepared) if isinstance(node, BlockQuote) for inner in walk(node)
    }
    return {
        spaced(plain_text(node.blocks[0].content))
        for node in nodes_of(prepared)
        if isinstance(node, ListItem)
        and len(node.blocks) == 1
        and isinstance(node.blocks[0], Paragraph)
        and node.checked is None
        and id(node) not in quoted
    }
