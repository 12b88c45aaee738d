"""Documents that tests share, built from the model alone."""

from __future__ import annotations

import datetime
import hashlib
import io

from PIL import Image

from exporter.model import (
    Abbreviation,
    Asset,
    Block,
    BlockQuote,
    BulletList,
    Callout,
    CalloutKind,
    Code,
    CodeBlock,
    Contents,
    DefinitionItem,
    DefinitionList,
    Document,
    Emphasis,
    Figure,
    FillIn,
    Footnote,
    FootnoteRef,
    Group,
    Heading,
    Inline,
    InlineImage,
    Kbd,
    LineBreak,
    Link,
    ListItem,
    Mark,
    Metadata,
    OrderedList,
    PageBreak,
    Paragraph,
    Publisher,
    QrCode,
    Span,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    Text,
    ThematicBreak,
    new_document,
)


def words(*parts: str | Inline) -> tuple[Inline, ...]:
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


def paragraph(*parts: str | Inline) -> Paragraph:
    return Paragraph(words(*parts))


def item(*parts: str | Inline | Block, checked: bool | None = None) -> ListItem:
    """An item whose first words are a paragraph, followed by the blocks among ``parts``."""
    blocks = [part for part in parts if isinstance(part, Block.__args__)]  # type: ignore[attr-defined]
    inlines = [part for part in parts if not isinstance(part, Block.__args__)]  # type: ignore[attr-defined]
    return ListItem((paragraph(*inlines), *blocks), checked)


def cell(*parts: str | Inline, colspan: int = 1, rowspan: int = 1) -> TableCell:
    return TableCell((paragraph(*parts),) if parts else (), colspan, rowspan)


def table(*rows: tuple[str, ...], **options: object) -> Table:
    columns = tuple(TableColumn() for _ in rows[0])
    cells = tuple(TableRow(tuple(cell(text) if text else cell() for text in row)) for row in rows)
    return Table(**{"columns": columns, "rows": cells, **options})  # type: ignore[arg-type]


def picture(width: int = 60, height: int = 40) -> Asset:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "#2F6F3E").save(stream, "PNG")
    data = stream.getvalue()
    return Asset(hashlib.sha256(data).hexdigest(), "image/png", width, height, data)


CLINIC = Publisher(
    "Riverside Pain Clinic", "example", "1 Example Street", "555 0100", "", "clinic.example.org"
)

METADATA = Metadata(
    title="Everything in one place",
    subtitle="Each node of the model, once or more",
    language="en",
    authors=("A. Writer",),
    publisher=CLINIC,
    kind="Test leaflet",
    code="EV-01",
    version="1.0",
    date=datetime.date(2026, 11, 1),
    review_due=datetime.date(2028, 11, 1),
    description="A document that holds every node.",
    keywords=("test", "model"),
    rights="Free to copy.",
    sources=("A source, 2026.",),
)


def minimal(*blocks: Block, **metadata: object) -> Document:
    return new_document(
        metadata=Metadata(**{"title": "A title", "language": "en", **metadata}),  # type: ignore[arg-type]
        blocks=blocks,
    )


