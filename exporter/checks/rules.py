"""The rules, in one visible table. Each is a small function from a subject to its findings."""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar, overload

from exporter.addresses import SAFE_SCHEMES, is_base, is_relative, scheme_of, uri_of
from exporter.checks.glyphs import missing_glyphs
from exporter.grid import placed_rows
from exporter.language import has_phrases
from exporter.model import (
    NOWHERE,
    BlockBase,
    Conditional,
    Document,
    Field,
    Figure,
    Footnote,
    FootnoteRef,
    Heading,
    InlineImage,
    Link,
    Node,
    OrderedList,
    Position,
    QrCode,
    Table,
    by_kind,
    ids_of,
    plain_text,
    walk,
)
from exporter.model.text import NOT_IN_XML, strings
from exporter.notices import ALL_STANDARDS, Severity, Standard
from exporter.ordinals import LAST, numbered_alike, ordinal
from exporter.prepare import closed_levels
from exporter.qr import MOST_BYTES
from exporter.theme import Theme, low_contrasts

LONGEST_ADDRESS = 32_767
"""Characters of an address as a URI: the bytes of a string in a PDF/A (ISO 19005-2, 6.1.13)."""
_NO_STRINGS = frozenset(("pos", "blocks", "content", "rows", "cells", "columns", "colspan", "rowspan"))
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-[A-Za-z0-9]{2,8})*")


One = TypeVar("One", bound=Node)
Other = TypeVar("Other", bound=Node)


