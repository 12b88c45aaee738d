"""The document, its tables and its notes -> View."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import msgspec

from exporter.errors import InputRefused
from exporter.model import Property, Sheet, View, ViewNode
from exporter.readback.docx.fields import OUTSIDE, standings
from exporter.readback.docx.looks import Looks
from exporter.readback.docx.markup import block_parts, child, is_on, value, whole
from exporter.readback.docx.measures import points
from exporter.readback.docx.numberings import Counter, Numberings
from exporter.readback.docx.parts import main_part, related, root_of, targets
from exporter.readback.docx.runs import Story, words_of
from exporter.readback.docx.styles import Styles
from exporter.readback.docx.theme import OfficeTheme
from exporter.readback.package import Package
from exporter.readback.xml import Element, elements, local, text_of

DEEPEST_HEADING = 9
LONGEST_TITLE = 64
"""Characters that the title of a content control can have (Word refuses more)."""
_PROPERTIES: dict[str, Property] = {
    "creator": "author",
    "keywords": "keyword",
    "description": "description",
    "identifier": "identifier",
}


def read_docx(data: bytes, name: str = "") -> View:
    """The View of a Word document: see ``read_docx_package``."""
    return read_docx_package(Package(data, name))


def read_docx_package(package: Package) -> View:
    """The View of a Word document; headers and footers are parts of their own, and no content.

    Raises ``InputRefused`` where a part is missing or not well-formed.
    """
    main = main_part(package)
    root = root_of(package, main)
    body = child(root, "body")
    if root is None or body is None:
        raise InputRefused.because("damaged", "the document has no body", file=package.name)
    styles = Styles(root_of(package, related(package, main, "styles")))
    theme = OfficeTheme(root_of(package, related(package, main, "theme")))
    numberings = Numberings(root_of(package, related(package, main, "numbering")))
    looks = Looks(styles, theme, numberings)
    counter = Counter(numberings)
    numbers = _note_numbers(body)
    properties = root_of(package, related(package, "", "core-properties"))
    return View(
        title=text_of(child(properties, "title")),
        language=styles.language,
        direction="rtl" if is_on(body, "sectPr", "bidi") else "ltr",
        nodes=tuple(
            _blocks(body, Story(styles, looks, counter, standings(body), numbers, targets(package, main)))
        ),
        notes=tuple(_notes(package, main, styles, looks, counter, numbers)),
        deepest_heading=DEEPEST_HEADING,
        nests_lists=False,
        heads_rows=False,
        sheet=_sheet(body),
        properties=_properties(properties),
        unsaid=frozenset(("boxes", "calls", "directions of phrases")),
        longest_expansion=LONGEST_TITLE,
    )


def _properties(core: Element | None) -> dict[Property, tuple[str, ...]]:
    """What the core properties say (ISO/IEC 29500-2, 8.3)."""
    return {
        name: (text_of(child(core, term)),) if child(core, term) is not None else ()
        for term, name in _PROPERTIES.items()
    }


def _sheet(body: Element) -> Sheet:
    """The paper of the first section (17.6.11 and 17.6.13)."""
    section = next(body.iter("{*}sectPr"), None)
    size, margins = child(section, "pgSz"), child(section, "pgMar")
    return Sheet(
        width=points(value(size, "w")),
        height=points(value(size, "h")),
        top=points(value(margins, "top")),
        bottom=points(value(margins, "bottom")),
        left=points(value(margins, "left")),
        right=points(value(margins, "right")),
    )


def _note_numbers(body: Element) -> dict[str, str]:
    """The number of each note by its kind and id, in the order of the calls (17.11.14)."""
    numbers: dict[str, str] = {}
    for call in body.iter("{*}footnoteReference", "{*}endnoteReference"):
        key = f"{local(call).removesuffix('Reference')} {value(call, 'id')}"
        numbers.setdefault(key, str(len(numbers) + 1))
    return numbers


def _notes(
    package: Package, main: str, styles: Styles, looks: Looks, counter: Counter, numbers: dict[str, str]
) -> Iterator[ViewNode]:
    """The notes that are called, in the order of their numbers."""
    written: dict[str, tuple[ViewNode, ...]] = {}
    for kind in ("footnote", "endnote"):
        part = related(package, main, f"{kind}s")
        root = root_of(package, part)
        leading = targets(package, part) if part else {}
        for note in elements(root) if root is not None else ():
            story = Story(styles, looks, counter, standings(note), numbers, leading)
            written[f"{kind} {value(note, 'id')}"] = tuple(_blocks(note, story))
    for key, number in numbers.items():
        yield from _parted(number, written.get(key, ()), numbers.values())


def _parted(number: str, blocks: tuple[ViewNode, ...], called: Collection[str]) -> Iterator[ViewNode]:
    """A note, and after it those that only notes call: Word has no note within a note, so their
    numbers and words can only be written out there, each number at the start of a paragraph."""
    opened = {_opening_number(block): index for index, block in enumerate(blocks)}
    starts = {index: label for label, index in opened.items() if label and label not in called}
    label, gathered = number, list[ViewNode]()
    for index, block in enumerate(blocks):
        if index in starts:
            yield ViewNode(role="note", label=label, children=tuple(gathered))
            label, gathered = starts[index], []
            block = msgspec.structs.replace(block, children=block.children[1:])
        gathered.append(block)
    yield ViewNode(role="note", label=label, children=tuple(gathered))


def _opening_number(block: ViewNode) -> str:
    """The number of a note that a paragraph opens with; of several, the last is the note itself."""
    first = block.children[0] if block.children else block
    return first.label if first.role == "note-reference" else ""


def _blocks(parent: Element, story: Story) -> Iterator[ViewNode]:
    for part in block_parts(parent):
        yield _table(part, story) if local(part) == "tbl" else _paragraph(part, story)
        for box in _text_boxes(part) if local(part) == "p" else ():
            yield ViewNode(role="group", children=tuple(_blocks(box, story)))


def _text_boxes(paragraph: Element) -> Iterator[Element]:
    """The text boxes anchored in a paragraph, without what stands in for them in older readers."""
    for box in paragraph.iter("{*}txbxContent"):
        above = list(box.iterancestors())
        nearest = next(element for element in above if local(element) == "p")
        if nearest is paragraph and not any(local(element) == "Fallback" for element in above):
            yield box


def _paragraph(paragraph: Element, story: Story) -> ViewNode:
    """A paragraph as what its style says it is (17.7.9.1 names the styles)."""
    names = story.styles.names(story.styles.of_paragraph(paragraph))
    if "toc heading" in names or _is_contents(paragraph, story):
        return ViewNode(role="contents", ids=_bookmarks(paragraph))
    words = ViewNode(
        role="caption" if "caption" in names else "paragraph",
        children=words_of(paragraph, story),
        dir=story.styles.direction(paragraph),
        ids=_bookmarks(paragraph),
    )
    if "title" in names and "subtitle" not in names:
        return msgspec.structs.replace(words, role="title")
    if level := story.styles.heading_level(paragraph):
        return msgspec.structs.replace(words, role="heading", level=level)
    number, depth = story.styles.numbering(paragraph)
    if number:
        label, look = story.counter.next(number, depth), story.looks.of_marker(paragraph)
        return msgspec.structs.replace(words, role="item", level=depth + 1, label=label, look=look)
    return words


def _bookmarks(block: Element) -> tuple[str, ...]:
    """The names by which links lead to a block: of bookmarks (17.13.6.2) in it and right before it."""
    own = list(block.iter("{*}bookmarkStart")) if local(block) == "p" else []
    for before in block.itersiblings(preceding=True):
        if local(before) not in ("bookmarkStart", "bookmarkEnd"):
            break
        own += [before] if local(before) == "bookmarkStart" else []
    return tuple(f"#{value(mark, 'name')}" for mark in own)


def _is_contents(paragraph: Element, story: Story) -> bool:
    """Whether a paragraph is part of a table of contents (17.16.5.68, 17.5.2.12)."""
    in_field = any("TOC" in story.standings.get(run, OUTSIDE).results for run in paragraph.iter("{*}r"))
    galleries = (child(above, "sdtPr", "docPartObj", "docPartGallery") for above in paragraph.iterancestors())
    return in_field or any(value(gallery) == "Table of Contents" for gallery in galleries)


def _table(table: Element, story: Story) -> ViewNode:
    """A table (17.4); a cell that continues one above (17.4.84) makes that one reach further."""
    rows: list[list[ViewNode]] = []
    reached: dict[int, tuple[int, int]] = {}
    for row in _rows(table):
        cells: list[ViewNode] = []
        column = 0
        is_header = is_on(row, "trPr", "tblHeader")
        for cell in (part for part in elements(row) if local(part) == "tc"):
            span = max(whole(value(child(cell, "tcPr", "gridSpan")), 1), 1)
            merge = child(cell, "tcPr", "vMerge")
            if merge is not None and value(merge) != "restart" and column in reached:
                _reach_down(rows, *reached[column])
            else:
                reached[column] = (len(rows), len(cells))
                cells.append(_cell(cell, story, span, is_header))
            column += span
        rows.append(cells)
    return ViewNode(
        role="table",
        alt=value(child(table, "tblPr", "tblDescription")) or None,
        ids=_bookmarks(table),
        children=tuple(ViewNode(role="row", children=tuple(cells)) for cells in rows),
    )


def _rows(table: Element) -> Iterator[Element]:
    for part in elements(table):
        if local(part) == "tr":
            yield part
        elif local(part) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _rows(part)


def _reach_down(rows: list[list[ViewNode]], row: int, index: int) -> None:
    cell = rows[row][index]
    rows[row][index] = msgspec.structs.replace(cell, rowspan=cell.rowspan + 1)


def _cell(cell: Element, story: Story, span: int, is_header: bool) -> ViewNode:
    return ViewNode(
        role="header-cell" if is_header else "cell",
        colspan=span,
        children=tuple(_blocks(cell, story)),
    )
