"""``exporter themes``, ``formats`` and ``schema``: what there is to choose from."""

from __future__ import annotations

import msgspec

from exporter.backends import described
from exporter.cli.report import say
from exporter.model import json_schema
from exporter.pipeline import DEFAULT_FORMATS, DEFAULT_THEME
from exporter.theme import edition_names, named_edition, named_theme, theme_names


def themes() -> int:
    """The themes, and the editions that can be laid over any of them."""
    looks = [_row(name, named_theme(name).description, name == DEFAULT_THEME) for name in theme_names()]
    editions = [_row(name, named_edition(name).description, False) for name in edition_names()]
    return say(*looks, "", "for --edition, over any theme:", *editions)


def formats() -> int:
    return say(*(_row(name, description, name in DEFAULT_FORMATS) for name, description in described()))


def schema() -> int:
    return say(msgspec.json.format(msgspec.json.encode(json_schema()), indent=2).decode())


def _row(name: str, description: str, is_default: bool) -> str:
    return f"{name:<12} {description}{' (default)' * is_default}"
