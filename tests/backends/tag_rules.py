"""What must hold of the tags of every PDF; each rule yields what breaks it.

ISO 32000-1, 14.6 to 14.8, and ISO 14289-1, clause 7; validators look past the half of these.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator

from tests.backends.tagged import Content, Elem, Reference, Tagged

STANDARD = frozenset(
    (
        "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct",
        "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH",
        "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link",
        "Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form",
    )
)  # fmt: skip
"""The types of ISO 32000-1, 14.8.4."""
MAY_HOLD = {
    "L": {"LI", "Caption"},
    "LI": {"Lbl", "LBody", "Note"},
    "Table": {"Caption", "THead", "TBody", "TFoot", "TR"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": {"TH", "TD"},
    "TOC": {"Caption", "TOCI", "TOC"},
}
MAY_BE_EMPTY = frozenset(("TD", "TH", "LBody"))
LINES = ("P", "H1", "H2", "H3", "H4", "H5", "H6", "Caption", "Lbl", "TD", "TH", "TOCI")

SAID_AND_HELD = {"/Link": ("/Contents", "Link"), "/Widget": ("/TU", "Form")}
"""For each type of annotation, the key of what it says of itself and the element that holds it (7.18)."""


def all_is_marked(file: Tagged) -> Iterator[str]:
    """14.8.2.2: what is painted is content or an artifact; sequences and text objects nest."""
    for number, content in enumerate(file.content, 1):
        yield from (f"page {number}: {fault}" for fault in content.faults)


def artifacts_say_what_they_are(file: Tagged) -> Iterator[str]:
    """14.8.2.2.2; header and footer are of pagination."""
    for number, content in enumerate(file.content, 1):
        artifacts = [sequence for sequence in content.sequences if sequence.tag == "Artifact"]
        kinds = [artifact.properties.get("/Type") for artifact in artifacts]
        yield from (
            f"page {number}: artifact of type {kind}"
            for kind in kinds
            if kind not in ("/Layout", "/Pagination")
        )
        said = [
            str(artifact.properties.get("/Subtype"))
            for artifact in artifacts
            if "/Subtype" in artifact.properties
        ]
        wanted = ["/Header", "/Footer"] if number > 1 else ["/Footer"]
        if said != wanted:
            yield f"page {number}: {said} for {wanted}"


def numbers_are_single(file: Tagged) -> Iterator[str]:
    for number, content in enumerate(file.content, 1):
        found = [sequence.mcid for sequence in content.sequences if sequence.tag != "Artifact"]
        if found != list(range(len(found))):
            yield f"page {number}: {found}"


def sequences_have_their_elements(file: Tagged) -> Iterator[str]:
    """14.7.4.2 and 14.7.4.4: what a page shows, what elements hold and what the parent tree says agree."""
    held = {kid: elem for elem in file.elems for kid in elem.kids if isinstance(kid, Content)}
    count = sum(isinstance(kid, Content) for elem in file.elems for kid in elem.kids)
    if count != len(held):
        yield "a sequence has two elements"
    shown = {
        Content(page, sequence.mcid): sequence
        for page, content in enumerate(file.content)
        for sequence in content.sequences
        if sequence.mcid is not None
    }
    yield from (f"{place} is in one of page and tree only" for place in held.keys() ^ shown.keys())
    for place in held.keys() & shown.keys():
        if shown[place].tag != held[place].type:
            yield f"{place} is {shown[place].tag} of {held[place]}"
    for page, obj in enumerate(file.pages):
        told = list(file.parents.get(int(obj.get("/StructParents", -1)), []))
        for mcid, elem in itertools.zip_longest(range(len(told)), told):
            own = held.get(Content(page, mcid))
            if own is None or own.stated.objgen != elem.objgen:
                yield f"the parent of {Content(page, mcid)} is {elem.objgen}, not {own}"
        if len(told) != sum(place.page == page for place in shown):
            yield f"page {page + 1} has parents for {len(told)} sequences"


def annotations_have_their_elements(file: Tagged) -> Iterator[str]:
    """14.7.4.3 and 14.7.4.4; 14289-1, 7.18."""
    referred = {kid: elem for elem in file.elems for kid in elem.kids if isinstance(kid, Reference)}
    if len(referred) != sum(isinstance(kid, Reference) for elem in file.elems for kid in elem.kids):
        yield "an annotation has two elements"
    there = {
        Reference(page, annotation.objgen): annotation
        for page, obj in enumerate(file.pages)
        for annotation in obj.get("/Annots", [])
    }
    yield from (f"{place} is in one of page and tree only" for place in referred.keys() ^ there.keys())
    for place in referred.keys() & there.keys():
        annotation, elem = there[place], referred[place]
        parent = file.parents.get(int(annotation.get("/StructParent", -1)))
        if parent is None or parent.objgen != elem.stated.objgen:
            yield f"the parent of {place} is not {elem}"
        said, held_in = SAID_AND_HELD[str(annotation.Subtype)]
        if not str(annotation.get(said, "")).strip():
            yield f"{place} says nothing of itself"
        if file.standard_type(elem) != held_in:
            yield f"{place} is {annotation.Subtype} in {elem}"


def forms_are_of_print_or_hold_one_widget(file: Tagged) -> Iterator[str]:
    """14289-1, 7.18.4."""
    for elem in file.of_type("Form"):
        kinds = [type(kid) for kid in elem.kids]
        if elem.attribute("PrintField", "Role") is None:
            if kinds != [Reference]:
                yield f"{elem} holds {kinds}"
        elif Reference in kinds:
            yield f"{elem} is of print, and has a field"


def pages_know_the_tree(file: Tagged) -> Iterator[str]:
    keys = [int(page.get("/StructParents", -1)) for page in file.pages]
    if len(set(keys)) != len(keys) or -1 in keys:
        yield f"keys of pages: {keys}"
    yield from (
        f"page {number} has no order of tabs"
        for number, page in enumerate(file.pages, 1)
        if page.get("/Tabs") != "/S"
    )
    if list(file.parents) != sorted(file.parents):
        yield "the parent tree is not sorted"
    if int(file.tree.ParentTreeNextKey) <= max(file.parents):
        yield "the next key of the parent tree is taken"


def elements_know_their_parents(file: Tagged) -> Iterator[str]:
    for elem in file.elems:
        above = elem.parent.stated if elem.parent else file.tree
        if elem.stated.P.objgen != above.objgen:
            yield f"{elem} has another parent"


def types_are_standard(file: Tagged) -> Iterator[str]:
    for elem in file.elems:
        if file.standard_type(elem) not in STANDARD:
            yield f"{elem} stands for {file.standard_type(elem)}"
        holds = MAY_HOLD.get(file.standard_type(elem))
        if holds is not None:
            yield from (
                f"{kid} in {elem}"
                for kid in elem.kids
                if not (isinstance(kid, Elem) and file.standard_type(kid) in holds)
            )


def nothing_is_empty(file: Tagged) -> Iterator[str]:
    yield from (
        f"{elem} is empty"
        for elem in file.elems
        if not elem.kids and file.standard_type(elem) not in MAY_BE_EMPTY
    )
    for number, content in enumerate(file.content, 1):
        yield from (
            f"page {number}: {sequence.tag} paints nothing"
            for sequence in content.sequences
            if not sequence.paints
        )


def content_is_in_order(file: Tagged) -> Iterator[str]:
    """14.8.2.3: within a paragraph, logical order is that of the content; a link comes after its words."""
    for elem in file.of_type(*LINES):
        inside = [kid for kid in elem.within() if not isinstance(kid, Elem)]
        places = [(kid.page, kid.mcid) for kid in inside if isinstance(kid, Content)]
        if places != sorted(places):
            yield f"{elem}: {places}"
        shown: set[int] = set()
        for kid in inside:
            if isinstance(kid, Content):
                shown.add(kid.page)
            elif kid.page not in shown and file.pdf.get_object(*kid.annotation).Subtype == "/Link":
                yield f"{elem}: a link before its words on page {kid.page + 1}"


def notes_come_after_their_calls(file: Tagged) -> Iterator[str]:
    called: set[str] = set()
    for elem in file.elems:
        for kid in elem.kids:
            if isinstance(kid, Reference):
                annotation = file.pdf.get_object(*kid.annotation)
                called.add(str(annotation.get("/Dest", "")))
        if elem.type == "Note" and str(elem.stated.get("/ID", "")) not in called:
            yield f"{elem} stands before its call"


def identifiers_are_found(file: Tagged) -> Iterator[str]:
    """14.7.2 and 7.9.6; notes have identifiers (14289-1, 7.9)."""
    names = [name for name, _ in file.names]
    if names != sorted(set(names)):
        yield f"names are not sorted: {names}"
    for leaf in file.tree.get("/IDTree", {}).get("/Kids", []):
        if [bytes(limit) for limit in leaf.Limits] != [bytes(leaf.Names[0]), bytes(leaf.Names[-2])]:
            yield "limits that are none"
    own = {bytes(elem.stated.ID): elem.stated.objgen for elem in file.elems if "/ID" in elem.stated}
    if own != {name: elem.objgen for name, elem in file.names}:
        yield "names that are not those of the elements"
    yield from (f"{elem} has no identifier" for elem in file.of_type("Note") if "/ID" not in elem.stated)
    for cell in file.of_type("TD", "TH"):
        named = [bytes(name) for name in cell.attribute("Table", "Headers", [])]
        yield from (f"{cell} names {name!r} as its header" for name in named if name not in own)


def tables_are_grids(file: Tagged) -> Iterator[str]:
    """14289-1, 7.5: header cells say what they head; all rows have as many columns."""
    yield from (
        f"{cell} has no scope" for cell in file.of_type("TH") if cell.attribute("Table", "Scope") is None
    )
    for table in file.of_type("Table"):
        rows = [
            elem
            for elem in table.within()
            if isinstance(elem, Elem) and elem.type == "TR" and _table_of(elem) is table
        ]
        widths: Counter[int] = Counter()
        for number, row in enumerate(rows):
            for cell in row.elements:
                for down in range(int(cell.attribute("Table", "RowSpan", 1))):
                    widths[number + down] += int(cell.attribute("Table", "ColSpan", 1))
        if len(set(widths.values())) > 1 or len(widths) != len(rows):
            yield f"{table}: {dict(widths)} in {len(rows)} rows"


def _table_of(elem: Elem) -> Elem | None:
    while elem.parent is not None and elem.type != "Table":
        elem = elem.parent
    return elem


def lists_say_how_they_count(file: Tagged) -> Iterator[str]:
    """14289-1, 7.6."""
    for each in file.of_type("L"):
        if each.attribute("List", "ListNumbering") is None:
            yield f"{each} has no numbering"
    for each in file.of_type("LI"):
        types = [file.standard_type(kid) for kid in each.elements]
        if "LBody" not in types or types[0] != "Lbl":
            yield f"{each} holds {types}"


def headings_skip_no_level(file: Tagged) -> Iterator[str]:
    """14289-1, 7.4.2."""
    levels = [int(elem.type[1]) for elem in file.of_type(*(f"H{level}" for level in range(1, 7)))]
    for above, level in itertools.pairwise([0, *levels]):
        if level > above + 1:
            yield f"level {level} below {above}"


def pictures_are_described(file: Tagged) -> Iterator[str]:
    """14289-1, 7.3; 14.8.5.4.3."""
    for figure in file.of_type("Figure"):
        if not str(figure.stated.get("/Alt", "")).strip():
            yield f"{figure} is not described"
        left, foot, right, top = map(float, figure.attribute("Layout", "BBox", (0, 0, 0, 0)))
        if not (left < right and foot < top):
            yield f"{figure} has no place"


RULES: tuple[Callable[[Tagged], Iterator[str]], ...] = (
    all_is_marked,
    artifacts_say_what_they_are,
    numbers_are_single,
    sequences_have_their_elements,
    annotations_have_their_elements,
    forms_are_of_print_or_hold_one_widget,
    pages_know_the_tree,
    elements_know_their_parents,
    types_are_standard,
    nothing_is_empty,
    content_is_in_order,
    notes_come_after_their_calls,
    identifiers_are_found,
    tables_are_grids,
    lists_say_how_they_count,
    headings_skip_no_level,
    pictures_are_described,
)


def broken_rules(data: bytes) -> list[str]:
    file = Tagged(data)
    return [f"{rule.__name__}: {broken}" for rule in RULES for broken in rule(file)]
