"""An HTML page (HTML Living Standard) -> View.

The parser is libxml2's, which is older than HTML 5: where a page leaves out the end of a paragraph
before an element that came later (``aside``, ``nav``), it goes on reading the paragraph.
"""

from __future__ import annotations

from lxml import etree

from exporter.errors import InputRefused, LimitReached
from exporter.model import Property, View
from exporter.readback.css import ComputedStyles, Sheet
from exporter.readback.xhtml import (
    HEADINGS,
    Page,
    calls_in,
    descriptions_in,
    direction_of,
    language_of,
    nodes_of,
    notes_of,
)
from exporter.readback.xml import Element, bounded, local, text_of

_PROPERTIES: dict[str, Property] = {
    "author": "author",
    "description": "description",
    "keywords": "keyword",
    "dcterms.publisher": "publisher",
    "dcterms.rights": "rights",
    "dcterms.identifier": "identifier",
    "dcterms.issued": "date",
}
"""The names of metadata (HTML, 4.2.5.1, and the extensions registered for it)."""
MOST_BYTES = 256 * 2**20


def read_html(data: bytes, name: str = "") -> View:
    """The View of a page. An ``h1`` that opens its headings is the title, and all others stand one
    level higher than their number.

    Raises ``InputRefused`` for what is no page, ``LimitReached`` for too long or too deep a one.
    """
    root = _parsed(data, name)
    body = root.find("body")
    if body is None:
        raise InputRefused.because("damaged", "the page has no body", file=name)
    first = next((element for element in body.iter(*HEADINGS)), None)
    title = first if first is not None and local(first) == "h1" else None
    sheets = [Sheet(style.text or "", style.get("media", "")) for style in root.iter("style")]
    page = Page(
        ComputedStyles(root, sheets),
        title=title,
        shift=0 if title is None else 1,
        skip_to=_main_id(body),
        descriptions=descriptions_in(body),
        calls=calls_in(body, ""),
    )
    return View(
        title=text_of(root.find("head/title")),
        language=language_of(root),
        direction=direction_of(root),
        nodes=nodes_of(body, page),
        notes=notes_of(body, page),
        deepest_heading=len(HEADINGS) - page.shift,
        medium="screen",
        properties=_properties(root),
    )


def _properties(root: Element) -> dict[Property, tuple[str, ...]]:
    found: dict[Property, tuple[str, ...]] = dict.fromkeys(_PROPERTIES.values(), ())
    for meta in root.iterfind("head/meta"):
        if name := _PROPERTIES.get(meta.get("name", "").lower()):
            found[name] += (meta.get("content", ""),)
    return found


def _parsed(data: bytes, name: str) -> Element:
    """The root of a page. ``huge_tree`` allows fonts and pictures in ``data:`` addresses."""
    if len(data) > MOST_BYTES:
        raise LimitReached.because("too-large", f"it is larger than {MOST_BYTES // 2**20} MiB", file=name)
    parser = etree.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, encoding=_encoding(data)
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise InputRefused.because("damaged", "the page is empty", file=name)
    return bounded(root, name)


def _encoding(data: bytes) -> str | None:
    """UTF-8 where the bytes are UTF-8; otherwise the parser goes by the page's own word."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _main_id(body: Element) -> str:
    """The id of the main part: a link to it from outside skips what comes before (WCAG 2.2, 2.4.1)."""
    main = next((element for element in body.iter() if _is_main(element)), None)
    return main.get("id", "") if main is not None else ""


def _is_main(element: Element) -> bool:
    return local(element) == "main" or element.get("role") == "main"
