"""Runs (17.3.2) -> the words of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from exporter.model import ViewNode
from exporter.readback.docx.fields import OUTSIDE, Standing, field_type
from exporter.readback.docx.looks import Looks
from exporter.readback.docx.markup import child, is_on, paragraph_parts, value
from exporter.readback.docx.numberings import Counter
from exporter.readback.docx.styles import Styles
from exporter.readback.xml import Element, elements, local

_CHARACTERS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_NOTE_STYLES = frozenset(("footnote reference", "endnote reference"))
_ACRONYM = "html acronym"
_OWN_NUMBERS = frozenset(("footnoteRef", "endnoteRef"))


class Story(NamedTuple):
    """What the runs of one part are read by.

    ``numbers`` has the number of each note by its kind and id, ``targets`` the address of each
    relationship of the part by its id.
    """

    styles: Styles
    looks: Looks
    counter: Counter
    standings: Mapping[Element, Standing]
    numbers: Mapping[str, str]
    targets: Mapping[str, str]


def words_of(paragraph: Element, story: Story) -> tuple[ViewNode, ...]:
    """The words of a paragraph, in order."""
    return tuple(_words(paragraph, story))


def _words(parent: Element, story: Story) -> Iterator[ViewNode]:
    for part in paragraph_parts(parent):
        match local(part):
            case "r":
                yield from _run(part, story)
            case "sdt" if child(part, "sdtPr", "checkbox") is not None:
                yield ViewNode(role="label", label="".join(part.itertext()).strip())
            case "sdt" if expansion := _expansion(part, story):
                letters = tuple(_words(part, story))
                yield ViewNode(role="abbreviation", expansion=expansion, children=letters)
            case "hyperlink":
                yield ViewNode(role="link", target=_target(part, story), children=tuple(_words(part, story)))
            case "fldSimple" if field_type(value(part, "instr")) == "NOTEREF":
                yield ViewNode(role="note-reference", label="".join(part.itertext()), target="#")
            case _:
                yield from _words(part, story)


def _expansion(control: Element, story: Story) -> str:
    """What the letters in a content control stand for: its title (17.5.2.1), where its style is the
    one that Word keeps for acronyms."""
    style = value(child(control, "sdtPr", "rPr", "rStyle"))
    is_acronym = _ACRONYM in story.styles.names(style)
    return value(child(control, "sdtPr", "alias")) if is_acronym else ""


def _target(link: Element, story: Story) -> str:
    """Where a hyperlink leads (17.16.22): a bookmark, or the target of a relationship."""
    if anchor := value(link, "anchor"):
        return f"#{anchor}"
    relation = next((found for name, found in link.items() if name.endswith("}id")), "")
    return story.targets.get(relation, "")


def _run(run: Element, story: Story) -> Iterator[ViewNode]:
    """What a run shows: nothing where it is hidden (17.3.2.41) or the instruction of a field."""
    standing = story.standings.get(run, OUTSIDE)
    properties = child(run, "rPr")
    if standing.is_instruction or is_on(properties, "vanish"):
        return
    shown = [node for part in elements(run) for node in _shown(part, story, run)]
    if "NOTEREF" in standing.results or _is_note_number(properties, story):
        shown = [_as_reference(node) for node in shown]
    for role in story.looks.marks(run) if any(node.role in ("text", "span") for node in shown) else ():
        shown = [ViewNode(role=role, children=tuple(shown))]
    yield from shown


def _is_note_number(properties: Element | None, story: Story) -> bool:
    style = value(child(properties, "rStyle"))
    return bool(_NOTE_STYLES.intersection(story.styles.names(style)))


def _as_reference(node: ViewNode) -> ViewNode:
    if node.role != "text":
        return node
    return ViewNode(role="note-reference", label=node.text.strip(), target="#", look=node.look)


def _shown(part: Element, story: Story, run: Element) -> list[ViewNode]:
    """What an element of a run shows (17.3.3)."""
    name = local(part)
    match name:
        case "t":
            return _passages(_text(part), run, story)
        case "noBreakHyphen":
            return _passages(_CHARACTERS[name], run, story)
        case "tab" | "ptab" | "softHyphen":
            return [ViewNode(role="text", text=_CHARACTERS[name])]
        case "sym":
            return [ViewNode(role="text", text=_symbol(value(part, "char")))]
        case "br" | "cr":
            return [ViewNode(role="break")]
        case "footnoteReference" | "endnoteReference":
            key = f"{name.removesuffix('Reference')} {value(part, 'id')}"
            number = story.numbers.get(key, "")
            look, target = story.looks.of(run), f"#{key}" if number else ""
            return [ViewNode(role="note-reference", label=number, target=target, look=look)]
        case "drawing" | "pict" | "object":
            alt = _alternative(part)
            return [ViewNode(role="image", alt=alt, is_decoration=alt is None and _is_decoration(part))]
        case "AlternateContent":
            return _alternate(part, story, run)
        case _:
            return [ViewNode(role="label", label="")] if name in _OWN_NUMBERS else []


def _passages(text: str, run: Element, story: Story) -> list[ViewNode]:
    said = story.looks.languages(text, run)
    return [node for part, language in said for node in _passage(part, language, run, story)]


def _passage(text: str, language: str, run: Element, story: Story) -> tuple[ViewNode, ...]:
    """Text in one language, which is said of it where it is not the document's."""
    pieces = story.looks.pieces(text, run)
    children = tuple(ViewNode(role="text", text=piece, look=look) for piece, look in pieces)
    if language.lower() in ("", story.styles.language.lower()):
        return children
    return (ViewNode(role="span", lang=language, children=children),) if children else ()


def _text(part: Element) -> str:
    """The text of ``w:t``; the spaces around it count only where they are kept (17.3.3.31)."""
    text = part.text or ""
    kept = part.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    return text if kept else text.strip(" \t\r\n")


def _symbol(code: str) -> str:
    """The character of ``w:sym`` (17.3.3.30); U+FFFD where its code is none."""
    return chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else "\ufffd"


def _alternative(part: Element) -> str | None:
    """The words for a picture (20.4.2.5); a decorative one has none."""
    described = next(part.iter("{*}docPr"), None)
    return (described.get("descr") or None) if described is not None else None


def _is_decoration(part: Element) -> bool:
    """Whether a picture is said to add nothing ([MS-ODRAWXML] 2.27.1.1, ``decorative``)."""
    marks = (element for element in part.iter("{*}decorative"))
    return any(mark.get("val") in ("1", "true") for mark in marks)


def _alternate(part: Element, story: Story, run: Element) -> list[ViewNode]:
    """The first of the choices (ISO/IEC 29500-3, 7.6)."""
    first = next(iter(elements(part)), None)
    return (
        [node for inner in elements(first) for node in _shown(inner, story, run)] if first is not None else []
    )
