"""The document as JSON, in and out, and the schema that describes it."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from exporter.model.document import Document

_encoder = msgspec.json.Encoder(order="deterministic")


def to_json(document: Document) -> bytes:
    """``document`` as UTF-8 JSON, keys in a fixed order."""
    return msgspec.json.format(_encoder.encode(document), indent=2)


def from_json(data: bytes | str) -> Document:
    """The document in ``data``.

    Raises ``msgspec.ValidationError`` (with a path such as ``$.blocks[0].alt``) where the data
    does not follow the schema, and ``msgspec.DecodeError`` where it is not JSON.
    """
    return msgspec.json.decode(data, type=Document)


def digest_of(document: Document) -> str:
    """SHA-256 of what ``document`` says, as ``sha256:`` and hexadecimal digits.

    Images count by their own digests, and the name of the file, which hangs on a machine, does not.
    """
    assets = {name: msgspec.structs.replace(asset, data=b"") for name, asset in document.assets.items()}
    said = msgspec.structs.replace(document, assets=assets, source="")
    return f"sha256:{hashlib.sha256(_encoder.encode(said)).hexdigest()}"


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a document."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **msgspec.json.schema(Document),
    }
