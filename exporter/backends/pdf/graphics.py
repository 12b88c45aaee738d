"""The graphics state of a page, as far as its operators have set it (ISO 32000-1, 8.4)."""

from __future__ import annotations

import functools

from exporter.theme import Colour


class GraphicsState:
    """Gives the operators that set what is not set already, each with a space behind it.

    Colours and the font outlive a text object; a page begins without them.
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """After ``Q``, and where a page begins, nothing is known to be set."""
        self._fill: Colour | None = None
        self._stroke: Colour | None = None
        self._font: tuple[str, float] | None = None

    @property
    def state(self) -> tuple[Colour | None, Colour | None, tuple[str, float] | None]:
        """All that is known to be set."""
        return self._fill, self._stroke, self._font

    @state.setter
    def state(self, state: tuple[Colour | None, Colour | None, tuple[str, float] | None]) -> None:
        self._fill, self._stroke, self._font = state

    def fill(self, colour: Colour) -> str:
        if colour == self._fill:
            return ""
        self._fill = colour
        return f"{_components(colour)} rg "

    def stroke(self, colour: Colour) -> str:
        if colour == self._stroke:
            return ""
        self._stroke = colour
        return f"{_components(colour)} RG "

    def font(self, resource: str, size: float) -> str:
        """``size`` in points."""
        if (resource, size) == self._font:
            return ""
        self._font = resource, size
        return f"/{resource} {numbers(size)} Tf "


@functools.cache
def _components(colour: Colour) -> str:
    return numbers(*colour.rgb)


@functools.lru_cache(1 << 14)  # lines stand at a few places of many pages
def number(value: float) -> str:
    """A number as a content stream writes it: no exponent, no needless digits."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def numbers(*values: float) -> str:
    return " ".join(map(number, values))
