"""The words of a document, and those of a finished file, so that a lost one shows."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator

import pypdfium2
from lxml import etree

from exporter.model import (
    Abbreviation,
    Blocks,
    Code,
    CodeBlock,
    FootnoteRef,
    Inline,
    InlineImage,
    Inlines,
    Kbd,
    LineBreak,
    Node,
    Text,
    walk,
)
from exporter.prepare import Prepared
from tests.pages import closed

XHTML = "{http://www.w3.org/1999/xhtml}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WITHIN_A_LINE = ("a", "abbr", "code", "em", "kbd", "mark", "s", "span", "strong", "sub", "sup")
UNSEEN = ("nav", "script", "style", "svg", "title")
"""What repeats or does not belong to the text: contents, style sheets, drawings."""
LONGEST = 12
"""Letters of a word that a page never breaks."""
_FORMAT_CONTROLS = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060"))


def words_of(prepared: Prepared) -> Counter[str]:
    """Every word of what is prepared, its labels and names of links among them, and how often."""
    metadata = prepared.metadata
    stated = [metadata.title, metadata.subtitle, metadata.rights, *metadata.sources]
    blocks = (*prepared.document.blocks, *(block for note in prepared.notes for block in note.blocks))
    return words_in("\n".join([*stated, *_lines(blocks)]))


def words_in(text: str) -> Counter[str]:
    """Runs of letters and digits; what controls only the breaking of lines is no part of a word."""
    return Counter(re.findall(r"\w+", text.translate(_FORMAT_CONTROLS)))


def _lines(blocks: Blocks) -> Iterator[str]:
    for node in _nodes(blocks):
        if isinstance(node, CodeBlock):
            yield node.text
        elif not isinstance(node, Inline):
            yield from map(_said, _runs(node))


def _runs(block: object) -> Iterator[Inlines]:
    for name in getattr(block, "__struct_fields__", ()):
        value = getattr(block, name)
        if isinstance(value, tuple) and value and isinstance(value[0], Inline):
            yield value


def _said(run: Inlines) -> str:
    """The words of one line; a break, an image and the call of a note part what is around them."""
    return "".join(map(_own, _nodes(run)))


def _nodes(roots: Iterable[Node]) -> Iterator[Node]:
    for root in roots:
        yield root
        yield from walk(root)


def _own(node: object) -> str:
    match node:
        case Text(text=text) | Code(text=text) | Kbd(text=text) | Abbreviation(text=text):
            return text
        case LineBreak() | FootnoteRef() | InlineImage():
            return " "
        case _:
            return ""


def lost_words(prepared: Prepared, name: str, data: bytes) -> Counter[str]:
    """The words of ``prepared`` that the file in ``data`` lacks, or has less often."""
    wanted = words_of(prepared)
    if name == "pdf":
        return _lost_from_pages(wanted, data)
    return wanted - words_in(_READERS[name](data))


def _text_of_html(data: bytes) -> str:
    return "".join(_seen(html_tree(data)))


def html_tree(data: bytes) -> etree._Element:
    """The page as XML, which it is but for the ends of its void elements."""
    return etree.fromstring(closed(data), etree.XMLParser(resolve_entities=False, no_network=True))


def _seen(element: etree._Element) -> Iterator[str]:
    tag = str(element.tag).removeprefix(XHTML)
    parts = "" if tag in WITHIN_A_LINE and element.get("role") != "doc-noteref" else " "
    yield parts
    if tag not in UNSEEN and isinstance(element.tag, str):
        yield element.text or ""
        for child in element:
            yield from _seen(child)
            yield child.tail or ""
    yield parts


def _text_of_epub(data: bytes) -> str:
    return "\n".join(_text_of_html(part) for name, part in xml_parts(data) if name.endswith(".xhtml"))


def xml_parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts of an EPUB or DOCX that are XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels", ".xhtml", ".opf", ".ncx")):
                yield name, archive.read(name)


def _text_of_docx(data: bytes) -> str:
    parts = dict(xml_parts(data))
    trees = [
        etree.fromstring(parts[name]) for name in ("word/document.xml", "word/footnotes.xml") if name in parts
    ]
    paragraphs = (paragraph for tree in trees for paragraph in tree.iter(f"{WORD}p"))
    return "\n".join(
        "".join(_run_text(run) for run in paragraph.iter(f"{WORD}r")) for paragraph in paragraphs
    )


def _run_text(run: etree._Element) -> str:
    style = run.find(f"{WORD}rPr/{WORD}rStyle")
    is_called = style is not None and "FootnoteReference" in style.get(f"{WORD}val", "")
    if is_called or run.find(f"{WORD}footnoteReference") is not None:
        return " "  # also a call among strong words, or one inside a note, whose number is text
    return "".join(_RUN_CONTENT.get(str(child.tag).removeprefix(WORD), lambda _: "")(child) for child in run)


_RUN_CONTENT = {
    "t": lambda child: child.text or "",
    "tab": lambda _: "\t",
    "br": lambda _: "\n",
    "noBreakHyphen": lambda _: "-",
    "drawing": lambda _: " ",
}


def _lost_from_pages(wanted: Counter[str], data: bytes) -> Counter[str]:
    """Lines are broken on a page, also within a long word: so spaces and hyphens do not count.

    Of a word that may be longer than a line, whose rest may stand on the next page, the ends are asked for.
    """
    pages = pypdfium2.PdfDocument(data)
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    joined = re.sub(r"[^\w]", "", text.translate(_FORMAT_CONTROLS))
    found = {word: min(joined.count(word[:LONGEST]), joined.count(word[-LONGEST:])) for word in wanted}
    return wanted - Counter(found)


_READERS = {"html": _text_of_html, "epub": _text_of_epub, "docx": _text_of_docx}
