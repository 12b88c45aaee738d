"""An EPUB publication (EPUB 3.3) -> View: the content documents of its spine, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from exporter.errors import InputRefused
from exporter.model import Property, View, ViewNode
from exporter.readback.css import ComputedStyles, Sheet
from exporter.readback.package import Package
from exporter.readback.xhtml import (
    HEADINGS,
    Page,
    calls_in,
    descriptions_in,
    direction_of,
    language_of,
    meanings,
    nodes_of,
    notes_of,
    place,
)
from exporter.readback.xml import Element, elements, local, parse, text_of

_DC = "{http://purl.org/dc/elements/1.1/}"
_PROPERTIES: dict[str, Property] = {
    "creator": "author",
    "publisher": "publisher",
    "description": "description",
    "subject": "keyword",
    "rights": "rights",
    "date": "date",
}
"""The elements of Dublin Core in a package document (EPUB 3.3, 5.5.3)."""
_CONTAINER = "META-INF/container.xml"
_XHTML = "application/xhtml+xml"


class _File(NamedTuple):
    """A content document: its name in the package, its root and its body."""

    name: str
    root: Element
    body: Element


def read_epub(data: bytes, name: str = "") -> View:
    """The View of a publication: see ``read_epub_package``."""
    return read_epub_package(Package(data, name))


def read_epub_package(package: Package) -> View:
    """The View of a publication; the heading of its title page is its title.

    Its language is that of its metadata where every content document states the same, since a
    reading system speaks by the one and lists by the other (EPUB 3.3, 5.5.3.2.2). Raises
    ``InputRefused`` where a part is missing or not well-formed.
    """
    opf_name, opf = _package_document(package)
    files = list(_spine(package, opf_name, opf))
    calls = {where: said for file in files for where, said in calls_in(file.body, file.name).items()}
    nodes: list[ViewNode] = []
    notes: list[ViewNode] = []
    for file in files:
        page = Page(
            ComputedStyles(file.root, list(_sheets(package, file))),
            file=file.name,
            title=_title_heading(file.body),
            descriptions=descriptions_in(file.body),
            calls=calls,
        )
        nodes += nodes_of(file.body, page)
        notes += notes_of(file.body, page)
    return View(
        title=_main_title(opf),
        language=_language(opf, files),
        direction=direction_of(files[0].root),
        nodes=tuple(nodes),
        notes=tuple(notes),
        medium="reader",
        properties=_properties(opf),
    )


def content_documents(package: Package) -> list[str]:
    """The names of the content documents in reading order, also of the cover and of what is read apart.

    Raises ``InputRefused`` as ``read_epub`` does.
    """
    opf_name, opf = _package_document(package)
    hrefs = {item.get("id"): item.get("href", "") for item in opf.iter("{*}item")}
    places = (place(hrefs.get(one.get("idref"), ""), opf_name) for one in opf.iter("{*}itemref"))
    return [where.partition("#")[0] for where in places]


def _package_document(package: Package) -> tuple[str, Element]:
    """The first package document that the container names (OCF 3.3, 4.2.6.3.1)."""
    container = parse(package.read(_CONTAINER), package.name)
    names = [element.get("full-path", "") for element in container.iter("{*}rootfile")]
    if not names:
        raise InputRefused.because("damaged", "the container names no package document", file=package.name)
    return names[0], parse(package.read(names[0]), package.name)


def _spine(package: Package, opf_name: str, opf: Element) -> Iterator[_File]:
    """The content documents in reading order (EPUB 3.3, 5.7), but those outside it (``linear="no"``),
    and the cover, a picture of the title (EPUB Structural Semantics Vocabulary, ``cover``).
    """
    manifest = {item.get("id"): item for item in opf.iter("{*}item")}
    found = False
    for reference in opf.iter("{*}itemref"):
        item = manifest.get(reference.get("idref"))
        if item is None:
            raise InputRefused.because("damaged", "the spine names what is not there", file=package.name)
        if reference.get("linear") == "no" or item.get("media-type") != _XHTML:
            continue
        file = _file(package, place(item.get("href", ""), opf_name).partition("#")[0])
        if not _is_cover(file.body):
            found = True
            yield file
    if not found:
        raise InputRefused.because("damaged", "the publication has nothing to read", file=package.name)


def _is_cover(body: Element) -> bool:
    """Whether a document is nothing but a cover."""
    parts = [body, *elements(body)]
    return any("cover" in meanings(part) for part in parts) and len(parts) <= 2


def _file(package: Package, name: str) -> _File:
    root = parse(package.read(name), package.name)
    body = root.find("{*}body")
    if body is None:
        raise InputRefused.because("damaged", f"{name} has no body", file=package.name)
    return _File(name, root, body)


def _sheets(package: Package, file: _File) -> Iterator[Sheet]:
    """The style sheets of a content document in their order (HTML, 4.2.4 and 4.2.6)."""
    for element in file.root.iter("{*}style", "{*}link"):
        media = element.get("media", "")
        kinds = element.get("rel", "").lower().split()
        if local(element) == "style":
            yield Sheet(element.text or "", media)
        elif "stylesheet" in kinds and "alternate" not in kinds:
            name = place(element.get("href", ""), file.name).partition("#")[0]
            if name in package:
                yield Sheet(package.read(name).decode("utf-8", "replace"), media)


def _title_heading(body: Element) -> Element | None:
    """The first heading of a title page (EPUB Structural Semantics Vocabulary, ``titlepage``)."""
    for element in body.iter(*(f"{{*}}{name}" for name in HEADINGS)):
        if any("titlepage" in meanings(above) for above in element.iterancestors()):
            return element
    return None


def _main_title(opf: Element) -> str:
    """The first title, which is the main one (EPUB 3.3, 5.5.3.1.2)."""
    return text_of(next(opf.iter(f"{_DC}title"), None))


def _properties(opf: Element) -> dict[Property, tuple[str, ...]]:
    found: dict[Property, tuple[str, ...]] = {
        name: tuple(text_of(element) for element in opf.iter(f"{_DC}{term}"))
        for term, name in _PROPERTIES.items()
    }
    unique = opf.get("unique-identifier")
    identifiers = (text_of(each) for each in opf.iter(f"{_DC}identifier") if each.get("id") == unique)
    return {**found, "identifier": tuple(identifiers), "subtitle": tuple(_titles_of(opf, "subtitle"))}


def _titles_of(opf: Element, kind: str) -> Iterator[str]:
    """The titles that are said to be of a kind (EPUB 3.3, D.3.10, ``title-type``)."""
    types = (meta for meta in opf.iter("{*}meta") if meta.get("property") == "title-type")
    ids = {meta.get("refines", "").removeprefix("#") for meta in types if text_of(meta) == kind}
    return (text_of(title) for title in opf.iter(f"{_DC}title") if title.get("id") in ids)


def _language(opf: Element, files: list[_File]) -> str:
    stated = text_of(next(opf.iter(f"{_DC}language"), None))
    return stated if all(_said_language(file) == stated.lower() for file in files) else ""


def _said_language(file: _File) -> str:
    return (language_of(file.root) or language_of(file.body)).lower()
