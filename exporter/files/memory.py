"""The memory of this process, bounded by the system."""

from __future__ import annotations

import resource

_GUESS = 1_000_000_000


def bound_memory(further: int) -> None:
    """Lets this process have ``further`` bytes of addresses, which systems count, beyond what it has."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    bound = _addresses() + further
    is_bound = most != resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_AS, (min(bound, most) if is_bound else bound, most))


def _addresses() -> int:
    """The bytes of addresses this process has; a guess where the system does not say (proc_pid_statm(5))."""
    try:
        with open("/proc/self/statm", "rb") as stream:
            return int(stream.read().split()[0]) * resource.getpagesize()
    except OSError:
        return _GUESS
