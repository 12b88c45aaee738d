"""A tagged PDF taken apart, with no help from our own reader: its content, its elements, its trees."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

PAINTING = frozenset(
    ("Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "INLINE IMAGE")
)


@dataclass
class Sequence:
    """A sequence of marked content that stands in no other."""

    tag: str
    properties: Any
    paints: int = 0

    @property
    def mcid(self) -> int | None:
        number = self.properties.get("/MCID") if self.properties is not None else None
        return None if number is None else int(number)


@dataclass
class PageContent:
    """The marked content of a page in order, and what is wrong with how it is written."""

    sequences: list[Sequence] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def page_content(page: pikepdf.Page) -> PageContent:
    found = PageContent()
    open_parts: list[Sequence | str] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        marks = [part for part in open_parts if isinstance(part, Sequence)]
        if operator in ("BMC", "BDC"):
            sequence = Sequence(
                str(instruction.operands[0])[1:], instruction.operands[1] if operator == "BDC" else None
            )
            if marks and (sequence.tag == "Artifact" or sequence.mcid is not None):
                found.faults.append(f"{sequence.tag} inside {marks[-1].tag}")
            if not marks:
                found.sequences.append(sequence)
            open_parts.append(sequence)
        elif operator == "EMC":
            if not open_parts or open_parts.pop() == "BT":
                found.faults.append("EMC that ends nothing, or a text object first")
        elif operator == "BT":
            open_parts.append("BT")
        elif operator == "ET":
            if not open_parts or open_parts.pop() != "BT":
                found.faults.append("ET that ends no text, or marked content first")
        elif operator in PAINTING:
            if marks:
                marks[0].paints += 1
            else:
                found.faults.append(f"{operator} outside marked content")
    found.faults += [f"{part} is never ended" for part in open_parts]
    return found


@dataclass(eq=False)
class Elem:
    """A structure element: its own type, its kids, and where in the file it is."""

    stated: Any
    parent: Elem | None
    kids: list[Elem | Content | Reference] = field(default_factory=list)

    @property
    def type(self) -> str:
        return str(self.stated.S)[1:]

    @property
    def elements(self) -> list[Elem]:
        return [kid for kid in self.kids if isinstance(kid, Elem)]

    def attribute(self, owner: str, name: str, otherwise: Any = None) -> Any:
        stated = self.stated.get("/A", pikepdf.Array())
        for attributes in stated if isinstance(stated, pikepdf.Array) else [stated]:
            if str(attributes.O) == f"/{owner}" and f"/{name}" in attributes:
                return attributes[f"/{name}"]
        return otherwise

    def within(self) -> Iterator[Elem | Content | Reference]:
        """Everything below, in logical order; what notes hold is theirs."""
        for kid in self.kids:
            yield kid
            if isinstance(kid, Elem) and kid.type != "Note":
                yield from kid.within()

    def __str__(self) -> str:
        return f"{self.type} {self.stated.objgen[0]}"


@dataclass(frozen=True)
class Content:
    page: int
    mcid: int


@dataclass(frozen=True)
class Reference:
    page: int
    annotation: tuple[int, int]


class Tagged:
    """All there is to know of the tags of a file."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pdf = pikepdf.open(io.BytesIO(data))
        self.pages = [page.obj for page in self.pdf.pages]
        self.content = [page_content(page) for page in self.pdf.pages]
        self.tree = self.pdf.Root.StructTreeRoot
        self.root = self._elem(self.tree.K, None)
        self.elems = list(self._all(self.root))
        self.parents = {int(key): value for key, value in _entries(self.tree.get("/ParentTree"), "/Nums")}
        self.names = [(bytes(key), value) for key, value in _entries(self.tree.get("/IDTree"), "/Names")]

    def _page(self, page: Any) -> int:
        return next((number for number, own in enumerate(self.pages) if own.objgen == page.objgen), -1)

    def _elem(self, stated: Any, parent: Elem | None) -> Elem:
        elem = Elem(stated, parent)
        kids = stated.get("/K", pikepdf.Array())
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                elem.kids.append(Content(self._page(stated.Pg), kid))
            elif kid.get("/Type") == "/MCR":
                elem.kids.append(Content(self._page(kid.Pg), int(kid.MCID)))
            elif kid.get("/Type") == "/OBJR":
                elem.kids.append(Reference(self._page(kid.Pg), kid.Obj.objgen))
            else:
                elem.kids.append(self._elem(kid, elem))
        return elem

    def _all(self, elem: Elem) -> Iterator[Elem]:
        yield elem
        for kid in elem.elements:
            yield from self._all(kid)

    def standard_type(self, elem: Elem) -> str:
        name = elem.type
        while f"/{name}" in self.tree.RoleMap:
            name = str(self.tree.RoleMap[f"/{name}"])[1:]
        return name

    def of_type(self, *types: str) -> list[Elem]:
        return [elem for elem in self.elems if self.standard_type(elem) in types]


def _entries(tree: Any, name: str) -> Iterator[tuple[Any, Any]]:
    """The entries of a number tree or a name tree (7.9.6 and 7.9.7), in the order they are written."""
    if tree is None:
        return
    for kid in tree.get("/Kids", []):
        yield from _entries(kid, name)
    flat = list(tree.get(name, []))
    yield from zip(flat[::2], flat[1::2], strict=True)
