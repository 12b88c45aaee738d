"""Rules about what is said of a document: its title, its language, its dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.addresses import is_base
from exporter.checks.languages import language_read
from exporter.checks.subject import Finding, Subject
from exporter.language import has_phrases
from exporter.model import Position

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-[A-Za-z0-9]{2,8})*")


def title_missing(subject: Subject) -> Iterator[Finding]:
    if not subject.document.metadata.title.strip():
        yield Finding("the document has no title", Position(1, 1))


def language_missing(subject: Subject) -> Iterator[Finding]:
    if not subject.document.metadata.language:
        yield Finding("the document does not say which language it is in", Position(1, 1))


def language_malformed(subject: Subject) -> Iterator[Finding]:
    language = subject.document.metadata.language
    if language and not _LANGUAGE_TAG.fullmatch(language):
        yield Finding(f"{language!r} is not a language tag", Position(1, 1))


def language_implausible(subject: Subject) -> Iterator[Finding]:
    """By the script of its letters and by its commonest words; passages of another language do not count."""
    stated = subject.document.metadata.language
    if stated and (found := language_read(subject, stated)):
        yield Finding(f"the document says it is in {stated!r}, and reads like {found}", Position(1, 1))


def phrases_missing(subject: Subject) -> Iterator[Finding]:
    language = subject.document.metadata.language
    if language and not has_phrases(language):
        yield Finding(f"there are no fixed phrases in {language!r}; they are in English", Position(1, 1))


def base_url_malformed(subject: Subject) -> Iterator[Finding]:
    base = subject.document.metadata.base_url
    if base and not is_base(base):
        yield Finding(f"{base!r} is no web address to resolve links against", Position(1, 1))


def review_passed(subject: Subject) -> Iterator[Finding]:
    due = subject.document.metadata.review_due
    if due and due < subject.today:
        yield Finding(f"the review was due on {due.isoformat()}", Position(1, 1))
