"""One command, from its arguments to its exit code."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable, Sequence

from exporter.cli import exits, listings
from exporter.cli.arguments import parser
from exporter.cli.check import run as check
from exporter.cli.export import run as export
from exporter.cli.report import print_notices
from exporter.cli.verify import run as verify
from exporter.errors import ExporterError, UsageError
from exporter.notices import Notice


def batch(arguments: Namespace) -> int:
    """A batch, where there can be one."""
    if not hasattr(os, "fork"):
        raise UsageError.because("workers", "a batch needs a system that can fork, such as Linux or macOS")
    from exporter.cli.batch import run  # with all that processes take: only for batches

    return run(arguments)


_COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "check": check,
    "export": export,
    "batch": batch,
    "verify": verify,
    "themes": lambda _: listings.themes(),
    "formats": lambda _: listings.formats(),
    "schema": lambda _: listings.schema(),
}


def run(argv: Sequence[str] | None) -> int:
    arguments = parser().parse_args(argv)
    try:
        return _COMMANDS[arguments.command](arguments)
    except ExporterError as error:
        print_notices(error.notices)
        return exits.code_for(error)
    except KeyboardInterrupt:
        print_notices([Notice("interrupted", "stopped before the end")])
        return exits.INTERRUPTED
