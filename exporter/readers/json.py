"""The model's own JSON as a source."""

from __future__ import annotations

import msgspec

from exporter.errors import ExporterError, InputRefused, LimitReached
from exporter.files import read_asset
from exporter.model import Asset, Document, depth_of, from_json
from exporter.readers.reading import DEEPEST_NESTING, Read, decode


def read_json(data: bytes, name: str) -> Read:
    """The document in ``data``, under the name ``name`` for its notices.

    Raises ``InputRefused`` with a path such as ``$.blocks[0].level`` where it breaks the schema.
    """
    text = decode(data, name, repair=False)
    try:
        document: Document = from_json(text)
    except msgspec.ValidationError as error:
        raise InputRefused.because("json-schema", str(error), "see `exporter schema`", file=name) from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputRefused.because("json-syntax", str(error), file=name) from None
    if (depth := depth_of(document)) > DEEPEST_NESTING:
        raise LimitReached.because(
            "nesting-too-deep", f"nodes are nested {depth} deep, more than {DEEPEST_NESTING}", file=name
        )
    assets = {key: _asset(key, asset, name) for key, asset in document.assets.items()}
    return Read(msgspec.structs.replace(document, source=name, assets=assets), ())


def _asset(key: str, stated: Asset, name: str) -> Asset:
    """The asset read anew from its bytes: what is stated of them is not believed."""
    try:
        found = read_asset(stated.data)
    except ExporterError as error:
        raise type(error)(*(msgspec.structs.replace(n, file=name) for n in error.notices)) from None
    if found != stated:
        raise InputRefused.because(
            "asset-stated", f"what is stated of the asset {key!r} is not what its bytes say", file=name
        )
    return found
