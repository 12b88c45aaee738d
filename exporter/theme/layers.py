"""Layers of TOML: a theme over what it extends, editions over the theme. A variant is data, merged once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

from exporter.errors import InputRefused

Values: TypeAlias = dict[str, Any]

_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)")


class Layer(NamedTuple):
    """The values that one file states."""

    file: str
    values: Values


def parse_layer(data: bytes, file: str) -> Layer:
    """The values in ``data``; raises as ``parse_toml`` does."""
    return Layer(file, parse_toml(data, file, "theme-syntax"))


def parse_toml(data: bytes, file: str, code: str) -> Values:
    """The values in ``data``; raises ``InputRefused`` with ``code`` and the place where it is no TOML."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"the byte at offset {error.start} is not UTF-8"
        raise InputRefused.because("not-utf-8", message, file=file) from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (text.count("\n") + 1, 1)
        message = _PLACE.sub("", str(error))
        raise InputRefused.because(code, message, file=file, line=line, column=column) from None


def merged(layers: Sequence[Layer]) -> Values:
    """All layers as one, later ones over earlier: tables key by key, all else as a whole."""
    whole: Values = {}
    for layer in layers:
        whole = _over(layer.values, whole)
    return whole


def _over(upper: Values, lower: Values) -> Values:
    result = dict(lower)
    for key, value in upper.items():
        below = result.get(key)
        both_tables = isinstance(value, dict) and isinstance(below, dict)
        result[key] = _over(value, below) if both_tables and below else value
    return result


def file_of(path: str, layers: Sequence[Layer]) -> str:
    """The file of the last layer that states the value at ``path``, or else most of the way to it."""
    keys = re.sub(r"\[[^]]*\]", "", path).split(".")
    return max(reversed(layers), key=lambda layer: sum(1 for _ in _reached(layer.values, keys))).file


def _reached(values: Any, keys: Sequence[str]) -> Iterator[str]:
    """The keys, from the first, that lead somewhere in ``values``."""
    for key in keys:
        if not isinstance(values, dict) or key not in values:
            return
        values = values[key]
        yield key
