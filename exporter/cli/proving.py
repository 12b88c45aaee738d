"""Files that an export has made, read back before any of them is written."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from exporter.cli.proof import look_named, write_sheet
from exporter.cli.sheet import Proved
from exporter.model import Document
from exporter.notices import Notice
from exporter.theme import Theme
from exporter.verify import verify


def proved(
    document: Document, theme: Theme, arguments: argparse.Namespace, files: Mapping[Path, bytes]
) -> tuple[Notice, ...]:
    """How ``files`` differ from ``document`` in ``theme``; writes the proof sheet if one is asked for."""
    proofs = []
    for path, data in files.items():
        found = verify(document, {str(path): data}, values=dict(arguments.set), theme=theme)
        proofs.append(Proved(path.name, path.suffix.lstrip("."), data, tuple(found)))
    if arguments.report:
        editions = [name for names in arguments.edition for name in names]
        write_sheet(arguments.report, document, proofs, look_named(arguments.theme, editions))
    return tuple(difference.notice for file in proofs for difference in file.differences)
