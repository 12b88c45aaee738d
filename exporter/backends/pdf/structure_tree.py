"""The structure tree as objects of the file (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFObject, PDFObjectReference

from exporter.backends.pdf.structure import (
    ROLE_MAP,
    Attributes,
    MarkedContent,
    ObjectReference,
    StructElem,
    descendants,
)

_KEPT_EMPTY = frozenset(("TD", "TH", "LBody", "DD"))


class _Written(PDFObject):  # type: ignore[misc]  # ReportLab has no types
    """An object whose parts are put together when it is written, when all references have numbers."""

    def __init__(self, *parts: str | PDFObjectReference) -> None:
        self._parts = parts

    def format(self, document: Any) -> bytes:
        return b"".join(
            part.encode("ascii") if isinstance(part, str) else part.format(document) for part in self._parts
        )


class StructTree:
    """Collects what the pages say of the tree, and writes it.

    ``pages`` are, for each page, the elements of its marked-content sequences in the order of their
    numbers; ``annotations`` those of the annotations of all pages.
    """

    def __init__(self, root: StructElem) -> None:
        self._root = root
        self.pages: list[list[StructElem]] = [[]]
        self.annotations: list[StructElem] = []
        self._annotation_refs: list[PDFObjectReference] = []

    def content(self, elem: StructElem) -> int:
        """The number (MCID) of a new marked-content sequence of ``elem`` on the page being drawn."""
        content = self.pages[-1]
        content.append(elem)
        elem.add(MarkedContent(len(self.pages) - 1, len(content) - 1))
        return len(content) - 1

    def annotation(self, elem: StructElem, reference: PDFObjectReference) -> int:
        """The place of a new annotation of ``elem`` among all of the file."""
        elem.add(ObjectReference(len(self.pages) - 1, len(self.annotations)))
        self.annotations.append(elem)
        self._annotation_refs.append(reference)
        return len(self.annotations) - 1

    def next_page(self) -> None:
        self.pages.append([])

    def write(self, document: Any, page_refs: Sequence[PDFObjectReference]) -> PDFObjectReference:
        """Adds the tree to ``document``; returns the reference to its root.

        The keys of the parent tree are the numbers of the pages, then, from their count, those of the
        annotations in their order.
        """
        writer = _Writer(document, page_refs, self._annotation_refs)
        for elem in descendants(self._root):
            elem.settle()
        _prune(self._root)
        elems = [self._root, *descendants(self._root)]
        root = PDFObjectReference("StructTreeRoot")
        for number, elem in enumerate(elems):
            writer.refs[elem] = PDFObjectReference(f"StructElem.{number}")
            for named in _named_by(elem):  # headers stand before the cells that name them
                named.id = named.id or writer.refs[named].name
        for elem in elems:
            document.Reference(_Written(*writer.element(elem, root)), writer.refs[elem].name)
        document.Reference(
            _Written(
                "<< /Type /StructTreeRoot /K ",
                writer.refs[self._root],
                " /RoleMap << ",
                " ".join(f"/{own} /{standard}" for own, standard in ROLE_MAP.items()),
                f" >> /ParentTreeNextKey {len(page_refs) + len(self.annotations)} /ParentTree ",
                document.Reference(_Written(*writer.parent_tree(self.pages, self.annotations))),
                *writer.id_tree(elems),
                " >>",
            ),
            root.name,
        )
        return root


def _named_by(elem: StructElem) -> Iterator[StructElem]:
    """The elements that the attributes of ``elem`` name."""
    for attributes in elem.attributes.values():
        for value in attributes.values():
            if isinstance(value, tuple):
                yield from (named for named in value if isinstance(named, StructElem))


def _prune(root: StructElem) -> None:
    """Takes out elements that nothing was drawn for, but for those whose place alone says something."""
    for elem in (*reversed([*descendants(root)]), root):
        elem.kids = [
            kid for kid in elem.kids if not isinstance(kid, StructElem) or kid.kids or kid.type in _KEPT_EMPTY
        ]


class _Writer:
    def __init__(
        self,
        document: Any,
        pages: Sequence[PDFObjectReference],
        annotations: Sequence[PDFObjectReference],
    ) -> None:
        self._document = document
        self._pages = pages
        self._annotations = annotations
        self.refs: dict[StructElem, PDFObjectReference] = {}

    def element(self, elem: StructElem, root: PDFObjectReference) -> list[Any]:
        parent = self.refs[elem.parent] if elem.parent is not None else root
        parts: list[Any] = [f"<< /S /{elem.type} /P ", parent]
        page = next((kid.page for kid in elem.kids if isinstance(kid, MarkedContent)), None)
        if page is not None:
            parts += [" /Pg ", self._pages[page]]
        if elem.kids:
            parts.append(" /K [")
            for kid in elem.kids:
                parts += [" ", *self._kid(kid, page)]
            parts.append(" ]")
        if any(elem.attributes.values()):
            parts.append(f" /A {_attributes(elem.attributes)}")
        for key, text in (
            ("Lang", elem.lang),
            ("Alt", elem.alt),
            ("ActualText", elem.actual_text),
            ("E", elem.expansion),
            ("ID", elem.id),
        ):
            if text:
                parts.append(f" /{key} {text_string(text)}")
        parts.append(" >>")
        return parts

    def _kid(self, kid: StructElem | MarkedContent | ObjectReference, page: int | None) -> list[Any]:
        match kid:
            case StructElem():
                return [self.refs[kid]]
            case MarkedContent(page=own, mcid=mcid) if own == page:
                return [str(mcid)]
            case MarkedContent(page=own, mcid=mcid):
                return ["<< /Type /MCR /Pg ", self._pages[own], f" /MCID {mcid} >>"]
            case ObjectReference(page=own, annotation=number):
                here = self._annotations[number]
                return ["<< /Type /OBJR /Pg ", self._pages[own], " /Obj ", here, " >>"]

    def parent_tree(
        self, pages: Sequence[Sequence[StructElem]], annotations: Iterable[StructElem]
    ) -> list[Any]:
        """The number tree from content to its elements (14.7.4.4), each page's a table of its own."""
        parts: list[Any] = ["<< /Nums ["]
        for number, elems in enumerate(pages):
            table = [part for elem in elems for part in (" ", self.refs[elem])]
            parts += [f" {number} ", self._document.Reference(_Written("[", *table, " ]"))]
        for number, elem in enumerate(annotations, len(pages)):
            parts += [f" {number} ", self.refs[elem]]
        parts.append(" ] >>")
        return parts

    def id_tree(self, elems: Iterable[StructElem]) -> list[Any]:
        """The name tree from element identifiers to elements, in the order of their bytes."""
        named = sorted((elem.id, self.refs[elem]) for elem in elems if elem.id)
        if not named:
            return []
        first, last = text_string(named[0][0]), text_string(named[-1][0])
        entries = [part for name, ref in named for part in (f" {text_string(name)} ", ref)]
        leaf = self._document.Reference(_Written(f"<< /Limits [{first} {last}] /Names [", *entries, " ] >>"))
        return [" /IDTree << /Kids [", leaf, "] >>"]


def _attributes(owned: dict[str, Attributes]) -> str:
    """The attribute objects of an element, one for each owner (14.8.5)."""
    objects = [
        f"<< /O /{owner} " + " ".join(f"/{key} {_value(value)}" for key, value in values.items()) + " >>"
        for owner, values in owned.items()
        if values
    ]
    return objects[0] if len(objects) == 1 else f"[{' '.join(objects)}]"


def _value(value: object) -> str:
    match value:
        case str() if value.startswith("/"):
            return value
        case str():
            return text_string(value)
        case tuple():
            return f"[{' '.join(map(_value, value))}]"
        case StructElem():
            return text_string(value.id)
        case float():
            return f"{value:.2f}"
        case _:
            return str(value)


def text_string(text: str) -> str:
    """A text string (7.9.2.2): literal where it is printable ASCII, else UTF-16BE in hexadecimal."""
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return f"({escaped})"
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
