"""``exporter verify``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from exporter.cli import exits
from exporter.cli.proof import look_named, refuse_report, write_sheet
from exporter.cli.report import print_notices, say
from exporter.cli.sheet import Proved
from exporter.cli.source import document_of
from exporter.errors import ExporterError, UsageError
from exporter.files import read_file
from exporter.model import Document
from exporter.notices import visible
from exporter.pipeline import load_profile, load_theme
from exporter.theme import Theme
from exporter.verify import verify

_NO_THEME = "none"
"""What ``--theme`` says to have no look compared."""


def run(arguments: argparse.Namespace) -> int:
    """Compares each file with the source and the theme; one that cannot be read stops only itself.

    Returns the highest exit code: ``exits.DIFFERENT`` where a file says something else.
    """
    refuse_report(arguments.report, [arguments.source, *arguments.files])
    theme = _theme(arguments)
    document = document_of(arguments.source, arguments, load_profile(arguments.profile)).document
    proved: list[Proved] = []
    code = max(_compared(document, dict(arguments.set), theme, name, proved) for name in arguments.files)
    if arguments.report:
        editions = [name for names in arguments.edition for name in names]
        look = look_named(arguments.theme, editions) if theme else ""
        write_sheet(arguments.report, document, proved, look)
    return code


def _theme(arguments: argparse.Namespace) -> Theme | None:
    editions = [name for names in arguments.edition for name in names]
    if arguments.theme != _NO_THEME:
        return load_theme(arguments.theme, editions)
    if editions:
        raise UsageError.because("edition", "editions go over a theme, and --theme none is no theme")
    return None


def _compared(
    document: Document, values: Mapping[str, str], theme: Theme | None, name: str, proved: list[Proved]
) -> int:
    """Compares one file, says what differs, and adds it to those that were ``proved``."""
    try:
        data = read_file(Path(name))
        found = verify(document, {name: data}, values=values, theme=theme)
    except ExporterError as error:
        print_notices(error.notices)
        return exits.code_for(error)
    proved.append(Proved(Path(name).name, Path(name).suffix.lower().lstrip("."), data, tuple(found)))
    print_notices(difference.notice for difference in found)
    code = say(f"{visible(name)}  {len(found)} difference{'s' * (len(found) != 1)}")
    return max(code, exits.DIFFERENT if found else exits.OK)
