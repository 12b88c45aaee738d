"""A View as lines that a test can read."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.model import View, ViewNode
from exporter.verify.words import folded

_SHOWN = ("level", "label", "lang", "alt", "target", "expansion", "colspan", "rowspan")


def outline(view: View) -> list[str]:
    return [line for node in (*view.nodes, *view.notes) for line in _lines(node, 0)]


def _lines(node: ViewNode, depth: int) -> Iterator[str]:
    plain = ViewNode(role=node.role)
    shown = [
        f"{name}={getattr(node, name)}" for name in _SHOWN if getattr(node, name) != getattr(plain, name)
    ]
    text = f"'{folded(node.text)}'" if node.text else ""
    yield "  " * depth + " ".join(part for part in (node.role, *shown, text) if part)
    for child in node.children:
        yield from _lines(child, depth + 1)
