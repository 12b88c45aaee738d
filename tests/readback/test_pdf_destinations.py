"""Where links of a PDF lead: to what begins at the place, wherever on its line that is."""

from __future__ import annotations

import msgspec
import pytest

import exporter
from exporter.model import (
    Block,
    BlockQuote,
    Callout,
    DefinitionItem,
    DefinitionList,
    Document,
    Emphasis,
    Figure,
    Footnote,
    FootnoteRef,
    Group,
    Heading,
    Link,
    PageBreak,
    Paragraph,
    QrCode,
    Strong,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    Text,
)
from tests.samples import minimal, picture

LINK = Paragraph((Link("#place", (Text("there"),)),))


def words(text: str, id: str = "") -> Paragraph:
    return Paragraph((Text(text),), id=id)


def row(*cells: Paragraph) -> TableRow:
    return TableRow(tuple(TableCell((cell,)) for cell in cells))


def beside(block: Block, other: Paragraph) -> TableRow:
    return TableRow((TableCell((block,)), TableCell((other,))))


TABLE = Table(
    columns=(TableColumn(), TableColumn(), TableColumn()),
    rows=(row(words("one"), words("two", "place"), words("three")),),
)
PICTURE = Figure("dots", alt="Dots in a row", id="place")
DECORATION = Figure("dots", decorative=True, id="place")
CODE = QrCode("https://example.org/a", (Text("The leaflet"),), id="place")
PLACES: dict[str, tuple[Block, ...]] = {
    "a picture": (PICTURE,),
    "a picture beside words": (Table(columns=(TableColumn(),) * 2, rows=(beside(PICTURE, words("two")),)),),
    "a code beside words": (Table(columns=(TableColumn(),) * 2, rows=(beside(CODE, words("two")),)),),
    "a decoration above what begins further left": (
        DefinitionList((DefinitionItem((Text("Term"),), ((words("What it is."), DECORATION),)),)),
        Table(columns=(TableColumn(),) * 2, rows=(row(words("one"), words("two")),)),
    ),
    "a decoration at the foot of a page": (DECORATION, PageBreak()),
    "a decoration above the notes of a page": (
        Paragraph((Text("Called"), FootnoteRef("n"))),
        DECORATION,
        PageBreak(),
    ),
    "a heading right below the title of a callout": (
        Callout(
            kind="note",
            title=(Text("Wear gloves "), Emphasis((Text("always"),))),
            blocks=(BlockQuote((Heading(1, (Text("Dose"),), id="place"),)),),
        ),
    ),
    "a cell in the middle of its row": (TABLE,),
    "a cell of a table from right to left": (Group((TABLE,), lang="ar", dir="rtl"),),
    "a definition list": (
        DefinitionList((DefinitionItem((Text("Term"),), ((words("What it is."),),)),), id="place"),
    ),
    "a heading that ends with a raised number": (
        Heading(6, (Strong((Text("Dose"),)), FootnoteRef("n")), id="place"),
        words("More."),
    ),
    "a page break": (PageBreak(id="place"),),
    "a paragraph that begins with a call": (Paragraph((FootnoteRef("n"), Text(" and more.")), id="place"),),
}


def found(*blocks: Block) -> list[str]:
    notes = (Footnote((words("A note."),), id="n"),) if "FootnoteRef" in repr(blocks) else ()
    made = minimal(LINK, *blocks)
    return differences(msgspec.structs.replace(made, footnotes=notes, assets={"dots": picture()}))


def differences(made: Document) -> list[str]:
    data = exporter.export(made, to=["pdf"], profile="draft")["pdf"].data
    return [str(difference) for difference in exporter.verify(made, {"pdf": data})]


@pytest.mark.parametrize("blocks", PLACES.values(), ids=PLACES.keys())
def test_a_link_leads_to(blocks: tuple[Block, ...]) -> None:
    assert found(words("Before."), *blocks, words("After.")) == []


def test_the_caption_of_a_decoration_is_not_that_of_the_next_picture() -> None:
    first = Figure("dots", decorative=True, caption=(Text("Dots"),))
    second = Figure("dots", alt="Dots in a row", caption=(Text("More dots"),))
    made = msgspec.structs.replace(minimal(first, second), assets={"dots": picture()})
    assert differences(made) == []
