"""The structure tree of a PDF (ISO 32000-1, 14.7) -> elements with what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

import pikepdf

from exporter.readback.pdf.content import Content, ObjectId, Place, Shown
from exporter.readback.pdf.structure_types import STANDARD_TYPES

Attributes: TypeAlias = "Mapping[str, Mapping[str, Any]]"
"""The attributes of an element by their owners (14.7.5)."""


_DEEPEST_FIELD = 32
"""Fields in each other that are followed: more are a circle."""
_PUSH_BUTTON = 1 << 16


class Annotation(NamedTuple):
    """An annotation that an element refers to (14.7.4.3): where it leads, and what is said of it; of a check
    box or a radio button (12.7.4.2), whether it is on."""

    target: str
    said: str
    is_on: bool | None = None


class StructElem:
    """A structure element (14.7.2) with its standard type, and what its content shows among its kids.

    ``page`` is that of its content, counted from 0, where it says so.
    """

    __slots__ = (
        "actual_text",
        "alt",
        "attributes",
        "expansion",
        "id",
        "kids",
        "lang",
        "page",
        "parent",
        "type",
    )

    def __init__(self, type: str, parent: StructElem | None = None) -> None:
        self.type = type
        self.parent = parent
        self.kids: list[StructElem | Shown | Annotation] = []
        self.attributes: Attributes = {}
        self.lang = self.expansion = self.id = ""
        self.alt: str | None = None
        self.actual_text: str | None = None
        self.page: int | None = None

    def attribute(self, owner: str, name: str) -> Any:
        """The value of an attribute, ``None`` where it is not stated; a name without its solidus."""
        value = self.attributes.get(owner, {}).get(f"/{name}")
        return str(value)[1:] if isinstance(value, pikepdf.Name) else value

    @property
    def holder(self) -> str:
        """The type of the element that holds this one."""
        return self.parent.type if self.parent else ""

    def below(self) -> Iterator[StructElem]:
        """Every element below this one, in logical order."""
        stack = [kid for kid in self.kids[::-1] if isinstance(kid, StructElem)]
        while stack:
            elem = stack.pop()
            yield elem
            stack.extend(kid for kid in elem.kids[::-1] if isinstance(kid, StructElem))

    def text(self) -> str:
        """The characters of this element and those below it, notes left out."""
        stack: list[StructElem | Shown | Annotation] = [self]
        found: list[str] = []
        while stack:
            kid = stack.pop()
            if isinstance(kid, Shown):
                found.append(kid.text)
            elif isinstance(kid, StructElem) and kid.actual_text is not None:
                found.append(kid.actual_text)
            elif isinstance(kid, StructElem):
                stack.extend(inner for inner in kid.kids[::-1] if not _is_note(inner))
        return "".join(found)


def _is_note(kid: StructElem | Shown | Annotation) -> bool:
    return isinstance(kid, StructElem) and kid.type in ("Note", "FENote")


def structure_of(pdf: pikepdf.Pdf, content: Content) -> StructElem | None:
    """What stands above all elements of the tree, ``None`` for a file that has no tree."""
    tree: Any = pdf.Root.get("/StructTreeRoot")
    if not isinstance(tree, pikepdf.Dictionary) or "/K" not in tree:
        return None
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    return _Reader(tree, content, pages).read()


class _Reader:
    """Reads the elements of one tree, with a stack of its own: depth is no matter of Python's."""

    def __init__(self, tree: Any, content: Content, pages: Mapping[ObjectId, int]) -> None:
        self._tree = tree
        self._pages = pages
        self._content = content.numbered
        self._roles = _dictionary(tree.get("/RoleMap"))
        self._classes = _dictionary(tree.get("/ClassMap"))
        self._seen: set[ObjectId] = set()

    def read(self) -> StructElem:
        root = StructElem("")
        stack: list[tuple[StructElem, Any, Iterator[Any]]] = [
            (root, None, iter(_listed(self._tree.get("/K"))))
        ]
        while stack:
            parent, page, kids = stack[-1]
            kid = next(kids, None)
            if kid is None:
                stack.pop()
            elif (read := self._kid(kid, parent, page)) is not None:
                stack.append((read, kid.get("/Pg"), iter(_listed(kid.get("/K")))))
        return root

    def _kid(self, kid: Any, parent: StructElem, page: Any) -> StructElem | None:
        """Adds a kid (14.7.2, table 323) to its parent; returns it where it is an element."""
        if isinstance(kid, int):
            self._add_text(parent, page, kid)
        elif not isinstance(kid, pikepdf.Dictionary):
            return None
        elif kid.get("/Type") == "/MCR":
            self._add_text(parent, kid.get("/Stm", kid.get("/Pg", page)), kid.get("/MCID"))
        elif kid.get("/Type") == "/OBJR":
            parent.kids.append(_annotation(_dictionary(kid.get("/Obj"))))
        elif "/S" in kid and not (kid.is_indirect and kid.objgen in self._seen):
            self._seen.add(kid.objgen)
            elem = self._element(kid, parent)
            parent.kids.append(elem)
            return elem
        return None

    def _add_text(self, parent: StructElem, holder: Any, mcid: Any) -> None:
        """Adds a marked-content sequence; what follows one of the same element goes on with its word."""
        if not isinstance(holder, pikepdf.Object):
            return
        for shown in self._content.get(Place(holder.objgen, mcid), ()):
            last = parent.kids[-1] if parent.kids else None
            if isinstance(last, Shown) and last.look == shown.look:
                joined = Shown(last.text + shown.text, last.look, last.baselines + shown.baselines)
                parent.kids[-1] = joined
            else:
                parent.kids.append(shown)

    def _element(self, stated: Any, parent: StructElem) -> StructElem:
        elem = StructElem(self._type(str(stated.S)[1:]), parent)
        elem.attributes = self._attributes(stated)
        elem.page = self._pages.get(stated.Pg.objgen) if "/Pg" in stated else None
        elem.lang = str(stated.get("/Lang", ""))
        elem.expansion = str(stated.get("/E", ""))
        elem.id = str(stated.get("/ID", ""))
        elem.alt = str(stated.Alt) if "/Alt" in stated else None
        elem.actual_text = str(stated.ActualText) if "/ActualText" in stated else None
        return elem

    def _type(self, name: str) -> str:
        """The standard type that a type stands for (14.7.3), itself where the map says nothing of it."""
        passed = {name}
        while name not in STANDARD_TYPES and f"/{name}" in self._roles:
            name = str(self._roles[f"/{name}"])[1:]
            if name in passed:
                break
            passed.add(name)
        return name

    def _attributes(self, stated: Any) -> Attributes:
        """The attributes of the element's classes, and over them its own (14.7.5.2 to 14.7.5.4).

        Numbers among them tell of revisions, which is no matter of a finished file.
        """
        found: dict[str, dict[str, Any]] = {}
        classes = (self._classes.get(str(name)) for name in _listed(stated.get("/C")) if name is not None)
        objects = [one for named in classes for one in _listed(named)] + _listed(stated.get("/A"))
        for each in objects:
            if isinstance(each, pikepdf.Dictionary):
                found.setdefault(str(each.get("/O", "/"))[1:], {}).update(each.items())
        return found


