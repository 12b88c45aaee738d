"""The structure tree as objects of the file (ISO 32000-1, 14.7)."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from exporter.backends.pdf.objects.syntax import (
    Value,
    Written,
    array,
    dictionary,
    numbers,
    reference,
    text_string,
)
from exporter.backends.pdf.structure import (
    ROLE_MAP,
    Attributes,
    MarkedContent,
    ObjectReference,
    StructElem,
)

_KEPT_EMPTY = frozenset(("TD", "TH", "LBody", "DD"))


class LeafKind(NamedTuple):
    """A kind of element whose content is one sequence: its type, and its object before and after that which
    its place says of it."""

    type: str
    begins: bytes
    ends: bytes

    @classmethod
    def of(cls, type: str, attributes: Mapping[str, Attributes]) -> LeafKind:
        return cls(type, b"<</S /%b/P " % type.encode(), b"]%b>>" % attributes_entry(attributes))


class StructTree:
    """Collects what the pages say of the tree, and writes it.

    The keys of the parent tree are the numbers of the pages, then, from their count, those of the
    annotations in their order. An element becomes an object with its first content; those without any,
    when the tree is written.
    """

    def __init__(self, root: StructElem, page_count: int, document: Any) -> None:
        self._root = root
        self._page_count = page_count
        self._document = document
        self._page = 0
        self._contents: list[bytes] = []
        self._parents: list[Value] = []
        self._annotations: list[tuple[StructElem, bytes]] = []

    def content(self, elem: StructElem) -> int:
        """The number (MCID) of a new marked-content sequence of ``elem`` on the page being drawn."""
        mcid = len(self._contents)
        self._contents.append(elem.ref or self._refer(elem))
        elem.add(MarkedContent(self._page, mcid))
        return mcid

    def _refer(self, elem: StructElem) -> bytes:
        if not elem.ref:
            elem.ref = self._document.reserve()
        return elem.ref

    @property
    def next_annotation(self) -> int:
        """The key (StructParent) of the annotation that comes next."""
        return self._page_count + len(self._annotations)

    def annotation(self, elem: StructElem, written: bytes) -> None:
        """``elem`` has an annotation on the page being drawn, to which ``written`` refers."""
        elem.add(ObjectReference(self._page, len(self._annotations)))
        self._annotations.append((elem, written))

    def end_page(self) -> None:
        """The elements of its content go into the parent tree (14.7.4.4), each page's a table of its own."""
        self._parents += (self._page, reference(self._document, Written(array(self._contents))))
        self._contents = []
        self._page += 1

    def leaves(self, kinds: Sequence[LeafKind], parent: StructElem, page: bytes) -> int:
        """The number (MCID) of the first of new sequences, each of which is all of a new element, written at
        once. ``page`` is the reference to this page."""
        first = len(self._contents)
        above = b"%b/Pg %b/K[" % (parent.ref or self._refer(parent), page)
        bodies = [
            b"%b%b%d%b" % (kind.begins, above, mcid, kind.ends) for mcid, kind in enumerate(kinds, first)
        ]
        refs = self._document.add(bodies)
        self._contents += refs
        parent.kids += refs
        return first

    def complete(self, elem: StructElem, page: bytes) -> None:
        """Nothing more is drawn of ``elem``, which has stood on this page alone, nor of what is in it: it is
        written, and takes next to no room from now on. ``page`` is the reference to the page."""
        parent = elem.parent
        assert parent is not None, "the root is complete with the document"
        self._refer(parent)
        settled = [elem] if all(type(kid) is bytes for kid in elem.kids) else _settled(elem)
        for own in settled:
            self._refer(own)
        pages = {self._page: page}
        for own in reversed(settled):
            self._document.complete(own.ref, _element(own, b"", pages, ()))  # annotations come with the end
            own.kids, own.complete = [], True

    def write(self) -> bytes:
        """Adds the tree to the document; returns the reference to its root."""
        document = self._document
        elems = _settled(self._root)
        for elem in elems:
            self._refer(elem)
        root = Written()
        root_ref = reference(document, root)
        pages = {number: reference(document, page) for number, page in enumerate(document.Pages.pages)}
        annotations = [written for _, written in self._annotations]
        for number, named in enumerate(named for elem in elems for named in _named_by(elem)):
            named.id = named.id or f"header.{number}"
        for elem in elems:
            document.promise(elem.ref, functools.partial(_element, elem, root_ref, pages, annotations))
        root.data = dictionary(
            Type="/StructTreeRoot",
            K=self._root.ref,
            RoleMap=dictionary(**{own: f"/{standard}" for own, standard in ROLE_MAP.items()}),
            ParentTree=reference(document, Written(self._parent_tree())),
            ParentTreeNextKey=self.next_annotation,
            **_id_tree(document, elems),
        )
        return root_ref

    def _parent_tree(self) -> bytes:
        """The number tree from content to its elements (14.7.4.4)."""
        entries = list(self._parents)
        for number, (elem, _) in enumerate(self._annotations, self._page_count):
            entries += (number, elem.ref)
        return dictionary(Nums=array(entries))


