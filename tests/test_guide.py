"""The guide: its nine parts are native structure in all four files, by readers we did not write."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

import exporter
from exporter.backends import BACKENDS
from exporter.model import OrderedList, plain_text, walk
from exporter.prepare import prepare
from tests.judges import pandoc
from tests.test_prepare import DATE

GUIDE = Path(__file__).parent.parent / "content/ketamine-cream.md"
PARTS = (
    "What it is",
    "How it works",
    "Nerve pain",
    "Complex regional pain syndrome (CRPS)",
    "Fibromyalgia",
    "How to use it",
    "Possible side effects",
    "Before you use it and while you use it",
    "In short",
)
LEAD_INS = (
    "How it helps.",
    "Pain after shingles.",
    "Diabetic nerve pain.",
    "How it is used and how strong it is.",
    "Side effects.",
    "With other medicines.",
)
STEPS = {"Apply.": 3, "How much.": 2, "How often.": 2}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("guide")
    paths = {}
    for name, rendered in exporter.export(exporter.load(GUIDE), to=BACKENDS).items():
        paths[name] = folder / f"guide.{name}"
        paths[name].write_bytes(rendered.data)
    return paths


@pytest.fixture(scope="module", params=["docx", "epub", "html"])
def outline(request: pytest.FixtureRequest, files: dict[str, Path]) -> pandoc.Node:
    return pandoc.outline(files[request.param])


def nodes(outline: pandoc.Node, kind: str) -> list[pandoc.Node]:
    found = [node for child in outline.children for node in nodes(child, kind)]
    return [outline, *found] if outline.kind.startswith(kind) else found


def test_nine_parts_in_order(outline: pandoc.Node) -> None:
    headings = [node.text for node in nodes(outline, "heading") if node.text in PARTS]
    assert tuple(headings) == PARTS


def test_six_lead_ins_in_one_numbered_list(outline: pandoc.Node) -> None:
    lists = [node for node in nodes(outline, "numbers from 1") if len(node.children) == 6]
    (lead_ins,) = [node for node in lists if node.children[0].text.startswith(LEAD_INS[0])]
    for item, lead_in in zip(lead_ins.children, LEAD_INS, strict=True):
        assert item.text.startswith(lead_in)


def test_lists_inside_numbered_steps(outline: pandoc.Node) -> None:
    (steps,) = [node for node in nodes(outline, "numbers") if node.children[0].text.startswith("Apply.")]
    found = {item.text: [len(inner.children) for inner in item.children] for item in steps.children}
    assert found == {step: [count] for step, count in STEPS.items()}
    assert all(inner.kind == "bullets" for item in steps.children for inner in item.children)


def test_the_diary_is_a_table_with_a_header_and_a_caption(outline: pandoc.Node) -> None:
    (diary,) = nodes(outline, "table 3x8 header 1")
    assert diary.text == "My pain this week, from 0 (none) to 10 (worst)"


def test_the_note_is_a_note(outline: pandoc.Node) -> None:
    (note,) = nodes(outline, "note")
    assert "NMDA is short for N-methyl-D-aspartate." in note.text


def test_pandoc_has_nothing_to_complain_of(files: dict[str, Path]) -> None:
    asked = [path for name, path in files.items() if name != "pdf"]
    assert all(findings == [] for findings in pandoc.judge(asked).values())


def test_the_pdf_says_all_of_it_in_order(files: dict[str, Path]) -> None:
    with pypdfium2.PdfDocument(files["pdf"]) as pdf:
        text = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    text = re.sub(r"\s+", " ", text)
    wanted = [*PARTS[:3], *LEAD_INS, *PARTS[3:6], *STEPS, *PARTS[6:]]
    places, start = [], 0
    for words in wanted:
        start = text.index(words, start)
        places.append(start)
    assert places == sorted(places)
    for number, lead_in in enumerate(LEAD_INS, 1):
        assert f"{number}. {lead_in}" in text


@pytest.mark.parametrize("name", BACKENDS)
def test_every_word_is_in_every_format(name: str, files: dict[str, Path]) -> None:
    """Each item and paragraph of the source, with its spaces folded, stands in the text of the file."""
    prepared = prepare(exporter.load(GUIDE), DATE)
    shown = shown_text(files[name])
    for block in prepared.document.blocks:
        for node in (block, *walk(block)):
            if hasattr(node, "content") and not isinstance(node, OrderedList) and hasattr(node, "pos"):
                for piece in plain_text([node]).split():
                    assert piece in shown, (name, piece)


def shown_text(path: Path) -> str:
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as pdf:
            return " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    return pandoc.text(path)


def test_the_language_is_plain() -> None:
    """Sentences of 20 words or fewer, as the brief asks."""
    document = exporter.load(GUIDE)
    for node in walk(document):
        if type(node).__name__ in ("Paragraph", "Heading"):
            for sentence in re.split(r"(?<=[.!?:])\s", plain_text([node])):
                assert len(sentence.split()) <= 20, sentence
