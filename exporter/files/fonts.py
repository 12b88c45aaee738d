"""The fonts of data wheels: which families are installed, and the bytes of their files."""

from __future__ import annotations

import functools
import importlib.util
import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from exporter.errors import InputRefused

IN_EXTRA = frozenset(
    (
        "Heebo",
        "Noto Sans Arabic",
        "Noto Sans Devanagari",
        "Noto Sans JP",
        "Noto Sans KR",
        "Noto Sans SC",
        "Noto Sans TC",
    )
)
"""The families that ``exporter[fonts]`` installs."""

_PACKS = ("justmytype_intl_cjk",)
"""Wheels that hold several families, looked into when no wheel bears the name of a family."""


class FontEntry(msgspec.Struct, frozen=True):
    """One font file of a family; ``weight`` is absent where it is variable."""

    path: str
    style: str
    weight: int | None = None
    variable: bool = False


class FontFamily(msgspec.Struct, frozen=True):
    """A family as its data wheel describes it. ``data`` are its ``files``, in their order, where they do not
    lie below ``root``: they came from another machine."""

    family: str
    license: str
    files: tuple[FontEntry, ...]
    root: str = ""
    data: tuple[bytes, ...] = ()

    def read(self, entry: FontEntry) -> bytes:
        return self.data[self.files.index(entry)] if self.data else Path(self.root, entry.path).read_bytes()

    def whole(self) -> FontFamily:
        """The family with all its files, to be used elsewhere."""
        return msgspec.structs.replace(self, root="", data=tuple(map(self.read, self.files)))


class _PackFont(msgspec.Struct, frozen=True):
    path: str
    family: str
    style: str
    weight: int


class _PackLicense(msgspec.Struct, frozen=True):
    spdx: str
    path: str


class _Pack(msgspec.Struct, frozen=True):
    """The manifest of a JustMyType pack."""

    fonts: tuple[_PackFont, ...]
    licenses: tuple[_PackLicense, ...]


_families = msgspec.json.Decoder(FontFamily)
_packs = msgspec.json.Decoder(_Pack)


def font_family(name: str) -> FontFamily:
    """The family called ``name``; raises ``InputRefused`` naming what to install."""
    family = find_family(name)
    if family is None:
        message = f"the font family {name!r} is not installed"
        raise InputRefused.because("font-missing", message, how_to_install(name))
    return family


def how_to_install(name: str) -> str:
    """The command that installs a family."""
    return 'pip install "exporter[fonts]"' if name in IN_EXTRA else f"pip install fontpkg-{_slug(name)}"


_given: dict[str, FontFamily | None] = {}


def give_families(families: Mapping[str, FontFamily | None]) -> None:
    """Has this process use these families, and none of those that are installed by their names; ``None`` is
    for one that is not to be had. To be called before any is asked for."""
    _given.update(families)


@functools.cache
def find_family(name: str) -> FontFamily | None:
    """The family called ``name``, from the data wheel ``fontpkg-<name>`` or from a pack of several.

    What describes them is read straight from its folder: asking every installed distribution for
    entry points costs 40 ms.
    """
    if name in _given:
        return _given[name]
    root = _folder(f"fontpkg_{_slug(name).replace('-', '_')}")
    if root is None:
        return next(filter(None, (_in_pack(module, name) for module in _PACKS)), None)
    family = _families.decode((root / "metadata.json").read_bytes())
    return msgspec.structs.replace(family, root=str(root))


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _folder(module: str) -> Path | None:
    """Where an installed package lies; it is not imported."""
    spec = importlib.util.find_spec(module)
    return Path(spec.origin).parent if spec and spec.origin else None


def _in_pack(module: str, name: str) -> FontFamily | None:
    """A family of a pack. Its manifest does not say which files are variable; their names do, in brackets."""
    pack = _pack(module)
    if pack is None:
        return None
    root, manifest = pack
    files = tuple(
        FontEntry(font.path, font.style, None if "[" in font.path else font.weight, "[" in font.path)
        for font in manifest.fonts
        if font.family == name
    )
    if not files:
        return None
    home = Path(files[0].path).parent
    licence = next(found.spdx for found in manifest.licenses if Path(found.path).parent == home)
    return FontFamily(name, licence, files, root=str(root))


@functools.cache
def _pack(module: str) -> tuple[Path, _Pack] | None:
    folder = _folder(module)
    if folder is None:
        return None
    root = folder / "fonts"
    return root, _packs.decode((root / "pack_manifest.json").read_bytes())
