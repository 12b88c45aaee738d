"""Who makes the documents: processes of this machine, or the workers of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import Protocol, TypeAlias

from exporter.batch.plan import Plan
from exporter.batch.pool import Pool
from exporter.batch.record import Record
from exporter.batch.request import Job, Request
from exporter.batch.work import work
from exporter.notices import Notice


class Workers(Protocol):
    """What answers jobs."""

    def answers(self, jobs: Iterator[Job], count: int) -> Iterator[list[Record]]:
        """The records of ``jobs``, of which there are about ``count``, as they come, each job answered once.

        Raises ``StorageError`` where a file could not be written: then no other can be either.
        """


Crew: TypeAlias = Callable[[Request, Plan, tuple[int, ...]], AbstractContextManager[Workers]]
"""Workers for a plan; the descriptors are those that processes which are forked close."""


def processes(count: int) -> Crew:
    """``count`` processes of this machine."""
    return lambda request, plan, held: Pool(partial(work, request, plan), count, request.limits, held)


def cluster(address: str, say: Callable[[Notice], None]) -> Crew:
    """The workers of the Dask cluster whose scheduler is at ``address``; ``say`` is told where it has none
    yet.

    Raises ``UsageError`` where what it takes is not installed.
    """
    from exporter.batch.cluster import Cluster  # of the extra, and heavy: only for clusters

    return lambda request, plan, _: Cluster(address, request, plan, say)


def threads_of(address: str) -> int:
    """How many documents the cluster makes at once; raises as ``cluster`` does, and ``StorageError``."""
    from exporter.batch.cluster import connected, threads

    with connected(address) as client:
        return threads(client)
