"""One page (HTML Living Standard): no script, nothing fetched, everything inside."""

from __future__ import annotations

import base64
import functools
from collections.abc import Iterator
from typing import NamedTuple, final

from markupsafe import Markup

from exporter.backends.web import (
    Found,
    Place,
    Site,
    XhtmlRenderer,
    as_html,
    closing,
    contents_among,
    font_files,
    font_source,
    languages,
    legal,
    letterhead,
    printed,
    stylesheet,
    written,
)
from exporter.backends.web.markup import Attributes
from exporter.model import Asset
from exporter.notices import Notice
from exporter.prepare import Prepared
from exporter.render import PageMap, Rendered
from exporter.theme import Theme

ALL_LEVELS = 6
_ITEM: Attributes = {"itemscope": True, "itemtype": "https://schema.org/MedicalWebPage"}
"""What a page on health is, in microdata (HTML, 5): JSON-LD says it in a script, and there is none."""
DEEPEST_BELOW_TITLE = 5
"""The page's title is its ``h1``, so a sixth level of headings has no element of its own."""


class EndNote(NamedTuple):
    """A note in the list at the end."""

    anchor: str
    body: Markup


@final
class HtmlBackend:
    """Renders one self-contained page."""

    suffix = "html"

    def render(self, prepared: Prepared, theme: Theme, page_map: PageMap | None) -> Rendered:
        """The page as UTF-8, with a notice for each heading that had to move up a level.

        ``page_map`` is not used: a page on the web has no pages.
        """
        memory = prepared.memory
        found = Found.together(
            [
                Found.in_blocks(blocks, memory)
                for blocks in (prepared.document.blocks, *(note.blocks for note in prepared.notes))
            ]
        )
        page = _page(prepared, theme, found)
        return Rendered(page.encode("utf-8"), tuple(_notices(prepared, found)))


def _finished(markup: str) -> str:
    """Markup of ours as HTML wants it."""
    return as_html(legal(markup))


def _page(prepared: Prepared, theme: Theme, found: Found) -> str:
    renderer = XhtmlRenderer(prepared, theme, _finished)
    place = Place(_site(prepared, found), "", "at", prepared.language)
    return printed(
        "page.html.j2",
        prepared.memory,
        prepared.phrases,
        _finished,
        ready={
            "style": _style(prepared, theme, found),
            "text": renderer.passage(prepared.document.blocks, place),
            "outline": "" if found.contents else renderer.contents_list(ALL_LEVELS, place),
        },
        language=prepared.language,
        direction=prepared.direction,
        title=prepared.title,
        subtitle=prepared.metadata.subtitle,
        phrase_language=Markup(written(renderer.phrase_language(place))),
        own_language=Markup(written(renderer.own_language(place))),
        described=tuple(_described(prepared)),
        item=Markup(written(_ITEM if prepared.metadata.health else {})),
        stated=tuple(_stated(prepared) if prepared.metadata.health else ()),
        shared=tuple(_shared(prepared)),
        letterhead=letterhead(prepared, theme, renderer, place),
        notes=tuple(_notes(prepared, renderer, place)),
        closing=closing(prepared, theme, renderer, place.at("at.closing")),
    )


def _site(prepared: Prepared, found: Found) -> Site:
    """One file, one heading level further down, pictures inside."""
    anchors = found.anchors | {note.anchor for note in prepared.notes}
    images = {
        key: prepared.memory.of("image address", (asset,), functools.partial(_image_address, asset))
        for key, asset in prepared.document.assets.items()
    }
    return Site(
        anchors=dict.fromkeys(anchors, ""), images=images, heading_shift=1, contents=contents_among(found)
    ).remembered(prepared.memory)


def _image_address(asset: Asset) -> str:
    return _data_address(asset.media_type, asset.data)


def _data_address(media_type: str, data: bytes) -> str:
    """``data`` as an address that holds it (RFC 2397)."""
    return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"


def _font_address(prepared: Prepared, data: bytes) -> str:
    return prepared.memory.of("font address", (data,), lambda: _data_address("font/ttf", data))


def _style(prepared: Prepared, theme: Theme, found: Found) -> str:
    spoken = languages(prepared, found)
    fonts = [
        font_source(font, _font_address(prepared, font.data))
        for font in font_files(prepared, theme, found, spoken)
    ]
    return stylesheet(prepared, theme, fonts, spoken, book=False)


def _notes(prepared: Prepared, renderer: XhtmlRenderer, place: Place) -> Iterator[EndNote]:
    for note in prepared.notes:
        inside = place.at(f"at.{note.anchor}")
        yield EndNote(note.anchor, Markup(renderer.note_body(note, inside)))


def _described(prepared: Prepared) -> Iterator[tuple[str, str]]:
    """What the head says by name (HTML, 4.2.5.1; Dublin Core terms)."""
    metadata = prepared.metadata
    if metadata.description:
        yield "description", metadata.description
    for author in metadata.authors:
        yield "author", author
    if metadata.keywords:
        yield "keywords", ", ".join(metadata.keywords)
    if metadata.publisher:
        yield "dcterms.publisher", metadata.publisher.name
    yield "dcterms.identifier", prepared.identifier
    if metadata.date:
        yield "dcterms.issued", metadata.date.isoformat()
    yield "dcterms.modified", prepared.date.isoformat()
    if metadata.rights:
        yield "dcterms.rights", metadata.rights


def _stated(prepared: Prepared) -> Iterator[tuple[str, str]]:
    """The properties of the page as Schema.org names them."""
    metadata = prepared.metadata
    yield "name", prepared.title
    yield "inLanguage", prepared.language
    yield "identifier", prepared.identifier
    for author in metadata.authors:
        yield "author", author
    texts = {
        "description": metadata.description,
        "keywords": ", ".join(metadata.keywords),
        "publisher": metadata.publisher.name if metadata.publisher else "",
        "datePublished": metadata.date.isoformat() if metadata.date else "",
        "dateModified": prepared.date.date().isoformat(),
        "lastReviewed": metadata.reviewed.isoformat() if metadata.reviewed else "",
        "audience": metadata.audience,
    }
    yield from ((name, text) for name, text in texts.items() if text)


def _shared(prepared: Prepared) -> Iterator[tuple[str, str]]:
    """The basics of the Open Graph protocol, for those who share the page."""
    metadata = prepared.metadata
    yield "og:type", "article"
    yield "og:title", prepared.title
    if metadata.description or metadata.subtitle:
        yield "og:description", metadata.description or metadata.subtitle
    if metadata.publisher:
        yield "og:site_name", metadata.publisher.name


def _notices(prepared: Prepared, found: Found) -> Iterator[Notice]:
    for node in found.headings:
        if node.level > DEEPEST_BELOW_TITLE:
            yield Notice(
                "heading-level",
                f"a heading of level {node.level} stands at level {DEEPEST_BELOW_TITLE} in HTML",
                severity="info",
                file=prepared.document.source,
                line=node.pos.line,
                column=node.pos.column,
            )
