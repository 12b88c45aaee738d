"""The model's own JSON as a source."""

from __future__ import annotations

import msgspec

from exporter.errors import InputRefused
from exporter.model import Document, from_json
from exporter.readers.reading import Read, decode


def read_json(data: bytes, name: str) -> Read:
    """The document in ``data``, under the name ``name`` for its notices.

    Raises ``InputRefused`` with a path such as ``$.blocks[0].level`` where it breaks the schema.
    """
    text = decode(data, name, repair=False)
    try:
        document: Document = from_json(text.encode())
    except msgspec.ValidationError as error:
        raise InputRefused.because("json-schema", str(error), "see `exporter schema`", file=name) from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputRefused.because("json-syntax", str(error), file=name) from None
    return Read(msgspec.structs.replace(document, source=name), ())
