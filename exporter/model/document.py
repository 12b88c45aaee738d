"""The document as a whole: metadata, blocks, footnotes, assets."""

from __future__ import annotations

import datetime
from typing import Any, Literal, TypeAlias

import msgspec

from exporter.model.blocks import BlockBase, Blocks
from exporter.model.inlines import NOWHERE, Direction, Position

SCHEMA_VERSION: Literal[1] = 1


class Publisher(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Who hands the document out, and how to reach them."""

    name: str
    note: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    web: str = ""

    @property
    def contacts(self) -> tuple[str, ...]:
        """The ways to reach the publisher, in the order a letterhead prints them."""
        return tuple(part for part in (self.address, self.phone, self.email, self.web) if part)


FieldType: TypeAlias = Literal["text", "date", "number", "choice", "yes-no"]


class FieldSpec(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a value that is filled in must look like.

    Of numbers only: ``min`` and ``max``, which belong to the range, and the ``unit`` printed behind them.
    """

    type: FieldType
    optional: bool = False
    choices: tuple[str, ...] = ()
    description: str = ""
    min: float | None = None
    max: float | None = None
    unit: str = ""

    def __post_init__(self) -> None:
        if self.type != "number" and (self.unit or self.min is not None or self.max is not None):
            raise ValueError(f"min, max and unit are of numbers, not of the type {self.type}")


class Metadata(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """What is said about a document rather than in it. ``language`` is a BCP 47 tag."""

    title: str = ""
    subtitle: str = ""
    language: str = ""
    direction: Direction | None = None
    authors: tuple[str, ...] = ()
    publisher: Publisher | None = None
    kind: str = ""
    code: str = ""
    identifier: str = ""
    version: str = ""
    date: datetime.date | None = None
    reviewed: datetime.date | None = None
    review_due: datetime.date | None = None
    description: str = ""
    keywords: tuple[str, ...] = ()
    audience: str = ""
    rights: str = ""
    sources: tuple[str, ...] = ()
    certifier: str = ""
    base_url: str = ""
    health: bool = False
    fields: dict[str, FieldSpec] = {}
    extra: dict[str, Any] = {}


MediaType: TypeAlias = Literal["image/png", "image/jpeg"]


class Asset(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The bytes of an image, with what every backend needs to know of them."""

    digest: str
    media_type: MediaType
    width: int
    height: int
    data: bytes


class Footnote(BlockBase, frozen=True):
    """A note that stands outside the flow; ``id`` is what its calls name."""

    blocks: Blocks


class Document(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """One document, whole and immutable. ``source`` is the name its notices are given."""

    schema_version: Literal[1]
    metadata: Metadata = Metadata()
    blocks: Blocks = ()
    footnotes: tuple[Footnote, ...] = ()
    assets: dict[str, Asset] = {}
    source: str = ""


def new_document(**parts: Any) -> Document:
    """A document of the current schema version."""
    return Document(schema_version=SCHEMA_VERSION, **parts)


__all__ = [
    "NOWHERE",
    "SCHEMA_VERSION",
    "Asset",
    "Document",
    "FieldSpec",
    "Footnote",
    "MediaType",
    "Metadata",
    "Position",
    "Publisher",
    "new_document",
]
