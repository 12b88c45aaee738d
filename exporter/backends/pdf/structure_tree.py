"""The structure tree as objects of the file (ISO 32000-1, 14.7)."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

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
    descendants,
)

_KEPT_EMPTY = frozenset(("TD", "TH", "LBody", "DD"))


class StructTree:
    """Collects what the pages say of the tree, and writes it.

    The keys of the parent tree are the numbers of the pages, then, from their count, those of the
    annotations in their order.
    """

    def __init__(self, root: StructElem, page_count: int) -> None:
        self._root = root
        self._page_count = page_count
        self._pages: list[list[StructElem]] = [[]]
        self._annotations: list[tuple[StructElem, bytes]] = []

    def content(self, elem: StructElem) -> int:
        """The number (MCID) of a new marked-content sequence of ``elem`` on the page being drawn."""
        content = self._pages[-1]
        content.append(elem)
        elem.add(MarkedContent(len(self._pages) - 1, len(content) - 1))
        return len(content) - 1

    @property
    def next_annotation(self) -> int:
        """The key (StructParent) of the annotation that comes next."""
        return self._page_count + len(self._annotations)

    def annotation(self, elem: StructElem, written: bytes) -> None:
        """``elem`` has an annotation on the page being drawn, to which ``written`` refers."""
        elem.add(ObjectReference(len(self._pages) - 1, len(self._annotations)))
        self._annotations.append((elem, written))

    def end_page(self) -> None:
        if len(self._pages) < self._page_count:
            self._pages.append([])

    def write(self, document: Any) -> bytes:
        """Adds the tree to ``document``; returns the reference to its root."""
        for elem in descendants(self._root):
            elem.settle()
        _prune(self._root)
        elems = [self._root, *descendants(self._root)]

        def written(elem: StructElem) -> bytes:
            return _element(elem, root_ref, refs, pages, annotations)

        refs: dict[StructElem, bytes] = {
            elem: document.promise(functools.partial(written, elem)) for elem in elems
        }
        pages = [reference(document, page) for page in document.Pages.pages]
        annotations = [written for _, written in self._annotations]
        for number, named in enumerate(named for elem in elems for named in _named_by(elem)):
            named.id = named.id or f"header.{number}"
        root = Written()
        root_ref = reference(document, root)
        root.data = dictionary(
            Type="/StructTreeRoot",
            K=refs[self._root],
            RoleMap=dictionary(**{own: f"/{standard}" for own, standard in ROLE_MAP.items()}),
            ParentTree=reference(document, Written(self._parent_tree(document, refs))),
            ParentTreeNextKey=self.next_annotation,
            **_id_tree(document, elems, refs),
        )
        return root_ref

    def _parent_tree(self, document: Any, refs: Mapping[StructElem, bytes]) -> bytes:
        """The number tree from content to its elements (14.7.4.4), each page's a table of its own."""
        entries: list[Value] = []
        for number, elems in enumerate(self._pages):
            entries += (number, reference(document, Written(array(refs[elem] for elem in elems))))
        for number, (elem, _) in enumerate(self._annotations, self._page_count):
            entries += (number, refs[elem])
        return dictionary(Nums=array(entries))


def _prune(root: StructElem) -> None:
    """Takes out elements that nothing was drawn for, but for those whose place alone says something."""
    for elem in (*reversed([*descendants(root)]), root):
        elem.kids = [
            kid for kid in elem.kids if not isinstance(kid, StructElem) or kid.kids or kid.type in _KEPT_EMPTY
        ]


def _named_by(elem: StructElem) -> Iterator[StructElem]:
    """The elements that the attributes of ``elem`` name."""
    for attributes in elem.attributes.values():
        for value in attributes.values():
            if isinstance(value, tuple):
                yield from (named for named in value if isinstance(named, StructElem))


def _element(
    elem: StructElem,
    root: bytes,
    refs: Mapping[StructElem, bytes],
    pages: Sequence[bytes],
    annotations: Sequence[bytes],
) -> bytes:
    """The dictionary of an element (14.7.2, table 323)."""
    page = -1
    kids: list[bytes] = []
    for kid in elem.kids:
        if isinstance(kid, StructElem):
            kids.append(refs[kid])
        elif isinstance(kid, ObjectReference):
            kids.append(dictionary(Type="/OBJR", Pg=pages[kid.page], Obj=annotations[kid.annotation]))
        elif kid.page == page or page < 0:
            page = kid.page
            kids.append(b"%d" % kid.mcid)
        else:
            kids.append(dictionary(Type="/MCR", Pg=pages[kid.page], MCID=kid.mcid))
    entries: dict[str, Value] = {"S": f"/{elem.type}", "P": refs[elem.parent] if elem.parent else root}
    if page >= 0:
        entries["Pg"] = pages[page]
    if kids:
        entries["K"] = array(kids)
    owned = {owner: attributes for owner, attributes in elem.attributes.items() if attributes}
    if owned:
        entries["A"] = _attributes(owned)
    said = (
        ("Lang", elem.lang),
        ("Alt", elem.alt),
        ("ActualText", elem.actual_text),
        ("E", elem.expansion),
        ("ID", elem.id),
    )
    entries.update((key, text_string(text)) for key, text in said if text)
    return dictionary(**entries)


def _id_tree(
    document: Any, elems: Sequence[StructElem], refs: Mapping[StructElem, bytes]
) -> dict[str, Value]:
    """The name tree from element identifiers to elements, in the order of their bytes."""
    named = sorted((text_string(elem.id), refs[elem]) for elem in elems if elem.id)
    if not named:
        return {}
    limits = array((named[0][0], named[-1][0]))
    names = array(part for entry in named for part in entry)
    leaf = reference(document, Written(dictionary(Limits=limits, Names=names)))
    return {"IDTree": dictionary(Kids=array((leaf,)))}


def _attributes(owned: Mapping[str, Attributes]) -> bytes:
    """The attribute objects of an element, one for each owner (14.8.5)."""
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
