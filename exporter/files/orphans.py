"""Processes that end with the one that forked them."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
"""From ``linux/prctl.h``."""


def end_with(parent: int) -> None:
    """Has this process killed when ``parent``, which forked it, ends in whatever way (prctl(2)): nothing is
    written for a run that is over, beside the next one.

    Where the system cannot, as macOS cannot, a process ends when it next tells its parent something.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))
    if os.getppid() != parent:  # it was over before the system was told
        os._exit(0)
