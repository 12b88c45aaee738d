"""Values of CSS -> points, colours, families."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import tinycss2.ast
import tinycss2.color3

from exporter.readback.css.rules import Tokens

MEDIUM = 12.0
"""The size that a user agent begins with, in points: 16px (CSS Fonts 4, 2.5)."""
_ABSOLUTE = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "q": 18 / 25.4, "pc": 12.0}
"""Points in the absolute units (CSS Values 4, 6.2)."""
_SIZES = {
    "xx-small": 0.6, "x-small": 0.75, "small": 8 / 9, "medium": 1.0, "large": 1.2, "x-large": 1.5,
    "xx-large": 2.0, "xxx-large": 3.0,
}  # fmt: skip
_STEP = 1.2
"""What ``larger`` makes larger by (CSS Fonts 4, 2.5)."""
_DEEPEST, _LONGEST = 32, 1000
"""How deep variables may stand in variables, and how many tokens they may come to: a circle ends there, and
makes its value invalid."""


def substituted(tokens: Tokens, variables: Mapping[str, Tokens], depth: int = 0) -> Tokens | None:
    """``tokens`` with the values of ``var()`` in them (CSS Custom Properties 1, 3); ``None`` where one has
    none and no fallback."""
    found: Tokens = []
    for token in tokens:
        if token.type != "function":
            found.append(token)
            continue
        if token.lower_name != "var":
            arguments = substituted(token.arguments, variables, depth + 1) if depth < _DEEPEST else None
            if arguments is None:
                return None
            found.append(
                tinycss2.ast.FunctionBlock(token.source_line, token.source_column, token.name, arguments)
            )
            continue
        name, fallback = _parted(token.arguments)
        value = variables.get(name, fallback)
        inner = substituted(value, variables, depth + 1) if value and depth < _DEEPEST else None
        if inner is None or len(found) + len(inner) > _LONGEST:
            return None
        found += inner
    return found


def _parted(arguments: Tokens) -> tuple[str, Tokens]:
    """The name of a variable, and its fallback: what stands behind a comma."""
    kept = parts(arguments)
    name = kept[0].value if kept and kept[0].type == "ident" else ""
    comma = next((place for place, token in enumerate(arguments) if token == ","), len(arguments))
    return name, arguments[comma + 1 :]


def parts(tokens: Tokens) -> Tokens:
    """``tokens`` without the spaces and comments between them."""
    return [token for token in tokens if token.type not in ("whitespace", "comment")]


def keyword(tokens: Tokens) -> str:
    """The keyword that is the whole value; empty where it is none."""
    kept = parts(tokens)
    return kept[0].lower_value if len(kept) == 1 and kept[0].type == "ident" else ""


def length(token: Any, em: float | None, rem: float | None) -> float | None:
    """A length or a percentage in points; percentages are of ``em``. ``None`` for what is neither."""
    match token.type:
        case "number" if token.value == 0:
            return 0.0
        case "percentage":
            return None if em is None else em * token.value / 100
        case "dimension":
            unit = token.lower_unit
            base = {"em": em, "rem": rem}.get(unit, _ABSOLUTE.get(unit))
            return None if base is None else token.value * base
        case "function" if token.lower_name == "calc":
            return _product(parts(token.arguments), em, rem)
        case _:
            return None


def _product(tokens: Tokens, em: float | None, rem: float | None) -> float | None:
    """A length times numbers (CSS Values 4, 10); ``None`` for other sums, which are not understood."""
    if any(token != "*" for token in tokens[1::2]):
        return None
    factors = tokens[::2]
    lengths = [token for token in factors if token.type != "number"]
    if len(lengths) != 1 or len(tokens) % 2 == 0:
        return None
    found = length(lengths[0], em, rem)
    return (
        None
        if found is None
        else found * math.prod(token.value for token in factors if token.type == "number")
    )


def points(length: float) -> Tokens:
    """The tokens that a length in points is written in."""
    return list(tinycss2.parse_component_value_list(f"{length:.6f}pt"))


def font_size(tokens: Tokens, around: float | None, rem: float | None) -> float | None:
    """A font size in points; ``around`` is that of the parent."""
    word = keyword(tokens)
    if word in _SIZES:
        return _SIZES[word] * MEDIUM
    if word in ("larger", "smaller"):
        step = _STEP if word == "larger" else 1 / _STEP
        return None if around is None else around * step
    kept = parts(tokens)
    return length(kept[0], around, rem) if len(kept) == 1 else None


def weight(tokens: Tokens, around: float) -> float:
    """A font weight (CSS Fonts 4, 2.2); ``around`` is that of the parent."""
    kept = parts(tokens)
    if len(kept) == 1 and kept[0].type == "number":
        return float(kept[0].value)
    match keyword(tokens):
        case "bold":
            return 700
        case "normal":
            return 400
        case "bolder":
            return 400 if around < 350 else 700 if around < 550 else 900
        case "lighter":
            return 100 if around < 550 else 400 if around < 750 else 700
        case _:
            return around


def families(tokens: Tokens) -> tuple[str, ...]:
    """The families of a list (CSS Fonts 4, 2.1): strings, or words with spaces between them."""
    found: list[list[str]] = [[]]
    for token in parts(tokens):
        if token == ",":
            found.append([])
        elif token.type in ("ident", "string"):
            found[-1].append(token.value)
    return tuple(" ".join(words) for words in found if words)


def colour(tokens: Tokens) -> str | None:
    """A colour as ``#RRGGBB``; ``None`` for one that lets another through, or is not understood."""
    kept = parts(tokens)
    value = tinycss2.color3.parse_color(kept[0]) if len(kept) == 1 else None
    if value is None or isinstance(value, str) or value.alpha < 1:
        return None
    return "#" + "".join(f"{round(part * 255):02X}" for part in (value.red, value.green, value.blue))
