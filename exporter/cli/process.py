"""The command as a process of its own: its signals and its standard streams.

Imports nothing heavy, so that a signal in the first tenth of a second is answered as any other.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from collections.abc import Iterator
from typing import NoReturn

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_INTERRUPTED = 130
_COLLECTED_AFTER = 3_000_000
"""The new objects before cycles are looked for. A document is hundreds of thousands of objects that all live
to its end, and looking through them again and again takes up to a fifth of the time."""
_LAST_WORDS = b"-: error interrupted stopped before the end\n"


def main() -> int:
    """What ``exporter`` and ``python -m exporter`` run; returns the exit code."""
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as `nohup` wants it
            signal.signal(number, _leave)
    _fill_closed_streams()
    collect_seldom()
    from exporter.cli import main as command

    code = command()
    gc.freeze()  # or all that a long document is would be looked through for cycles once more, at the end
    return code


def collect_seldom() -> None:
    """Looks for cycles in garbage less often; that is for the process to decide, not for a library."""
    gc.set_threshold(_COLLECTED_AFTER, 50, 100)


def _leave(_signal: int, _frame: object) -> NoReturn:
    """Ends the process at once, whatever a library makes of exceptions: nothing is being written."""
    with contextlib.suppress(OSError):
        os.write(2, _LAST_WORDS)
    os._exit(_INTERRUPTED)


@contextlib.contextmanager
def taking_back() -> Iterator[None]:
    """While files are written a signal is an exception, so that what is half done is taken back."""
    ours = [number for number in _SIGNALS if signal.getsignal(number) is _leave]
    for number in ours:
        signal.signal(number, _raise)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, _leave)


def _raise(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _fill_closed_streams() -> None:
    """Streams that the caller closed lead nowhere: no file opened later may take their numbers.

    Standard input stays ``None``, so that it is not read as an empty document.
    """
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(descriptor)
    sys.stdout = sys.stdout or os.fdopen(1, "w")
    sys.stderr = sys.stderr or os.fdopen(2, "w")
