"""The memory of this process, bounded by the system."""

from __future__ import annotations

import resource


def bound_memory(further: int) -> None:
    """Lets this process have ``further`` bytes of addresses, which systems count, beyond what it has.

    Where the system does not say how many it has, as macOS does not, nothing is bound.
    """
    used = _addresses()
    if used is None:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    is_bound = most != resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_AS, (min(used + further, most) if is_bound else used + further, most))


def _addresses() -> int | None:
    """The bytes of addresses this process has (proc_pid_statm(5))."""
    try:
        with open("/proc/self/statm", "rb") as stream:
            return int(stream.read().split()[0]) * resource.getpagesize()
    except OSError:
        return None
