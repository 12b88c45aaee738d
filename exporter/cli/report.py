"""What is said at the end: notices for people, the same as data for programs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

import msgspec

from exporter.cli import exits
from exporter.cli.process import taking_back
from exporter.errors import StorageError
from exporter.files import write_atomically
from exporter.notices import Notice, Severity, visible

_COLOURS: dict[Severity, str] = {"error": "31", "warning": "33", "info": "36"}
_OUTCOMES = {"done": "32", "set aside": "33"}


class Output(msgspec.Struct, frozen=True):
    """One file that was written; ``pages`` is 0 where the format has none."""

    format: str
    path: str
    bytes: int
    sha256: str
    pages: int
    seconds: float


class Outcome(msgspec.Struct, frozen=True):
    """What became of one source."""

    source: str
    exit_code: int
    seconds: float
    notices: tuple[Notice, ...] = ()
    outputs: tuple[Output, ...] = ()


def print_notices(notices: Iterable[Notice], stream: TextIO | None = None) -> None:
    """Each notice once, on its line, to standard error; where nobody can read it, the work goes on."""
    stream = stream or sys.stderr
    try:
        for notice in dict.fromkeys(notices):
            print(_coloured(notice) if _takes_colour(stream) else str(notice), file=stream, flush=True)
    except OSError:
        _silence(stream)


def say(*lines: str) -> int:
    """Lines to standard output, at once; returns the exit code that their way earned.

    That whoever read them went away, as ``head`` does, is no failure; a full disk is.
    """
    try:
        for line in lines:
            print(line)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence(sys.stdout)
    except OSError as error:
        _silence(sys.stdout)
        reason = (error.strerror or type(error).__name__).lower()
        print_notices([Notice("output-unwritable", f"cannot write to standard output: {reason}")])
        return exits.STORAGE
    return exits.OK


def table(lines: Iterable[tuple[str, str]], width: int) -> list[str]:
    """What is said, each behind what it is about, in two columns of which the first has ``width``
    characters; what went well and what did not are coloured on a terminal."""
    return [f"{_painted(about, width)}  {said}" for about, said in lines]


def _painted(about: str, width: int) -> str:
    padded = f"{about:{width}}"
    colour = _OUTCOMES.get(about)
    return f"\x1b[{colour}m{padded}\x1b[0m" if colour and _takes_colour(sys.stdout) else padded


def _silence(stream: TextIO) -> None:
    """What is still buffered goes nowhere, or Python would fail on it again as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def print_outcome(outcome: Outcome) -> int:
    """The notices, then a line for each file that was written; returns what ``say`` does."""
    print_notices(outcome.notices)
    return say(*map(_line, outcome.outputs))


def _line(output: Output) -> str:
    pages = f", {output.pages} page{'s' * (output.pages != 1)}" if output.pages else ""
    return f"{visible(output.path)}  {size(output.bytes)}{pages}"


def report_json(outcomes: Iterable[Outcome]) -> bytes:
    """All that was said, as data."""
    outcomes = tuple(outcomes)
    code = max((outcome.exit_code for outcome in outcomes), default=0)
    return msgspec.json.format(msgspec.json.encode({"exit_code": code, "documents": outcomes}), indent=2)


def write_report(destination: str | None, outcomes: Iterable[Outcome]) -> int:
    """Writes the report that was asked for, if any; returns the exit code that its way earned."""
    if destination == "-":
        return say(report_json(outcomes).decode())
    if destination:
        try:
            with taking_back():
                write_atomically(Path(destination), report_json(outcomes) + b"\n")
        except StorageError as error:
            print_notices(error.notices)
            return exits.STORAGE
    return exits.OK


def mistake_of_ours(error: Exception, source: str) -> Notice:
    """What is said of a document on which the program itself failed."""
    message = f"exporter failed on this document: {type(error).__name__}: {error}"
    return Notice("internal", message[:300], "please report it", file=source)


def _coloured(notice: Notice) -> str:
    word = f" {notice.severity} "
    return str(notice).replace(word, f" \x1b[{_COLOURS[notice.severity]}m{notice.severity}\x1b[0m ", 1)


def _takes_colour(stream: TextIO) -> bool:
    """Colour on a terminal, unless ``NO_COLOR`` is set (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR")


def size(count: int) -> str:
    """Bytes as people say them (SI, in thousands)."""
    for unit, name in ((1_000_000_000, "GB"), (1_000_000, "MB")):
        if count >= 10 * unit:
            return f"{count / unit:,.0f} {name}"
    return f"{count / 1000:,.0f} kB" if count >= 1000 else f"{count} bytes"


def duration(seconds: float) -> str:
    """Seconds as people say them."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, left = divmod(minutes, 60)
    if hours:
        return f"{hours} h {left} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