def _settled(root: StructElem) -> list[StructElem]:
    """All elements, parents before children, without those that nothing was drawn for; but with those
    whose place alone says something."""
    found: list[StructElem] = []
    stack = [root]
    while stack:
        elem = stack.pop()
        if elem.complete:
            continue
        elem.settle()
        found.append(elem)
        stack += [kid for kid in reversed(elem.kids) if type(kid) is StructElem]
    for elem in reversed(found):
        if any(type(kid) is StructElem and _is_empty(kid) for kid in elem.kids):
            elem.kids = [kid for kid in elem.kids if type(kid) is not StructElem or not _is_empty(kid)]
    return [elem for elem in found if not _is_empty(elem) or elem is root]


def _is_empty(elem: StructElem) -> bool:
    return not elem.kids and not elem.complete and elem.type not in _KEPT_EMPTY


def _named_by(elem: StructElem) -> Iterator[StructElem]:
    """The elements that the attributes of ``elem`` name."""
    for attributes in elem.attributes.values():
        for value in attributes.values():
            if isinstance(value, tuple):
                yield from (named for named in value if isinstance(named, StructElem))


def _element(
    elem: StructElem, root: bytes, pages: Mapping[int, bytes], annotations: Sequence[bytes]
) -> bytes:
    """The dictionary of an element (14.7.2, table 323)."""
    page = -1
    kids: list[bytes] = []
    for kid in elem.kids:
        if isinstance(kid, bytes):
            kids.append(kid)
        elif isinstance(kid, StructElem):
            kids.append(kid.ref)
        elif isinstance(kid, ObjectReference):
            kids.append(dictionary(Type="/OBJR", Pg=pages[kid.page], Obj=annotations[kid.annotation]))
        elif kid.page == page or page < 0:
            page = kid.page
            kids.append(b"%d" % kid.mcid)
        else:
            kids.append(dictionary(Type="/MCR", Pg=pages[kid.page], MCID=kid.mcid))
    parts = [b"<</S /%b/P %b" % (elem.type.encode(), elem.parent.ref if elem.parent else root)]
    if page >= 0:
        parts.append(b"/Pg %b" % pages[page])
    if kids:
        parts.append(b"/K[%b]" % b" ".join(kids))
    if elem.attributes:
        parts.append(attributes_entry(elem.attributes))
    said = (
        (b"Lang", elem.lang),
        (b"Alt", elem.alt),
        (b"ActualText", elem.actual_text),
        (b"E", elem.expansion),
        (b"ID", elem.id),
    )
    parts += [b"/%b %b" % (key, text_string(text)) for key, text in said if text]
    return b"".join((*parts, b">>"))


def _id_tree(document: Any, elems: Sequence[StructElem]) -> dict[str, Value]:
    """The name tree from element identifiers to elements, in the order of their bytes."""
    named = sorted((text_string(elem.id), elem.ref) for elem in elems if elem.id)
    if not named:
        return {}
    limits = array((named[0][0], named[-1][0]))
    names = array(part for entry in named for part in entry)
    leaf = reference(document, Written(dictionary(Limits=limits, Names=names)))
    return {"IDTree": dictionary(Kids=array((leaf,)))}


def attributes_entry(by_owner: Mapping[str, Attributes]) -> bytes:
    """The entry with the attribute objects of an element, one for each owner (14.8.5); nothing without."""
    owned = {owner: attributes for owner, attributes in by_owner.items() if attributes}
    return b"/A %b" % _attributes(owned) if owned else b""


def _attributes(owned: Mapping[str, Attributes]) -> bytes:
    objects = [
        dictionary(O=f"/{owner}", **{key: _value(value) for key, value in values.items()})
        for owner, values in owned.items()
    ]
    return objects[0] if len(objects) == 1 else array(objects)


def _value(value: object) -> Value:
    match value:
        case str() if value.startswith("/"):
            return value
        case str():
            return text_string(value)
        case StructElem():
            return text_string(value.id)
        case tuple():
            return array(map(_value, value))
        case float():
            return numbers(value)
        case _:
            return str(value)
