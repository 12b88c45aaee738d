"""The command line: arguments in, exit codes out. The only room that prints.

Light to import: a process must be able to catch signals before it loads what it works with.
"""

from __future__ import annotations

from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; no error of ours ends in a traceback."""
    from exporter.cli.commands import run  # all there is: `exporter.cli.process` catches signals first

    return run(argv)
