"""How the words of a finished file look, in terms that all formats share."""

from __future__ import annotations

import msgspec


class Look(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The look of words, and of the paragraph that they stand in; ``None`` is what nobody knows.

    Lengths are points: ``size`` of the letters, ``leading`` from one baseline to the next, ``before`` and
    ``after`` the space that the paragraph wants around itself. ``families`` are the fonts by their
    names, the one that is wanted first; ``colour`` is sRGB as ``#RRGGBB``. ``name`` is what a theme calls
    such words, known only in the look that it promises.
    """

    name: str = ""
    families: tuple[str, ...] = ()
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    colour: str | None = None
    leading: float | None = None
    before: float | None = None
    after: float | None = None


NO_LOOK = Look()


class Sheet(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A sheet of paper and its margins, in points; ``None`` is what nobody knows."""

    width: float | None = None
    height: float | None = None
    top: float | None = None
    bottom: float | None = None
    left: float | None = None
    right: float | None = None


NO_SHEET = Sheet()
