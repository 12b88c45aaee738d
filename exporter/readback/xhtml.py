"""The tree of an HTML page or of an EPUB's content document -> nodes of a View.

Elements mean what HTML (Living Standard, section 4), WAI-ARIA 1.2, DPUB-ARIA 1.1 and the EPUB
Structural Semantics Vocabulary 1.1 say. Left out are what is not shown (``hidden``, scripts), links
past the beginning, the ways back from notes, and the words that only describe a table.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urlsplit

import msgspec

from exporter.model import Look, Numbering, ViewNode
from exporter.model.inlines import Direction
from exporter.model.view import Role
from exporter.ordinals import ordinal
from exporter.readback.css import ComputedStyles
from exporter.readback.xml import Element, elements, local, text_of

EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NOT_SHOWN = frozenset(("script", "style", "template", "head", "noscript", "link", "meta", "title", "col"))
_INLINE: dict[str, Role | None] = {
    "a": None, "abbr": "abbreviation", "audio": None, "b": "strong", "bdi": "span", "bdo": "span",
    "br": "break", "button": None, "cite": "emphasis", "code": "code", "data": None, "del": "strike",
    "dfn": "emphasis", "em": "emphasis", "font": None, "i": "emphasis", "img": "image", "input": None,
    "ins": None, "kbd": "code", "label": None, "mark": "mark", "math": None, "picture": None, "q": None,
    "ruby": None, "rp": None, "rt": None, "s": "strike", "samp": "code", "small": None, "source": None,
    "span": None, "strong": "strong", "sub": "subscript", "sup": "superscript", "svg": "image",
    "time": None, "u": None, "var": "emphasis", "wbr": None,
}  # fmt: skip
"""Phrasing content (HTML, 3.2.5.2.5) with what it means in a View; ``None`` for what adds nothing."""
_SECTIONING = frozenset(("article", "aside", "main", "nav", "section", "blockquote", "figure", "td"))
_NOTE = frozenset(("doc-footnote", "footnote", "doc-endnote", "endnote", "rearnote"))
_NOTES = frozenset(("doc-endnotes", "endnotes", "rearnotes", "footnotes"))
_NUMBERINGS: dict[str, Numbering] = {
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
_SPACES = re.compile(r"[ \t\n\f\r]+")


class Page(NamedTuple):
    """What the elements of one file are read by.

    ``styles`` say how its words look. ``title`` is the heading that is the title, if one is; headings
    stand ``shift`` levels above their number. ``calls`` has the words of each call of a note by the place it
    leads to.
    """

    styles: ComputedStyles
    file: str = ""
    title: Element | None = None
    shift: int = 0
    skip_to: str = ""
    descriptions: Mapping[str, str] = {}
    calls: Mapping[str, str] = {}
    is_preformatted: bool = False


def _placed(element: Element, page: Page, nodes: Iterable[ViewNode]) -> Iterator[ViewNode]:
    """The nodes of an element; the first begins where links to the element lead."""
    name = element.get("id") or element.get("name", "") if local(element) == "a" else element.get("id")
    for node in nodes:
        ids = (f"{page.file}#{name}", *node.ids) if name else node.ids
        yield msgspec.structs.replace(node, ids=ids)
        name = ""


def _target(link: Element, page: Page) -> str:
    """Where a link leads: a place among the content documents in one form, all else as it is written."""
    address = str(link.get("href", ""))
    parts = urlsplit(address)
    is_elsewhere = parts.scheme or parts.netloc or not parts.fragment
    return address if is_elsewhere else place(address, page.file)


def nodes_of(body: Element, page: Page) -> tuple[ViewNode, ...]:
    """The content of a page in reading order, without its notes."""
    return tuple(_flow(body, page))


def notes_of(body: Element, page: Page) -> tuple[ViewNode, ...]:
    """The notes of a page, in the order they stand in."""
    return tuple(_note(element, page) for element in body.iter() if _is_note(element))


def calls_in(body: Element, file: str) -> dict[str, str]:
    """The words of each call of a note, by the place that it leads to."""
    return {
        place(element.get("href", ""), file): text_of(element) for element in body.iter() if _is_call(element)
    }


def place(address: str, file: str) -> str:
    """Where a relative address leads, seen from ``file``: a name of the package and ``#`` an id."""
    path, fragment = urldefrag(address)
    whole = posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(path))) if path else file
    return f"{whole}#{unquote(fragment)}"


