"""``exporter themes``, ``formats`` and ``schema``: what there is to choose from."""

from __future__ import annotations

import msgspec

from exporter.backends import described
from exporter.model import json_schema
from exporter.pipeline import DEFAULT_FORMATS, DEFAULT_THEME
from exporter.theme import edition_names, named_edition, named_theme, theme_names


def themes() -> int:
    """The themes, and the editions that can be laid over any of them."""
    for name in theme_names():
        _row(name, named_theme(name).description, name == DEFAULT_THEME)
    print("\nfor --edition, over any theme:")
    for name in edition_names():
        _row(name, named_edition(name).description, False)
    return 0


def formats() -> int:
    for name, description in described():
        _row(name, description, name in DEFAULT_FORMATS)
    return 0


def schema() -> int:
    print(msgspec.json.format(msgspec.json.encode(json_schema()), indent=2).decode())
    return 0


def _row(name: str, description: str, is_default: bool) -> None:
    print(f"{name:<12} {description}{' (default)' * is_default}")
