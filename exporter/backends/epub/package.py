"""The package document's metadata (EPUB 3.3, 5.5), and what may be claimed (EPUB Accessibility 1.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from exporter.backends.blanks import Blanks
from exporter.backends.epub.accessibility import Accessibility
from exporter.backends.web import Found, legal
from exporter.language import primary
from exporter.notices import Standard
from exporter.prepare import Prepared

STANDARD: Standard = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"
DUBLIN_CORE, PACKAGE = "DC", "OPF"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Entry(NamedTuple):
    """One element of the metadata: ``dc:<name>`` or, in the package's own namespace, a ``meta``."""

    namespace: str
    name: str
    value: str
    attributes: tuple[tuple[str, str], ...]


def metadata(prepared: Prepared, words: Blanks, *, paged: bool) -> Iterator[Entry]:
    """What the package says of this publication, besides identifier and date of change, as blanks for
    ``words``.

    ``paged`` says that there is a list of the pages of the PDF, whose identifier is the document's.
    """
    about = prepared.metadata

    def dublin_core(name: str, value: str, **attributes: str) -> Entry:
        return Entry(DUBLIN_CORE, name, words.blank(legal(value)), tuple(attributes.items()))

    def spoken(name: str, value: str, **attributes: str) -> Entry:
        """Words in the language of the document (EPUB 3.3, 5.3.6)."""
        return dublin_core(name, value, **attributes, **{_XML_LANG: prepared.language})

    # The title first: reading systems take the first as the main one (EPUB 3.3, 5.5.3.1.2).
    yield spoken("title", about.title, id="title")
    yield _meta("title-type", "main", refines="#title")
    if about.subtitle:
        yield spoken("title", about.subtitle, id="subtitle")
        yield _meta("title-type", "subtitle", refines="#subtitle")
    yield dublin_core("language", prepared.language)
    for author in about.authors:
        yield dublin_core("creator", author)
    if about.publisher:
        yield dublin_core("publisher", about.publisher.name)
    if about.date:
        yield dublin_core("date", about.date.isoformat())
    if about.description:
        yield spoken("description", about.description)
    if about.rights:
        yield spoken("rights", about.rights)
    for keyword in about.keywords:
        yield spoken("subject", keyword)
    if paged:
        yield _meta("pageBreakSource", words.blank(legal(prepared.identifier)))


def claims(prepared: Prepared, found: Found, *, paged: bool) -> tuple[Entry, ...]:
    """What a reader can count on, and the standard that is met: the same for most documents of a batch.

    A standard is claimed only where the checks have granted it and someone answers for it (EPUB
    Accessibility 1.1, 2.3).
    """
    about = Accessibility.of(found, prepared.document.assets, paged=paged)
    earned = prepared.verdict is not None and STANDARD in prepared.verdict.standards
    certifier = prepared.metadata.certifier if earned else ""

    def made() -> tuple[Entry, ...]:
        return (*_accessibility(about, prepared), *_conformance(certifier))

    return prepared.memory.of(("claims", about, prepared.language, certifier), (prepared.phrases,), made)


def _meta(name: str, value: str, **attributes: str) -> Entry:
    return Entry(PACKAGE, name, value, (("property", name), *attributes.items()))


def _accessibility(about: Accessibility, prepared: Prepared) -> Iterator[Entry]:
    """In the words of Schema.org (EPUB Accessibility 1.1, 2.2)."""
    for mode in about.modes:
        yield _meta("schema:accessMode", mode)
    for modes in about.sufficient:
        yield _meta("schema:accessModeSufficient", modes)
    for feature in about.features:
        yield _meta("schema:accessibilityFeature", feature)
    yield _meta("schema:accessibilityHazard", about.hazard)
    words, spoken = about.summary(prepared.phrases.accessibility), prepared.phrases.language
    language = prepared.language if spoken == primary(prepared.language) else spoken
    yield _meta("schema:accessibilitySummary", words, **{_XML_LANG: language})


def _conformance(certifier: str) -> Iterator[Entry]:
    if certifier:
        yield _meta("dcterms:conformsTo", STANDARD, id="conformance")
        yield _meta("a11y:certifiedBy", legal(certifier), refines="#conformance")
