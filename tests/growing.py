"""How each node of a generated document is made: around a child it must hold, or as small as can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_args

import msgspec

from exporter.model import (
    Abbreviation,
    Asset,
    Block,
    BlockQuote,
    Blocks,
    BulletList,
    Callout,
    Code,
    CodeBlock,
    Contents,
    DefinitionItem,
    DefinitionList,
    Emphasis,
    Figure,
    FillIn,
    Footnote,
    FootnoteRef,
    Group,
    Heading,
    Inline,
    InlineImage,
    Inlines,
    Kbd,
    LineBreak,
    Link,
    ListItem,
    Mark,
    OrderedList,
    PageBreak,
    Paragraph,
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
    plain_text,
)
from tests.vocabulary import (
    ABBREVIATIONS,
    ADDRESSES,
    ALIGNMENTS,
    ASSETS,
    CALLOUT_KINDS,
    CLASSES,
    CODE_BLOCKS,
    CODES,
    DIRECTIONS,
    FILL_IN_KINDS,
    IDS,
    KEYS,
    NUMBERINGS,
    PHRASES,
    PLAIN,
    RELATIVE,
    SHARES,
    SPOKEN,
    STARTS,
)

Kind = type[Any]
"""The type of a node, of a footnote, or of the document."""
Choice = TypeVar("Choice")


@dataclass
class Draft:
    """A document on the way: the bytes that decide, and what its parts must know of each other."""

    may_hold: Mapping[Kind, Sequence[Kind]]
    """What may stand in what, so that the neighbours of a node are right too."""
    choices: Iterator[int]
    is_based: bool = False
    """Whether the document has a base, so that links may be relative."""
    ids: list[str] = field(default_factory=list)
    notes: list[Footnote] = field(default_factory=list)
    assets: dict[str, Asset] = field(default_factory=dict)
    texts: int = 0

    def below(self, count: int) -> int:
        """A number from 0, which it is once the bytes have run out."""
        assert count <= 256, "more than a byte can decide"
        return next(self.choices, 0) % count

    def number(self, least: int, most: int) -> int:
        return least + self.below(most - least + 1)

    def pick(self, options: Sequence[Choice]) -> Choice:
        """One of ``options``; failures shrink towards the first."""
        return options[self.below(len(options))]

    def sometimes(self, one_in: int = 2) -> bool:
        return self.below(one_in) == one_in - 1

    def id(self) -> str:
        """An id for one block of six."""
        if not self.sometimes(6):
            return ""
        wanted = self.pick(IDS)
        chosen = wanted if wanted not in self.ids else f"{wanted}-{len(self.ids)}"
        self.ids.append(chosen)
        return chosen

    def asset(self) -> str:
        name = self.pick(tuple(ASSETS))
        self.assets[name] = ASSETS[name]
        return name

    def plain(self) -> str:
        """A word or two, for where there are no inlines."""
        return self.pick(PLAIN)


def made(draft: Draft, kind: Kind, child: Any = None) -> Any:
    """A node of ``kind`` around ``child``, or one as small as can be."""
    return _MAKERS[kind](draft, child)


# Lines


def _text(draft: Draft) -> Text:
    """Words, now and then with spaces at either end, for the block to trim."""
    draft.texts += 1
    phrase = draft.pick(PHRASES)
    if draft.texts % 3:
        return Text(phrase)
    return Text(f"{phrase.rstrip(' ')} w{draft.texts // 3:03}")


def _run(draft: Draft, parent: Kind, child: Any = None) -> Inlines:
    """Inlines that ``parent`` may hold, ``child`` among them; with words, and no line break at an end."""
    if not isinstance(child, Inline):
        child = None
    run: list[Any] = [child or _text(draft)]
    if isinstance(child, LineBreak):
        return (_text(draft), child, _text(draft))
    beside = draft.number(0, 7)
    if beside in (1, 2):
        run.append(_beside(draft, parent, child))
    if beside in (2, 3):
        run.insert(0, _beside(draft, parent, child))
    if beside == 4 and LineBreak in draft.may_hold[parent]:
        run += [LineBreak(), _text(draft)]
    if not plain_text(run).strip():
        run.insert(0, _text(draft))
    return tuple(run)


def _beside(draft: Draft, parent: Kind, child: Any) -> Any:
    """A text, or another small inline beside ``child`` when it has one to stand out from."""
    if child is None or draft.sometimes(3):
        return _text(draft)
    kinds = [
        kind
        for kind in draft.may_hold[parent]
        if issubclass(kind, get_args(Inline)) and kind is not LineBreak
    ]
    return made(draft, draft.pick(kinds))


def _line(draft: Draft, parent: Kind, child: Any = None) -> Inlines:
    """The whole content of a block."""
    return _trimmed(_trimmed(_run(draft, parent, child), 0), -1)


def _trimmed(run: Inlines, end: int) -> Inlines:
    """``run`` without the spaces at its first (0) or last (-1) end, however deep they are."""
    if not run:
        return run
    node = run[end]
    if isinstance(node, Text):
        stripped = node.text.lstrip(" ") if end == 0 else node.text.rstrip(" ")
        changed: Any = Text(stripped)
    elif hasattr(node, "content"):
        changed = msgspec.structs.replace(node, content=_trimmed(node.content, end))
    else:
        return run
    return (changed, *run[1:]) if end == 0 else (*run[:-1], changed)


def _some_line(draft: Draft, parent: Kind, child: Any) -> Inlines:
    """A line that may be missing: there for ``child`` and now and then without."""
    is_for_child = isinstance(child, Inline)
    return _line(draft, parent, child) if is_for_child or draft.sometimes(3) else ()


def _marked(kind: Kind) -> Callable[[Draft, Any], Any]:
    return lambda draft, child: kind(_run(draft, kind, child))


def _code(draft: Draft, child: Any) -> Code:
    return Code(draft.pick(CODES))


def _kbd(draft: Draft, child: Any) -> Kbd:
    return Kbd(draft.pick(KEYS))


def _link(draft: Draft, child: Any) -> Link:
    """A link out, or to a block that is there already, then perhaps named by ``prepare``."""
    targets = [*ADDRESSES, *(RELATIVE if draft.is_based else ())]
    title = draft.plain() if draft.sometimes(4) else ""
    if not draft.ids or draft.sometimes():
        return Link(draft.pick(targets), _run(draft, Link, child), title)
    unnamed = child is None and draft.sometimes()
    return Link(f"#{draft.pick(draft.ids)}", () if unnamed else _run(draft, Link, child), title)


def _span(draft: Draft, child: Any) -> Span:
    return Span(_run(draft, Span, child), draft.pick(SPOKEN), draft.pick(DIRECTIONS), draft.pick(CLASSES))


def _footnote_ref(draft: Draft, child: Any) -> FootnoteRef:
    """A call of a note that is there already, or of a new one."""
    if draft.notes and draft.sometimes():
        return FootnoteRef(draft.pick(draft.notes).id)
    draft.notes.append(_footnote(draft, None))
    return FootnoteRef(draft.notes[-1].id)


def _abbreviation(draft: Draft, child: Any) -> Abbreviation:
    return Abbreviation(*draft.pick(ABBREVIATIONS))


def _line_break(draft: Draft, child: Any) -> LineBreak:
    return LineBreak()


def _inline_image(draft: Draft, child: Any) -> InlineImage:
    decorative = draft.sometimes(4)
    return InlineImage(draft.asset(), "" if decorative else draft.plain(), decorative)


# Blocks


def _stack(draft: Draft, parent: Kind, child: Any = None) -> Blocks:
    """Blocks that ``parent`` may hold, ``child`` among them."""
    if not isinstance(child, Block):
        child = None
    blocks: list[Any] = [child or _paragraph(draft, None)]
    beside = draft.number(0, 7)
    if beside == 1:
        kinds = [kind for kind in draft.may_hold[parent] if issubclass(kind, get_args(Block))]
        blocks.append(made(draft, draft.pick(kinds)))
    elif beside == 2:
        blocks.insert(0, _paragraph(draft, None))
    elif beside == 3:
        blocks.append(_paragraph(draft, None))
    return tuple(blocks)


def _paragraph(draft: Draft, child: Any) -> Paragraph:
    return Paragraph(_line(draft, Paragraph, child), id=draft.id())


def _heading(draft: Draft, child: Any) -> Heading:
    return Heading(draft.number(1, 6), _line(draft, Heading, child), id=draft.id())


def _list_item(draft: Draft, child: Any) -> ListItem:
    is_empty = child is None and draft.sometimes(8)
    blocks = () if is_empty else _stack(draft, ListItem, child)
    return ListItem(blocks, draft.pick((None, None, False, True)), id=draft.id())


def _items(draft: Draft, child: Any) -> tuple[ListItem, ...]:
    items = [child or _list_item(draft, None)]
    if draft.sometimes():
        items.append(_list_item(draft, None))
    return tuple(items)


def _bullet_list(draft: Draft, child: Any) -> BulletList:
    return BulletList(_items(draft, child), draft.sometimes(), id=draft.id())


def _ordered_list(draft: Draft, child: Any) -> OrderedList:
    start, numbering = draft.pick(STARTS), draft.pick(NUMBERINGS)
    return OrderedList(_items(draft, child), start, numbering, draft.sometimes(), id=draft.id())


def _definition_item(draft: Draft, child: Any) -> DefinitionItem:
    definitions = [_stack(draft, DefinitionItem, child)]
    if draft.sometimes(3):
        definitions.append(_stack(draft, DefinitionItem))
    return DefinitionItem(_line(draft, DefinitionItem, child), tuple(definitions), id=draft.id())


def _definition_list(draft: Draft, child: Any) -> DefinitionList:
    items = [child or _definition_item(draft, None)]
    if draft.sometimes():
        items.append(_definition_item(draft, None))
    return DefinitionList(tuple(items), id=draft.id())


def _figure(draft: Draft, child: Any) -> Figure:
    decorative = draft.sometimes(4)
    alt = "" if decorative else draft.plain()
    caption = _some_line(draft, Figure, child)
    return Figure(draft.asset(), alt, decorative, caption, draft.pick(SHARES), id=draft.id())


def _block_quote(draft: Draft, child: Any) -> BlockQuote:
    blocks = _stack(draft, BlockQuote, child)
    return BlockQuote(blocks, _some_line(draft, BlockQuote, child), id=draft.id())


def _callout(draft: Draft, child: Any) -> Callout:
    title = _some_line(draft, Callout, child)
    blocks = _stack(draft, Callout, child)
    return Callout(kind=draft.pick(CALLOUT_KINDS), title=title, blocks=blocks, id=draft.id())


def _code_block(draft: Draft, child: Any) -> CodeBlock:
    return CodeBlock(draft.pick(CODE_BLOCKS), draft.pick(("", "python", "c++")), id=draft.id())


def _thematic_break(draft: Draft, child: Any) -> ThematicBreak:
    return ThematicBreak(id=draft.id())


def _page_break(draft: Draft, child: Any) -> PageBreak:
    return PageBreak(id=draft.id())


def _fill_in(draft: Draft, child: Any) -> FillIn:
    label, suffix = _line(draft, FillIn, child), _some_line(draft, FillIn, None)
    return FillIn(label, draft.pick(FILL_IN_KINDS), suffix, draft.number(1, 4), id=draft.id())


def _qr_code(draft: Draft, child: Any) -> QrCode:
    label, note = _line(draft, QrCode, child), _some_line(draft, QrCode, None)
    return QrCode(draft.pick(ADDRESSES), label, note, id=draft.id())


def _contents(draft: Draft, child: Any) -> Contents:
    return Contents(draft.number(1, 6), id=draft.id())


def _group(draft: Draft, child: Any) -> Group:
    blocks = _stack(draft, Group, child)
    return Group(blocks, draft.pick(CLASSES), draft.pick(SPOKEN), draft.pick(DIRECTIONS), id=draft.id())


def _footnote(draft: Draft, child: Any) -> Footnote:
    """A note; it is made before it gets its number, so it calls none but those before it."""
    blocks = _stack(draft, Footnote, child)
    return Footnote(blocks, id=f"n{len(draft.notes)}")


# Tables


def _table_cell(draft: Draft, child: Any) -> TableCell:
    if child is None:
        return TableCell(() if draft.sometimes(4) else (Paragraph(_line(draft, Paragraph)),))
    spans = draft.pick(((1, 1), (2, 1), (1, 2), (3, 2)))
    return TableCell(_stack(draft, TableCell, child), *spans, id=draft.id())


def _table_row(draft: Draft, child: Any) -> TableRow:
    """A row with a cell beside ``child``, which alone may span."""
    cells = [child or _table_cell(draft, None)]
    cells.insert(draft.number(0, 1), _table_cell(draft, None))
    return TableRow(tuple(cells), id=draft.id())


def _table(draft: Draft, child: Any) -> Table:
    """A table around a row: perhaps a row above it, and below it all that its spans reach into."""
    row: TableRow = child if isinstance(child, TableRow) else _table_row(draft, None)
    width = sum(cell.colspan for cell in row.cells)
    reach = max(cell.rowspan for cell in row.cells)
    above = [_plain_row(draft, width) for _ in range(draft.number(0, 1))]
    reached = [_plain_row(draft, _free_columns(row, below)) for below in range(1, reach)]
    rest = [_plain_row(draft, width) for _ in range(draft.number(0, 2))]
    if rest and draft.sometimes(6):
        rest[-1] = msgspec.structs.replace(rest[-1], cells=rest[-1].cells[:-1])
    rows = (*above, row, *reached, *rest)
    return Table(
        caption=_some_line(draft, Table, child),
        description=draft.plain() if draft.sometimes(4) else "",
        columns=_columns(draft, width),
        header_rows=draft.pick(_header_rows(len(above), reach, len(rows))),
        header_columns=draft.number(0, min(width - 1, 2)),
        rows=rows,
        id=draft.id(),
    )


def _columns(draft: Draft, width: int) -> tuple[TableColumn, ...]:
    stated = draft.sometimes(3)
    return tuple(
        TableColumn(draft.pick(ALIGNMENTS), draft.pick((1.0, 2.0, 0.5)) if stated else 0.0)
        for _ in range(width)
    )


def _header_rows(above: int, reach: int, rows: int) -> tuple[int, ...]:
    """The numbers of header rows that cut no span and leave a body."""
    return tuple(dict.fromkeys((0, above, *range(above + reach, rows))))


def _free_columns(row: TableRow, below: int) -> int:
    """How many columns no cell of ``row`` reaches down into, ``below`` rows on."""
    return sum(cell.colspan for cell in row.cells if cell.rowspan <= below)


def _plain_row(draft: Draft, width: int) -> TableRow:
    return TableRow(tuple(_table_cell(draft, None) for _ in range(width)))


_MAKERS: dict[Kind, Callable[[Draft, Any], Any]] = {
    Text: lambda draft, child: _text(draft),
    Strong: _marked(Strong),
    Emphasis: _marked(Emphasis),
    Strike: _marked(Strike),
    Subscript: _marked(Subscript),
    Superscript: _marked(Superscript),
    Mark: _marked(Mark),
    Code: _code,
    Kbd: _kbd,
    Link: _link,
    Span: _span,
    FootnoteRef: _footnote_ref,
    Abbreviation: _abbreviation,
    LineBreak: _line_break,
    InlineImage: _inline_image,
    Paragraph: _paragraph,
    Heading: _heading,
    ListItem: _list_item,
    BulletList: _bullet_list,
    OrderedList: _ordered_list,
    DefinitionItem: _definition_item,
    DefinitionList: _definition_list,
    Table: _table,
    TableRow: _table_row,
    TableCell: _table_cell,
    Figure: _figure,
    BlockQuote: _block_quote,
    Callout: _callout,
    CodeBlock: _code_block,
    ThematicBreak: _thematic_break,
    PageBreak: _page_break,
    FillIn: _fill_in,
    QrCode: _qr_code,
    Contents: _contents,
    Group: _group,
    Footnote: _footnote,
}
