"""Backends that other distributions bring, by the entry point group ``exporter.backends``.

An entry point is named as its format is asked for, and leads to a class or function that makes a
backend without arguments (``exporter.render.Backend``); a ``description`` of one line is shown by
``exporter formats``.
"""

from __future__ import annotations

import functools
from collections.abc import Collection
from typing import TYPE_CHECKING, cast

from exporter.errors import UsageError
from exporter.render import Backend

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "exporter.backends"


def plug_ins(built_in: Collection[str]) -> dict[str, EntryPoint]:
    """The plug-ins that are installed, in the order of their names; none is imported.

    Raises ``UsageError`` when two bring one format, or one brings a format that is ``built_in``.
    """
    found: dict[str, EntryPoint] = {}
    for entry in _entry_points():
        if entry.name in built_in:
            raise _twice(entry, "exporter itself")
        if entry.name in found:
            raise _twice(entry, _brought_by(found[entry.name]))
        found[entry.name] = entry
    return found


@functools.cache
def _entry_points() -> tuple[EntryPoint, ...]:
    """Read once in a process: it looks into every distribution there is."""
    from importlib.metadata import entry_points  # 25 ms: only for formats that are not built in

    return tuple(sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, _brought_by(entry))))


def made(entry: EntryPoint) -> Backend:
    """The backend of a plug-in; raises ``UsageError`` when there is none to be had."""
    try:
        backend = entry.load()()
    except Exception as error:  # whatever a stranger's code raises, the user needs to know whose it is
        raise _broken(entry, f"{type(error).__name__}: {error}") from error
    suffix = getattr(backend, "suffix", None)
    if not isinstance(suffix, str) or not suffix:
        raise _broken(entry, "what it makes has no suffix")
    if not callable(getattr(backend, "render", None)):
        raise _broken(entry, "what it makes has no method render")
    return cast("Backend", backend)


def description(entry: EntryPoint) -> str:
    """What the plug-in says of itself, and who brings it."""
    said = getattr(made(entry), "description", "")
    return f"{said or entry.value}, from {_brought_by(entry)}"


def _brought_by(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else entry.value


def _twice(entry: EntryPoint, other: str) -> UsageError:
    return UsageError.because(
        "format-twice",
        f"the format {entry.name!r} comes from {other} and from {_brought_by(entry)}",
        f"uninstall {_brought_by(entry)}, or ask its authors for another name",
    )


def _broken(entry: EntryPoint, reason: str) -> UsageError:
    return UsageError.because(
        "format-broken",
        f"the plug-in {_brought_by(entry)} cannot give the format {entry.name!r}: {reason}",
        "install it again, or uninstall it",
    )
