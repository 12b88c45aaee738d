"""What has been made of the parts of one document, for the next that has the same parts.

The documents of a batch are made of one template and differ in little. What ``fill`` and ``prepare`` leave
alone stays the same object, and what depends on such objects alone need not be made again. Nothing that is
made may depend on anything that is neither among its parts nor in its key, so that a document has the same
bytes whether or not another was made before it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from itertools import groupby
from typing import Any, TypeVar

Made = TypeVar("Made")
Part = TypeVar("Part")
_NOT_MADE = object()
_LASTS = 16
"""Documents for which something is kept that none of them uses: rows may take turns in editions."""


class Memory:
    """Keeps nothing until a second document is made, and of each document only what others also have."""

    def __init__(self, together: Iterable[tuple[object, ...]] = ()) -> None:
        """``together`` are the parts that follow each other in all documents alike."""
        self._together = tuple(together)  # held, so that no other object takes the place of one
        self._run_of = {id(part): id(run) for run in self._together for part in run}
        self._document = 0
        self._kept: dict[tuple[Hashable, ...], list[Any]] = {}
        self._latest: dict[Hashable, tuple[object, Any]] = {}

    def __eq__(self, other: object) -> bool:
        """Two memories are alike: neither changes what is made."""
        return isinstance(other, Memory)

    __hash__ = None  # type: ignore[assignment]

    @property
    def is_warm(self) -> bool:
        """Whether anything is kept."""
        return self._document > 1

    def turn(self) -> None:
        """The next document begins; what the last ones did not use is forgotten."""
        self._document += 1
        self._latest.clear()
        if self._document % _LASTS == 0:
            oldest = self._document - _LASTS
            self._kept = {key: entry for key, entry in self._kept.items() if entry[0] >= oldest}

    def runs(self, parts: Iterable[Part]) -> list[tuple[Part, ...]]:
        """``parts`` in their order, in as few runs as all documents have them in."""
        run_of = self._run_of
        return [tuple(run) for _, run in groupby(parts, lambda part: run_of.get(id(part), id(part)))]

    def of(self, key: Hashable, parts: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """What ``make`` makes of ``parts``, immutable values which are known again by being the same objects,
        and of ``key``, which is compared."""
        if self._document <= 1:
            return make()
        place = (key, *map(id, parts))
        entry = self._kept.get(place)
        if entry is None:
            # The parts are held, so that no other object takes the place of one.
            entry = self._kept[place] = [0, parts, make()]
        entry[0] = self._document
        made: Made = entry[2]
        return made

    def common(self, key: Hashable, parts: tuple[object, ...], make: Callable[[], Made]) -> Made | None:
        """As ``of``, of parts that an earlier document had, too; nothing before that, for what comes for the
        first time may be a document's own."""
        if self._document <= 1:
            return None
        place = (key, *map(id, parts))
        entry = self._kept.get(place)
        if entry is None:
            self._kept[place] = [self._document, parts, _NOT_MADE, self._document]
            return None
        if entry[2] is _NOT_MADE:
            if entry[3] == self._document:
                return None
            entry[2] = make()
        entry[0] = self._document
        made: Made = entry[2]
        return made

    def each(self, make: Callable[[Part], Made], parts: Iterable[Part]) -> list[Made]:
        """What ``make``, a function of a module, makes of each of ``parts`` alone (see ``of``)."""
        if self._document <= 1:
            return [make(part) for part in parts]
        kept, now = self._kept, self._document
        made = []
        for part in parts:
            place = (make, id(part))
            entry = kept.get(place)
            if entry is None:
                entry = kept[place] = [0, part, make(part)]
            entry[0] = now
            made.append(entry[2])
        return made

    def latest(self, key: Hashable, part: object, make: Callable[[], Made]) -> Made:
        """What ``make`` makes of ``part``, which is kept until there is another or the next document begins:
        for what is asked for by several who do not know of each other."""
        entry = self._latest.get(key)
        if entry is None or entry[0] is not part:
            entry = self._latest[key] = part, make()
        made: Made = entry[1]
        return made
