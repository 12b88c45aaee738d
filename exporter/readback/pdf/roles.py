"""Structure elements -> nodes of a View, as their types say (ISO 32000-1, 14.8.4 and 14.8.5).

Notes are taken out to stand by themselves, wherever in the tree they are. Left out are the contents,
which only lead to what is said elsewhere, and what is no content for others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeAlias

import msgspec

from exporter.model import Look, ViewNode
from exporter.model.view import Role
from exporter.readback.pdf.content import Shown
from exporter.readback.pdf.destinations import Destination, Names, names_of
from exporter.readback.pdf.leading import Leadings
from exporter.readback.pdf.structure import Annotation, StructElem
from exporter.readback.pdf.structure_types import BY_WORDS, GROUPS, NOTES, PHRASES, UNREAD, heading_level

Nodes: TypeAlias = list[ViewNode]
Reader: TypeAlias = Callable[[StructElem, Nodes], Iterable[ViewNode]]

_IN_A_LINE = frozenset(
    (
        "text", "strong", "emphasis", "strike", "subscript", "superscript", "mark", "code", "link",
        "note-reference", "abbreviation", "span", "image", "label", "fill-in",
    )
)  # fmt: skip
_BY_SIGNS = frozenset(("", "Disc", "Circle", "Square", "Unordered"))
"""Those whose labels are the same sign for each item."""


class Read(NamedTuple):
    nodes: tuple[ViewNode, ...]
    notes: tuple[ViewNode, ...]


def read_structure(root: StructElem, places: list[Destination]) -> Read:
    """What the elements below ``root`` hold, in logical order (14.8.2.3), with the ``places`` in it that
    have names."""
    reader = _Reader(root, names_of(root, places))
    nodes = reader.read(root)
    return Read(tuple(nodes), tuple(reader.notes[note] for note in reader.notes_in_order))


class _Reader:
    """Makes the nodes of elements from those of their kids, from the leaves up."""

    def __init__(self, root: StructElem, names: Names) -> None:
        self._names = names
        self.notes_in_order = [elem for elem in root.below() if elem.type in NOTES]
        self.notes: dict[StructElem, ViewNode] = {}
        self._calls = {_note_label(note) for note in self.notes_in_order} - {""}
        self._called = {f"#{note.id}" for note in self.notes_in_order if note.id}
        self._leadings = Leadings()

    def read(self, root: StructElem) -> Nodes:
        stack: list[tuple[StructElem, Nodes, Iterator[StructElem | Shown | Annotation]]]
        stack = [(root, [], iter(root.kids))]
        while True:
            elem, nodes, kids = stack[-1]
            kid = next(kids, None)
            if isinstance(kid, StructElem):
                if kid.type not in UNREAD:
                    stack.append((kid, [], iter(kid.kids)))
            elif isinstance(kid, Shown):
                if kid.text:
                    ids = self._names.get(id(kid), ())
                    nodes.append(_text(kid.text, self._look(kid.look, elem), ids))
            elif kid is None:
                stack.pop()
                if not stack:
                    return list(_flow(nodes))
                stack[-1][1].extend(self._nodes(elem, nodes))

    def _nodes(self, elem: StructElem, kids: Nodes) -> Iterable[ViewNode]:
        if elem.actual_text is not None:
            kids = [_text(elem.actual_text, self._look(_look_of(elem), elem))]
        if elem.type in NOTES:
            self.notes[elem] = _note(elem, kids)
            return ()
        if elem.type == "Reference" and self._is_call(elem):
            return _call(elem, self._ids(elem))
        if level := heading_level(elem.type):
            return (_node(elem, "heading", _line(kids), level=level),)
        if elem.type in PHRASES:
            return self._named(elem, _phrase(elem, kids))
        return _BLOCKS.get(elem.type, _group)(elem, kids)

    def _named(self, elem: StructElem, nodes: Iterable[ViewNode]) -> Iterable[ViewNode]:
        """The nodes of a picture, by its names; of all else, as they are."""
        names = self._names.get(id(elem))
        if not names:
            return nodes
        first, *others = nodes
        return (msgspec.structs.replace(first, ids=names), *others)

    def _ids(self, elem: StructElem) -> tuple[str, ...]:
        """The names that lead to what an element shows."""
        shown = (kid for each in (elem, *elem.below()) for kid in each.kids if isinstance(kid, Shown))
        return tuple(name for kid in shown for name in self._names.get(id(kid), ()))

    def _look(self, look: Look | None, elem: StructElem) -> Look | None:
        """The look of words in ``elem``, with the leading of their paragraph."""
        return msgspec.structs.replace(look, leading=self._leadings.of(elem)) if look else None

    def _is_call(self, elem: StructElem) -> bool:
        """Whether a citation (14.8.4.4.1) is of a note: it repeats its label, or leads to it."""
        return elem.text().strip() in self._calls or _target(elem) in self._called


def _look_of(elem: StructElem) -> Look | None:
    """The look of the first thing that an element shows."""
    shown = (kid for each in (elem, *elem.below()) for kid in each.kids if isinstance(kid, Shown))
    return next((kid.look for kid in shown if kid.look), None)


def _note_label(note: StructElem) -> str:
    labels = (kid.text() for kid in note.kids if isinstance(kid, StructElem) and kid.type == "Lbl")
    return next(labels, "").strip()


def _call(elem: StructElem, ids: tuple[str, ...]) -> Iterator[ViewNode]:
    """The call of a note by its label; a space after it, where a line ends, is one of the sentence."""
    label = elem.text()
    look = _look_of(elem)
    yield ViewNode(role="note-reference", label=label.strip(), target=_target(elem), look=look, ids=ids)
    if label.rstrip() != label:
        yield _text(" ")


def _target(elem: StructElem) -> str:
    """Where the first annotation of an element, or of one below it, leads."""
    kids = (kid for each in (elem, *elem.below()) for kid in each.kids)
    return next((kid.target for kid in kids if isinstance(kid, Annotation)), "")


def _text(text: str, look: Look | None = None, ids: tuple[str, ...] = ()) -> ViewNode:
    return ViewNode(role="text", text=text, look=look, ids=ids)


def _node(elem: StructElem, role: Role, children: Iterable[ViewNode], **properties: object) -> ViewNode:
    stated = {"lang": elem.lang, "alt": elem.alt or None, **properties}
    return ViewNode(role=role, children=tuple(children), **stated)  # type: ignore[arg-type]


# What stands in a line


def _phrase(elem: StructElem, kids: Nodes) -> Iterable[ViewNode]:
    role = PHRASES[elem.type] or _look(elem)
    match role:
        case "image":
            return _picture(elem, kids)
        case "link":
            return (_node(elem, "link", kids, target=_target(elem)),)
        case "fill-in":
            return (_field(elem, kids),)
    if elem.expansion:
        kids = [ViewNode(role="abbreviation", expansion=elem.expansion, children=tuple(kids))]
    if role or elem.lang or elem.alt:
        return (_node(elem, role or "span", kids),)
    return kids


def _picture(elem: StructElem, kids: Nodes) -> Iterable[ViewNode]:
    """What is in a picture is replaced by its alternative (14.9.3), but for its caption."""
    captions = [kid for kid in kids if kid.role == "caption"]
    shown = [] if elem.alt else _trimmed(kid for kid in kids if kid.role != "caption")
    return (_node(elem, "image", shown), *captions)


def _look(elem: StructElem) -> Role | None:
    """What words are by the look that their attributes state (14.8.5.4.4; ISO 32000-2, table 378)."""
    if elem.attribute("Layout", "TextDecorationType") == "LineThrough":
        return "strike"
    shift = elem.attribute("Layout", "BaselineShift") or 0
    position = elem.attribute("Layout", "TextPosition")
    if position == "Sub" or shift < 0:
        return "subscript"
    if position == "Sup" or shift > 0:
        return "superscript"
    return "mark" if elem.attribute("Layout", "BackgroundColor") is not None else None


def _field(elem: StructElem, kids: Nodes) -> ViewNode:
    """A place to write, of print (14.8.5.6) or an interactive one; what it is for, in words."""
    said = elem.attribute("PrintField", "Desc")
    is_on = None
    if elem.attribute("PrintField", "Role") in ("cb", "rb"):
        is_on = elem.attribute("PrintField", "checked") == "on"
    widget = next((kid for kid in elem.kids if isinstance(kid, Annotation)), None)
    if widget:
        said, is_on = said or widget.said, widget.is_on if is_on is None else is_on
    box = {None: "", True: "☒", False: "☐"}[is_on]
    return _node(elem, "fill-in", _trimmed(kids), label=box, alt=elem.alt or str(said or "") or None)


def _line(nodes: Nodes) -> tuple[ViewNode, ...]:
    """Words that are a block of themselves: labels are among them, and no space is around them."""
    return _trimmed([part for node in nodes for part in (node.children if node.role == "label" else (node,))])


def _trimmed(nodes: Iterable[ViewNode]) -> tuple[ViewNode, ...]:
    kept = tuple(nodes)
    while kept and kept[0].role == "text" and not kept[0].text.strip():
        kept = kept[1:]
    while kept and kept[-1].role == "text" and not kept[-1].text.strip():
        kept = kept[:-1]
    if kept and kept[0].role == "text":
        kept = (_text(kept[0].text.lstrip(), kept[0].look, kept[0].ids), *kept[1:])
    if kept and kept[-1].role == "text":
        kept = (*kept[:-1], _text(kept[-1].text.rstrip(), kept[-1].look, kept[-1].ids))
    return kept


# Blocks


def _parted(nodes: Nodes) -> Iterator[ViewNode | Nodes]:
    """Blocks as they are, and what stands in a line between them."""
    line: Nodes = []
    for node in nodes:
        if node.role in _IN_A_LINE:
            line.append(node)
            continue
        if line:
            yield line
            line = []
        yield node
    if line:
        yield line


def _flow(nodes: Nodes) -> Iterator[ViewNode]:
    """Blocks; words between them are paragraphs, pictures are figures with the captions beside them."""
    before: ViewNode | None = None
    for part in _parted(nodes):
        block = part if isinstance(part, ViewNode) else _figure(part) or _paragraph(part)
        if block is None:
            continue
        if before is not None and _belong_together(before, block):
            figure, caption = (before, block) if before.role == "figure" else (block, before)
            yield msgspec.structs.replace(figure, children=(*figure.children, caption))
            before = None
            continue
        if before is not None:
            yield before
        before = block
    if before is not None:
        yield before


def _belong_together(one: ViewNode, other: ViewNode) -> bool:
    """Whether one of them is a figure that has no caption yet, and the other a caption."""
    figure, caption = (one, other) if one.role == "figure" else (other, one)
    has_one = any(child.role == "caption" for child in figure.children)
    return (figure.role, caption.role) == ("figure", "caption") and not has_one


def _figure(line: Nodes) -> ViewNode | None:
    """A line of nothing but pictures."""
    kept = _trimmed(line)
    if kept and all(node.role == "image" for node in kept):
        return ViewNode(role="figure", children=kept)
    return None


def _paragraph(line: Nodes) -> ViewNode | None:
    kept = _line(line)
    return ViewNode(role="paragraph", children=kept) if kept else None


def _paragraphs(elem: StructElem, kids: Nodes) -> Iterator[ViewNode]:
    """The words of a paragraph, and what blocks stand among them; one of code alone is a block of code."""
    kept = _trimmed(kids)
    if len(kept) == 1 and kept[0].role == "code":
        yield msgspec.structs.replace(kept[0], role="code-block")
        return
    for part in _parted(kids):
        if isinstance(part, ViewNode):
            yield part
        elif made := _line(part):
            yield _node(elem, "paragraph", made)


def _group(elem: StructElem, kids: Nodes) -> Iterable[ViewNode]:
    """What holds blocks; a type that no standard knows says nothing of what it holds."""
    role = GROUPS.get(elem.type)
    children = tuple(_flow(kids))
    if elem.type == "Div" and [child.role for child in children] == ["caption"]:  # of what is decoration
        return (_node(elem, "figure", children),)
    if role or elem.lang:
        return (_node(elem, role or "group", children),)
    return children


def _note(elem: StructElem, kids: Nodes) -> ViewNode:
    children = _flow([kid for kid in kids if kid.role != "label"])
    return _node(elem, "note", children, label=_note_label(elem), lang=_language(elem))


def _language(elem: StructElem) -> str:
    """The language of an element: its own, else that of what it stands in (14.9.2.1)."""
    above: StructElem | None = elem
    while above is not None and not above.lang:
        above = above.parent
    return above.lang if above else ""


def _label(elem: StructElem, kids: Nodes) -> Iterable[ViewNode]:
    """What an item of a list or a note is called by; anywhere else it is words like others."""
    if elem.holder in ("LI", *NOTES):
        return (_node(elem, "label", kids, label=elem.text().strip(), look=_look_of(elem)),)
    return kids


def _list(elem: StructElem, kids: Nodes) -> Iterable[ViewNode]:
    numbering = str(elem.attribute("List", "ListNumbering") or "")
    if numbering in BY_WORDS and any(_labels(item) for item in kids):
        parts = [part for kid in kids for part in (kid.children if kid.role == "item" else (kid,))]
        terms = (_term(part) if part.role == "label" else part for part in parts)
        return (_node(elem, "definition-list", terms),)
    is_numbered = numbering not in _BY_SIGNS | BY_WORDS
    items = (_item(kid, is_numbered) if kid.role == "item" else kid for kid in kids if not _is_space(kid))
    return (_node(elem, "list", items),)


def _is_space(node: ViewNode) -> bool:
    return node.role == "text" and not node.text.strip()


def _labels(item: ViewNode) -> list[ViewNode]:
    return [part for part in item.children if part.role == "label"]


def _term(label: ViewNode) -> ViewNode:
    return msgspec.structs.replace(label, role="term", label="", children=_trimmed(label.children))


def _item(item: ViewNode, is_numbered: bool) -> ViewNode:
    """An item by its label; a number without the marks around it."""
    label = " ".join(part.label for part in _labels(item))
    if is_numbered:
        label = re.sub(r"^[(\[]|[.)\]]+$", "", label)
    look = next((part.look for part in _labels(item)), None)
    bodies = [part for part in item.children if part.role != "label"]
    children = [
        inner for part in bodies for inner in (part.children if part.role == "definition" else (part,))
    ]
    return msgspec.structs.replace(item, label=label, look=look, children=tuple(_flow(children)))


def _table(elem: StructElem, kids: Nodes) -> Iterable[ViewNode]:
    """A table by its rows, in whichever part they are; its summary describes it (14.8.5.7)."""
    said = elem.attribute("Table", "Summary")
    rows = (kid for kid in kids if not _is_space(kid))
    return (_node(elem, "table", rows, alt=elem.alt or (str(said) if said else None)),)


def _cell(role: Role) -> Reader:
    def read(elem: StructElem, kids: Nodes) -> Iterable[ViewNode]:
        spans = {name.lower(): _count(elem.attribute("Table", name)) for name in ("ColSpan", "RowSpan")}
        scope = str(elem.attribute("Table", "Scope") or "").lower()
        return (_node(elem, role, _flow(kids), label=scope if role == "header-cell" else "", **spans),)

    return read


def _count(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 1


def _holding_blocks(role: Role) -> Reader:
    return lambda elem, kids: (_node(elem, role, _flow(kids)),)


def _holding_words(role: Role) -> Reader:
    return lambda elem, kids: (_node(elem, role, _line(kids)),)


def _row(elem: StructElem, kids: Nodes) -> Iterable[ViewNode]:
    return (_node(elem, "row", (kid for kid in kids if not _is_space(kid))),)


def _passed_on(_elem: StructElem, kids: Nodes) -> Iterable[ViewNode]:
    return kids


_BLOCKS: dict[str, Reader] = {
    "Caption": _holding_blocks("caption"),
    "H": lambda elem, kids: (_node(elem, "heading", _line(kids), level=_depth(elem)),),
    "L": _list,
    "LBody": _holding_blocks("definition"),
    "LI": lambda elem, kids: (_node(elem, "item", (kid for kid in kids if not _is_space(kid))),),
    "Lbl": _label,
    "P": _paragraphs,
    "TBody": _passed_on,
    "TD": _cell("cell"),
    "TFoot": _passed_on,
    "TH": _cell("header-cell"),
    "THead": _passed_on,
    "TOC": lambda _elem, _kids: (ViewNode(role="contents"),),
    "TOCI": _passed_on,
    "TR": _row,
    "Table": _table,
    "Title": _holding_words("title"),
}


def _depth(heading: StructElem) -> int:
    """The level of a heading without a number: how many sections it stands in (14.8.4.3.2)."""
    level, elem = 0, heading.parent
    while elem is not None:
        level += elem.type in ("Sect", "Part", "Art")
        elem = elem.parent
    return max(level, 1)
