"""A theme from TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from typing import Any

import msgspec

from exporter.errors import InputRefused, UsageError
from exporter.files import resource, resource_names
from exporter.theme.theme import Theme
from exporter.theme.values import Colour, Length, is_hex

_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)")


def theme_names() -> tuple[str, ...]:
    """The themes that come with the package."""
    return resource_names("templates", "themes", suffix=".toml")


def named_theme(name: str) -> Theme:
    """The theme of the package called ``name``; raises ``UsageError`` naming those there are."""
    if name not in theme_names():
        raise UsageError.because(
            "theme-unknown", f"there is no theme {name!r}", f"choose from {', '.join(theme_names())}"
        )
    return parse_theme(resource("templates", "themes", f"{name}.toml"), f"{name}.toml")


def parse_theme(data: bytes, file: str) -> Theme:
    """The theme in ``data``; raises ``InputRefused`` with the path of the value that is wrong."""
    raw = _toml(data, file)
    try:
        theme = msgspec.convert(raw, Theme, dec_hook=_values(raw.get("palette", {})))
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$")
        where = path.rstrip("`").lstrip(".") or "the top level"
        raise InputRefused.because("theme-value", f"{where}: {message}", file=file) from None
    for name, colour in theme.screen.dark.items():
        if name not in theme.palette or not is_hex(colour):
            message = f"screen.dark.{name}: {colour!r} is not a colour for a name of the palette"
            raise InputRefused.because("theme-value", message, file=file)
    return theme


def _toml(data: bytes, file: str) -> dict[str, Any]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputRefused.because(
            "not-utf-8", f"the byte at offset {error.start} is not UTF-8", file=file
        ) from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (text.count("\n") + 1, 1)
        message = _PLACE.sub("", str(error))
        raise InputRefused.because("theme-syntax", message, file=file, line=line, column=column) from None


def _values(palette: dict[str, str]) -> Callable[[type, Any], Any]:
    """What turns TOML's numbers and strings into lengths and into colours of this palette."""

    def convert(wanted: type, value: Any) -> Any:
        if wanted is Length:
            return Length.parse(value)
        if wanted is Colour:
            return Colour.named(value, palette)
        raise NotImplementedError(wanted)

    return convert
