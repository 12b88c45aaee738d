"""The outline as lists within lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from exporter.backends.web.markup import element
from exporter.prepare import OutlineEntry


class Branch(NamedTuple):
    """A heading with the headings below it."""

    entry: OutlineEntry
    below: list[Branch]


def branches(entries: Iterable[OutlineEntry]) -> list[Branch]:
    """``entries`` as a forest: each below the nearest earlier one of a higher rank."""
    top: list[Branch] = []
    opened: list[Branch] = []
    for entry in entries:
        while opened and opened[-1].entry.level >= entry.level:
            opened.pop()
        branch = Branch(entry, [])
        (opened[-1].below if opened else top).append(branch)
        opened.append(branch)
    return top


def outline_list(forest: list[Branch], show: Callable[[OutlineEntry], str]) -> str:
    """An ordered list of what ``show`` makes of each entry; EPUB 3.3, 7.3 wants it to be ``ol``."""
    items = (
        element("li", show(branch.entry) + (outline_list(branch.below, show) if branch.below else ""))
        for branch in forest
    )
    return element("ol", "".join(items))
