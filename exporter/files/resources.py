"""What travels with the package: themes, templates and content."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

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


def package_digest() -> str:
    """A digest (SHA-256) of the code and the templates of the package, which change more often than its
    version."""
    found = hashlib.sha256()
    for home, kind in ((_PACKAGE, "*.py"), (_home("templates"), "*.*")):
        for path in sorted(home.rglob(kind)):
            found.update(path.relative_to(home).as_posix().encode() + path.read_bytes())
    return found.hexdigest()
