"""The model as XHTML that is well-formed XML and valid HTML at once (HTML, section 14).

One method for each node; each returns markup. What looks how is the style sheet's business.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import final

import msgspec

from exporter.addresses import leads_out, printed_address
from exporter.backends.web.css import em
from exporter.backends.web.fill_in import check_box, writing_space
from exporter.backends.web.found import RUN, found_in
from exporter.backends.web.markup import Attributes, element, escape
from exporter.backends.web.outline import branches, outline_list
from exporter.backends.web.place import Place, Site, in_language
from exporter.backends.web.qr import qr_drawing
from exporter.backends.web.tables import cell_element, column_widths
from exporter.grid import is_to_fill_in, placed_rows
from exporter.language import primary
from exporter.model import (
    Abbreviation,
    Block,
    BlockQuote,
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
    Numbering,
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
    Text,
    ThematicBreak,
    plain_text,
)
from exporter.ordinals import ordinal
from exporter.prepare import Note, OutlineEntry, Prepared
from exporter.render import Renderer
from exporter.theme import Theme, set_width

DEEPEST = 6
_ALWAYS_FITS = 1
"""The length of a number that no theme is too narrow for."""
_TYPES: dict[Numbering, str | None] = {
    "decimal": None,
    "lower-alpha": "a",
    "upper-alpha": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}


def page_anchor(page: int) -> str:
    """The id of the place where a page of the PDF begins. No id from the model has dots around it."""
    return f"at.page.{page}"


def page_mark(page: int) -> str:
    """Where a page of the PDF begins (EPUB Structural Semantics, ``pagebreak``; DPUB-ARIA 1.1).

    Its name is a title, which any element may have, also for those who do not know the role.
    """
    return element(
        "span",
        "",
        {
            "id": page_anchor(page),
            "epub:type": "pagebreak",
            "role": "doc-pagebreak",
            "title": str(page),
        },
    )


@final
class XhtmlRenderer(Renderer[Place, str, str]):
    """Markup for every node of one prepared document; holds nothing that changes."""

    def __init__(self, prepared: Prepared, theme: Theme, finish: Callable[[str], str]) -> None:
        """``finish`` makes the markup of passages what the format wants."""
        self._finish = finish
        self._prepared = prepared
        self._theme = theme
        self._notes = {note.id: note for note in prepared.notes}
        self._spoken = prepared.language, prepared.direction

    def blocks(self, nodes: Iterable[Block], context: Place) -> list[str]:
        return [self.block(node, context.below(index)) for index, node in enumerate(nodes)]

    def flow(self, nodes: Iterable[Block], place: Place) -> str:
        """``nodes`` one after the other."""
        return "\n".join(self.blocks(nodes, place))

    def passage(self, nodes: Iterable[Block], place: Place) -> str:
        """``nodes`` as a part of the text that stands by itself: ``flow``, remembered for other documents
        that have the same blocks."""
        if place.site.known is None:
            return self._finish(self.flow(nodes, place))
        nodes = tuple(nodes)
        starts = range(0, len(nodes), RUN)
        return "\n".join([self._run(nodes[start : start + RUN], start, place) for start in starts])

    def _run(self, nodes: tuple[Block, ...], start: int, place: Place) -> str:
        """``nodes`` from step ``start`` of ``place`` on."""
        if len(nodes) == 1:
            return self._passage(nodes[0], place.below(start))

        def write() -> str:
            places = map(place.below, range(start, start + len(nodes)))
            return "\n".join(map(self._passage, nodes, places))

        return self._remembered(nodes, place, write, start)

    def _passage(self, node: Block, place: Place) -> str:
        return self._remembered((node,), place, lambda: self._finish(self.block(node, place)))

    def _remembered(
        self, blocks: Sequence[Block], place: Place, write: Callable[[], str], *about: Hashable
    ) -> str:
        """What ``write`` writes of ``blocks`` at ``place``, which hangs on nothing else but ``about`` and
        what the document says of what they name."""
        key = "xhtml", self._spoken, place.at_itself, about, self._said_of(blocks, place.site)
        parts = (self._theme, place.site.known, *blocks)
        return self._prepared.memory.of(key, parts, write)

    def _said_of(self, blocks: Sequence[Block], site: Site) -> tuple[Hashable, ...]:
        """What the document and ``site`` say of the notes that ``blocks`` call, the contents that they show,
        and the pages that begin in them; what goes by names is known of ``site``."""
        said: tuple[Hashable, ...] = ()
        for found in self._prepared.memory.each(found_in, blocks):
            if found.calls:
                notes = (self._notes.get(note_id) for note_id in found.calls)
                said += tuple(note and (note.number, note.anchor) for note in notes)
            if found.contents:
                said += (self._prepared.outline, *(site.contents.get(id(node), 1) for node in found.contents))
            if site.page_starts and not site.page_starts.keys().isdisjoint(found.identities):
                said += tuple(site.page_starts.get(id(block), 0) for block in found.blocks)
        return said

    def line(self, nodes: Iterable[Inline], place: Place) -> str:
        """``nodes`` one after the other, within a line."""
        return "".join(self.inlines(nodes, place))

    def contents_list(self, depth: int, place: Place) -> str:
        """The outline down to ``depth`` as nested lists of links; empty when there is none."""
        entries = [entry for entry in self._prepared.outline if entry.level <= depth]
        if not entries:
            return ""
        if place.site.known is None:
            return self._contents_list(entries, place)
        key, parts = ("xhtml contents", self._spoken, place.at_itself), (place.site.known, *entries)
        return self._prepared.memory.of(key, parts, lambda: self._contents_list(entries, place))

    def _contents_list(self, entries: Sequence[OutlineEntry], place: Place) -> str:
        def linked(entry: OutlineEntry) -> str:
            words = self.line(entry.content, place.inside_link())
            return element("a", words, {"href": place.href(entry.anchor)})

        return self._finish(outline_list(branches(entries), linked))

    def note_body(self, note: Note, place: Place, lead: str = "") -> str:
        """What a note says, after ``lead``, with its ways back (DPUB-ARIA 1.1, ``doc-backlink``)."""
        if place.site.known is None:
            return self._note_body(note, place, lead)
        write = functools.partial(self._note_body, note, place, lead)
        return self._remembered(note.blocks, place, write, note.calls, lead)

    def _note_body(self, note: Note, place: Place, lead: str) -> str:
        back = " ".join(self._backlinks(note, place))
        if len(note.blocks) == 1 and isinstance(only := note.blocks[0], Paragraph):
            return element("p", f"{lead}{self.line(only.content, place)} {back}", {"id": only.id})
        opening, rest = element("p", lead) if lead else "", note.blocks
        if lead and rest and isinstance(first := rest[0], Paragraph):
            opening, rest = element("p", lead + self.line(first.content, place), {"id": first.id}), rest[1:]
        return opening + self.flow(rest, place) + element("p", back)

    def _backlinks(self, note: Note, place: Place) -> Iterable[str]:
        for count, call in enumerate(note.calls, 1):
            words = self._prepared.phrases.back + (f" {count}" if len(note.calls) > 1 else "")
            yield element(
                "a",
                escape(words),
                {
                    "href": place.href(call),
                    "class": "back",
                    "role": "doc-backlink",
                    **self.phrase_language(place),
                },
            )

    def phrase_language(self, place: Place) -> Attributes:
        """``lang`` for our own words where they are not in the language around them (WCAG 2.2, 3.1.2)."""
        spoken, own = self._prepared.phrases.language, self._prepared.language
        if spoken == primary(place.language):
            return {}
        return in_language(own if spoken == primary(own) else spoken, None, place)

    def own_language(self, place: Place) -> Attributes:
        """``lang`` for the document's words inside an element that is named by ours."""
        return in_language(place.language, None, place) if self.phrase_language(place) else {}

    # Blocks

    def block(self, node: Block, context: Place) -> str:
        return self._page_start(node, context) + super().block(node, context)

    def _page_start(self, node: Block, place: Place) -> str:
        """The mark of the page of the PDF that ``node`` opens; nothing where it opens none."""
        page = place.site.page_starts.get(id(node))
        return page_mark(page) if page else ""

    def paragraph(self, node: Paragraph, context: Place) -> str:
        return element("p", self.line(node.content, context), {"id": node.id})

    def heading(self, node: Heading, context: Place) -> str:
        level = min(node.level + context.site.heading_shift, DEEPEST)
        return element(f"h{level}", self.line(node.content, context), {"id": node.id})

    def bullet_list(self, node: BulletList, context: Place) -> str:
        return element("ul", self._items(node, context), {"id": node.id})

    def ordered_list(self, node: OrderedList, context: Place) -> str:
        start = node.start if node.start != 1 else None
        attributes: Attributes = {
            "id": node.id,
            "type": _TYPES[node.numbering],
            "start": start,
            "style": self._room_for_numbers(node),
        }
        return element("ol", self._items(node, context), attributes)

    def _room_for_numbers(self, node: OrderedList) -> str | None:
        """An indent for numbers that the theme's is too narrow for, which would stand outside of the page."""
        lists, body = self._theme.lists, self._theme.text.body
        numbers = (ordinal(node.start + index, node.numbering) for index in range(len(node.items)))
        widest = max(numbers, key=len, default="")
        if len(widest) <= _ALWAYS_FITS:
            return None
        style = msgspec.structs.replace(body, bold=lists.marker_bold)
        room = set_width(f"{widest}.", style, self._theme) + lists.marker_gap
        return f"padding-inline-start: {em(room, body.size)}" if room > lists.indent else None

    def _items(self, node: BulletList | OrderedList, place: Place) -> str:
        items = (self._item(item, node.tight, place.below(index)) for index, item in enumerate(node.items))
        return "\n".join(items)

    def _item(self, item: ListItem, tight: bool, place: Place) -> str:
        """An item; the one paragraph of a tight item stands in it bare, as in CommonMark 5.3."""
        attributes: Attributes = {"id": item.id, "class": None if item.checked is None else "task"}
        paragraphs = sum(isinstance(block, Paragraph) for block in item.blocks)
        bare = tight and paragraphs == 1
        if not item.blocks or not isinstance(first := item.blocks[0], Paragraph):
            return element("li", self._box(item, "", place) + self.flow(item.blocks, place), attributes)
        words = self._box(item, self.line(first.content, place), place)
        opening = words if bare and not first.id else element("p", words, {"id": first.id})
        return element(
            "li", self._page_start(first, place) + opening + self.flow(item.blocks[1:], place), attributes
        )

    def _box(self, item: ListItem, words: str, place: Place) -> str:
        """The check box of an item with ``words`` as its label; a box alone is named by its state."""
        if item.checked is None:
            return words
        phrases = self._prepared.phrases
        name = None if words else phrases.done if item.checked else phrases.to_do
        return check_box(words, item.checked, name, self.phrase_language(place) if name else {})

    def definition_list(self, node: DefinitionList, context: Place) -> str:
        """A list of terms; a term that comes again begins a list of its own, for no list may hold a name
        twice (HTML, 4.4.9)."""
        lists: list[list[str]] = [[]]
        names: set[str] = set()
        for index, item in enumerate(node.items):
            name = " ".join(plain_text(item.term).split())
            if name in names:
                lists.append([])
                names.clear()
            names.add(name)
            lists[-1].append(self._defined(item, context.below(index)))
        if len(lists) == 1:
            return element("dl", "\n".join(lists[0]), {"id": node.id})
        parts = (element("dl", "\n".join(items)) for items in lists)
        return element("div", "\n".join(parts), {"id": node.id, "class": "definitions"})

    def _defined(self, item: DefinitionItem, place: Place) -> str:
        term = element("dt", self.line(item.term, place), {"id": item.id})
        definitions = (
            element("dd", self._compact(blocks, place.below(index)))
            for index, blocks in enumerate(item.definitions)
        )
        return term + "".join(definitions)

    def _compact(self, blocks: Sequence[Block], place: Place) -> str:
        """``blocks``; a single paragraph without its element."""
        if len(blocks) == 1 and isinstance(only := blocks[0], Paragraph) and not only.id:
            return self._page_start(only, place) + self.line(only.content, place)
        return self.flow(blocks, place)

    def table(self, node: Table, context: Place) -> str:
        """A table in a box that scrolls sideways by touch and by keyboard (WCAG 2.2, 2.1.1, 1.4.10).

        It is a group named by its caption, or with the word for tables: no landmark, of which no two may
        have one name, as captions may (WAI-ARIA 1.2, ``group`` and ``region``).
        """
        caption, description = context.own_id("caption"), context.own_id("description")
        label: Attributes = {"role": "group", "aria-labelledby": caption}
        own: Attributes = {}
        if not node.caption:
            word = self._prepared.phrases.table.format(number="").strip()
            label = {"role": "group", "aria-label": word, **self.phrase_language(context)}
            own = self.own_language(context)
        inner = [
            element("caption", self.line(node.caption, context), {"id": caption}) if node.caption else "",
            column_widths(node),
            *self._row_groups(node, context),
        ]
        whole = element(
            "table",
            "\n".join(part for part in inner if part),
            {
                "id": node.id,
                "class": "to-fill-in" if is_to_fill_in(node) else None,
                "aria-describedby": description if node.description else None,
                **own,
            },
        )
        said = element("p", escape(node.description), {"class": "heard-only", "id": description, **own})
        return element(
            "div", (said if node.description else "") + whole, {"class": "scrolling", **label, "tabindex": 0}
        )

    def _row_groups(self, node: Table, place: Place) -> Iterable[str]:
        rows = list(self._rows(node, place))
        head, body = rows[: node.header_rows], rows[node.header_rows :]
        if head:
            yield element("thead", "\n".join(head))
        if body:
            yield element("tbody", "\n".join(body))

    def _rows(self, node: Table, place: Place) -> Iterable[str]:
        for index, placed_row in enumerate(placed_rows(node)):
            row_place = place.below(index)
            markup = (
                cell_element(node, placed, index, self._compact(placed.cell.blocks, row_place.below(step)))
                for step, placed in enumerate(placed_row.cells)
            )
            yield element("tr", "".join(markup), {"id": placed_row.row.id})

    def figure(self, node: Figure, context: Place) -> str:
        share = f"width: {100 * node.width:.4g}%" if node.width else None
        image = self._image(node, context, share)
        caption = element("figcaption", self.line(node.caption, context)) if node.caption else ""
        return element("figure", image + caption, {"id": node.id})

    def block_quote(self, node: BlockQuote, context: Place) -> str:
        """A quotation; its source stands outside of the words that are quoted (HTML, 4.4.4)."""
        said = self.flow(node.blocks, context)
        if not node.attribution:
            return element("blockquote", said, {"id": node.id})
        source = element("figcaption", self.line(node.attribution, context))
        return element("figure", element("blockquote", said) + source, {"id": node.id, "class": "quotation"})

    def callout(self, node: Callout, context: Place) -> str:
        """A box named by its label (WAI-ARIA 1.2, ``note``)."""
        label_id = context.own_id("label")
        label = element("p", self.line(node.title, context), {"class": "label", "id": label_id})
        return element(
            "aside",
            label + self.flow(node.blocks, context),
            {"id": node.id, "class": f"callout {node.kind}", "role": "note", "aria-labelledby": label_id},
        )

    def code_block(self, node: CodeBlock, context: Place) -> str:
        """Code that scrolls sideways, by keyboard too (WCAG 2.2, 2.1.1); it runs left to right anywhere."""
        language = f"language-{node.language}" if node.language else None
        code = element("code", escape(node.text.rstrip("\n")), {"class": language})
        direction = None if self._prepared.direction == "ltr" else "ltr"
        return element("pre", code, {"id": node.id, "dir": direction, "tabindex": 0})

    def thematic_break(self, node: ThematicBreak, context: Place) -> str:
        return element("hr", "", {"id": node.id})

    def page_break(self, node: PageBreak, context: Place) -> str:
        return element("div", "", {"id": node.id, "class": "page-break"})

    def fill_in(self, node: FillIn, context: Place) -> str:
        label, suffix = self.line(node.label, context), self.line(node.suffix, context)
        return writing_space(node, label, suffix, self._theme)

    def qr_code(self, node: QrCode, context: Place) -> str:
        name = self._prepared.phrases.qr.format(target=node.target)
        address = escape(printed_address(node.target))
        if leads_out(node.target) and not context.in_link:
            address = element("a", address, {"href": node.target})
        lines = [
            element("p", element("strong", self.line(node.label, context))) if node.label else "",
            element("p", address),
            element("p", self.line(node.note, context)) if node.note else "",
        ]
        beside = element("div", "".join(lines), {"class": "beside"})
        drawing = qr_drawing(node.target, {"aria-label": name, **self.phrase_language(context)}, self._theme)
        return element("div", drawing + beside, {"id": node.id, "class": "qr"})

    def contents(self, node: Contents, context: Place) -> str:
        links = self.contents_list(node.depth, context)
        if not links:
            return ""
        label_id = context.own_id("label")
        words = escape(self._prepared.phrases.contents)
        label = element("p", words, {"class": "label", "id": label_id, **self.phrase_language(context)})
        names, count = label_id, ""
        if (number := context.site.contents.get(id(node), 1)) > 1:  # no two landmarks may have one name
            count_id = context.own_id("count")
            count = element("span", str(number), {"id": count_id, "hidden": "hidden"})
            names = f"{label_id} {count_id}"
        attributes: Attributes = {"id": node.id, "class": "contents", "aria-labelledby": names}
        return element("nav", label + count + links, attributes)

    def group(self, node: Group, context: Place) -> str:
        attributes: Attributes = {
            "id": node.id,
            "class": " ".join(f"u-{name}" for name in node.classes),
            **in_language(node.lang, node.dir, context),
        }
        return element("div", self.flow(node.blocks, context.spoken(node.lang)), attributes)

    # Inlines

    def text(self, node: Text, context: Place) -> str:
        return escape(node.text)

    def strong(self, node: Strong, context: Place) -> str:
        return element("strong", self.line(node.content, context))

    def emphasis(self, node: Emphasis, context: Place) -> str:
        return element("em", self.line(node.content, context))

    def strike(self, node: Strike, context: Place) -> str:
        return element("s", self.line(node.content, context))

    def subscript(self, node: Subscript, context: Place) -> str:
        return element("sub", self.line(node.content, context))

    def superscript(self, node: Superscript, context: Place) -> str:
        return element("sup", self.line(node.content, context))

    def mark(self, node: Mark, context: Place) -> str:
        return element("mark", self.line(node.content, context))

    def code(self, node: Code, context: Place) -> str:
        return element("code", escape(node.text))

    def kbd(self, node: Kbd, context: Place) -> str:
        return element("kbd", escape(node.text))

    def link(self, node: Link, context: Place) -> str:
        """A link; only its words within another link, or where nothing bears its anchor."""
        inner = node.target.startswith("#")
        target = context.href(node.target[1:]) if inner else node.target
        if context.in_link or target is None:
            return self.line(node.content, context)
        words = self.line(node.content, context.inside_link())
        return element("a", words, {"href": target, "title": node.title})

    def span(self, node: Span, context: Place) -> str:
        words = self.line(node.content, context.spoken(node.lang))
        attributes: Attributes = {
            "class": " ".join(f"u-{name}" for name in node.classes),
            **in_language(node.lang, node.dir, context),
        }
        return element("span", words, attributes) if any(attributes.values()) else words

    def footnote_ref(self, node: FootnoteRef, context: Place) -> str:
        """The number of a note, a link to it; none in contents, which repeat the words of a heading."""
        note = self._notes.get(node.id)
        if note is None:
            return escape(f"[^{node.id}]")
        if context.in_link:
            return ""
        attributes: Attributes = {
            "id": node.anchor,
            "href": context.href(note.anchor),
            "role": "doc-noteref",
            "epub:type": "noteref" if context.site.namespaced else None,
            "aria-label": self._prepared.phrases.note_number.format(number=note.number),
            # An isolate: a digit would go with Latin letters before it, and take along the marks between.
            "dir": "ltr" if self._prepared.direction == "rtl" else None,
        }
        link = element("a", str(note.number), {**attributes, **self.phrase_language(context)})
        return element("sup", link)

    def abbreviation(self, node: Abbreviation, context: Place) -> str:
        return element("abbr", escape(node.text), {"title": node.expansion})

    def line_break(self, node: LineBreak, context: Place) -> str:
        return element("br") + "\n"

    def inline_image(self, node: InlineImage, context: Place) -> str:
        return self._image(node, context, None)

    def _image(self, node: Figure | InlineImage, place: Place, style: str | None) -> str:
        """An image of its natural size, 96 pixels to the inch, unless ``style`` says otherwise."""
        asset = self._prepared.document.assets[node.asset]
        attributes: Attributes = {
            "src": place.site.images[node.asset],
            "alt": "" if node.decorative else node.alt,
            "title": (node.title or None) if isinstance(node, InlineImage) else None,
            "width": asset.width,
            "height": asset.height,
            "style": style,
        }
        return element("img", "", attributes)
