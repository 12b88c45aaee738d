"""What someone who prints a PDF would complain of: what is parted that belongs together."""

from __future__ import annotations

import datetime
import io
import re

import msgspec
import pikepdf
import pypdfium2
import pytest
from pypdfium2.raw import FPDF_PAGEOBJ_PATH

from exporter.backends.pdf import PdfBackend
from exporter.backends.pdf.boxes import TextBox
from exporter.backends.pdf.boxes.rows import RowGroup
from exporter.backends.pdf.lines import break_lines
from exporter.backends.pdf.renderer import PdfRenderer
from exporter.backends.pdf.runs import Line
from exporter.backends.pdf.setting import Setting, Typesetter
from exporter.backends.pdf.tables import table_grid
from exporter.backends.pdf.word_finder import words as words_of
from exporter.model import (
    Block,
    BulletList,
    Callout,
    CodeBlock,
    Group,
    Link,
    ListItem,
    Paragraph,
    Publisher,
    QrCode,
    Table,
    TableCell,
    TableRow,
    Text,
)
from exporter.prepare import prepare
from exporter.theme import Theme, named_theme
from tests.samples import minimal, paragraph, table

DATE = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
WORDS = "Ketamine cream is a medicine for pain that you rub on your skin, up to three times a day. "


@pytest.fixture(scope="module")
def theme() -> Theme:
    return named_theme("clinic")


def pages(theme: Theme, *blocks: Block, **metadata: object) -> list[str]:
    """The text of each page as PDFium extracts it, line ends as spaces."""
    rendered = PdfBackend().render(prepare(minimal(*blocks, **metadata), DATE), theme, None)
    with pypdfium2.PdfDocument(rendered.data) as pdf:
        return [re.sub(r"\s+", " ", page.get_textpage().get_text_bounded()) for page in pdf]


def test_a_number_in_groups_is_not_parted_by_the_end_of_a_line(theme: Theme) -> None:
    runs = Typesetter(theme).runs("Call 555 0100", Setting.of(theme.text.body))
    assert said(break_lines(words_of(runs), runs[0].width - 1)) == ["Call", "555 0100"]


def test_a_row_of_numbers_is_parted_at_its_spaces(theme: Theme) -> None:
    numbers = " ".join(map(str, range(1, 60)))
    runs = Typesetter(theme).runs(numbers, Setting.of(theme.text.body))
    lines = said(break_lines(words_of(runs), 200))
    assert len(lines) > 3
    assert " ".join(lines) == numbers


def said(lines: list[Line]) -> list[str]:
    return ["".join(placed.piece.text for placed in line.pieces) for line in lines]  # type: ignore[union-attr]


@pytest.mark.parametrize("colon", [":", "\uff1a"])
@pytest.mark.parametrize(
    "announced",
    [
        Callout(kind="tip", blocks=(paragraph("inside"),), title=(Text("inside"),)),
        CodeBlock(text="inside"),
        Group(blocks=(paragraph("inside"),), lang="fr"),
    ],
)
def test_what_is_announced_begins_on_the_page_of_its_announcement(
    announced: Block, colon: str, theme: Theme
) -> None:
    for lines in range(24, 34):
        filling = [paragraph("A line.") for _ in range(lines)]
        found = pages(theme, *filling, paragraph(f"This{colon}"), announced)
        assert [("This" in page) == ("inside" in page) for page in found] == [True] * len(found)


def test_a_letterhead_is_not_alone_on_its_page() -> None:
    small = named_theme("clinic", ("large-print", "a5"))
    publisher = Publisher(
        name="Riverside Pain Clinic",
        note="example",
        web="clinic.example.org",
        address="1 Example Street",
        phone="555 0100",
        email="hello@example.org",
    )
    callout = Callout(
        kind="important", blocks=(paragraph(WORDS * 2),), title=(Text("The main thing to know"),)
    )
    first, *_ = pages(
        small,
        callout,
        title="Ketamine cream for pain",
        subtitle="What it is for, and how to use it safely",
        publisher=publisher,
        code="KC-01",
    )
    assert "Ketamine cream" in first