def everything() -> Document:
    """Every node of the model that reaches a backend, at least once."""
    kinds: tuple[CalloutKind, ...] = ("note", "tip", "important", "caution", "warning", "emergency")
    nested = BulletList((item("Second level", BulletList((item("Third level"),))),))
    return new_document(
        metadata=METADATA,
        assets={"leaf.png": picture()},
        footnotes=(
            Footnote((paragraph("A note with ", Strong(words("bold")), " words."),), id="n1"),
            Footnote((paragraph("Another note, called from a table."),), id="n2"),
        ),
        blocks=(
            Contents(),
            Heading(1, words("Inline marks")),
            paragraph(
                "Plain, ",
                Strong(words("strong")),
                ", ",
                Emphasis(words("emphasis")),
                ", ",
                Strong((Emphasis(words("both")),)),
                ", ",
                Strike(words("struck")),
                ", H",
                Subscript(words("2")),
                "O, x",
                Superscript(words("2")),
                ", ",
                Mark(words("marked")),
                ", ",
                Code("a < b && c"),
                ", press ",
                Kbd("Ctrl"),
                ", ",
                Link("https://clinic.example.org/kc-01?a=1&b=2", words("a link"), "Its title"),
                ", ",
                Link("#later", words("an inner link")),
                ", ",
                Span(words("en français"), "fr"),
                ", ",
                Abbreviation("NMDA", "N-methyl-D-aspartate"),
                ", ",
                InlineImage("leaf.png", "a green leaf"),
                ", a note",
                FootnoteRef("n1"),
                " and again",
                FootnoteRef("n1"),
                ".",
                LineBreak(),
                "A new line: AT&T, a<b then c>d, {% raw %}.",
            ),
            Heading(2, words("Lists")),
            BulletList((item(Strong(words("First")), " item", nested), item("Second item"))),
            OrderedList(
                (
                    item("Step one", BulletList((item("Wear gloves."), item("Rub it in.")))),
                    item("Step two", paragraph("A second paragraph of step two.")),
                    item("Step three", OrderedList((item("Inner one"),), numbering="lower-alpha")),
                ),
                start=3,
            ),
            BulletList((item("To do", checked=False), item("Done", checked=True))),
            DefinitionList(
                (
                    DefinitionItem(words("Hyperalgesia"), ((paragraph("More pain than one should feel."),),)),
                    DefinitionItem(
                        words("Allodynia"), ((paragraph("One meaning."),), (paragraph("Another."),))
                    ),
                )
            ),
            Heading(2, words("Tables"), id="later"),
            Table(
                caption=words("Where each effect is felt"),
                columns=(TableColumn(), TableColumn(align="end")),
                rows=(
                    TableRow((cell("Effect"), cell("Share"))),
                    TableRow((cell("Irritation", FootnoteRef("n2")), cell("10%"))),
                    TableRow((cell("Dizziness, feeling sick and a few more words"), cell("2%"))),
                ),
            ),
            table(
                ("Time", "Mon", "Tue", "Wed"),
                ("Morning", "", "", ""),
                ("Evening", "", "", ""),
                header_columns=1,
                caption=words("My pain this week"),
                description="A table to fill in.",
            ),
            Table(
                columns=(TableColumn(), TableColumn(), TableColumn()),
                rows=(
                    TableRow((cell("Spans", rowspan=2), cell("Over two", colspan=2))),
                    TableRow((cell("Left"), cell("Right"))),
                ),
                header_rows=0,
            ),
            Heading(1, words("Boxes")),
            *(
                Callout(kind=kind, blocks=(paragraph(f"Text of a box of kind {kind}."),), title=title)
                for kind, title in zip(
                    kinds, ((), (), words("The main thing"), (), words("Stop"), ()), strict=True
                )
            ),
            Callout(
                kind="warning",
                blocks=(
                    paragraph("Before a list:"),
                    BulletList((item("One", BulletList((item("Two"),))), item("Three"))),
                ),
            ),
            BlockQuote((paragraph("Words of another."),), words("Somebody")),
            CodeBlock("def f(x):\n    return x < 1\n", "python"),
            ThematicBreak(),
            Figure("leaf.png", "A green leaf", caption=words("A leaf"), width=0.4, id="fig-leaf"),
            Figure("leaf.png", decorative=True),
            paragraph("See ", Link("#fig-leaf", ()), "."),
            PageBreak(),
            Heading(1, words("My plan")),
            FillIn(words("Put it on"), "line", words("times a day")),
            FillIn(words("My clinic’s number")),
            FillIn(words("Questions"), "lines", rows=2),
            FillIn(words("Next visit"), "date"),
            FillIn(words("I have gloves at home"), "checkbox"),
            FillIn(words("A drawing"), "box", rows=3),
            QrCode("https://clinic.example.org/kc-01", words("Read this on your phone"), words("Or ask us.")),
            Group((paragraph("Une phrase en français."),), lang="fr"),
            Group((paragraph("Shalom."),), lang="he-Latn", dir="rtl"),
            paragraph("Ελληνικά и русский."),
        ),
    )
