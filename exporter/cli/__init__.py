"""The command line: arguments in, exit codes out. The only room that prints."""

from __future__ import annotations

import os
import signal
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence

from exporter.cli import exits, listings
from exporter.cli.arguments import parser
from exporter.cli.export import run as export
from exporter.cli.report import print_notices
from exporter.cli.verify import run as verify
from exporter.errors import ExporterError


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; no error of ours ends in a traceback."""
    signal.signal(signal.SIGTERM, _interrupt)
    arguments = parser().parse_args(argv)
    code = exits.OK
    try:
        code = _COMMANDS[arguments.command](arguments)
        sys.stdout.flush()
        return code
    except ExporterError as error:
        print_notices(error.notices)
        return exits.code_for(error)
    except KeyboardInterrupt:
        print("-: error interrupted stopped before the end", file=sys.stderr)
        return exits.INTERRUPTED
    except BrokenPipeError:  # the reader of our output went away, as `head` does
        _silence_output()
        return code
    except OSError as error:  # standard output itself: every other file is behind `exporter.files`
        reason = error.strerror or type(error).__name__
        print(f"-: error output-unwritable cannot write to standard output: {reason}", file=sys.stderr)
        _silence_output()
        return exits.STORAGE


def _silence_output() -> None:
    """What is still buffered goes nowhere, or Python would fail on it again as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


_COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "export": export,
    "verify": verify,
    "themes": lambda _: listings.themes(),
    "formats": lambda _: listings.formats(),
    "schema": lambda _: listings.schema(),
}


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt
