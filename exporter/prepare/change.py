"""Changing every node of a document, and finding names that are free."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from exporter.model import Document, Node, rewrite, rewrite_spoken


def changed(document: Document, change: Callable[[Node], Node]) -> Document:
    """``document`` with every node of its blocks and notes changed."""
    return msgspec.structs.replace(
        document,
        blocks=tuple(rewrite(block, change) for block in document.blocks),
        footnotes=tuple(rewrite(note, change) for note in document.footnotes),
    )


def changed_spoken(document: Document, change: Callable[[Node, str], Node]) -> Document:
    """``changed``, where ``change`` is also told the language around each node."""
    language = document.metadata.language
    return msgspec.structs.replace(
        document,
        blocks=tuple(rewrite_spoken(block, change, language) for block in document.blocks),
        footnotes=tuple(rewrite_spoken(note, change, language) for note in document.footnotes),
    )


def unused(wanted: str, taken: set[str]) -> str:
    """``wanted``, with a number behind it when it is taken, as GitHub counts; takes it.

    Where one name is wanted often, the search doubles its steps before it closes in: the numbers
    taken are those up to the last, but for what a document states itself.
    """
    candidate, number = wanted, 0
    if wanted in taken:
        step = 1
        while f"{wanted}-{number + step}" in taken:
            number, step = number + step, step * 2
        while step > 1:
            step //= 2
            if f"{wanted}-{number + step}" in taken:
                number += step
        candidate = f"{wanted}-{number + 1}"
    taken.add(candidate)
    return candidate
