"""A process beside a worker of a cluster, which makes the documents that the worker is sent.

The worker has threads, and must not be forked; nor may a document end it. So it starts this process, which
opens the order and answers jobs by a pool of its own, as a local run does: a document that crashes, hangs
or takes too much fails alone, and costs the worker nothing.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import TypeAlias

from exporter.batch.order import Order, Parcel
from exporter.batch.pool import Pool
from exporter.batch.record import Record
from exporter.batch.request import Job
from exporter.batch.versions import EPOCH
from exporter.batch.work import work
from exporter.errors import ExporterError
from exporter.files import Address
from exporter.files.orphans import end_with

Answer: TypeAlias = list[Record] | ExporterError
_TURNS = 4
"""Processes that take turns where files go to an address: one waits for its upload, another works."""


class Host:
    """The process, seen from the worker that starts it. It ends with the worker."""

    def __init__(self, parcel: Parcel) -> None:
        self._parcel = parcel
        self._is_told = False
        self._link, theirs = Pipe()
        environment = {**os.environ, EPOCH: parcel.versions[EPOCH]}
        command = [sys.executable, "-P", "-m", __name__, str(theirs.fileno()), str(os.getpid())]
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, env=environment, pass_fds=[theirs.fileno()]
        )
        theirs.close()

    def answer(self, jobs: list[Job]) -> Answer:
        """The records of ``jobs``, or why there cannot be any. Raises ``OSError`` or ``EOFError`` where the
        process has ended."""
        if not self._is_told:
            self._link.send(self._parcel)
            self._is_told = True
        self._link.send(jobs)
        answer: Answer = self._link.recv()
        return answer

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        with contextlib.suppress(OSError):
            self._link.close()


def main(link: Connection) -> None:
    """Answers each list of jobs until there are no more."""
    try:
        order = _order(link)
    except ExporterError as error:
        link.recv()
        link.send(error)
        return
    made = partial(work, order.request, order.plan)
    count = _TURNS if isinstance(order.request.out, Address) else 1
    with Pool(made, count, order.request.limits, (link.fileno(),)) as pool:
        while True:
            jobs: list[Job] = link.recv()
            try:
                link.send([record for some in pool.answers(iter(jobs), len(jobs)) for record in some])
            except ExporterError as error:
                link.send(error)
                return


def _order(link: Connection) -> Order:
    """What the parcel holds, which itself is then let go: fonts make it large."""
    parcel: Parcel = link.recv()
    return parcel.opened()


if __name__ == "__main__":
    end_with(int(sys.argv[2]))
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches the whole group; the one who runs it decides
    with contextlib.suppress(EOFError, OSError):
        main(Connection(int(sys.argv[1])))
