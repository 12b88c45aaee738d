"""``exporter verify``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from exporter.cli import exits
from exporter.cli.report import print_notices, say
from exporter.cli.source import document_of
from exporter.errors import ExporterError
from exporter.files import read_file
from exporter.model import Document
from exporter.notices import visible
from exporter.verify import verify


def run(arguments: argparse.Namespace) -> int:
    """Compares each file with the source; one that cannot be read stops only itself.

    Returns the highest exit code: ``exits.DIFFERENT`` where a file says something else.
    """
    document = document_of(arguments.source, arguments).document
    return max(_compared(document, dict(arguments.set), name) for name in arguments.files)


def _compared(document: Document, values: Mapping[str, str], name: str) -> int:
    try:
        found = verify(document, {name: read_file(Path(name))}, values=values)
    except ExporterError as error:
        print_notices(error.notices)
        return exits.code_for(error)
    print_notices(difference.notice for difference in found)
    code = say(f"{visible(name)}  {len(found)} difference{'s' * (len(found) != 1)}")
    return max(code, exits.DIFFERENT if found else exits.OK)
