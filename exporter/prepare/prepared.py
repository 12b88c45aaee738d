"""Document -> Prepared: everything that all formats need, derived once, so that they cannot differ.

Numbers, anchors, the order of notes, the outline and the words of headers and labels are
settled here; a backend only sets them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import msgspec

from exporter.language import Phrases, direction_of, phrases_for
from exporter.model import (
    Block,
    Blocks,
    Callout,
    CodeBlock,
    Contents,
    Direction,
    Document,
    FillIn,
    Footnote,
    FootnoteRef,
    Group,
    Heading,
    InlineImage,
    Inlines,
    Link,
    Metadata,
    Node,
    OrderedList,
    Span,
    Table,
    Text,
    plain_text,
    rewrite,
)
from exporter.model.memory import Memory
from exporter.notices import Verdict
from exporter.prepare.colophon import colophon_of
from exporter.prepare.contacts import contacts_of
from exporter.prepare.draft import Draft
from exporter.prepare.labels import Numbered, with_callout_labels, with_numbers
from exporter.prepare.notes import Note, with_numbered_notes
from exporter.prepare.settle import settle
from exporter.prepare.structure import (
    with_begun_columns,
    with_closed_levels,
    with_code_from_the_left,
    with_directions,
    with_living_links,
    with_plain_shapes,
    with_xml_ids,
)
from exporter.theme.theme import Fact


class OutlineEntry(msgspec.Struct, frozen=True):
    """A heading as contents and navigation list it."""

    level: int
    content: Inlines
    anchor: str

    @property
    def text(self) -> str:
        return plain_text(self.content)


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """A document ready to be set.

    Headings have levels without gaps and unique ids; callouts have the label they print; links
    have words and absolute targets; calls of notes have anchors. ``runs`` are the blocks of the document,
    in as few runs as others of its template have them in. ``numbers`` are those that captions begin
    with, by the ids of figures and tables that links name. ``colophon`` is printed after the
    text. ``verdict`` is what the checks said; without it a backend claims conformance to nothing.
    ``memory`` holds what was made of documents that have parts in common with this one.
    """

    document: Document
    runs: tuple[Blocks, ...]
    outline: tuple[OutlineEntry, ...]
    notes: tuple[Note, ...]
    numbers: dict[str, Numbered]
    colophon: tuple[Block, ...]
    phrases: Phrases
    facts: dict[Fact, str]
    direction: Direction
    date: datetime.datetime
    identifier: str
    verdict: Verdict | None = None
    memory: Memory = msgspec.field(default_factory=Memory)

    @property
    def metadata(self) -> Metadata:
        return self.document.metadata

    @property
    def title(self) -> str:
        return self.document.metadata.title

    @property
    def language(self) -> str:
        return self.document.metadata.language

    @property
    def ways(self) -> Inlines:
        """The ways to reach the publisher, in the order of the letterhead."""
        return contacts_of(self.metadata.publisher, self.direction)

    def contacts(self, separator: str) -> Inlines:
        """``ways`` as a line of the letterhead, ``separator`` between them."""
        return tuple(part for way in self.ways for part in (Text(separator), way))[1:]

    def note(self, note_id: str) -> Note:
        """The note that a ``FootnoteRef`` calls."""
        return next(note for note in self.notes if note.id == note_id)

    def said(self, facts: Iterable[Fact]) -> tuple[str, ...]:
        """The words of ``facts``, leaving out those this document does not state."""
        return tuple(self.facts[fact] for fact in facts if self.facts.get(fact))


def prepare(
    document: Document,
    date: datetime.datetime,
    verdict: Verdict | None = None,
    memory: Memory | None = None,
) -> Prepared:
    """Everything the formats need of ``document``; ``date`` is the moment files are dated by."""
    memory = Memory() if memory is None else memory
    phrases = phrases_for(document.metadata.language)
    now = settle(document, memory)
    now = with_xml_ids(now)
    direction = now.metadata.direction or direction_of(now.metadata.language)
    kinds = now.kinds  # a step is left out where nothing is there that it could change
    numbers: dict[str, Numbered] = {}
    if Link in kinds:
        now = with_living_links(now)
    if Heading in kinds:
        now = with_closed_levels(now)
    if Link in kinds:
        now, numbers = with_numbers(now, phrases)
    if not kinds.isdisjoint((FillIn, CodeBlock, OrderedList, Contents)):
        now = with_plain_shapes(now)
    if Table in kinds:
        now = with_begun_columns(now)
    if Callout in kinds:
        now = with_callout_labels(now, phrases)
    if not kinds.isdisjoint((Group, Span, Link, Callout)):  # labels may be in another language
        now = with_directions(now, direction)
    if CodeBlock in kinds:
        now = with_code_from_the_left(now, direction)
    notes: tuple[Note, ...] = ()
    if not kinds.isdisjoint((Footnote, FootnoteRef)):
        now, notes = with_numbered_notes(now)
    metadata = now.metadata
    return Prepared(
        document=now.whole(),
        runs=now.runs,
        outline=_outline(now) if Heading in kinds else (),
        notes=notes,
        numbers=numbers,
        colophon=_colophon(metadata, phrases, memory),
        phrases=phrases,
        facts=facts_of(metadata, phrases),
        direction=direction,
        date=date,
        identifier=identifier_of(metadata),
        verdict=verdict,
        memory=memory,
    )


def _colophon(metadata: Metadata, phrases: Phrases, memory: Memory) -> tuple[Block, ...]:
    said = metadata.sources, metadata.rights, metadata.language
    return memory.of(("colophon", said), (), lambda: colophon_of(metadata, phrases))


def _outline(draft: Draft) -> tuple[OutlineEntry, ...]:
    """The headings of the text that have words; those inside footnotes are no part of its order.

    Navigation is made of words (EPUB 3.3, 7.3): what stands for an image stands in its place. An entry
    is one link, which leads to its heading and calls no notes.
    """
    text, _ = draft.apart()
    return tuple(filter(None, draft.memory.each(_entry, text.nodes(Heading))))


def _entry(heading: Heading) -> OutlineEntry | None:
    if not plain_text(heading.content).strip():
        return None
    content = tuple(rewrite(inline, _in_words) for inline in heading.content)
    return OutlineEntry(heading.level, content, heading.id)


def _in_words(node: Node) -> Node:
    match node:
        case InlineImage(alt=alt):
            return Text(alt)
        case Link(content=content):
            return Span(content)
        case FootnoteRef():
            return Span(())
        case _:
            return node


def facts_of(metadata: Metadata, phrases: Phrases) -> dict[Fact, str]:
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

    return str(format_skeleton("yMMMM", date, locale=language.replace("-", "_")))


def identifier_of(metadata: Metadata) -> str:
    """The stated identifier, else a URN that depends on nothing but what names the document."""
    if metadata.identifier:
        return metadata.identifier
    import uuid  # only for documents that do not name themselves

    publisher = metadata.publisher.name if metadata.publisher else ""
    name = "\n".join((publisher, metadata.code, metadata.title, metadata.language))
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn
