"""Rules about headings, lists, anchors and notes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from exporter.checks.subject import Finding, Subject
from exporter.model import (
    Block,
    BlockBase,
    Footnote,
    FootnoteRef,
    Group,
    Heading,
    Link,
    OrderedList,
    Paragraph,
    Strong,
    Text,
    plain_text,
    walk,
)
from exporter.ordinals import LAST, numbered_alike, ordinal
from exporter.prepare import Part, closed_levels

_BULLETS = "•◦▪▫‣⁃●○■□"
_MARKER = re.compile(rf"(?:[{_BULLETS}*–—-]|\(?(?:\d{{1,2}}|[a-z])[.)])[ \t\u00a0]", re.IGNORECASE)
"""How items begin in a list that somebody typed: a bullet, a dash, a number or a letter, then a space."""
_BULLET_INSIDE = re.compile(rf"(?:^|\s)[{_BULLETS}]\s")
_ANY_MARKER = re.compile(rf"^{_MARKER.pattern}", re.IGNORECASE | re.MULTILINE)
_LONGEST_HEADING = 80
"""Characters of a bold paragraph that may pass for a heading."""
_ENDS_SENTENCE = tuple(".!;:,…。！；：،؛۔।")


def heading_skipped(subject: Subject) -> Iterator[Finding]:
    headings = subject.of(Heading)
    closed = closed_levels(heading.level for heading in headings)
    for heading, level in zip(headings, closed, strict=True):
        if heading.level != level:
            yield Finding(f"a heading of level {heading.level} becomes level {level}", heading.pos)


def heading_empty(headings: Sequence[Heading]) -> Iterator[Finding]:
    for node in headings:
        if not plain_text(node.content).strip():
            yield Finding("a heading has no words", node.pos)


def heading_faked(subject: Subject) -> Iterator[Finding]:
    """A short paragraph, all of it strong, in front of other text: it looks like a heading, and is none. Not
    in boxes and cells, where it may be their last or only words."""
    if not any(subject.each(_has_bold_line)):
        return
    groups = [node.blocks for node in subject.of(Group)]
    for blocks in (subject.document.blocks, *groups):
        for block, following in itertools.pairwise(blocks):
            if _is_bold_line(block) and not _is_bold_line(following) and not isinstance(following, Heading):
                yield Finding("this bold paragraph looks like a heading", block.pos)


def _has_bold_line(part: Part) -> bool:
    return Strong in part.kinds and any(map(_is_bold_line, part.of((Paragraph,))))


def _is_bold_line(block: Block) -> bool:
    match block:
        case Paragraph(content=(Strong() as strong,)):
            words = plain_text(strong.content).strip()
            return 0 < len(words) <= _LONGEST_HEADING and not words.endswith(_ENDS_SENTENCE)
        case _:
            return False


def list_faked(subject: Subject) -> Iterator[Finding]:
    """Paragraphs in a row that begin as items do, or one that holds two bullets: no reader hears a list."""
    if not any(subject.each(_has_marker)):
        return
    for blocks in subject.flows:
        for is_item, run in itertools.groupby(blocks, _begins_as_item):
            items = list(run)
            if is_item and len(items) > 1:
                yield Finding(f"{len(items)} paragraphs in a row begin as items of a list do", items[0].pos)
    for node in subject.of(Paragraph):
        if len(_BULLET_INSIDE.findall(plain_text(node.content))) > 1:
            yield Finding("this paragraph holds bullets that are only characters", node.pos)


def _has_marker(part: Part) -> bool:
    return bool(_ANY_MARKER.search(part.said) or _BULLET_INSIDE.search(part.said))


def _begins_as_item(block: Block) -> bool:
    match block:
        case Paragraph(content=(Text(text=text), *_)):
            return bool(_MARKER.match(text))
        case _:
            return False


def numbering_ends(lists: Sequence[OrderedList]) -> Iterator[Finding]:
    for node in lists:
        if numbered_alike(node) != node.numbering:
            last = f"{ordinal(1, node.numbering)} to {ordinal(LAST[node.numbering], node.numbering)}"
            yield Finding(f"this list goes beyond {last}, so digits number it", node.pos)


def anchor_missing(subject: Subject) -> Iterator[Finding]:
    inside = [link for link in subject.of(Link) if link.target.startswith("#")]
    if not inside:
        return
    anchors = {
        node.id for node in subject.nodes if isinstance(node, BlockBase) and not isinstance(node, Footnote)
    }
    for node in inside:
        if node.target[1:] not in anchors:
            yield Finding(f"no block has the id {node.target[1:]!r}", node.pos)


def id_twice(subject: Subject) -> Iterator[Finding]:
    ids = subject.ids
    if len(set(ids)) == len(ids):
        return
    seen: set[str] = set()
    for node in subject.nodes:
        if isinstance(node, Footnote):  # they come last, and are called by names of their own
            return
        if isinstance(node, BlockBase) and node.id:
            if node.id in seen:
                yield Finding(f"the id {node.id!r} is taken", node.pos)
            seen.add(node.id)


def footnote_missing(subject: Subject) -> Iterator[Finding]:
    written = {note.id for note in subject.document.footnotes}
    for node in subject.of(FootnoteRef):
        if node.id not in written:
            yield Finding(f"there is no footnote [^{node.id}]", node.pos)


def footnote_circular(subject: Subject) -> Iterator[Finding]:
    """A note that calls itself, straight or through others, has no end (hazard L1)."""
    calls = {
        note.id: [node.id for node in walk(note) if isinstance(node, FootnoteRef)]
        for note in subject.document.footnotes
    }
    for note in subject.document.footnotes:
        seen: set[str] = set()
        pending = list(calls[note.id])
        while pending:
            called = pending.pop()
            if called == note.id:
                yield Finding(f"the footnote [^{note.id}] calls itself", note.pos)
                break
            if called not in seen:
                seen.add(called)
                pending += calls.get(called, ())


def footnote_uncalled(subject: Subject) -> Iterator[Finding]:
    called = {node.id for node in subject.of(FootnoteRef)}
    for note in subject.document.footnotes:
        if note.id not in called:
            yield Finding(f"the footnote [^{note.id}] is never called, so no format shows it", note.pos)
