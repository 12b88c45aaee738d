"""Document -> Prepared: everything that all formats need, derived once, so that they cannot differ.

Numbers, anchors, the order of notes, the outline and the words of headers and labels are
settled here; a backend only sets them.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable
from urllib.parse import urljoin

import msgspec

from exporter.addresses import is_relative, leads_out
from exporter.language import Phrases, direction_of, phrases_for
from exporter.model import (
    BlockBase,
    Blocks,
    Callout,
    CodeBlock,
    Contents,
    Direction,
    Document,
    Figure,
    FillIn,
    Footnote,
    FootnoteRef,
    Group,
    Heading,
    Inlines,
    Link,
    Metadata,
    Node,
    QrCode,
    Span,
    Strong,
    Table,
    Text,
    plain_text,
    rewrite,
    walk,
)
from exporter.notices import Verdict
from exporter.theme.theme import Fact

DEEPEST_HEADING = 6
_PLAIN_NAME = re.compile(r"(?!at\.)[A-Za-z_][A-Za-z0-9_.-]*")
"""Ids that every reader of XML takes: editions of XML 1.0 differ on letters beyond ASCII. Those that
begin with "at." are the formats' own."""
LABEL_ONLY_KINDS = ("note", "tip", "important")
"""Callouts whose own title may stand in for the word of their kind; the others keep both."""


class OutlineEntry(msgspec.Struct, frozen=True):
    """A heading as contents and navigation list it."""

    level: int
    content: Inlines
    anchor: str

    @property
    def text(self) -> str:
        return plain_text(self.content)


class Note(msgspec.Struct, frozen=True):
    """A footnote that is called: its number, its own anchor, and those of its calls."""

    number: int
    id: str
    anchor: str
    calls: tuple[str, ...]
    blocks: Blocks


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """A document ready to be set.

    Headings have levels without gaps and unique ids; callouts have the label they print; links
    have words and absolute targets; calls of notes have anchors. ``verdict`` is what the checks
    said; without it a backend claims conformance to nothing.
    """

    document: Document
    outline: tuple[OutlineEntry, ...]
    notes: tuple[Note, ...]
    phrases: Phrases
    facts: dict[Fact, str]
    direction: Direction
    date: datetime.datetime
    identifier: str
    verdict: Verdict | None = None

    @property
    def metadata(self) -> Metadata:
        return self.document.metadata

    @property
    def title(self) -> str:
        return self.document.metadata.title

    @property
    def language(self) -> str:
        return self.document.metadata.language

    def note(self, note_id: str) -> Note:
        """The note that a ``FootnoteRef`` calls."""
        return next(note for note in self.notes if note.id == note_id)

    def said(self, facts: Iterable[Fact]) -> tuple[str, ...]:
        """The words of ``facts``, leaving out those this document does not state."""
        return tuple(self.facts[fact] for fact in facts if self.facts.get(fact))


def prepare(document: Document, date: datetime.datetime, verdict: Verdict | None = None) -> Prepared:
    """Everything the formats need of ``document``; ``date`` is the moment files are dated by."""
    phrases = phrases_for(document.metadata.language)
    named = _with_xml_ids(settle(document))
    linked = _with_living_links(named)
    levelled = _with_closed_levels(linked)
    numbered = _with_numbers(levelled, phrases)
    labelled = _with_callout_labels(_with_plain_shapes(numbered), phrases)
    noted, notes = _with_numbered_notes(labelled)
    return Prepared(
        document=noted,
        outline=_outline(noted),
        notes=notes,
        phrases=phrases,
        facts=_facts(noted.metadata, phrases),
        direction=noted.metadata.direction or direction_of(noted.metadata.language),
        date=date,
        identifier=_identifier(noted.metadata),
        verdict=verdict,
    )


def settle(document: Document) -> Document:
    """``document`` as the checks and the formats both read it: titled, each heading with an id, each
    relative target resolved."""
    return _with_absolute_targets(_with_anchors(_with_title(document)))


