"""The document that a command is asked about."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import msgspec

from exporter.checks import Profile
from exporter.errors import StorageError
from exporter.files import Place, place, read_file, read_stream
from exporter.pipeline import read_source
from exporter.readers import Read, with_overrides


def document_of(source: str, arguments: argparse.Namespace, profile: Profile) -> Read:
    """The document in ``source`` as the arguments want it read, and the notices of reading it."""
    data, root = _input(source, arguments.root)
    read = read_source(data, source, root, repair=arguments.repair, placeholders=profile.placeholders)
    return Read(with_overrides(read.document, dict(arguments.meta)), read.notices)


def _input(source: str, root: str | None) -> tuple[bytes, Place]:
    """The bytes of a source and the folder its images must lie in."""
    if source == "-":
        if sys.stdin is None:
            raise StorageError.because("source-unreadable", "standard input is closed")
        return read_stream(sys.stdin.buffer, "-"), place(root or ".")
    path = place(source)
    try:
        return read_file(path), place(root) if root else path.parent
    except StorageError as error:
        if path.suffix or not isinstance(path, Path) or not path.with_suffix(".md").is_file():
            raise
        (notice,) = error.notices
        raise StorageError(msgspec.structs.replace(notice, fix=f"did you mean {source}.md?")) from None
