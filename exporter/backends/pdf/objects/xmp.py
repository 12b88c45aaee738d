"""The metadata stream: an XMP packet (ISO 16684-1; ISO 32000-1, 14.3.2)."""

from __future__ import annotations

import functools
import html
from collections.abc import Iterable

from exporter.backends.pdf.objects.metadata import CREATOR, PRODUCER, Metadata
from exporter.notices import Standard

_MOST_TEXTS = 1 << 8
"""The texts that are remembered as XML writes them: most documents of a batch say the same."""
_PACKET_ID = "W5M0MpCehiHzreSzNTczkc9d"
"""The identifier that XMP gives to every packet (ISO 16684-1, 7.3.2)."""
_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
_PDF_A = "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>"
"""ISO 19005-2, 6.6.4."""
_PDF_UA = "<pdfuaid:part>1</pdfuaid:part>"
"""ISO 14289-1, 5."""
_PDF_UA_SCHEMA = f"""<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{_NAMESPACES["pdfuaid"]}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>"""
"""PDF/A knows the schemas of XMP itself; any other has to be described (ISO 19005-2, 6.6.2.3)."""


def packet(metadata: Metadata, claimed: frozenset[Standard]) -> bytes:
    """The packet, in UTF-8; it names a standard only where ``claimed`` holds it.

    Read-only, as nothing is left free to edit it in place.
    """
    descriptions = "\n".join((_description(_said(metadata), "dc", "xmp", "pdf"), *_claims(claimed)))
    return f"""<?xpacket begin="\ufeff" id="{_PACKET_ID}"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
{descriptions}
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>""".encode()


def _description(properties: Iterable[str], *prefixes: str) -> str:
    namespaces = "".join(f' xmlns:{prefix}="{_NAMESPACES[prefix]}"' for prefix in prefixes)
    inside = "\n".join(filter(None, properties))
    return f'<rdf:Description rdf:about=""{namespaces}>\n{inside}\n</rdf:Description>'


def _said(metadata: Metadata) -> Iterable[str]:
    language, date = metadata.language, metadata.date.isoformat()
    yield _array("dc:title", "Alt", _in_language(metadata.title, language))
    yield _array("dc:creator", "Seq", map(_item, metadata.authors))
    yield _array("dc:description", "Alt", _in_language(metadata.subject, language))
    yield _array("dc:subject", "Bag", map(_item, metadata.keywords))
    yield _array("dc:language", "Bag", [_item(language)] if language else [])
    yield _array("dc:publisher", "Bag", [_item(metadata.publisher)] if metadata.publisher else [])
    yield _array("dc:rights", "Alt", _in_language(metadata.rights, language))
    for name in ("CreateDate", "ModifyDate", "MetadataDate"):
        yield _simple(f"xmp:{name}", date)
    yield _simple("xmp:CreatorTool", CREATOR)
    yield _simple("pdf:Keywords", metadata.keyword_list)
    yield _simple("pdf:Producer", PRODUCER)


@functools.cache
def _claims(claimed: frozenset[Standard]) -> tuple[str, ...]:
    found = []
    if "PDF/A-2a" in claimed:
        found.append(_description([_PDF_A], "pdfaid"))
    if "PDF/UA-1" in claimed:
        schemas = ("pdfaExtension", "pdfaSchema", "pdfaProperty")
        found.append(_description([_PDF_UA, _PDF_UA_SCHEMA], "pdfuaid", *schemas))
    return tuple(found)


def _simple(name: str, text: str) -> str:
    return f"<{name}>{_escaped(text)}</{name}>" if text else ""


def _array(name: str, kind: str, items: Iterable[str]) -> str:
    inside = "".join(items)
    return f"<{name}><rdf:{kind}>{inside}</rdf:{kind}></{name}>" if inside else ""


def _item(text: str) -> str:
    return f"<rdf:li>{_escaped(text)}</rdf:li>"


def _in_language(text: str, language: str) -> Iterable[str]:
    """``text`` as the default and, for who asks for it, in its language (ISO 16684-1, 8.2.2.4)."""
    for tag in ("x-default", language):
        if text and tag:
            yield f'<rdf:li xml:lang="{_escaped(tag)}">{_escaped(text)}</rdf:li>'


@functools.lru_cache(_MOST_TEXTS)
def _escaped(text: str) -> str:
    """Also the carriage return, which XML would read as a line feed (XML 1.0, 2.11)."""
    return html.escape(text).replace("\r", "&#13;")
