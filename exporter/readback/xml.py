"""XML parsed without entities, network or DTD, and the few questions that readers ask of a tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from exporter.errors import InputRefused, LimitReached

Element: TypeAlias = etree._Element

MOST_DEPTH = 220
"""Elements within elements: readers call themselves once or twice for each."""


def parse(data: bytes, name: str) -> Element:
    """The root of an XML document; raises ``InputRefused`` where it is not well-formed."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise InputRefused.because(
            "damaged", f"not well-formed XML: {error.msg}", file=name, line=line or 0, column=column or 0
        ) from None
    return bounded(root, name)


def bounded(root: Element, name: str) -> Element:
    """``root``, or ``LimitReached`` for a tree deeper than any document's."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MOST_DEPTH:
            raise LimitReached.because(
                "nesting", f"elements are nested more than {MOST_DEPTH} deep", file=name
            )
    return root


def elements(parent: Element) -> Iterator[Element]:
    """The child elements, without comments, processing instructions and entities."""
    return (child for child in parent if isinstance(child.tag, str))


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def text_of(element: Element | None) -> str:
    """All words below an element, its spaces folded."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