def _with_title(document: Document) -> Document:
    """``document`` with its title in the metadata, and not printed a second time as a heading.

    Without a stated title, a single level-1 heading that opens the document becomes the title
    and the levels below it move up; failing that, the first heading's words are borrowed.
    """
    headings = [node for node in walk(document) if isinstance(node, Heading)]
    if not headings:
        return document
    first = headings[0]
    opens = bool(document.blocks) and document.blocks[0] is first
    stated = document.metadata.title
    if stated:
        is_title = opens and plain_text(first.content).strip() == stated
        return _without_opening(document) if is_title else document
    titled = _retitled(document, plain_text(first.content))
    if opens and first.level == 1 and sum(heading.level == 1 for heading in headings) == 1:
        return _moved_up(_without_opening(titled))
    return titled


def _retitled(document: Document, title: str) -> Document:
    metadata = msgspec.structs.replace(document.metadata, title=title)
    return msgspec.structs.replace(document, metadata=metadata)


def _without_opening(document: Document) -> Document:
    return msgspec.structs.replace(document, blocks=document.blocks[1:])


def _moved_up(document: Document) -> Document:
    def up(node: Node) -> Node:
        if isinstance(node, Heading) and node.level > 1:
            return msgspec.structs.replace(node, level=node.level - 1)
        return node

    return _changed(document, up)


def _changed(document: Document, change: Callable[[Node], Node]) -> Document:
    """``document`` with every node of its blocks and notes changed."""
    return msgspec.structs.replace(
        document,
        blocks=tuple(rewrite(block, change) for block in document.blocks),
        footnotes=tuple(rewrite(note, change) for note in document.footnotes),
    )


def _with_absolute_targets(document: Document) -> Document:
    """Relative targets resolved against ``base_url``; before the checks, which judge the outcome."""
    base = document.metadata.base_url

    def absolute(node: Node) -> Node:
        if isinstance(node, (Link, QrCode)) and is_relative(node.target):
            return msgspec.structs.replace(node, target=urljoin(base, node.target))
        return node

    return _changed(document, absolute) if base else document


def _with_living_links(document: Document) -> Document:
    """A link that leads nowhere, as the checks have warned, becomes its words."""
    anchors = {node.id for node in walk(document) if isinstance(node, BlockBase)}
    anchors -= {note.id for note in document.footnotes}

    def living(node: Node) -> Node:
        if not isinstance(node, Link):
            return node
        inside = node.target.startswith("#")
        leads = node.target[1:] in anchors if inside else leads_out(node.target)
        return node if leads else Span(node.content or (Text(node.target),))

    return _changed(document, living)


def closed_levels(levels: Iterable[int]) -> list[int]:
    """Heading levels without gaps: the first is 1, and each is at most one below its parent.

    Siblings stay siblings: 1 3 3 2 becomes 1 2 2 2.
    """
    open_levels: list[int] = []
    closed = []
    for level in levels:
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        closed.append(min(len(open_levels), DEEPEST_HEADING))
    return closed


def _with_closed_levels(document: Document) -> Document:
    headings = [node for node in walk(document) if isinstance(node, Heading)]
    levels = iter(closed_levels(heading.level for heading in headings))

    def close(node: Node) -> Node:
        return msgspec.structs.replace(node, level=next(levels)) if isinstance(node, Heading) else node

    return _changed(document, close)


def _with_anchors(document: Document) -> Document:
    """Every heading gets an id: its own, else one made from its words."""
    taken = {node.id for node in walk(document) if isinstance(node, BlockBase) and node.id}

    def anchor(node: Node) -> Node:
        if not isinstance(node, Heading) or node.id:
            return node
        return msgspec.structs.replace(node, id=_unused(slug(plain_text(node.content)), taken))

    return _changed(document, anchor)


