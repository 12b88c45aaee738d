"""The file itself: python-docx's package of parts, written so that it is always the same bytes."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from typing import NamedTuple

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package

from exporter.backends.archive import Content, pack
from exporter.backends.blanks import Blanks, Form
from exporter.backends.docx.drawings import Media
from exporter.backends.docx.fonts import EmbeddedFont
from exporter.backends.docx.links import Relationships
from exporter.model.memory import Memory

_HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"


class Piece(NamedTuple):
    """A part that the document part relates to under a fixed id."""

    id: str
    name: str
    content_type: str
    relationship: str
    data: Content


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

    core: Content
    app: Content
    custom: Content


_MAIN = ("/word/document.xml", CT.WML_DOCUMENT_MAIN)
_ABOUT = (
    ("/docProps/core.xml", CT.OPC_CORE_PROPERTIES, RT.CORE_PROPERTIES),
    ("/docProps/app.xml", CT.OFC_EXTENDED_PROPERTIES, RT.EXTENDED_PROPERTIES),
    ("/docProps/custom.xml", CT.OFC_CUSTOM_PROPERTIES, RT.CUSTOM_PROPERTIES),
)


class _Shape(NamedTuple):
    """What decides how the parts hang together: parts with their types and relationships, fonts, and the
    relationships of the parts of the text, whose addresses are left blank."""

    pieces: tuple[tuple[str, str, str, str], ...]
    fonts: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]


class _Skeleton(NamedTuple):
    """The files of a package in their order: each a form to fill in, or the name of a part."""

    entries: tuple[tuple[str, Form | str], ...]


def packed(
    body: Content,
    pieces: list[Piece],
    links: dict[str, Relationships],
    media: Media,
    fonts: Collection[EmbeddedFont],
    about: AboutFile,
    date: datetime.datetime,
    memory: Memory,
) -> bytes:
    """The whole file. ``links`` are the relationships of the parts named by its keys."""
    addresses = Blanks()
    contents: dict[str, Content] = {_MAIN[0]: body}
    for (name, _, _), data in zip(_ABOUT, about, strict=True):
        contents[name] = data
    for piece in pieces:
        contents[piece.name] = piece.data
    for font in fonts:
        contents[font.part] = font.hidden.data
    related = []
    for name, relationships in links.items():
        ends = []
        for id, target, is_hyperlink in relationships:
            if is_hyperlink:
                ends.append((id, "", addresses.blank(target)))
            else:
                image, media_type, contents[image] = media.part(target)
                ends.append((id, image, media_type))
        related.append((name, tuple(ends)))
    shape = _Shape(
        tuple([piece[:4] for piece in pieces]),
        tuple([(font.part, font.id) for font in fonts]),
        tuple(related),
    )
    skeleton = memory.of(("docx package", shape), (), lambda: _skeleton(shape))
    return pack(
        [
            (name, contents[held] if isinstance(held, str) else held.filled(addresses.words))
            for name, held in skeleton.entries
        ],
        date,
    )


def _skeleton(shape: _Shape) -> _Skeleton:
    """The package as python-docx builds it, of parts without content."""
    package = Package()
    main = _part(package, *_MAIN)
    package.rels.add_relationship(RT.OFFICE_DOCUMENT, main, "rId1")
    for number, (name, content_type, relationship) in enumerate(_ABOUT, 2):
        package.rels.add_relationship(relationship, _part(package, name, content_type), f"rId{number}")
    parts = {_MAIN[0]: main}
    for id, name, content_type, relationship in shape.pieces:
        part = parts[name] = _part(package, name, content_type)
        main.rels.add_relationship(relationship, part, id)
    for name, id in shape.fonts:
        part = _part(package, name, _OBFUSCATED_FONT)
        parts[FONT_TABLE[1]].rels.add_relationship(RT.FONT, part, id)
    images: dict[str, Part] = {}
    for name, related in shape.links:
        for id, image, end in related:
            if not image:
                parts[name].rels.add_relationship(RT.HYPERLINK, end, id, is_external=True)
                continue
            if image not in images:
                images[image] = _part(package, image, end)
            parts[name].rels.add_relationship(RT.IMAGE, images[image], id)
    return _Skeleton(tuple(_entries(package)))


def _part(package: Package, name: str, content_type: str) -> Part:
    return Part(PackURI(name), content_type, b"", package)


def _entries(package: Package) -> Iterator[tuple[str, Form | str]]:
    """Every file of the package: first what says what the others are (ISO/IEC 29500-2, 7.3)."""
    parts = package.parts
    yield "[Content_Types].xml", Form.of(_content_types(parts).decode())
    yield "_rels/.rels", Form.of(package.rels.xml.decode())
    for part in parts:
        yield part.partname.membername, str(part.partname)
        if len(part.rels):
            yield part.partname.rels_uri.membername, Form.of(part.rels.xml.decode())


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
