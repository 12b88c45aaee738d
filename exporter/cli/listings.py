"""``exporter themes``, ``formats`` and ``schema``: what there is to choose from."""

from __future__ import annotations

import msgspec

from exporter.backends import BACKENDS
from exporter.model import json_schema
from exporter.pipeline import DEFAULT_FORMATS, DEFAULT_THEME
from exporter.theme import named_theme, theme_names


def themes() -> int:
    for name in theme_names():
        _row(name, named_theme(name).description, name == DEFAULT_THEME)
    return 0


def formats() -> int:
    for name, entry in BACKENDS.items():
        _row(name, entry.description, name in DEFAULT_FORMATS)
    return 0


def schema() -> int:
    print(msgspec.json.format(msgspec.json.encode(json_schema()), indent=2).decode())
    return 0


def _row(name: str, description: str, is_default: bool) -> None:
    print(f"{name:<10} {description}{' (default)' * is_default}")