def _unused(wanted: str, taken: set[str]) -> str:
    """``wanted``, with a number behind it when it is taken, as GitHub counts; takes it.

    Where one name is wanted often, the search doubles its steps before it closes in: the numbers
    taken are those up to the last, but for what a document states itself.
    """
    candidate, number = wanted, 0
    if wanted in taken:
        step = 1
        while f"{wanted}-{number + step}" in taken:
            number, step = number + step, step * 2
        while step > 1:
            step //= 2
            if f"{wanted}-{number + step}" in taken:
                number += step
        candidate = f"{wanted}-{number + 1}"
    taken.add(candidate)
    return candidate


def slug(text: str) -> str:
    """An id made from a heading's words, as GitHub makes it, so that links written for it work."""
    folded = unicodedata.normalize("NFC", text).strip().lower()
    return re.sub(r"[^\w\- ]+", "", folded).replace(" ", "-") or "section"


def _with_xml_ids(document: Document) -> Document:
    """Ids and the links to them as names that XML allows for an ID (XML 1.0, production NCName)."""
    ids = [node.id for node in walk(document) if isinstance(node, BlockBase) and node.id]
    taken = {name for name in ids if _PLAIN_NAME.fullmatch(name)}
    names = {
        name: _unused(_plain_name(name), taken)
        for name in dict.fromkeys(ids)
        if not _PLAIN_NAME.fullmatch(name)
    }

    def renamed(node: Node) -> Node:
        if isinstance(node, BlockBase) and not isinstance(node, Footnote) and node.id in names:
            return msgspec.structs.replace(node, id=names[node.id])
        if isinstance(node, Link) and node.target[1:] in names and node.target.startswith("#"):
            return msgspec.structs.replace(node, target=f"#{names[node.target[1:]]}")
        return node

    return _changed(document, renamed) if names else document


def _plain_name(name: str) -> str:
    """``name`` in ASCII: letters without their accents, hyphens for everything else."""
    unaccented = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    joined = re.sub(r"[^A-Za-z0-9_.]+", "-", unaccented).strip("-")
    return joined if _PLAIN_NAME.fullmatch(joined) else f"id-{joined}".rstrip("-")


def _with_numbers(document: Document, phrases: Phrases) -> Document:
    """Links without words get the name of their target; a caption named that way shows its number."""
    linked = {
        node.target[1:]
        for node in walk(document)
        if isinstance(node, Link) and not node.content and node.target.startswith("#")
    }
    names: dict[str, Inlines] = {
        node.id: node.content for node in walk(document) if isinstance(node, Heading)
    }
    figures = tables = 0
    for node in walk(document):
        if isinstance(node, Figure) and node.id in linked:
            figures += 1
            names[node.id] = (Text(phrases.figure.format(number=figures)),)
        elif isinstance(node, Table) and node.id in linked:
            tables += 1
            names[node.id] = (Text(phrases.table.format(number=tables)),)

    def name(node: Node) -> Node:
        if isinstance(node, Link) and not node.content:
            return msgspec.structs.replace(node, content=names.get(node.target[1:]) or (Text(node.target),))
        if isinstance(node, (Figure, Table)) and node.id in linked:
            label = Strong(names[node.id])
            caption = (label, Text(". "), *node.caption) if node.caption else (label,)
            return msgspec.structs.replace(node, caption=caption)
        return node

    return _changed(document, name) if linked else document


def _with_plain_shapes(document: Document) -> Document:
    """What could be set in several ways, in one: a suffix has its place only after a line, code
    ends with its last line that is not empty, and contents of nothing are nothing."""
    has_headings = any(isinstance(node, Heading) and plain_text(node.content) for node in walk(document))

    def plain(node: Node) -> Node:
        if isinstance(node, FillIn) and node.suffix and node.kind not in ("line", "date"):
            return msgspec.structs.replace(node, label=(*node.label, Text(" "), *node.suffix), suffix=())
        if isinstance(node, CodeBlock) and node.text.endswith("\n"):
            return msgspec.structs.replace(node, text=node.text.rstrip("\n"))
        if isinstance(node, Contents) and not has_headings:
            return Group((), id=node.id, pos=node.pos)
        return node

    return _changed(document, plain)


