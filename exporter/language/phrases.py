"""What the formats say of their own: one wording for each language."""

from __future__ import annotations

from typing import NamedTuple

from exporter.model import CalloutKind


class AccessibilityPhrases(NamedTuple):
    """Sentences on what those can rely on who do not read by eye alone."""

    reflows: str
    headings: str
    described: str
    undescribed: str
    table_headers: str
    pages: str
    moves: str


class Phrases(NamedTuple):
    """The words that the formats add of their own; ``language`` is what they are written in.

    Braces mark what is put in: ``page_of`` takes ``{page}`` and ``{pages}``, ``qr`` the
    ``{target}``, ``version`` and ``review_by`` a ``{value}``, ``note_number`` a ``{number}``,
    ``date_field`` a ``{label}``: how to write a date, in the one order that is read alike
    everywhere (ISO 8601). ``field`` stands for a place to write that has no words.
    """

    language: str
    contents: str
    notes: str
    note_number: str
    back: str
    page_of: str
    figure: str
    table: str
    qr: str
    version: str
    review_by: str
    reviewed: str
    sources: str
    skip: str
    to_do: str
    done: str
    field: str
    date_field: str
    about: str
    start: str
    cover: str
    accessibility: AccessibilityPhrases
    callouts: dict[CalloutKind, str]
