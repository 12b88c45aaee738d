"""The document as JSON, in and out, and the schema that describes it."""

from __future__ import annotations

from typing import Any

import msgspec

from exporter.model.document import Document

_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(Document)


def to_json(document: Document) -> bytes:
    """``document`` as UTF-8 JSON, keys in a fixed order."""
    return msgspec.json.format(_encoder.encode(document), indent=2)


def from_json(data: bytes) -> Document:
    """The document in ``data``.

    Raises ``msgspec.ValidationError`` (with a path such as ``$.blocks[0].alt``) where the data
    does not follow the schema, and ``msgspec.DecodeError`` where it is not JSON.
    """
    return _decoder.decode(data)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a document."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **msgspec.json.schema(Document),
    }
