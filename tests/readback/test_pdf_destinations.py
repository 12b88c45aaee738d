"""Where links of a PDF lead: to what begins at the place, wherever on its line that is."""

from __future__ import annotations

import msgspec
import pytest

import exporter
from exporter.model import (
    Block,
    DefinitionItem,
    DefinitionList,
    Document,
    Figure,
    Footnote,
    FootnoteRef,
    Group,
    Heading,
    Link,
    PageBreak,
    Paragraph,
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


TABLE = Table(
    columns=(TableColumn(), TableColumn(), TableColumn()),
    rows=(row(words("one"), words("two", "place"), words("three")),),
)
PLACES: dict[str, tuple[Block, ...]] = {
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
    return differences(msgspec.structs.replace(minimal(LINK, *blocks), footnotes=notes))


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
