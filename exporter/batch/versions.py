"""What makes the files, beside what is asked for: two machines on which it is the same make the same
bytes."""

from __future__ import annotations

import functools
import importlib.metadata
import os
import platform
import re
import zlib
from collections.abc import Iterable

from exporter.backends import BACKENDS, plugins
from exporter.files import package_digest

EPOCH = "SOURCE_DATE_EPOCH"


def versions(to: Iterable[str]) -> dict[str, str]:
    """The versions of all that decides the bytes of files in the formats ``to``, by their names.

    zlib's build counts as one, so do what this package reads of its own, and the date that is set for all
    files.
    """
    others = {name: _version(found.dist.name) for name in to if (found := _plug_in(name)) and found.dist}
    return {**_libraries(), **others, EPOCH: os.environ.get(EPOCH, "")}


def _plug_in(name: str) -> importlib.metadata.EntryPoint | None:
    return None if name in BACKENDS else plugins.plug_ins(BACKENDS).get(name)


@functools.cache
def _libraries() -> dict[str, str]:
    required = importlib.metadata.requires("exporter") or ()
    names = sorted({re.split(r"[^\w.-]", one)[0] for one in required if "extra ==" not in one})
    return {
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "exporter": f"{_version('exporter')} ({package_digest()[:12]})",
        **{name: _version(name) for name in names},
    }


def _version(name: str) -> str:
    return importlib.metadata.version(name)
