"""The file itself: python-docx's package of parts, written so that it is always the same bytes."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package

from exporter.backends.archive import Content, pack
from exporter.backends.docx.drawings import Media
from exporter.backends.docx.fonts import EmbeddedFont
from exporter.backends.docx.links import Relationships

_HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"


class Piece(NamedTuple):
    """A part that the document part relates to under a fixed id."""

    id: str
    name: str
    content_type: str
    relationship: str
    data: bytes


_OBFUSCATED_FONT = "application/vnd.openxmlformats-officedocument.obfuscatedFont"

STYLES = ("rId1", "/word/styles.xml", CT.WML_STYLES, RT.STYLES)
NUMBERING = ("rId2", "/word/numbering.xml", CT.WML_NUMBERING, RT.NUMBERING)
SETTINGS = ("rId3", "/word/settings.xml", CT.WML_SETTINGS, RT.SETTINGS)
THEME = ("rId4", "/word/theme/theme1.xml", CT.OFC_THEME, RT.THEME)
FONT_TABLE = ("rId5", "/word/fontTable.xml", CT.WML_FONT_TABLE, RT.FONT_TABLE)
FOOTNOTES = ("rId6", "/word/footnotes.xml", CT.WML_FOOTNOTES, RT.FOOTNOTES)
HEADER = ("rId7", "/word/header1.xml", CT.WML_HEADER, RT.HEADER)
FOOTER = ("rId8", "/word/footer1.xml", CT.WML_FOOTER, RT.FOOTER)
FIRST_FOOTER = ("rId9", "/word/footer2.xml", CT.WML_FOOTER, RT.FOOTER)


class AboutFile(NamedTuple):
    """The parts that say what the file is: core, extended and custom properties."""

    core: bytes
    app: bytes
    custom: bytes


_ABOUT = (
    ("/docProps/core.xml", CT.OPC_CORE_PROPERTIES, RT.CORE_PROPERTIES),
    ("/docProps/app.xml", CT.OFC_EXTENDED_PROPERTIES, RT.EXTENDED_PROPERTIES),
    ("/docProps/custom.xml", CT.OFC_CUSTOM_PROPERTIES, RT.CUSTOM_PROPERTIES),
)


def packed(
    body: bytes,
    pieces: list[Piece],
    links: dict[str, Relationships],
    media: Media,
    fonts: Collection[EmbeddedFont],
    about: AboutFile,
    date: datetime.datetime,
) -> bytes:
    """The whole file. ``links`` are the relationships of the parts named by its keys."""
    package = Package()
    main = _part(package, "/word/document.xml", CT.WML_DOCUMENT_MAIN, body)
    package.rels.add_relationship(RT.OFFICE_DOCUMENT, main, "rId1")
    for number, ((name, content_type, relationship), data) in enumerate(zip(_ABOUT, about, strict=True), 2):
        package.rels.add_relationship(relationship, _part(package, name, content_type, data), f"rId{number}")
    parts = {"/word/document.xml": main}
    for piece in pieces:
        part = parts[piece.name] = _part(package, piece.name, piece.content_type, piece.data)
        main.rels.add_relationship(piece.relationship, part, piece.id)
    for font in fonts:
        part = _part(package, font.part, _OBFUSCATED_FONT, b"")
        parts[FONT_TABLE[1]].rels.add_relationship(RT.FONT, part, font.id)
    held = {font.part: font.hidden.data for font in fonts}
    images: dict[str, Part] = {}
    for name, relationships in links.items():
        _relate(package, parts[name], relationships, media, images)
    return pack(_entries(package, held), date)


def _part(package: Package, name: str, content_type: str, data: bytes) -> Part:
    return Part(PackURI(name), content_type, data, package)


def _relate(
    package: Package, part: Part, relationships: Relationships, media: Media, images: dict[str, Part]
) -> None:
    for id, target, is_hyperlink in relationships:
        if is_hyperlink:
            part.rels.add_relationship(RT.HYPERLINK, target, id, is_external=True)
            continue
        if target not in images:
            images[target] = _part(package, *media.part(target))
        part.rels.add_relationship(RT.IMAGE, images[target], id)


def _entries(package: Package, held: Mapping[str, Content]) -> Iterator[tuple[str, Content]]:
    """Every file of the package: first what says what the others are (ISO/IEC 29500-2, 7.3).

    ``held`` are parts that have been compressed before, by their names.
    """
    parts = package.parts
    yield "[Content_Types].xml", _content_types(parts)
    yield "_rels/.rels", package.rels.xml
    for part in parts:
        yield part.partname.membername, held.get(part.partname) or part.blob
        if len(part.rels):
            yield part.partname.rels_uri.membername, part.rels.xml


def _content_types(parts: list[Part]) -> bytes:
    """Defaults by the ending of the name, and an override for each XML part (7.3.7)."""
    suffixes = {part.partname.ext: part.content_type for part in parts if part.partname.ext != "xml"}
    defaults = {"rels": CT.OPC_RELATIONSHIPS, "xml": CT.XML, **suffixes}
    lines = [f'<Default Extension="{suffix}" ContentType="{kind}"/>' for suffix, kind in defaults.items()]
    lines += [
        f'<Override PartName="{part.partname}" ContentType="{part.content_type}"/>'
        for part in parts
        if part.partname.ext == "xml"
    ]
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'{_HEAD}<Types xmlns="{namespace}">{"".join(lines)}</Types>'.encode()
