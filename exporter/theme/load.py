"""A theme from TOML: of the package or one's own, over what it extends, under its editions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple, TypeAlias

import msgspec

from exporter.errors import InputRefused, UsageError
from exporter.files import Place, read_file, read_inside, resource, resource_names
from exporter.model.convert import convert
from exporter.theme.layers import Layer, Values, file_of, merged, parse_layer
from exporter.theme.theme import Theme
from exporter.theme.values import Colour, Length, is_hex

_Reader: TypeAlias = Callable[[str], bytes]
"""Reads a file beside a theme of one's own, by its path from the folder of the theme."""


class Edition(NamedTuple):
    """An overlay for any theme: what it is, and the values it changes."""

    name: str
    description: str
    layer: Layer


def theme_names() -> tuple[str, ...]:
    """The themes that come with the package."""
    return resource_names("templates", "themes", suffix=".toml")


def edition_names() -> tuple[str, ...]:
    """The editions that come with the package."""
    return resource_names("templates", "editions", suffix=".toml")


class Base(msgspec.Struct, frozen=True, eq=False):
    """A theme before its editions: its layers, which travel where its file does not."""

    layers: tuple[Layer, ...]

    __hash__ = object.__hash__
    """Itself and no other: looks are remembered by it."""

    def under(self, editions: Sequence[str] = ()) -> Theme:
        """The theme with ``editions`` over it in their order.

        Raises ``UsageError`` naming those there are, and ``InputRefused`` as ``parse_theme`` does.
        """
        return _theme(list(self.layers), editions)


def named_base(name: str) -> Base:
    """The theme of the package called ``name``; raises ``UsageError`` naming those there are."""
    if name not in theme_names():
        raise UsageError.because(
            "theme-unknown", f"there is no theme {name!r}", f"choose from {', '.join(theme_names())}"
        )
    return Base(tuple(_based(_packaged(name), (name,), None)))


def named_theme(name: str, editions: Sequence[str] = ()) -> Theme:
    """The theme of the package called ``name``, with ``editions`` over it; raises as both do."""
    return named_base(name).under(editions)


def base_file(path: Place) -> Base:
    """The theme in a file of one's own; what it extends lies beside it, or is of the package.

    Raises ``StorageError`` where the file cannot be read, ``InputRefused`` for what is no theme.
    """
    layer = parse_layer(read_file(path), str(path))
    return Base(tuple(_based(layer, (path.name,), lambda name: read_inside(path.parent, name))))


def parse_theme(data: bytes, file: str, editions: Sequence[str] = ()) -> Theme:
    """The theme in ``data``; raises ``InputRefused`` with the file and path of the value that is wrong."""
    return _theme(_based(parse_layer(data, file), (file,), None), editions)


def named_edition(name: str) -> Edition:
    """The edition of the package called ``name``; raises ``UsageError`` naming those there are."""
    if name not in edition_names():
        raise UsageError.because(
            "edition-unknown", f"there is no edition {name!r}", f"choose from {', '.join(edition_names())}"
        )
    file = f"{name}.toml"
    layer = parse_layer(resource("templates", "editions", file), file)
    changed = {key: value for key, value in layer.values.items() if key not in ("name", "description")}
    return Edition(name, str(layer.values["description"]), Layer(file, changed))


def _packaged(name: str) -> Layer:
    return parse_layer(resource("templates", "themes", f"{name}.toml"), f"{name}.toml")


def _based(layer: Layer, chain: tuple[str, ...], reader: _Reader | None) -> list[Layer]:
    """``layer`` after all that it extends. ``chain`` names what has led here, itself last.

    ``reader`` is there for files of one's own alone: a theme of the package extends another.
    """
    values = dict(layer.values)
    base = values.pop("extends", None)
    own = Layer(layer.file, values)
    if base is None:
        return [own]
    if not isinstance(base, str):
        raise _refused(layer.file, f"{base!r} is not the name of a theme or of a file beside this one")
    if base in theme_names():
        return [*_based(_packaged(base), _further(chain, base, layer.file), None), own]
    if reader is None or not base.endswith(".toml"):
        raise _refused(layer.file, f"there is no theme {base!r}", f"choose from {', '.join(theme_names())}")
    path = str(PurePosixPath(chain[-1]).parent / base)
    longer = _further(chain, path, layer.file)
    try:
        data = reader(path)
    except InputRefused as refused:
        raise _refused(layer.file, refused.notices[0].message, refused.notices[0].fix) from None
    below = parse_layer(data, str(PurePosixPath(layer.file).parent / base))
    return [*_based(below, longer, reader), own]


def _further(chain: tuple[str, ...], base: str, file: str) -> tuple[str, ...]:
    if base in chain:
        raise _refused(file, f"{' extends '.join((*chain, base))}: that goes round in a circle")
    return (*chain, base)


def _refused(file: str, message: str, fix: str = "") -> InputRefused:
    return InputRefused.because("theme-extends", f"extends: {message}", fix, file=file)


def _theme(layers: list[Layer], editions: Sequence[str]) -> Theme:
    """The layers as one theme, with the editions over them."""
    for name in editions:
        edition = named_edition(name).layer
        _refuse_new_colours(edition, merged(layers))
        layers = [*layers, edition]
    return _converted(merged(layers), layers)


def _refuse_new_colours(edition: Layer, theme: Values) -> None:
    """An edition changes colours; one that the theme does not have would be set and never seen."""
    known = _palette(theme)
    screen = edition.values.get("screen", {})
    for path, colours in (
        ("palette", edition.values.get("palette", {})),
        ("screen.dark", screen.get("dark", {})),
    ):
        for name in colours:
            if name not in known:
                message = f"{path}.{name}: the palette of the theme has no colour {name!r}"
                raise InputRefused.because("theme-value", message, file=edition.file)


def _converted(values: Values, layers: Sequence[Layer]) -> Theme:
    try:
        theme = convert(values, Theme, dec_hook=_values(_palette(values)))
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$")
        where = path.rstrip("`").lstrip(".")
        file = file_of(where, layers)
        raise InputRefused.because(
            "theme-value", f"{where or 'the top level'}: {message}", file=file
        ) from None
    for name, colour in theme.palette.items():
        if not is_hex(colour):
            raise _no_colour(f"palette.{name}", colour, layers)
    for name, colour in theme.screen.dark.items():
        if name not in theme.palette or not is_hex(colour):
            raise _no_colour(f"screen.dark.{name}", colour, layers)
    return theme


def _palette(values: Values) -> dict[str, str]:
    """The palette as far as it is one, for what is read before its type is checked."""
    palette = values.get("palette")
    return palette if isinstance(palette, dict) else {}


def _no_colour(path: str, value: str, layers: Sequence[Layer]) -> InputRefused:
    message = f"{path}: {value!r} is not a colour for a name of the palette"
    return InputRefused.because("theme-value", message, "write #RRGGBB", file=file_of(path, layers))


def _values(palette: dict[str, str]) -> Callable[[type, Any], Any]:
    """What turns TOML's numbers and strings into lengths and into colours of this palette."""

    def convert(wanted: type, value: Any) -> Any:
        if wanted is Length:
            return Length.parse(value)
        if wanted is Colour:
            return Colour.named(value, palette)
        raise NotImplementedError(wanted)

    return convert