DAYS = ("Time", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DIARY = table(DAYS, ("Morning", *[""] * 7), ("Evening", *[""] * 7))


def broken(theme: Theme, node: Table) -> list[str]:
    """The words of a table that its columns part."""
    prepared = prepare(minimal(node), DATE)
    renderer = PdfRenderer(prepared, theme, Typesetter(theme))
    grid = table_grid(renderer, node, renderer.start()).fitted(theme.page.text_width)
    columns = grid.columns(theme.page.text_width)
    groups = [group for group in grid.groups if isinstance(group, RowGroup)]
    assert len(groups) == len(node.rows)
    boxes = [(cell.box, cell.width(columns)) for group in groups for cell in group.cells]
    return [
        text
        for box, width in boxes
        if isinstance(box, TextBox) and not all(line.ends_word for line in box.lines(width)[:-1])
        for text in said(box.lines(width))
    ]


@pytest.mark.parametrize("editions", [(), ("a5",), ("large-print",), ("large-print", "a5")])
def test_a_table_to_fill_in_parts_no_word(editions: tuple[str, ...]) -> None:
    """Narrow padding first, then headers on their side, as in Word."""
    assert broken(named_theme("clinic", editions), DIARY) == []


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_header_on_its_side_runs_upwards_and_so_does_its_link(direction: str) -> None:
    small = named_theme("clinic", ("large-print", "a5"))
    days = [(Link("https://example.org/", (Text(day),)),) for day in DAYS]
    cells = tuple(TableCell((Paragraph(day),)) for day in days)
    linked = msgspec.structs.replace(DIARY, rows=(TableRow(cells), *DIARY.rows[1:]))
    rendered = PdfBackend().render(prepare(minimal(linked, direction=direction), DATE), small, None)
    with pikepdf.open(io.BytesIO(rendered.data)) as pdf:
        time, *turned = [[float(edge) for edge in link.Rect] for link in pdf.pages[0].Annots]
        width, height = float(pdf.pages[0].MediaBox[2]), float(pdf.pages[0].MediaBox[3])
    assert time[2] - time[0] > time[3] - time[1]
    assert all(right - left < upper - lower for left, lower, right, upper in turned)
    assert len({lower for _, lower, _, _ in turned}) == 1  # they stand on one line
    assert all(
        0 < left < right < width and 0 < lower < upper < height for left, lower, right, upper in turned
    )
    lefts = [left for left, *_ in turned]
    assert lefts == sorted(lefts, reverse=direction == "rtl")


def test_a_small_callout_is_not_parted_by_the_end_of_a_page(theme: Theme) -> None:
    rules = tuple(paragraph(f"Rule {number}.") for number in range(4))
    callout = Callout(kind="warning", blocks=rules, title=(Text("Warning"),))
    for lines in range(18, 26):
        found = pages(theme, *[paragraph("A line.") for _ in range(lines)], callout)
        assert [("Rule 0" in page) == ("Rule 3" in page) for page in found] == [True] * len(found)


def test_code_is_not_parted_unless_it_is_long(theme: Theme) -> None:
    short, long = (CodeBlock(text="\n".join(map("row{}".format, range(count)))) for count in (8, 80))
    for lines in range(18, 30):
        found = pages(theme, *[paragraph("A line.") for _ in range(lines)], short)
        assert [("row0" in page) == ("row7" in page) for page in found] == [True] * len(found)
    assert len(pages(theme, long)) == 2


def test_a_list_begins_on_the_page_where_its_first_item_fits(theme: Theme) -> None:
    """An item of several lines is not alone at the foot of a page."""
    inner = BulletList(tuple(ListItem((paragraph(f"inner {number}"),)) for number in range(3)), tight=True)
    items = tuple(ListItem((paragraph(f"outer {number}"), inner)) for number in range(4))
    filling = [paragraph("A line.") for _ in range(23)]
    first, second = pages(theme, *filling, BulletList(items, tight=True))
    assert "outer 0" in first and "outer 1" in second


def text_lines(theme: Theme, text: str, width: float) -> list[str]:
    setting = Setting.of(theme.text.body)
    typesetter = Typesetter(theme)
    box = TextBox(
        tuple(typesetter.runs(text, setting)), face=typesetter.face(setting), size=setting.size, leading=17
    )
    return said(box.lines(width))


def test_a_last_line_is_not_one_short_word(theme: Theme) -> None:
    text = "You can put it on every four hours if you need it."
    width = Typesetter(theme).runs(text[:-4], Setting.of(theme.text.body))[0].width
    assert text_lines(theme, text, width + 1) == [text[:-9], "need it."]
    assert text_lines(theme, "Ketamine it.", 60) == ["Ketamine", "it."]  # no room for both
    long = "It may be hard to bear hypersensitivity."
    width = Typesetter(theme).runs(long[:-18], Setting.of(theme.text.body))[0].width
    assert text_lines(theme, long, width + 1)[-1] == "hypersensitivity."


def modules_box(block: Block, theme: Theme) -> tuple[float, float, float, float]:
    """Where the dark modules of the only QR code stand: left, lower, right, upper."""
    data = PdfBackend().render(prepare(minimal(block, paragraph("After.")), DATE), theme, None).data
    with pypdfium2.PdfDocument(data) as pdf:
        paths = [item.get_bounds() for item in pdf[0].get_objects() if item.type == FPDF_PAGEOBJ_PATH]
    whole = theme.qr.size
    (box,) = ((left, *rest) for left, *rest in paths if whole / 2 < rest[1] - left < whole - 1)
    return box


def test_what_is_seen_of_a_qr_code_begins_where_the_text_does(theme: Theme) -> None:
    code = QrCode(target="https://clinic.example.org/kc-01", label=(Text("Read this"),))
    inside = Callout(kind="tip", blocks=(code,), title=(Text("Tip"),))
    page, callout = theme.page, theme.callouts
    assert modules_box(code, theme)[0] == pytest.approx(page.left, abs=0.1)
    in_callout = page.left + callout.of("tip").bar_width + callout.padding_x
    assert modules_box(inside, theme)[0] > in_callout + 5  # with its quiet zone on the ground of the callout


def test_the_imprint_is_not_alone_on_a_page(theme: Theme) -> None:
    for lines in range(22, 30):
        filling = [paragraph("A line.") for _ in range(lines)]
        found = pages(theme, *filling, rights="Free to copy.")
        assert "A line." in found[-1] and "Free to copy." in found[-1]
        found = pages(theme, *filling, sources=("A book",), rights="Free to copy.")
        assert "Sources" in found[-1] and "A book" in found[-1] and "Free to copy." in found[-1]


def test_no_separator_ends_a_line_of_the_footer() -> None:
    large = named_theme("clinic", ("large-print",))
    metadata = {"code": "KC-01", "version": "1.0", "date": DATE.date(), "review_due": DATE.date()}
    rendered = PdfBackend().render(prepare(minimal(paragraph("Text."), **metadata), DATE), large, None)
    with pypdfium2.PdfDocument(rendered.data) as pdf:
        lines = pdf[0].get_textpage().get_text_bounded().replace("\u00a0", " ").split("\r\n")
    (above,) = (line for line in lines if "Version 1.0" in line)
    assert above.startswith("KC-01") and above.rstrip().endswith("2026")
    assert any(line.startswith("Review by") for line in lines)


def test_a_document_without_a_word_for_its_header_has_pages(theme: Theme) -> None:
    """As a draft may be, whose title the checks would ask for."""
    for title in ("", "Title"):
        rendered = PdfBackend().render(prepare(minimal(paragraph("Text."), title=title), DATE), theme, None)
        assert rendered.page_map is not None and rendered.page_map.count == 1
