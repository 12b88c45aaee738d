"""The structure tree as objects of the file (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

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
from exporter.model.memory import Memory

if TYPE_CHECKING:
    from exporter.backends.pdf.painted import Painted

_KEPT_EMPTY = frozenset(("TD", "TH", "LBody", "DD"))

Kid: TypeAlias = StructElem | MarkedContent | ObjectReference | bytes
"""What an element holds; bytes are the reference to an element that was written at once."""
Entry: TypeAlias = tuple[StructElem, Kid | None]
"""What drawing adds to an element; nothing, where it says but that it stands here."""


class LeafKind(NamedTuple):
    """A kind of element whose content is one sequence: its type, and its object before and after that which
    its place says of it."""

    type: str
    begins: bytes
    ends: bytes

    @classmethod
    def of(cls, type: str, attributes: Mapping[str, Attributes]) -> LeafKind:
        return cls(type, b"<</S /%b/P " % type.encode(), b"]%b>>" % attributes_entry(attributes))


class PartElements(NamedTuple):
    """The elements of parts of the document as objects: their ``bodies`` by their numbers, the references to
    those that had none before, to those directly below the root (``kids``), and to those with an
    identifier, by that. ``added`` are those that had none, ``named`` how often a cell names a header."""

    bodies: dict[int, bytes]
    refs: dict[StructElem, bytes]
    kids: tuple[bytes, ...]
    ids: tuple[tuple[bytes, bytes], ...]
    added: int
    named: int

    def joined(self, other: PartElements) -> PartElements:
        """Both as one, but for what is an object of the file already."""
        return PartElements({}, {}, self.kids + other.kids, self.ids + other.ids, 0, self.named + other.named)


class StructTree:
    """Collects what the pages say of the tree, and writes it.

    The document is in ``parts``, each with a root of its own that stands for the one of the file. What is
    drawn of an element is an entry of ``entries``; its reference is in ``refs`` once it has one, and in
    ``written`` once it is written, and ``areas`` are where pictures stand (``BBox``). Of parts that other
    documents have too, the entries are in ``painted``, page by page.

    The keys of the parent tree are the numbers of the pages, then, from their count, those of the
    annotations in their order. An element gets its number with its first content; those without any,
    when the tree is written.
    """

    def __init__(self, parts: Sequence[StructElem], page_count: int, document: Any) -> None:
        self._parts = parts
        self._page_count = page_count
        self._document = document
        self._memory: Memory = document.memory
        self.painted: dict[StructElem, list[Painted]] = {}
        self.page = 0
        self.contents: list[bytes] = []
        self._parents: list[Value] = []
        self.annotations: list[tuple[StructElem, bytes]] = []
        self.entries: list[Entry] = []
        self.refs: dict[StructElem, bytes] = {}
        self.written: dict[StructElem, bytes] = {}
        self.areas: dict[StructElem, tuple[float, ...]] = {}

    def content(self, elem: StructElem) -> int:
        """The number (MCID) of a new marked-content sequence of ``elem`` on the page being drawn."""
        mcid = len(self.contents)
        self.contents.append(self._refer(elem))
        self.entries.append((elem, MarkedContent(self.page, mcid)))
        return mcid

    def _refer(self, elem: StructElem) -> bytes:
        ref = self.refs.get(elem)
        if ref is None:
            ref = self.refs[elem] = self._document.reserve()
        return ref

    @property
    def next_annotation(self) -> int:
        """The key (StructParent) of the annotation that comes next."""
        return self._page_count + len(self.annotations)

    def annotation(self, elem: StructElem, written: bytes) -> None:
        """``elem`` has an annotation on the page being drawn, to which ``written`` refers."""
        self.entries.append((elem, ObjectReference(self.page, len(self.annotations))))
        self.annotations.append((elem, written))

    def has_annotation(self, elem: StructElem) -> bool:
        return any(known is elem for known, _ in self.annotations)

    def end_page(self) -> None:
        """The elements of its content go into the parent tree (14.7.4.4), each page's a table of its own."""
        self._parents += (self.page, self._document.put(array(self.contents)))
        self.contents = []
        self.page += 1

    def leaves(self, kinds: Sequence[LeafKind], parent: StructElem, page: bytes) -> int:
        """The number (MCID) of the first of new sequences, each of which is all of a new element, written at
        once. ``page`` is the reference to this page."""
        first = len(self.contents)
        above = b"%b/Pg %b/K[" % (self._refer(parent), page)
        bodies = [
            b"%b%b%d%b" % (kind.begins, above, mcid, kind.ends) for mcid, kind in enumerate(kinds, first)
        ]
        refs = self._document.add(bodies)
        self.contents += refs
        self.entries += [(parent, ref) for ref in refs]
        return first

    def complete(self, elem: StructElem, page: bytes, since: int) -> None:
        """Nothing more is drawn of ``elem``, which has stood on this page alone, nor of what is in it, all of
        it in the entries from ``since``: it is written, and takes next to no room from now on. ``page`` is
        the reference to the page."""
        assert elem.parent is not None, "the root is complete with the document"
        self._refer(elem.parent)
        kids = {elem: list[Kid]()}
        _collect(kids, self.entries[since:])
        del self.entries[since:]
        settled = _settled(elem, kids, self.written)
        for own in settled:
            self._refer(own)
        pages = {self.page: page}
        for own in reversed(settled):  # annotations come with the end
            body = _element(own, kids[own], self.refs, pages, (), {}, self.areas.get(own))
            self._document.complete(self.refs[own], body)
        self.written[elem] = self.refs.pop(elem)

    def write(self) -> bytes:
        """Adds the tree to the document; returns the reference to its root."""
        document = self._document
        top = document.reserve()
        kids: dict[StructElem, list[Kid]] = {}
        _collect(kids, self.entries)
        pages = {number: reference(document, page) for number, page in enumerate(document.Pages.pages)}
        whole = PartElements({}, {}, (), (), 0, 0)
        for is_shared, parts in groupby(self._parts, self.painted.__contains__):
            elements = self._elements_again if is_shared else self._elements
            made = elements([*parts], kids, top, pages, whole.named)
            document.objectcounter += made.added
            document.given.update(made.bodies)
            self.refs.update(made.refs)
            whole = whole.joined(made)
        root = Written()
        root_ref = reference(document, root)
        held = b"/K[%b]" % b" ".join(whole.kids) if whole.kids else b""
        document.give(top, b"<</S /Document/P %b%b>>" % (root_ref, held))
        root.data = dictionary(
            Type="/StructTreeRoot",
            K=top,
            RoleMap=_ROLE_MAP,
            ParentTree=document.put(self._parent_tree()),
            ParentTreeNextKey=self.next_annotation,
            **_id_tree(document, whole.ids),
        )
        return root_ref

    def _elements_again(
        self,
        parts: Sequence[StructElem],
        _kids: object,
        top: bytes,
        pages: Mapping[int, bytes],
        named: int,
    ) -> PartElements:
        """As ``_elements``, of parts that other documents have too."""
        by_id = {id(one): one for part in parts for one in self.painted[part]}

        def make() -> PartElements:
            kids: dict[StructElem, list[Kid]] = {}
            for one in by_id.values():
                _collect(kids, one.entries)
            return self._elements(parts, kids, top, pages, named)

        known = [pages[one.page] for one in by_id.values()]
        key = ("pdf elements", top, self._document.objectcounter, named, *known)
        return self._memory.of(key, (*parts, *by_id.values()), make)

    def _elements(
        self,
        parts: Sequence[StructElem],
        kids: dict[StructElem, list[Kid]],
        top: bytes,
        pages: Mapping[int, bytes],
        named: int,
    ) -> PartElements:
        """The elements of ``parts``, below the one that ``top`` refers to; before them, cells have named
        headers so often as ``named``."""
        first = number = self._document.objectcounter
        refs, written = self.refs, self.written
        elems: list[StructElem] = []
        below: list[bytes] = []
        new: dict[StructElem, bytes] = {}
        for part in parts:
            refs[part] = top
            own = _settled(part, kids, written)[1:]
            for elem in own:
                if elem not in refs:
                    number += 1
                    new[elem] = refs[elem] = b"%d 0 R" % number
            elems += own
            below += _refs_of(kids[part], refs, written)
        ids = {elem: elem.id for elem in elems if elem.id}
        naming = named
        for header in (header for elem in elems for header in _named_by(elem)):
            ids.setdefault(header, f"header.{naming}")
            naming += 1
        annotations = [written for _, written in self.annotations]
        bodies = {
            int(refs[elem][:-4]): _element(
                elem, kids[elem], refs, pages, annotations, ids, self.areas.get(elem), written
            )
            for elem in elems
        }
        identified = tuple([(text_string(ids[elem]), refs[elem]) for elem in elems if elem in ids])
        return PartElements(bodies, new, tuple(below), identified, number - first, naming - named)

    def _parent_tree(self) -> bytes:
        """The number tree from content to its elements (14.7.4.4)."""
        entries = list(self._parents)
        for number, (elem, _) in enumerate(self.annotations, self._page_count):
            entries += (number, self.refs[elem])
        return dictionary(Nums=array(entries))