class Subject:
    """What the rules judge: a document with its title settled, and the theme it is set in."""

    def __init__(
        self, document: Document, theme: Theme, kinds: dict[type[Node], list[Node]] | None = None
    ) -> None:
        """``kinds`` are the nodes by their types, in no order that counts, if they are known already."""
        self.document = document
        self.theme = theme
        self.kinds = by_kind(document) if kinds is None else kinds

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every node of the document in reading order, walked once for all rules."""
        return tuple(walk(self.document))

    @overload
    def of(self, kind: type[One], /) -> Sequence[One]: ...
    @overload
    def of(self, kind: type[One], other: type[Other], /) -> Sequence[One | Other]: ...
    def of(self, *kinds: type[Any]) -> Sequence[Any]:
        """The nodes of these types in reading order: most rules are about types that are rare."""
        found = [node for kind in kinds for node in self.kinds.get(kind, ())]
        if len(found) < 2:
            return found
        return [node for node in self.nodes if isinstance(node, kinds)]


class Finding(NamedTuple):
    message: str
    pos: Position = NOWHERE
    fix: str = ""


class Rule(NamedTuple):
    """``source`` is the clause the rule serves; ``guards`` are the claims a finding costs."""

    id: str
    severity: Severity
    source: str
    fix: str
    guards: frozenset[Standard]
    find: Callable[[Subject], Iterable[Finding]]


def title_missing(subject: Subject) -> Iterator[Finding]:
    if not subject.document.metadata.title.strip():
        yield Finding("the document has no title", Position(1, 1))


def control_character(subject: Subject) -> Iterator[Finding]:
    """In any string, whatever escape it came through (hazards B1, B2)."""
    for text in strings(subject.document.metadata):
        if found := NOT_IN_XML.search(text):
            yield Finding(f"the character U+{ord(found[0]):04X} cannot stand in metadata", Position(1, 1))
    if not any(map(NOT_IN_XML.search, _said(subject))):
        return
    pos = NOWHERE
    for node in subject.nodes:
        own = getattr(node, "pos", NOWHERE)
        pos = own if own != NOWHERE else pos
        for name in _strings_of(type(node)):
            value = getattr(node, name)
            if isinstance(value, str) and (found := NOT_IN_XML.search(value)):
                yield Finding(f"the character U+{ord(found[0]):04X} cannot stand in a document", pos)


def _said(subject: Subject) -> Iterator[str]:
    """All that the nodes say, each kind of string in one: a search in it takes no time."""
    for kind, nodes in subject.kinds.items():
        for name in _strings_of(kind):
            values = map(operator.attrgetter(name), nodes)
            yield "".join([value for value in values if isinstance(value, str)])


@functools.cache
def _strings_of(kind: type[Node]) -> tuple[str, ...]:
    """The fields of a type of node that may hold strings."""
    return tuple(name for name in kind.__struct_fields__ if name not in _NO_STRINGS)


def language_missing(subject: Subject) -> Iterator[Finding]:
    if not subject.document.metadata.language:
        yield Finding("the document does not say which language it is in", Position(1, 1))


def language_malformed(subject: Subject) -> Iterator[Finding]:
    language = subject.document.metadata.language
    if language and not _LANGUAGE_TAG.fullmatch(language):
        yield Finding(f"{language!r} is not a language tag", Position(1, 1))


def phrases_missing(subject: Subject) -> Iterator[Finding]:
    language = subject.document.metadata.language
    if language and not has_phrases(language):
        yield Finding(f"there are no fixed phrases in {language!r}; they are in English", Position(1, 1))


def heading_skipped(subject: Subject) -> Iterator[Finding]:
    headings = subject.of(Heading)
    closed = closed_levels(heading.level for heading in headings)
    for heading, level in zip(headings, closed, strict=True):
        if heading.level != level:
            yield Finding(f"a heading of level {heading.level} becomes level {level}", heading.pos)


def heading_empty(subject: Subject) -> Iterator[Finding]:
    for node in subject.of(Heading):
        if not plain_text(node.content).strip():
            yield Finding("a heading has no words", node.pos)


def alt_missing(subject: Subject) -> Iterator[Finding]:
    for node in subject.of(Figure, InlineImage):
        if not node.decorative and not node.alt.strip():
            yield Finding(f"the image {node.asset!r} has no text alternative", node.pos)


def contrast_low(subject: Subject) -> Iterator[Finding]:
    for low in low_contrasts(subject.theme):
        mode = " in dark mode" if low.dark else ""
        yield Finding(
            f"theme {subject.theme.name}: {low.pair.use}{mode} has a contrast of {low.ratio:.2f}:1,"
            f" less than {low.pair.least}:1"
        )


def glyph_missing(subject: Subject) -> Iterator[Finding]:
    for found in missing_glyphs(subject.document, subject.kinds, subject.theme):
        yield Finding(str(found), found.pos, found.fix)


def base_url_malformed(subject: Subject) -> Iterator[Finding]:
    base = subject.document.metadata.base_url
    if base and not is_base(base):
        yield Finding(f"{base!r} is no web address to resolve links against", Position(1, 1))


def link_scheme(subject: Subject) -> Iterator[Finding]:
    for target, pos in _targets(subject):
        scheme = scheme_of(target)
        if scheme and scheme not in SAFE_SCHEMES:
            yield Finding(f"links to {scheme}: are not allowed", pos)


def table_surplus(subject: Subject) -> Iterator[Finding]:
    for node in subject.of(Table):
        for row in placed_rows(node):
            for cell in row.surplus:
                yield Finding(f"none of the {len(node.columns)} columns is left for this cell", cell.pos)


def numbering_ends(subject: Subject) -> Iterator[Finding]:
    for node in subject.of(OrderedList):
        if numbered_alike(node) != node.numbering:
            last = f"{ordinal(1, node.numbering)} to {ordinal(LAST[node.numbering], node.numbering)}"
            yield Finding(f"this list goes beyond {last}, so digits number it", node.pos)


def link_malformed(subject: Subject) -> Iterator[Finding]:
    for target, pos in _targets(subject):
        if scheme_of(target) is None:
            yield Finding(f"{target!r} is not an address", pos)


def link_too_long(subject: Subject) -> Iterator[Finding]:
    for target, pos in _targets(subject):
        if len(uri_of(target)) > LONGEST_ADDRESS:
            yield Finding(f"an address can have {LONGEST_ADDRESS} characters; this one has more", pos)


def link_relative(subject: Subject) -> Iterator[Finding]:
    if subject.document.metadata.base_url:
        return
    for node in subject.of(Link):
        if is_relative(node.target):
            yield Finding(f"the link to {node.target!r} becomes its words", node.pos)


def qr_relative(subject: Subject) -> Iterator[Finding]:
    for node in subject.of(QrCode):
        if scheme_of(node.target) == "":
            is_based = is_relative(node.target) and subject.document.metadata.base_url
            if not is_based:
                yield Finding(f"a QR code cannot lead to {node.target!r} from paper", node.pos)


def qr_too_long(subject: Subject) -> Iterator[Finding]:
    for node in subject.of(QrCode):
        if len(node.target.encode()) > MOST_BYTES:
            yield Finding(f"a QR code holds {MOST_BYTES} bytes; this address is longer", node.pos)


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
    ids = ids_of(subject.kinds)
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


def asset_missing(subject: Subject) -> Iterator[Finding]:
    for node in subject.of(Figure, InlineImage):
        if node.asset not in subject.document.assets:
            yield Finding(f"the document does not hold the image {node.asset!r}", node.pos)


def value_unfilled(subject: Subject) -> Iterator[Finding]:
    for node in subject.of(Field, Conditional):
        yield Finding(f"nothing says what {node.expression!r} is", node.pos)


def _targets(subject: Subject) -> Iterator[tuple[str, Position]]:
    return ((node.target, node.pos) for node in subject.of(Link, QrCode))


LIMITS = frozenset(("footnote-circular",))
"""Rules that keep an export bounded: breaking one is reaching a limit, not a mistake of form."""

_NONE: frozenset[Standard] = frozenset()
_ALL = ALL_STANDARDS

RULES: tuple[Rule, ...] = (
    Rule("title-missing", "error", "WCAG 2.4.2; ISO 14289-1, 7.1", "add title: to the front matter",
         _ALL, title_missing),
    Rule("control-character", "error", "XML 1.0, production Char", "take it out", _ALL, control_character),
    Rule("language-missing", "error", "WCAG 3.1.1; ISO 14289-1, 7.2",
         "add language: en to the front matter, or --meta language=en", _ALL, language_missing),
    Rule("language-malformed", "error", "BCP 47 (RFC 5646), 2.1", "write a tag such as en, pt-BR or zh-Hans",
         _ALL, language_malformed),
    Rule("phrases-missing", "warning", "WCAG 3.1.2", "", _NONE, phrases_missing),
    Rule("heading-skipped", "warning", "WCAG 1.3.1; ISO 14289-1, 7.4.2", "use the level below its parent's",
         _NONE, heading_skipped),
    Rule("heading-empty", "error", "WCAG 2.4.6", "give it words or remove it", _ALL, heading_empty),
    Rule("alt-missing", "error", "WCAG 1.1.1; ISO 14289-1, 7.3",
         "write ![what it shows](…), or mark it {.decorative}", _ALL, alt_missing),
    Rule("contrast-low", "error", "WCAG 1.4.3, 1.4.11", "darken the colour or lighten its ground",
         _ALL, contrast_low),
    Rule("glyph-missing", "error", "ISO 14289-1, 7.21.4.1; ISO 32000-1, 9.6.6",
         "use another character, or a theme with a font that has it", _ALL, glyph_missing),
    Rule("base-url", "error", "RFC 3986, 5.1", "write an address such as https://example.org/",
         _ALL, base_url_malformed),
    Rule("link-scheme", "error", "RFC 3986, 3.1", "link to http, https, mailto, tel or #", _ALL, link_scheme),
    Rule("link-malformed", "error", "RFC 3986", "write an address such as https://example.org/a",
         _ALL, link_malformed),
    Rule("link-too-long", "error", "ISO 19005-2, 6.1.13", "shorten the address", _ALL, link_too_long),
    Rule("link-relative", "warning", "RFC 3986, 5.1", "add base_url: to the front matter",
         _NONE, link_relative),
    Rule("qr-relative", "error", "RFC 3986, 5.1", "write the whole address", _ALL, qr_relative),
    Rule("qr-too-long", "error", "ISO/IEC 18004, 6.4.10", "shorten the address", _ALL, qr_too_long),
    Rule("anchor-missing", "error", "WCAG 2.4.4", "give its target {#id}, or mend the link",
         _ALL, anchor_missing),
    Rule("id-twice", "error", "XML 1.0, validity constraint ID", "choose another", _ALL, id_twice),
    Rule("table-surplus", "error", "HTML, 4.9.12", "add a column, or take out a cell or a span",
         _ALL, table_surplus),
    Rule("numbering-ends", "warning", "CSS Counter Styles 3, 6.1; ISO/IEC 29500-1, 17.18.59",
         "number it in digits, or in parts", _NONE, numbering_ends),
    Rule("footnote-missing", "error", "WCAG 1.3.1", "write [^id]: and its text, or escape the bracket: \\[^",
         _ALL, footnote_missing),
    Rule("footnote-circular", "error", "WCAG 1.3.1", "take the call out of it", _ALL, footnote_circular),
    Rule("footnote-uncalled", "warning", "WCAG 1.3.1", "call it in the text, or remove it",
         _NONE, footnote_uncalled),
    Rule("asset-missing", "error", "WCAG 1.1.1", "export from the source, or embed it under assets",
         _ALL, asset_missing),
    Rule("value-unfilled", "error", "WCAG 3.3.2", "", _ALL, value_unfilled),
)  # fmt: skip
