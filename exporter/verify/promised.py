"""The look that a theme promises for each word of a document, put into its View.

Words look as the block around them says: a heading, a caption, a quotation, a note. Lists, callouts and
groups leave them as they are around. What stands in a line changes some of it: bold, italic, the colour
of links, the font of code, the size of scripts.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from exporter.model import CalloutKind, Look, Sheet, View, ViewNode
from exporter.model.view import Medium
from exporter.theme import Length, TextStyle, Theme, families
from exporter.theme.theme import FontRole
from exporter.verify.words import walked

_INLINE = {
    "strong": "strong words", "emphasis": "emphasis", "subscript": "subscript", "superscript": "superscript",
    "code": "code", "link": "link", "note-reference": "call of a note",
}  # fmt: skip
"""Roles in a line that change the look, and what a reader calls such words."""
_BOXES = frozenset(("quote", "callout", "code-block", "header-cell", "cell", "note", "caption"))
"""Blocks that give their words a look."""


def dressed(view: View, theme: Theme, format: View) -> View:
    """``view``, made of a document, with the look that ``theme`` promises in each leaf, in the marker of
    each item, and in its sheet; ``format`` says what there is room for."""
    return _Wardrobe(theme, format).view(view)


def sheet_of(theme: Theme) -> Sheet:
    page = theme.page
    return Sheet(
        width=page.width,
        height=page.height,
        top=page.top,
        bottom=page.bottom,
        left=page.left,
        right=page.right,
    )


_READERS_SIZE = 12.0
"""What a reader has chosen who has chosen nothing, in points: 16px (CSS Fonts 4, 2.5)."""


class _Worn(NamedTuple):
    """What words have on: their look, their font, the language they are in, and how many boxes are around
    them."""

    look: Look
    font: FontRole
    language: str
    boxes: int = 0

    def named(self, name: str) -> _Worn:
        return self._replace(look=msgspec.structs.replace(self.look, name=name))

    def changed(self, **changes: object) -> _Worn:
        return self._replace(look=msgspec.structs.replace(self.look, **changes))


class _Wardrobe:
    """Gives each node its look; what is around it is passed down."""

    def __init__(self, theme: Theme, format: View) -> None:
        self._theme = theme
        self._format = format
        self._scale, self._body = _measured(theme, format.medium)
        self._families = functools.cache(functools.partial(families, theme))

    def view(self, view: View) -> View:
        body = self._styled("body text", self._body, view.language)
        notes = self._styled("note", self._theme.text.note, view.language)
        return msgspec.structs.replace(
            view,
            nodes=self._opened(view.nodes, body),
            notes=self._all(view.notes, notes),
            sheet=sheet_of(self._theme),
        )

    def _spaced(self, name: str, style: TextStyle, language: str) -> _Worn:
        """What a text style of the theme says of what stands in the text by itself: its space too."""
        worn = self._styled(name, style, language)
        return worn.changed(before=style.before * self._scale, after=style.after * self._scale)

    def _styled(self, name: str, style: TextStyle, language: str) -> _Worn:
        """What a text style of the theme says of words."""
        look = Look(
            name=name,
            families=self._families(style.font, language),
            size=style.size * self._scale,
            bold=style.bold,
            italic=style.italic,
            colour=style.colour,
            leading=style.leading * self._scale,
        )
        return _Worn(look, style.font, language)

    def _opened(self, nodes: Iterable[ViewNode], body: _Worn) -> tuple[ViewNode, ...]:
        """The text from the title on, and the letterhead before it."""
        text, found = self._theme.text, list[ViewNode]()
        around = self._styled("letterhead", text.letterhead, body.language)
        paragraph = around
        for node in nodes:
            if node.role == "title":
                title = self._spaced("title", text.title, body.language)
                opens_file = self._format.medium == "reader"
                found.append(self._dressed(node, title.changed(before=None) if opens_file else title))
                # What it follows may push a paragraph away; only headings are sure of the space before.
                around, paragraph = body, body.changed(after=text.body.after * self._scale)
            else:
                worn = paragraph if node.role == "paragraph" else around
                found.append(self._dressed(node, worn))
        return tuple(found)

    def _all(self, nodes: Iterable[ViewNode], worn: _Worn) -> tuple[ViewNode, ...]:
        return tuple(self._dressed(node, worn) for node in nodes)

    def _dressed(self, node: ViewNode, around: _Worn) -> ViewNode:
        worn = self._worn(node, around)
        children = self._children(node, worn)
        if not node.children and node.role in ("text", "note-reference"):
            return msgspec.structs.replace(node, look=self._promise(worn))
        marker = self._promise(self._marker(node, worn)) if node.role == "item" else None
        return msgspec.structs.replace(node, children=children, look=marker)

    def _promise(self, worn: _Worn) -> Look | None:
        return worn.look

    def _worn(self, node: ViewNode, around: _Worn) -> _Worn:
        """What the words of a node have on, in what is around it."""
        if node.lang and node.lang != around.language:
            around = around.changed(families=self._families(around.font, node.lang))
            around = around._replace(language=node.lang)
        if node.role in _INLINE:
            return self._phrase(node, around)
        is_box = node.role in _BOXES or node.label in ("beside", "beside name")
        worn = self._block(node, around)._replace(boxes=around.boxes + is_box)
        return worn.changed(leading=None) if _has_empty_lines(node) else worn

    def _block(self, node: ViewNode, around: _Worn) -> _Worn:
        text = self._theme.text
        match node.role, node.label:
            case "heading", _:
                return self._heading(node.level, around)
            case "caption", _:
                name, style = "caption", text.caption
            case "header-cell", _:
                name, style = "table header", text.table_header
            case "cell", _:
                name, style = "table cell", text.table
            case "quote", _:
                name, style = "quotation", text.quote
            case "code-block", _:
                name, style = "code block", text.code_block
            case "group", "colophon":
                name, style = "small print", text.aside
            case "paragraph", "publisher":
                name, style = "letterhead name", text.letterhead_name
            case "paragraph", "subtitle":
                return self._spaced("subtitle", text.subtitle, around.language)
            case "paragraph", "source":
                name, style = "source of a quotation", text.aside
            case "paragraph", "beside":
                name, style = "words beside a QR code", text.aside
            case "paragraph", "beside name":
                name, style = "label of a QR code", msgspec.structs.replace(text.aside, bold=True)
            case "paragraph", "note":
                return around.changed(leading=None)  # it stands in one line with the name
            case "fill-in", _:
                return around.changed(leading=None)  # lines stand as far apart as a pen needs
            case "term", _:
                return around.named("term").changed(bold=self._theme.lists.term_bold or around.look.bold)
            case _:
                return around
        return self._styled(name, style, around.language)

    def _heading(self, level: int, around: _Worn) -> _Worn:
        """A heading; where levels end, the deepest look alike. No space is before one that begins a file of
        a book; in a box, the space is the box's."""
        style = self._theme.text.heading(min(level, self._format.deepest_heading, 6))
        worn = self._spaced(f"heading {level}", style, around.language)
        if around.boxes:
            return worn.changed(before=None, after=None)
        opens_file = self._format.medium == "reader" and level <= self._theme.epub.split_level
        return worn.changed(before=None) if opens_file else worn

    def _phrase(self, node: ViewNode, around: _Worn) -> _Worn:
        size = around.look.size or 0.0
        worn = around.named(f"{_INLINE[node.role]} in {around.look.name.rpartition(' in ')[2]}")
        match node.role:
            case "strong":
                return worn.changed(bold=True)
            case "emphasis":
                return worn.changed(italic=True)
            case "subscript" | "superscript":
                return worn.changed(size=size * self._theme.script.size)
            case "note-reference":
                look = {"bold": None, "italic": None, "colour": self._theme.link.colour}
                return worn.changed(size=size * self._theme.script.size, **look)
            case "link":
                return worn.changed(colour=self._theme.link.colour)
            case _ if worn.font == "code":
                return worn
            case _:
                code = self._families("code", worn.language)
                return worn.changed(families=code, size=size * self._theme.code.size)._replace(font="code")

    def _children(self, node: ViewNode, worn: _Worn) -> tuple[ViewNode, ...]:
        if node.role != "callout":
            return self._all(node.children, worn)
        kind: CalloutKind = node.label  # type: ignore[assignment]
        colour = self._theme.callouts.of(kind).label
        named = worn.named(f"{kind} label").changed(bold=True, colour=colour)
        return tuple(
            self._dressed(child, named if child.label == "name" else worn) for child in node.children
        )

    def _marker(self, item: ViewNode, worn: _Worn) -> _Worn:
        """A number looks as words do, but for what the theme says of it; a bullet has a colour alone."""
        lists = self._theme.lists
        if not item.label:
            ticked = any(child.role == "label" for child in item.children)
            colour = self._theme.fill_in.rule_colour if ticked else lists.marker_colour
            name = "box of an item" if ticked else "bullet"
            return worn._replace(look=Look(name=name, colour=colour))
        number = worn.named("number of an item")
        return number.changed(colour=lists.marker_colour, bold=lists.marker_bold, leading=None)


def _measured(theme: Theme, medium: Medium) -> tuple[float, TextStyle]:
    """What sizes on a medium are multiplied by, and the look of body text there: a screen has a size and a
    line height of its own, and a reading system begins with a size that the theme takes a share of."""
    body = theme.text.body
    if medium == "paper":
        return 1.0, body
    size = theme.screen.body if medium == "screen" else theme.epub.body * _READERS_SIZE
    leading = Length(theme.screen.line_height * body.size)
    return size / body.size, msgspec.structs.replace(body, leading=leading)


def _has_empty_lines(node: ViewNode) -> bool:
    """Whether lines of letters may stand further apart than by their leading: in code, where a paragraph is
    broken by hand more than once, and where a picture may have a line to itself."""
    match node.role:
        case "code-block":
            lines = "".join(child.text for child in node.children).strip("\n").splitlines()
            return not all(line.strip() for line in lines)
        case "paragraph" | "heading" | "caption" | "term":
            roles = [inner.role for inner in walked((node,))]
            return roles.count("break") > 1 or "image" in roles
        case _:
            return False
