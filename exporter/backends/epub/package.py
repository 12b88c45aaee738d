"""The package document's metadata (EPUB 3.3, 5.5), and what may be claimed (EPUB Accessibility 1.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

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

    @property
    def is_fixed(self) -> bool:
        """Whether it says one of the few things that Schema.org has words for."""
        return self.name.startswith("schema:")


def metadata(prepared: Prepared, found: Found, *, paged: bool) -> Iterator[Entry]:
    """Everything the package says of the publication, besides identifier and date of change.

    ``paged`` says that there is a list of the pages of the PDF, whose identifier is the document's.
    """
    yield from _titles(prepared)
    yield _dublin_core("language", prepared.language)
    yield from _people(prepared)
    yield from _about(prepared)
    if paged:
        yield _meta("pageBreakSource", prepared.identifier)
    yield from _accessibility(prepared, found, paged=paged)
    yield from _conformance(prepared)


def _dublin_core(name: str, value: str, **attributes: str) -> Entry:
    return Entry(DUBLIN_CORE, name, legal(value), tuple(attributes.items()))


def _meta(name: str, value: str, **attributes: str) -> Entry:
    return Entry(PACKAGE, name, legal(value), (("property", name), *attributes.items()))


def _spoken(name: str, value: str, prepared: Prepared, **attributes: str) -> Entry:
    """Words in the language of the document (EPUB 3.3, 5.3.6)."""
    return _dublin_core(name, value, **attributes, **{_XML_LANG: prepared.language})


def _titles(prepared: Prepared) -> Iterator[Entry]:
    """The title first: reading systems take the first as the main one (EPUB 3.3, 5.5.3.1.2)."""
    yield _spoken("title", prepared.title, prepared, id="title")
    yield _meta("title-type", "main", refines="#title")
    if prepared.metadata.subtitle:
        yield _spoken("title", prepared.metadata.subtitle, prepared, id="subtitle")
        yield _meta("title-type", "subtitle", refines="#subtitle")


def _people(prepared: Prepared) -> Iterator[Entry]:
    for author in prepared.metadata.authors:
        yield _dublin_core("creator", author)
    if prepared.metadata.publisher:
        yield _dublin_core("publisher", prepared.metadata.publisher.name)


def _about(prepared: Prepared) -> Iterator[Entry]:
    about = prepared.metadata
    if about.date:
        yield _dublin_core("date", about.date.isoformat())
    if about.description:
        yield _spoken("description", about.description, prepared)
    if about.rights:
        yield _spoken("rights", about.rights, prepared)
    for keyword in about.keywords:
        yield _spoken("subject", keyword, prepared)


def _accessibility(prepared: Prepared, found: Found, *, paged: bool) -> Iterator[Entry]:
    """What a reader can count on, in the words of Schema.org (EPUB Accessibility 1.1, 2.2)."""
    about = Accessibility.of(found, prepared.document.assets, paged=paged)
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


def _conformance(prepared: Prepared) -> Iterator[Entry]:
    """The claim, only where the checks have granted it and someone answers for it (1.1, 2.3)."""
    certifier = prepared.metadata.certifier
    earned = prepared.verdict is not None and STANDARD in prepared.verdict.standards
    if earned and certifier:
        yield _meta("dcterms:conformsTo", STANDARD, id="conformance")
        yield _meta("a11y:certifiedBy", certifier, refines="#conformance")
