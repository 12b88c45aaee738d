"""Workers: processes forked from this one, which already holds the document, the theme and the libraries.

A row that ends its worker is tried once more, alone; what it does to that one is what its record says.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Self, TypeAlias

from exporter.batch.record import Record
from exporter.batch.request import Job, Limits
from exporter.batch.work import set_aside, too_much_memory
from exporter.errors import StorageError
from exporter.files.memory import bound_memory  # not of the room's names: Windows has no such module
from exporter.files.orphans import end_with
from exporter.notices import Notice

Answer: TypeAlias = Record | StorageError
CHUNK = 100
"""Jobs that a worker is given at once, where there are enough for all."""
_LIFETIME = 2000
"""Documents that a worker makes before a fresh one takes its place, so that what it remembers of
names goes with it."""
_SIGNALS = {signal.SIGINT, signal.SIGTERM}
_fork = multiprocessing.get_context("fork")


class Pool:
    """``workers`` processes that answer jobs with ``work``; ``not_theirs`` are descriptors they close."""

    def __init__(
        self, work: Callable[[Job], Answer], workers: int, limits: Limits, not_theirs: tuple[int, ...] = ()
    ) -> None:
        self._work = work
        self._count = workers
        self._limits = limits
        self._not_theirs = not_theirs
        self._workers: dict[Connection, _Worker] = {}

    def __enter__(self) -> Self:
        gc.collect()
        gc.freeze()  # what is here already is shared by all workers as long as none of them touches it
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for worker in self._workers.values():
            worker.kill()
        self._workers.clear()
        gc.unfreeze()

    def answers(self, jobs: Iterator[Job], count: int) -> Iterator[list[Record]]:
        """The records of ``jobs``, of which there are about ``count``, as they come, many at a time.

        Raises ``StorageError`` where a file could not be written: then no other can be either.
        """
        size = max(1, min(CHUNK, count // (4 * self._count)))
        again: deque[list[Job]] = deque()
        tried: set[int] = set()
        while True:
            self._feed(jobs, again, size)
            busy = [link for link, worker in self._workers.items() if worker.jobs]
            if not busy:
                return
            records: list[Record] = []
            for link in wait(busy):
                worker = self._workers[link]  # type: ignore[index]  # wait returns what it was given
                records += worker.heard()
                if worker.is_gone:
                    del self._workers[worker.link]
                    records += self._bury(worker, again, tried)
            yield records

    def _feed(self, jobs: Iterator[Job], again: deque[list[Job]], size: int) -> None:
        """Gives a chunk to each worker that has none, as long as there are any."""
        idle = [worker for worker in self._workers.values() if not worker.jobs]
        for place in range(self._count - len(self._workers) + len(idle)):
            chunk = again.popleft() if again else list(itertools.islice(jobs, size))
            if not chunk:
                return
            worker = idle[place] if place < len(idle) else self._started()
            if worker.made >= _LIFETIME:
                del self._workers[worker.link]
                worker.kill()
                worker = self._started()
            worker.take(chunk)

    def _started(self) -> _Worker:
        others = [other.link.fileno() for other in self._workers.values()]
        worker = _Worker(self._work, self._limits, (*self._not_theirs, *others))
        self._workers[worker.link] = worker
        return worker

    def _bury(self, worker: _Worker, again: deque[list[Job]], tried: set[int]) -> Iterator[Record]:
        """Sets aside the job that ended its worker, or gives it another try; the others go on."""
        if not worker.jobs:
            return
        culprit, *rest = worker.jobs
        if rest:
            again.append(rest)
        if culprit.number in tried:
            yield set_aside(culprit, worker.last_words(self._limits))
        else:
            tried.add(culprit.number)
            again.append([culprit])


class _Worker:
    """One process, the link to it, and the jobs it has not answered yet, the first of them in its hands."""

    def __init__(self, work: Callable[[Job], Answer], limits: Limits, not_theirs: tuple[int, ...]) -> None:
        self.link, theirs = _fork.Pipe()
        self.jobs: deque[Job] = deque()
        self.made = 0
        self.is_gone = False
        process = _fork.Process(
            target=_serve,
            args=(theirs, work, limits, (*not_theirs, self.link.fileno()), os.getpid()),
            daemon=True,
        )
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)  # until it has handlers of its own
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        self._process = process
        theirs.close()

    def take(self, jobs: list[Job]) -> None:
        self.jobs.extend(jobs)
        with contextlib.suppress(OSError):  # it is gone, which is heard next
            self.link.send(jobs)

    def heard(self) -> list[Record]:
        """The records that have come by now."""
        records: list[Record] = []
        try:
            while self.link.poll():
                answer = self.link.recv()
                if isinstance(answer, StorageError):
                    raise answer
                self.jobs.popleft()
                self.made += 1
                records.append(answer)
        except (EOFError, ConnectionError):
            self.is_gone = True
            self.kill()
        return records

    def kill(self) -> None:
        self._process.kill()
        self._process.join()
        self.link.close()

    def last_words(self, limits: Limits) -> Notice:
        """Why the worker ended over the job in its hands."""
        code = self._process.exitcode or 0
        if code == -signal.SIGALRM:
            return Notice("time", f"it takes longer than {limits.seconds:g} seconds", "--limit seconds=N")
        if code == -signal.SIGKILL:
            return Notice("killed", "the system killed what made it, as it does where memory ends")
        if code < 0:
            return Notice(
                "crashed", f"what made it ended by {signal.Signals(-code).name}", "please report it"
            )
        return (
            too_much_memory(limits)
            if code == _NO_MEMORY
            else Notice("crashed", f"what made it ended with {code}")
        )


_NO_MEMORY = 71
_BETWEEN_COLLECTIONS = 16
"""Documents after which garbage is looked for among what has been made since the last time."""
_BETWEEN_SEARCHES = 1024
"""Documents after which it is looked for everywhere: much is remembered of ever new names."""
_WARM = 4
"""Documents after which all is remembered that others have, too."""


def tidy(made: int) -> None:
    """Collects garbage between documents and never within one; ``made`` is how many this process has made.

    What the first documents load, fonts and theme above all, and what is remembered of the template stays to
    the end and is not looked at again.
    """
    if not made:
        gc.disable()
    elif made in (1, _WARM):
        gc.collect()
        gc.freeze()
    elif made % _BETWEEN_SEARCHES == 0:
        gc.collect()
    elif made % _BETWEEN_COLLECTIONS == 0:
        gc.collect(0)


def _serve(
    link: Connection,
    work: Callable[[Job], Answer],
    limits: Limits,
    not_theirs: tuple[int, ...],
    parent: int,
) -> None:
    """What a worker does until nobody gives it more: answers each job of each chunk by one record.

    The system ends it when a job takes too long, also when nobody is left to do so.
    """
    end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the one who forked decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    for descriptor in not_theirs:
        os.close(descriptor)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # a library that dies aloud would tear the lines of the one who talks
        os.dup2(nowhere, stream)
    bound_memory(limits.memory * 1_000_000)
    try:
        made = 0
        while chunk := link.recv():
            for job in chunk:
                tidy(made)
                made += 1
                signal.setitimer(signal.ITIMER_REAL, limits.seconds)
                answer = work(job)
                signal.setitimer(signal.ITIMER_REAL, 0)
                link.send(answer)
    except (EOFError, OSError):
        return
    except MemoryError:
        os._exit(_NO_MEMORY)
