"""What travels with the package: themes, templates and content, and the fonts of data wheels."""

from __future__ import annotations

import functools
import importlib.util
import re
from pathlib import Path

import msgspec

from exporter.errors import InputRefused

_PACKAGE = Path(__file__).resolve().parent.parent


@functools.cache
def _home(room: str) -> Path:
    """Where ``templates`` or ``content`` lies: inside an installed package, beside a checkout's."""
    inside = _PACKAGE / room
    return inside if inside.is_dir() else _PACKAGE.parent / room


def resource(*parts: str) -> bytes:
    """The bytes of a file of the package itself, e.g. ``resource("templates", "web", "page.css")``."""
    room, *path = parts
    return _home(room).joinpath(*path).read_bytes()


def resource_names(*parts: str, suffix: str) -> tuple[str, ...]:
    """The stems of the package's files of one kind in one folder, sorted."""
    room, *path = parts
    return tuple(sorted(file.stem for file in _home(room).joinpath(*path).glob(f"*{suffix}")))


class FontAxis(msgspec.Struct, frozen=True):
    """A design axis of a variable font (OpenType ``fvar``)."""

    tag: str
    min: float
    max: float


class FontEntry(msgspec.Struct, frozen=True):
    """One font file of a family; ``weight`` is absent where it is variable."""

    path: str
    style: str
    weight: int | None = None
    variable: bool = False


class FontFamily(msgspec.Struct, frozen=True):
    """A family as its data wheel describes it."""

    family: str
    version: str
    license: str
    files: tuple[FontEntry, ...]
    axes: tuple[FontAxis, ...] = ()
    root: str = ""

    def read(self, entry: FontEntry) -> bytes:
        return Path(self.root, entry.path).read_bytes()


_families = msgspec.json.Decoder(FontFamily)


@functools.cache
def font_family(name: str) -> FontFamily:
    """The family called ``name``, from the data wheel ``fontpkg-<name>``.

    The wheel's ``metadata.json`` is read straight from its folder: asking every installed
    distribution for entry points costs 40 ms. Raises ``InputRefused`` naming the wheel to install.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    spec = importlib.util.find_spec(f"fontpkg_{slug.replace('-', '_')}")
    if spec is None or spec.origin is None:
        raise InputRefused.because(
            "font-missing", f"the font family {name!r} is not installed", f"pip install fontpkg-{slug}"
        )
    root = Path(spec.origin).parent
    family = _families.decode((root / "metadata.json").read_bytes())
    return msgspec.structs.replace(family, root=str(root))
