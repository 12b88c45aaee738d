"""One command, from its arguments to its exit code."""

from __future__ import annotations

import importlib
import os
from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import Any

from exporter.cli import exits
from exporter.cli.arguments import parser
from exporter.cli.report import print_notices
from exporter.errors import ExporterError, UsageError
from exporter.notices import Notice


def _module(name: str) -> Any:
    """A module of this room, loaded when its command is asked for: what `verify` needs is a sixth of the
    start of a short `export`."""
    return importlib.import_module(f"exporter.cli.{name}")


def batch(arguments: Namespace) -> int:
    """A batch, where there can be one."""
    if not hasattr(os, "fork"):
        raise UsageError.because("workers", "a batch needs a system that can fork, such as Linux or macOS")
    try:
        return int(_module("batch").run(arguments))
    except KeyboardInterrupt:
        fix = "the same command goes on where it was"
        print_notices([Notice("interrupted", "stopped before the end", fix)])
        return exits.INTERRUPTED


_COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "check": lambda arguments: _module("check").run(arguments),
    "export": lambda arguments: _module("export").run(arguments),
    "batch": batch,
    "verify": lambda arguments: _module("verify").run(arguments),
    "themes": lambda _: _module("listings").themes(),
    "formats": lambda _: _module("listings").formats(),
    "schema": lambda _: _module("listings").schema(),
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