def descriptions_in(body: Element) -> dict[str, str]:
    """The words that only describe a table (WAI-ARIA 1.2, ``aria-describedby``), by their ids."""
    wanted = {
        name
        for element in body.iter()
        if local(element) == "table"
        for name in element.get("aria-describedby", "").split()
    }
    return {
        element.get("id", ""): text_of(element)
        for element in (body.iter() if wanted else ())
        if element.get("id") in wanted
    }


def language_of(element: Element) -> str:
    """The language that an element states (HTML, 3.2.6.2): ``xml:lang`` before ``lang``."""
    return str(element.get(XML_LANG) or element.get("lang") or "")


def direction_of(element: Element) -> Direction | None:
    stated = element.get("dir", "").lower()
    return "rtl" if stated == "rtl" else "ltr" if stated == "ltr" else None


def meanings(element: Element) -> frozenset[str]:
    """The roles and the EPUB types of an element."""
    return frozenset(f"{element.get('role', '')} {element.get(EPUB_TYPE, '')}".split())


def _is_call(element: Element) -> bool:
    return bool(meanings(element) & {"doc-noteref", "noteref"})


def _is_note(element: Element) -> bool:
    """A footnote or endnote, or an item in a list of them."""
    if not isinstance(element.tag, str):
        return False
    if meanings(element) & _NOTE:
        return True
    return local(element) == "li" and any(
        meanings(above) & _NOTES and element.getparent().getparent() is above
        for above in element.iterancestors()
    )


def _is_left_out(element: Element, page: Page) -> bool:
    name, means = local(element), meanings(element)
    return (
        name in _NOT_SHOWN
        or element.get("hidden") is not None
        or "doc-backlink" in means
        or bool(means & _NOTES)
        or _is_note(element)
        or element.get("id") in page.descriptions
        or (name == "a" and _skips(element, page.skip_to))
    )


def _skips(link: Element, main: str) -> bool:
    """Whether a link leads from outside to the main part (WCAG 2.2, 2.4.1)."""
    leads_there = bool(main) and link.get("href") == f"#{main}"
    return leads_there and all(above.get("id") != main for above in link.iterancestors())


# Blocks


def _flow(parent: Element, page: Page) -> Iterator[ViewNode]:
    """The blocks in an element; words that stand between them are paragraphs of their own."""
    line: list[ViewNode] = _text(parent.text, parent, page)
    for child in parent:
        if isinstance(child.tag, str) and not _is_left_out(child, page):
            if _is_inline(child):
                line += _placed(child, page, _inline(child, page))
            else:
                yield from _paragraph(line, page)
                line = []
                nodes = tuple(_placed(child, page, _block(child, page)))
                yield from nodes or _placed(child, page, _empty(child))
        line += _text(child.tail, parent, page)
    yield from _paragraph(line, page)


def _empty(element: Element) -> Iterable[ViewNode]:
    """What stands for an element without content that links may lead to."""
    return (ViewNode(role="group"),) if element.get("id") else ()


def _is_inline(element: Element) -> bool:
    """Phrasing content that holds nothing else: ``a`` and ``ins`` may stand around blocks."""
    if local(element) in ("svg", "math"):
        return True
    return all(local(inner) in _INLINE for inner in element.iter() if isinstance(inner.tag, str))


def _paragraph(line: list[ViewNode], page: Page) -> Iterator[ViewNode]:
    children = _trimmed(line, page)
    if children:
        yield ViewNode(role="paragraph", children=children)


def _block(element: Element, page: Page) -> Iterable[ViewNode]:
    name = local(element)
    read = _BLOCKS.get(name)
    if name in HEADINGS or element.get("role") == "heading":
        return (_heading(element, page),)
    if "note" in element.get("role", "").split():
        return (_container("callout")(element, page),)
    if "doc-colophon" in meanings(element) or _is_content_info(element):
        return (_container("group", "colophon")(element, page),)
    if read:
        return (read(element, page),)
    if language_of(element) or direction_of(element):
        return (_container("group")(element, page),)
    return _flow(element, page)


def _is_content_info(element: Element) -> bool:
    """The footer of the page (HTML Accessibility API Mappings, ``footer``), not of a part of it."""
    if element.get("role"):
        return bool(element.get("role") == "contentinfo")
    return local(element) == "footer" and not any(
        local(above) in _SECTIONING for above in element.iterancestors()
    )


def _heading(element: Element, page: Page) -> ViewNode:
    name = local(element)
    level = int(name[1]) if name in HEADINGS else _number(element, "aria-level", 2)
    role: Role = "title" if element is page.title else "heading"
    return ViewNode(
        role=role,
        level=0 if role == "title" else level - page.shift,
        children=_line(element, page),
        lang=language_of(element),
        dir=direction_of(element),
    )


Reader = Callable[[Element, Page], ViewNode]


