"""Every example of the CommonMark specification parses to the structure of the reference renderer.

The specification comes from the npm package `commonmark-spec`, which `make judges` installs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import lxml.html
import pytest

from exporter.errors import ExporterError
from exporter.model import (
    Block,
    BlockQuote,
    BulletList,
    Code,
    CodeBlock,
    Emphasis,
    Figure,
    Heading,
    Inline,
    InlineImage,
    LineBreak,
    Link,
    OrderedList,
    Paragraph,
    Strong,
    Text,
    ThematicBreak,
    plain_text,
)
from exporter.readers import read
from tests.judges.programs import NODE_MODULES

pytestmark = pytest.mark.judges

SPECIFICATION = NODE_MODULES / "commonmark-spec/spec.txt"
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$|^#{1,6} *([^\n]*)$", re.MULTILINE | re.DOTALL)

Structure = tuple[Any, ...]


class Example(NamedTuple):
    number: int
    section: str
    markdown: str
    html: str


def examples() -> list[Example]:
    found: list[Example] = []
    section = ""
    if not SPECIFICATION.exists():
        return found
    for markdown, html, heading in EXAMPLE.findall(SPECIFICATION.read_text("utf-8")):
        if heading:
            section = heading
        else:
            found.append(
                Example(len(found) + 1, section, markdown.replace("→", "\t"), html.replace("→", "\t"))
            )
    return found


RAW_HTML = "raw HTML is shown as text, except for the few tags that become nodes"
EMPTY = "a source of white space alone is refused"
FRONT_MATTER = "a source that begins with a line of --- has front matter"


def reason_to_differ(example: Example) -> str:
    """Why an example may differ; empty where it may not."""
    if example.markdown.startswith("---\n"):
        return FRONT_MATTER
    if not example.markdown.strip():
        return EMPTY
    if re.search(
        r"<(?!/?(p|h[1-6]|ul|ol|li|blockquote|pre|code|hr|em|strong|a|img|br)\b)[/!?a-zA-Z]", example.html
    ):
        return RAW_HTML
    if re.search(
        r"<[/a-zA-Z!?]", re.sub(r"<[a-zA-Z][\w+.-]*:[^<> ]*>|<[\w.+@-]+>|`[^`]*`", "", example.markdown)
    ):
        same_tags = re.findall(r"</?(?:a|p|em|strong|br|img|pre|code|li|ul)\b", example.markdown)
        return RAW_HTML if same_tags else ""
    return ""


def of_html(html: str) -> Structure:
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    return tuple(children_of(root))


def children_of(element: Any) -> list[Any]:
    """The structure inside an element; white space around blocks is not content."""
    found: list[Any] = [element.text or ""]
    for child in element:
        if child.tag == "pre":
            code = child[0]
            language = (code.get("class") or "").removeprefix("language-")
            found.append(("pre", language, code.text_content()))
        elif child.tag == "img":
            found.append(("img", child.get("src"), child.get("alt"), child.get("title") or ""))
        elif child.tag == "a":
            found.append(("a", child.get("href"), child.get("title") or "", *children_of(child)))
        elif child.tag == "ol":
            found.append(("ol", int(child.get("start", 1)), *children_of(child)))
        elif child.tag == "code":
            found.append(("code", child.text_content()))
        else:
            found.append((child.tag, *children_of(child)))
        found.append(child.tail or "")
    return flattened(found, element.tag)


def flattened(parts: Iterable[Any], tag: str) -> list[Any]:
    """Neighbouring texts as one, folded; paragraphs of list items without their tag."""
    found: list[Any] = []
    for part in parts:
        if tag == "li" and isinstance(part, tuple) and part[0] == "p":
            found += part[1:]
        elif isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        else:
            found.append(part)
    folded = [re.sub(r"\s+", " ", part).strip() if isinstance(part, str) else part for part in found]
    return [part for part in folded if part != ""]


def of_blocks(blocks: Iterable[Block]) -> list[Any]:
    return [of_block(block) for block in blocks]


def of_block(block: Block) -> Structure:
    match block:
        case Paragraph(content=content):
            return ("p", *of_inlines(content))
        case Heading(level=level, content=content):
            return (f"h{level}", *of_inlines(content))
        case BulletList(items=items):
            return ("ul", *(("li", *flattened(of_blocks(item.blocks), "li")) for item in items))
        case OrderedList(items=items, start=start):
            return ("ol", start, *(("li", *flattened(of_blocks(item.blocks), "li")) for item in items))
        case BlockQuote(blocks=inner):
            return ("blockquote", *of_blocks(inner))
        case CodeBlock(text=text, language=language):
            return ("pre", language.split(" ")[0], text)
        case ThematicBreak():
            return ("hr",)
        case Figure(asset=asset, alt=alt, caption=caption):
            return ("p", ("img", asset, alt, plain_text(caption)))
    raise AssertionError(block)


def of_inlines(inlines: Iterable[Inline]) -> list[Any]:
    return flattened((of_inline(inline) for inline in inlines), "p")


def of_inline(inline: Inline) -> Any:
    match inline:
        case Text(text=text):
            return text
        case Strong(content=content):
            return ("strong", *of_inlines(content))
        case Emphasis(content=content):
            return ("em", *of_inlines(content))
        case Code(text=text):
            return ("code", text)
        case Link(target=target, title=title, content=content):
            return ("a", target, title, *of_inlines(content))
        case InlineImage(asset=asset, alt=alt, title=title):
            return ("img", asset, alt, title)
        case LineBreak():
            return ("br",)
    raise AssertionError(inline)


@pytest.mark.skipif(
    not SPECIFICATION.exists(), reason="commonmark-spec is missing; `make judges` installs it"
)
@pytest.mark.parametrize("example", examples(), ids=lambda example: f"{example.number}")
def test_an_example_has_the_structure_of_the_reference(example: Example) -> None:
    if reason := reason_to_differ(example):
        pytest.skip(f"{example.section}: {reason}")
    try:
        found = tuple(of_blocks(read(example.markdown.encode(), "spec.md").document.blocks))
    except ExporterError as error:
        raise AssertionError(str(error)) from None
    assert found == of_html(example.html)
