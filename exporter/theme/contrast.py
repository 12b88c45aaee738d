"""Contrast of text and of marks against what they stand on (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import NamedTuple

from exporter.theme.theme import CalloutColours, TextStyle, Theme
from exporter.theme.values import Colour

TEXT_LEAST = 4.5
MARK_LEAST = 3.0


class Pair(NamedTuple):
    """A colour on a ground, and the contrast it must reach; ``least`` follows from its use."""

    use: str
    colour: Colour
    ground: Colour
    least: float


class LowContrast(NamedTuple):
    pair: Pair
    ratio: float
    dark: bool


def ratio(first: str, second: str) -> float:
    """The contrast ratio of two ``#RRGGBB`` colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@functools.lru_cache(1 << 8)
def luminance(colour: str) -> float:
    """Relative luminance of a ``#RRGGBB`` colour, from 0 to 1 (WCAG 2.2, "relative luminance")."""
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def low_contrasts(theme: Theme) -> Iterator[LowContrast]:
    """Every pair of the theme that falls short, in its light palette and in its dark one."""
    dark = {**theme.palette, **theme.screen.dark}
    for pair in pairs(theme):
        for palette, is_dark in ((theme.palette, False), (dark, True)):
            found = ratio(palette[pair.colour.name], palette[pair.ground.name])
            if found < pair.least:
                yield LowContrast(pair, found, is_dark)


def pairs(theme: Theme) -> Iterator[Pair]:
    """Every colour of the theme that carries meaning, on each ground it is set on."""
    paper = theme.page.background
    body = theme.text.body.colour
    for name in theme.text.__struct_fields__:
        style: TextStyle = getattr(theme.text, name)
        yield Pair(f"text.{name}", style.colour, paper, TEXT_LEAST)
    for ground, use in (
        (theme.table.header_ground, "text.table_header on table.header_ground"),
        (theme.code.ground, "text.code_block on code.ground"),
        (theme.mark.ground, "text.body on mark.ground"),
    ):
        colour = theme.text.table_header.colour if "table" in use else body
        yield Pair(use, colour, ground, TEXT_LEAST)
    yield Pair("link", theme.link.colour, paper, TEXT_LEAST)
    yield Pair("lists.marker_colour", theme.lists.marker_colour, paper, TEXT_LEAST)
    yield Pair("fill_in.rule_colour", theme.fill_in.rule_colour, paper, MARK_LEAST)
    yield Pair("key.rule_colour", theme.key.rule_colour, paper, MARK_LEAST)
    yield Pair("cover", theme.cover.ink, theme.cover.ground, TEXT_LEAST)
    yield Pair("qr", theme.qr.dark, theme.qr.light, TEXT_LEAST)
    for name in theme.callouts.__struct_fields__:
        look = getattr(theme.callouts, name)
        if isinstance(look, CalloutColours):
            yield Pair(f"callouts.{name}.label", look.label, look.ground, TEXT_LEAST)
            yield Pair(f"text.body on callouts.{name}.ground", body, look.ground, TEXT_LEAST)
            yield Pair(f"link on callouts.{name}.ground", theme.link.colour, look.ground, TEXT_LEAST)
            yield Pair(f"callouts.{name}.bar", look.bar, paper, MARK_LEAST)


__all__ = ["LowContrast", "Pair", "low_contrasts", "luminance", "pairs", "ratio"]
