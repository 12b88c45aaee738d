"""Metadata from plain keys and strings, whichever way they came: front matter or command line."""

from __future__ import annotations

import difflib
from typing import Any

import msgspec

from exporter.errors import UsageError
from exporter.model import Document, Metadata
from exporter.model.convert import convert

PANDOC_NAMES = {"author": "authors", "lang": "language", "abstract": "description"}
KNOWN = frozenset(Metadata.__struct_fields__) - {"extra"}
_LISTS = ("authors", "keywords", "sources")


def known_name(key: str) -> str | None:
    """The name of our own for a key as Pandoc or we spell it; ``None`` where neither does."""
    name = PANDOC_NAMES.get(key, key)
    return name if name in KNOWN else None


def nearest_name(key: str) -> str | None:
    """The known key that ``key`` was perhaps meant to be."""
    near = difflib.get_close_matches(key, (*KNOWN, *PANDOC_NAMES), 1, 0.8)
    return near[0] if near else None


def as_listed(name: str, value: Any) -> Any:
    """A single value for a key that takes several."""
    return [value] if name in _LISTS and isinstance(value, str) else value


def with_overrides(document: Document, overrides: dict[str, str]) -> Document:
    """``document`` with metadata replaced; ``publisher.phone`` names a part of a part.

    Raises ``UsageError`` for a key that does not exist or a value of the wrong type.
    """
    if not overrides:
        return document
    values = msgspec.to_builtins(document.metadata, builtin_types=())
    for key, value in overrides.items():
        _put(values, key, value)
    try:
        metadata = convert(values, Metadata, strict=False)
    except msgspec.ValidationError as error:
        raise UsageError.because("metadata-value", f"--meta: {error}") from None
    return msgspec.structs.replace(document, metadata=metadata)


def _put(values: dict[str, Any], key: str, value: str) -> None:
    first, *rest = key.split(".")
    name = known_name(first)
    if name is None:
        near = nearest_name(first)
        raise UsageError.because(
            "metadata-unknown", f"--meta: there is no metadata {first!r}", f"write {near!r}" if near else ""
        )
    if not rest:
        values[name] = as_listed(name, value)
        return
    inner = values.get(name)
    values[name] = inner if isinstance(inner, dict) else {}
    values[name][".".join(rest)] = value
