"""Edits of the structure and the objects of a PDF."""

from __future__ import annotations

from collections.abc import Callable

import pikepdf

Change = Callable[[pikepdf.Pdf], None]


def without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


def another_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Nothing"


def pages_swapped(pdf: pikepdf.Pdf) -> None:
    """What the tree says stays as it was: only who looks at the pages meets another order."""
    page = pdf.pages[2]
    del pdf.pages[2]
    pdf.pages.insert(1, page)


def page_lost(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]


def elements(pdf: pikepdf.Pdf, type: str) -> list[pikepdf.Dictionary]:
    """The elements of a type in logical order."""
    found, stack = [], [pdf.Root.StructTreeRoot.K]
    while stack:
        elem = stack.pop()
        found += [elem] if f"/{type}" == elem.S else []
        kids = list(elem.get("/K", pikepdf.Array()))
        stack += [kid for kid in kids[::-1] if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return found


def renamed(type: str, other: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        for elem in elements(pdf, type):
            elem.S = pikepdf.Name(f"/{other}")

    return change


def turned(type: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        for elem in elements(pdf, type):
            elem.K = pikepdf.Array(list(elem.K)[::-1])

    return change


def lost(type: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        elem = elements(pdf, type)[0]
        elem.P.K = pikepdf.Array([kid for kid in elem.P.K if kid != elem])

    return change


def put_in(type: str, name: str, value: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        elements(pdf, type)[0][f"/{name}"] = pikepdf.String(value)

    return change


def without_attributes(type: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        for elem in elements(pdf, type):
            if "/A" in elem:
                del elem.A

    return change


def lists_in_one(pdf: pikepdf.Pdf) -> None:
    """The items of a list in a list go up into it."""
    inner = next(elem for elem in elements(pdf, "L") if elem.P.S == "/LBody")
    item = inner.P.P
    inner.P.K = pikepdf.Array([kid for kid in inner.P.K if kid != inner])
    item.P.K = pikepdf.Array([kid for own in item.P.K for kid in ([own, *inner.K] if own == item else [own])])


def first(type: str, key: str, value: object) -> Change:
    """Gives the first element of a type another value for a key; ``None`` takes it away."""

    def change(pdf: pikepdf.Pdf) -> None:
        elem = next(elem for elem in elements(pdf, type) if value is not None or key in elem)
        if value is None:
            del elem[key]
        else:
            elem[key] = value

    return change


def every(type: str, key: str, value: object) -> Change:
    """The same of every element of a type that has the key."""

    def change(pdf: pikepdf.Pdf) -> None:
        for elem in elements(pdf, type):
            if key in elem and value is None:
                del elem[key]
            elif key in elem:
                elem[key] = value

    return change


def attribute(type: str, name: str, value: object) -> Change:
    """Gives every element of a type that has an attribute another value for it."""

    def change(pdf: pikepdf.Pdf) -> None:
        for elem in elements(pdf, type):
            for stated in (
                [elem.A] if isinstance(elem.get("/A"), pikepdf.Dictionary) else list(elem.get("/A", []))
            ):
                if name in stated:
                    stated[name] = value

    return change


def links(edit: Callable[[pikepdf.Dictionary], None]) -> Change:
    """Edits each annotation that is a link."""

    def change(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            for note in page.get("/Annots", []):
                if note.Subtype == "/Link":
                    edit(note)

    return change


def addressed(old: bytes, new: bytes) -> Change:
    def edit(note: pikepdf.Dictionary) -> None:
        if "/URI" in note.get("/A", {}):
            note.A.URI = pikepdf.String(bytes(note.A.URI).replace(old, new))

    return links(edit)


def led(name: str, other: str) -> Change:
    """Leads the links to a place to another one."""

    def edit(note: pikepdf.Dictionary) -> None:
        holder = note if "/Dest" in note else note.get("/A", {})
        key = "/Dest" if "/Dest" in note else "/D"
        if str(holder.get(key, "")) == name:
            holder[key] = pikepdf.String(other)

    return links(edit)


def moved(name: str, other: str) -> Change:
    """Puts a named place where another one is."""

    def change(pdf: pikepdf.Pdf) -> None:
        tree = pikepdf.NameTree(pdf.Root.Names.Dests)
        tree[name] = tree[other]

    return change


def information(key: str, value: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo[key] = value

    return change


def metadata(old: bytes, new: bytes) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        said = pdf.Root.Metadata.read_bytes()
        assert old in said
        pdf.Root.Metadata = pdf.make_stream(
            said.replace(old, new), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
        )

    return change


def page_sized(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.MediaBox = pikepdf.Array([0, 0, 400, 600])


def turned_over(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.Direction = pikepdf.Name.R2L