def _container(role: Role, label: str = "") -> Reader:
    """Reads an element that holds blocks as a node of this role."""

    def read(element: Element, page: Page) -> ViewNode:
        return ViewNode(
            role=role,
            label=label,
            children=tuple(_flow(element, page)),
            lang=language_of(element),
            dir=direction_of(element),
        )

    return read


def _phrase(role: Role) -> Reader:
    """Reads an element that holds words as a node of this role."""

    def read(element: Element, page: Page) -> ViewNode:
        return ViewNode(
            role=role,
            children=_line(element, page),
            lang=language_of(element),
            dir=direction_of(element),
        )

    return read


def _list(element: Element, page: Page) -> ViewNode:
    """A list; the items of an ordered one are labelled with their numbers (HTML, 4.4.5 and 4.4.8)."""
    items = [item for item in elements(element) if local(item) == "li" and not _is_left_out(item, page)]
    number = _number(element, "start", 1)
    children: list[ViewNode] = []
    for item in items:
        number = _number(item, "value", number)
        label = _marker(number, element.get("type", "")) if local(element) == "ol" else ""
        look = page.styles.marker(item)
        read = msgspec.structs.replace(_container("item")(item, page), label=label, look=look)
        children += _placed(item, page, (read,))
        number += 1
    return ViewNode(
        role="list", children=tuple(children), lang=language_of(element), dir=direction_of(element)
    )


def _marker(number: int, type: str) -> str:
    """The number of an item in digits, letters or Roman numerals, as far as there are such."""
    numbering = _NUMBERINGS.get(type, "decimal")
    return ordinal(number, numbering if 1 <= number <= 3999 else "decimal")


def _definition_list(element: Element, page: Page) -> ViewNode:
    kinds = {"dt": _phrase("term"), "dd": _container("definition")}
    parts = (part for part in element.iter() if local(part) in kinds)
    own = (part for part in parts if next(part.iterancestors("{*}dl")) is element)
    return ViewNode(
        role="definition-list",
        children=tuple(kinds[local(part)](part, page) for part in own),
        lang=language_of(element),
        dir=direction_of(element),
    )


def _table(element: Element, page: Page) -> ViewNode:
    own = [part for part in element.iter("{*}caption", "{*}tr") if _table_of(part) is element]
    said = (page.descriptions.get(name, "") for name in element.get("aria-describedby", "").split())
    return ViewNode(
        role="table",
        alt=" ".join(said) or None,
        lang=language_of(element),
        dir=direction_of(element),
        children=tuple(
            _row(part, page) if local(part) == "tr" else _BLOCKS["caption"](part, page) for part in own
        ),
    )


def _table_of(part: Element) -> Element:
    return next(part.iterancestors("{*}table"))


def _row(element: Element, page: Page) -> ViewNode:
    cells = (cell for cell in elements(element) if local(cell) in ("td", "th"))
    return ViewNode(role="row", children=tuple(_cell(cell, page) for cell in cells))


def _cell(element: Element, page: Page) -> ViewNode:
    return ViewNode(
        role="header-cell" if local(element) == "th" else "cell",
        children=tuple(_flow(element, page)),
        colspan=_number(element, "colspan", 1),
        rowspan=_number(element, "rowspan", 1),
        lang=language_of(element),
        dir=direction_of(element),
    )


def _code_block(element: Element, page: Page) -> ViewNode:
    return ViewNode(
        role="code-block",
        children=_line(element, page._replace(is_preformatted=True)),
        lang=language_of(element),
        dir=direction_of(element),
    )


def _contents(_element: Element, _page: Page) -> ViewNode:
    return ViewNode(role="contents")


def _break(_element: Element, _page: Page) -> ViewNode:
    return ViewNode(role="break")


_BLOCKS: dict[str, Reader] = {
    "p": _phrase("paragraph"),
    "ul": _list,
    "ol": _list,
    "menu": _list,
    "dl": _definition_list,
    "table": _table,
    "caption": _container("caption"),
    "figcaption": _container("caption"),
    "figure": _container("figure"),
    "blockquote": _container("quote"),
    "pre": _code_block,
    "nav": _contents,
    "hr": _break,
}


def _note(element: Element, page: Page) -> ViewNode:
    """A note, without the number it repeats from its call."""
    label = page.calls.get(f"{page.file}#{element.get('id', '')}", "")
    blocks = tuple(_flow(element, page))
    (note,) = _placed(element, page, (ViewNode(role="note", label=label),))
    return msgspec.structs.replace(
        note,
        children=_without_number(blocks, label),
        lang=next(filter(None, map(language_of, (element, *element.iterancestors()))), ""),
        dir=next(filter(None, map(direction_of, (element, *element.iterancestors()))), None),
    )