def _listed(value: Any) -> list[Any]:
    """The values of an array; of what is none, itself."""
    if isinstance(value, pikepdf.Array):
        return list(value)
    return [] if value is None else [value]


def _dictionary(value: Any) -> Any:
    return value if isinstance(value, pikepdf.Dictionary) else {}


def _annotation(stated: Any) -> Annotation:
    """Where a link leads (12.5.6.5, 12.6.4), or how a field is called (12.7.3.1)."""
    if stated.get("/Subtype") == "/Widget":
        field = _field(stated)
        return Annotation("", str(field.get("/TU", field.get("/T", ""))), _is_on(stated, field))
    action = _dictionary(stated.get("/A"))
    said = str(stated.get("/Contents", ""))
    if "/URI" in action:
        return Annotation(str(action.URI), said)
    place = stated.get("/Dest", action.get("/D"))
    is_named = isinstance(place, (pikepdf.String, pikepdf.Name))
    return Annotation(f"#{str(place).removeprefix('/')}" if is_named else "", said)


def _field(widget: Any) -> dict[str, Any]:
    """What is said of the field that a widget shows: by itself, and by the fields that it belongs to."""
    found: dict[str, Any] = {}
    above: Any = widget
    for _ in range(_DEEPEST_FIELD):
        found = {**dict(above.items()), **found}
        above = _dictionary(above.get("/Parent"))
        if not above:
            break
    return found


def _is_on(widget: Any, field: Mapping[str, Any]) -> bool | None:
    flags = field.get("/Ff", 0)
    if field.get("/FT") != "/Btn" or (isinstance(flags, int) and flags & _PUSH_BUTTON):
        return None
    return str(widget.get("/AS", "/Off")) != "/Off"