def _with_callout_labels(document: Document, phrases: Phrases) -> Document:
    def label(node: Node) -> Node:
        if not isinstance(node, Callout):
            return node
        kind = phrases.callouts[node.kind]
        if not node.title:
            return msgspec.structs.replace(node, title=(Text(kind),))
        if node.kind in LABEL_ONLY_KINDS or plain_text(node.title).startswith(kind):
            return node
        return msgspec.structs.replace(node, title=(Text(f"{kind}: "), *node.title))

    return _changed(document, label)


def _with_numbered_notes(document: Document) -> tuple[Document, tuple[Note, ...]]:
    """Notes in the order they are first called, and their calls with anchors for the way back.

    A call inside a note counts after those of the text. A note that nothing calls is left out;
    the checks have said so.
    """
    written = {note.id: note for note in document.footnotes}
    taken = {node.id for node in walk(document) if isinstance(node, BlockBase)}
    numbers: dict[str, int] = {}
    calls: dict[str, list[str]] = {}

    def call(node: Node) -> Node:
        if not isinstance(node, FootnoteRef) or node.id not in written:
            return node
        number = numbers.setdefault(node.id, len(numbers) + 1)
        anchors = calls.setdefault(node.id, [])
        place = f"noteref-{number}" + (f"-{len(anchors) + 1}" if anchors else "")
        anchors.append(_unused(place, taken))
        return msgspec.structs.replace(node, anchor=anchors[-1])

    blocks = tuple(rewrite(block, call) for block in document.blocks)
    bodies: dict[str, Blocks] = {}
    while pending := [note_id for note_id in calls if note_id not in bodies]:
        for note_id in pending:
            bodies[note_id] = tuple(rewrite(block, call) for block in written[note_id].blocks)
    notes = tuple(
        Note(number, note_id, _unused(f"note-{number}", taken), tuple(calls[note_id]), bodies[note_id])
        for note_id, number in numbers.items()
    )
    kept = tuple(note for note in document.footnotes if note.id in numbers)
    return msgspec.structs.replace(document, blocks=blocks, footnotes=kept), notes


def _outline(document: Document) -> tuple[OutlineEntry, ...]:
    """The headings of the text that have words; those inside footnotes are no part of its order."""
    return tuple(
        OutlineEntry(node.level, node.content, node.id)
        for block in document.blocks
        for node in (block, *walk(block))
        if isinstance(node, Heading) and plain_text(node.content).strip()
    )


def _facts(metadata: Metadata, phrases: Phrases) -> dict[Fact, str]:
    """What running headers and footers can say, in the document's language."""
    publisher = metadata.publisher
    facts: dict[Fact, str] = {"title": metadata.title, "kind": metadata.kind, "code": metadata.code}
    if publisher:
        note = f" ({publisher.note})" if publisher.note else ""
        facts["publisher"] = publisher.name + note
    if metadata.version:
        facts["version"] = phrases.version.format(value=metadata.version)
    if metadata.date:
        facts["date"] = month_and_year(metadata.date, phrases.language)
    if metadata.reviewed:
        facts["reviewed"] = phrases.reviewed.format(value=month_and_year(metadata.reviewed, phrases.language))
    if metadata.review_due:
        due = month_and_year(metadata.review_due, phrases.language)
        facts["review_due"] = phrases.review_by.format(value=due)
    return facts


def month_and_year(date: datetime.date, language: str) -> str:
    """E.g. "November 2026", as the language writes it (Unicode CLDR skeleton ``yMMMM``)."""
    from babel.dates import format_skeleton  # heavy: only for documents with dates

    return str(format_skeleton("yMMMM", date, locale=language))


def _identifier(metadata: Metadata) -> str:
    """The stated identifier, else a URN that depends on nothing but what names the document."""
    if metadata.identifier:
        return metadata.identifier
    import uuid  # only for documents that do not name themselves

    publisher = metadata.publisher.name if metadata.publisher else ""
    name = "\n".join((publisher, metadata.code, metadata.title, metadata.language))
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn
