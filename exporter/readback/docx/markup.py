"""Questions to ask of WordprocessingML, in its transitional and its strict form."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.readback.xml import Element, elements, local


def value(element: Element | None, name: str = "val") -> str:
    """An attribute of the element's own namespace; empty where it or the element is absent."""
    if element is None:
        return ""
    namespace = element.tag.rpartition("}")[0].lstrip("{")
    return str(element.get(f"{{{namespace}}}{name}", ""))


def child(element: Element | None, *names: str) -> Element | None:
    """The element at the end of a path of local names, or ``None``."""
    for name in names:
        if element is None:
            return None
        element = next((inner for inner in elements(element) if local(inner) == name), None)
    return element


def is_on(element: Element | None, *names: str) -> bool:
    """Whether a toggle property is there and not switched off (17.17.4, ``ST_OnOff``)."""
    found = child(element, *names)
    return found is not None and value(found) not in ("0", "false", "off")


def whole(text: str, otherwise: int) -> int:
    """A whole number, or ``otherwise`` for what is none."""
    return int(text) if text.isascii() and text.lstrip("-").isdigit() else otherwise


_TRANSPARENT = frozenset(
    ("ins", "moveTo", "smartTag", "sdt", "sdtContent", "customXml", "hyperlink", "fldSimple", "bdo", "dir")
)


def paragraph_parts(paragraph: Element) -> Iterator[Element]:
    """The runs of a paragraph, and the elements around runs, in order; what is deleted is not."""
    for part in elements(paragraph):
        if local(part) == "r" or local(part) in _TRANSPARENT:
            yield part


def block_parts(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables below ``parent``, also those in content controls (17.5.2)."""
    for part in elements(parent):
        if local(part) in ("p", "tbl"):
            yield part
        elif local(part) in _TRANSPARENT:
            yield from block_parts(part)