def _without_number(blocks: tuple[ViewNode, ...], label: str) -> tuple[ViewNode, ...]:
    if not (label and blocks and blocks[0].children):
        return blocks
    first, *rest = blocks[0].children
    if first.role != "text" or first.text.strip().rstrip(".)") != label:
        return blocks
    kept = _stripped_start(tuple(rest))
    opening = (msgspec.structs.replace(blocks[0], children=kept),) if kept else ()
    return opening + blocks[1:]


def _number(element: Element, attribute: str, otherwise: int) -> int:
    """A count in an attribute; what is no number counts as absent (HTML, 2.3.4.1)."""
    found = re.match(r"\s*(-?[0-9]{1,9})", element.get(attribute, ""))
    return int(found[1]) if found else otherwise


# Inlines


def _line(element: Element, page: Page) -> tuple[ViewNode, ...]:
    return _trimmed(list(_inlines(element, page)), page)


def _inlines(element: Element, page: Page) -> Iterator[ViewNode]:
    yield from _text(element.text, element, page)
    for child in element:
        if isinstance(child.tag, str) and not _is_left_out(child, page):
            yield from _placed(child, page, _inline(child, page))
        yield from _text(child.tail, element, page)


def _inline(element: Element, page: Page) -> list[ViewNode]:
    name = local(element)
    role = _INLINE.get(name)
    if _is_call(element):
        target, look = _target(element, page), _look(element, page)
        return [ViewNode(role="note-reference", label=text_of(element), target=target, look=look)]
    if name == "br":
        return [ViewNode(role="break")]
    if role == "image":
        alt = _alternative(element)
        return [ViewNode(role="image", alt=alt, is_decoration=alt is None and _is_decoration(element))]
    if name == "input":
        return _tick_box(element)
    if name == "a" and element.get("href") is not None:
        role = "link"
    lang, direction = language_of(element), direction_of(element)
    children = tuple(_inlines(element, page))
    if role is None and not lang and direction is None:
        return list(children)
    return [
        ViewNode(
            role=role or "span",
            children=children,
            lang=lang,
            dir=direction,
            target=_target(element, page) if role == "link" else "",
            expansion=element.get("title", "") if role == "abbreviation" else "",
        )
    ]


def _is_decoration(element: Element) -> bool:
    """Whether a picture is said to add nothing (HTML, 4.8.4.4.9; WAI-ARIA 1.2, ``presentation``)."""
    hidden = element.get("aria-hidden") == "true"
    return hidden or element.get("alt") == "" or bool({"presentation", "none"} & meanings(element))


def _alternative(element: Element) -> str | None:
    """What stands for a picture (HTML, 4.8.4.4; SVG Accessibility API Mappings)."""
    if local(element) == "img":
        return element.get("alt") or None
    title = next((child for child in elements(element) if local(child) == "title"), None)
    return element.get("aria-label") or text_of(title) or None


def _tick_box(element: Element) -> list[ViewNode]:
    if element.get("type") != "checkbox":
        return []
    return [ViewNode(role="label", label="☒" if element.get("checked") is not None else "☐")]


def _text(text: str | None, element: Element, page: Page) -> list[ViewNode]:
    """Text that stands directly in ``element``."""
    if not text:
        return []
    folded = text if page.is_preformatted else _SPACES.sub(" ", text)
    return [ViewNode(role="text", text=folded, look=_look(element, page) if folded.strip() else None)]


def _look(element: Element, page: Page) -> Look:
    """The look of text in an element; lines are those of the nearest block around it."""
    block = element
    while local(block) in _INLINE and (parent := block.getparent()) is not None:
        block = parent
    return page.styles.look(element, block)


def _trimmed(line: list[ViewNode], page: Page) -> tuple[ViewNode, ...]:
    """A line without the spaces around it; nothing where there are only spaces (CSS Text 3, 4.1.2)."""
    if page.is_preformatted:
        return tuple(line)
    kept = _stripped_start(tuple(line))
    while kept and kept[-1].role == "text":
        last = kept[-1].text.rstrip(" ")
        if last:
            return (*kept[:-1], ViewNode(role="text", text=last, look=kept[-1].look))
        kept = kept[:-1]
    return kept


def _stripped_start(line: tuple[ViewNode, ...]) -> tuple[ViewNode, ...]:
    while line and line[0].role == "text":
        first = line[0].text.lstrip(" ")
        if first:
            return (ViewNode(role="text", text=first, look=line[0].look), *line[1:])
        line = line[1:]
    return line