def _collect(kids: dict[StructElem, list[Kid]], entries: Iterable[Entry]) -> None:
    """Puts what was drawn below its elements, behind the kids that they were made with. An inline one joins
    its parent with its first content."""
    for elem, kid in entries:
        own = _kids_of(elem, kids)
        if kid is not None:
            own.append(kid)


def _kids_of(elem: StructElem, kids: dict[StructElem, list[Kid]]) -> list[Kid]:
    own = kids.get(elem)
    if own is None:
        own = kids[elem] = [*elem.kids]
        if not elem.joined and elem.parent is not None:
            _kids_of(elem.parent, kids).append(elem)
    return own


def _settled(
    root: StructElem, kids: dict[StructElem, list[Kid]], written: Mapping[StructElem, bytes]
) -> list[StructElem]:
    """All elements, parents before children, without those that nothing was drawn for; but with those
    whose place alone says something. Notes stand behind all content that was drawn."""
    found: list[StructElem] = []
    stack = [root]
    while stack:
        elem = stack.pop()
        if elem in written:
            continue
        own = _kids_of(elem, kids)
        own += elem.notes
        found.append(elem)
        stack += [kid for kid in reversed(own) if type(kid) is StructElem]

    def is_empty(elem: StructElem) -> bool:
        return elem not in written and not kids[elem] and elem.type not in _KEPT_EMPTY

    for elem in reversed(found):
        if any(type(kid) is StructElem and is_empty(kid) for kid in kids[elem]):
            kids[elem] = [kid for kid in kids[elem] if type(kid) is not StructElem or not is_empty(kid)]
    return [elem for elem in found if elem is root or not is_empty(elem)]


