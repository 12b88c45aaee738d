"""What the style sheet's template needs to write values of the theme as CSS."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from exporter.theme import Colour, TextStyle

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_COUNTERS = {"{page}": "counter(page)", "{pages}": "counter(pages)"}


def em(length: float, base: float) -> str:
    """``length`` in em of text of size ``base``, so that it grows with what a reader sets."""
    return f"{length / base:.4g}em" if length else "0"


def rem(length: float, base: float) -> str:
    """``length`` in rem, where the root's text is of size ``base``: the same in text of every size."""
    return em(length, base).replace("em", "rem")


def ratio(style: TextStyle) -> str:
    """The line height of ``style``, without a unit: text that inherits it keeps the proportion."""
    return f"{style.leading / style.size:.4g}"


def points(length: float) -> str:
    return f"{length:.5g}pt"


def percent(share: float) -> str:
    return f"{100 * share:.5g}%"


def variable(colour: Colour) -> str:
    """A colour by its name in the palette, which the dark scheme redefines."""
    return f"var(--{identifier(colour.name)})"


def identifier(name: str) -> str:
    """``name`` as (the end of) a CSS identifier (CSS Syntax 3, 4.3.11)."""
    return name if _PLAIN.fullmatch(name) else "".join(map(_escaped_unless_plain, name))


def _escaped_unless_plain(character: str) -> str:
    plain = character.isascii() and (character.isalnum() or character in "-_")
    return character if plain else f"\\{ord(character):X} "


def quoted(text: str) -> str:
    """``text`` as a CSS string that is harmless inside an HTML or XML ``style`` element too."""
    return '"' + "".join(_escaped_in_string(character) for character in text) + '"'


def _escaped_in_string(character: str) -> str:
    unsafe = character in '"\\<>&' or not character.isprintable()
    return f"\\{ord(character):X} " if unsafe else character


def stack(families: Iterable[str], generic: str) -> str:
    """The value of ``font-family``, ending on the generic family."""
    return ", ".join([*map(quoted, families), generic])


def counted(phrase: str) -> str:
    """A phrase such as "Page {page} of {pages}" as the value of ``content`` in a page's margin."""
    return " ".join(_counted_parts(phrase))


def _counted_parts(phrase: str) -> Iterator[str]:
    for part in re.split(r"(\{pages?\})", phrase):
        if part:
            yield _COUNTERS.get(part) or quoted(part)


FILTERS = {
    function.__name__: function
    for function in (em, rem, ratio, points, percent, variable, identifier, quoted, counted)
}
