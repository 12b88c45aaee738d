"""What the page cannot be given yet: letters that join, stack or change places, and lines from right to
left. A document that needs the former is refused; one that asks only for the latter is told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from exporter.errors import InputRefused
from exporter.model import (
    NOWHERE,
    Abbreviation,
    Code,
    CodeBlock,
    Group,
    Kbd,
    Position,
    Span,
    Text,
    children,
    walk,
)
from exporter.notices import Notice
from exporter.prepare import Prepared
from exporter.scripts import RIGHT_TO_LEFT, is_complex, script_of

_BEYOND_CYRILLIC = re.compile("[\u0590-\U0010ffff]")
"""Nothing below is complex: most texts need no look at their characters one by one."""


def refuse_complex_scripts(prepared: Prepared) -> None:
    """Raises ``InputRefused`` at the first character of a script that the page cannot set."""
    for text, pos in _texts(prepared):
        for character in _BEYOND_CYRILLIC.findall(text):
            script = script_of(character)
            if is_complex(script):
                raise _refusal(character, script, prepared, pos)


def _refusal(character: str, script: str, prepared: Prepared, pos: Position) -> InputRefused:
    name = unicodedata.name(character, script).split()[0].capitalize()
    why = "it runs from right to left" if script in RIGHT_TO_LEFT else "its letters change form and place"
    return InputRefused.because(
        "pdf-script",
        f"the PDF cannot set {name} yet: {why}",
        "leave out the PDF: --to docx,epub,html",
        file=prepared.document.source,
        line=pos.line,
        column=pos.column,
    )


def _texts(prepared: Prepared) -> Iterator[tuple[str, Position]]:
    """Everything that stands on a page, with its place in the source."""
    metadata = prepared.metadata
    publisher = metadata.publisher
    stated = [metadata.title, metadata.subtitle, metadata.rights, *metadata.sources, *prepared.facts.values()]
    stated += publisher.contacts if publisher else ()
    for text in stated:
        yield text, Position(1, 1)
    for root in (*prepared.document.blocks, *(block for note in prepared.notes for block in note.blocks)):
        yield from _below(root, NOWHERE)


def _below(node: object, around: Position) -> Iterator[tuple[str, Position]]:
    own = getattr(node, "pos", NOWHERE)
    pos = own if own != NOWHERE else around
    if isinstance(node, (Text, Code, CodeBlock, Kbd, Abbreviation)):
        yield node.text, pos
    for child in children(node):
        yield from _below(child, pos)


def direction_notices(prepared: Prepared) -> tuple[Notice, ...]:
    """Words of other scripts that are to run from right to left keep the order they have."""
    nodes = (node for node in walk(prepared.document) if isinstance(node, (Group, Span)))
    if prepared.direction == "ltr" and not any(node.dir == "rtl" for node in nodes):
        return ()
    message = "the PDF sets text from right to left as if it ran from left to right"
    return (Notice("pdf-direction", message, severity="warning", file=prepared.document.source),)