def _named_by(elem: StructElem) -> Iterator[StructElem]:
    """The elements that the attributes of ``elem`` name."""
    for attributes in elem.attributes.values():
        for value in attributes.values():
            if isinstance(value, tuple):
                yield from (named for named in value if isinstance(named, StructElem))


def _refs_of(
    kids: Iterable[Kid], refs: Mapping[StructElem, bytes], written: Mapping[StructElem, bytes]
) -> Iterator[bytes]:
    """The references to the elements among ``kids``."""
    for kid in kids:
        if isinstance(kid, StructElem):
            yield written.get(kid) or refs[kid]


def _element(
    elem: StructElem,
    below: Sequence[Kid],
    refs: Mapping[StructElem, bytes],
    pages: Mapping[int, bytes],
    annotations: Sequence[bytes],
    ids: Mapping[StructElem, str],
    area: tuple[float, ...] | None,
    written: Mapping[StructElem, bytes] = {},
) -> bytes:
    """The dictionary of an element (14.7.2, table 323)."""
    assert elem.parent is not None, "the root is written by itself"
    page = -1
    kids: list[bytes] = []
    for kid in below:
        if isinstance(kid, bytes):
            kids.append(kid)
        elif isinstance(kid, StructElem):
            kids.append(written.get(kid) or refs[kid])
        elif isinstance(kid, ObjectReference):
            kids.append(dictionary(Type="/OBJR", Pg=pages[kid.page], Obj=annotations[kid.annotation]))
        elif kid.page == page or page < 0:
            page = kid.page
            kids.append(b"%d" % kid.mcid)
        else:
            kids.append(dictionary(Type="/MCR", Pg=pages[kid.page], MCID=kid.mcid))
    parts = [b"<</S /%b/P %b" % (elem.type.encode(), refs[elem.parent])]
    if page >= 0:
        parts.append(b"/Pg %b" % pages[page])
    if kids:
        parts.append(b"/K[%b]" % b" ".join(kids))
    if elem.attributes or area:
        placed: dict[str, Attributes] = {"Layout": {"BBox": area}} if area else {}
        parts.append(attributes_entry({**elem.attributes, **placed}, ids))
    said = (
        (b"Lang", elem.lang),
        (b"Alt", elem.alt),
        (b"ActualText", elem.actual_text),
        (b"E", elem.expansion),
        (b"ID", ids.get(elem, "")),
    )
    parts += [b"/%b %b" % (key, text_string(text)) for key, text in said if text]
    return b"".join((*parts, b">>"))


def _id_tree(document: Any, ids: Iterable[tuple[bytes, bytes]]) -> dict[str, Value]:
    """The name tree from element identifiers to elements, in the order of their bytes."""
    named = sorted(ids)
    if not named:
        return {}
    limits = array((named[0][0], named[-1][0]))
    names = array(part for entry in named for part in entry)
    leaf = document.put(dictionary(Limits=limits, Names=names))
    return {"IDTree": dictionary(Kids=array((leaf,)))}


def attributes_entry(by_owner: Mapping[str, Attributes], ids: Mapping[StructElem, str] = {}) -> bytes:
    """The entry with the attribute objects of an element, one for each owner (14.8.5); nothing without.
    ``ids`` are the identifiers of the elements that it names."""
    owned = {owner: attributes for owner, attributes in by_owner.items() if attributes}
    return b"/A %b" % _attributes(owned, ids) if owned else b""


def _attributes(owned: Mapping[str, Attributes], ids: Mapping[StructElem, str]) -> bytes:
    objects = [
        dictionary(O=f"/{owner}", **{key: _value(value, ids) for key, value in values.items()})
        for owner, values in owned.items()
    ]
    return objects[0] if len(objects) == 1 else array(objects)


def _value(value: object, ids: Mapping[StructElem, str]) -> Value:
    match value:
        case str() if value.startswith("/"):
            return value
        case str():
            return text_string(value)
        case StructElem():
            return text_string(ids[value])
        case tuple():
            return array(_value(part, ids) for part in value)
        case float():
            return numbers(value)
        case _:
            return str(value)


_ROLE_MAP = dictionary(**{own: f"/{standard}" for own, standard in ROLE_MAP.items()})
