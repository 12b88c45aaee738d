"""A Dask cluster: the same jobs, answered by workers anywhere.

Dask may lose a worker, and may run a task more than once. Both cost only time: a task is a list of jobs,
whose documents have the same bytes whoever makes them, and are put in their places whole; a job is on record
when the one answer that Dask gives for its task is heard.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import logging
import queue
import secrets
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from exporter.batch.host import Answer, Host
from exporter.batch.order import MARK, SAME, Parcel, packed
from exporter.batch.plan import Plan
from exporter.batch.record import Record
from exporter.batch.request import Job, Request
from exporter.batch.work import set_aside
from exporter.errors import ExporterError, StorageError, UsageError
from exporter.files.folder import folder_at
from exporter.notices import Notice

try:
    from distributed import Client, Future, KilledWorker, WorkerPlugin, get_worker
except ImportError:
    fix = 'pip install "exporter[cluster]"'
    raise UsageError.because("cluster-extra", "--scheduler takes dask.distributed", fix) from None

CHUNK = 100
"""Jobs in one task: what Dask takes for a task, some milliseconds, is then nothing beside them."""
_AHEAD = 2
"""Tasks for each thread of the cluster, so that none waits for the next."""
_PATIENCE = 5
"""Seconds in which a scheduler answers."""
_FAREWELL = 0.8
"""Seconds that each step of taking leave of a cluster may take."""
_TRIES = 2
"""How often more a task is tried whose host has ended."""
_jobs = msgspec.msgpack.Decoder(list[Job])


class HostLost(Exception):
    """What made documents for a worker ended, and not by one of them."""


class Hosts(WorkerPlugin):  # type: ignore[misc]  # to mypy it is anything
    """What a worker holds for one run: the parcel, and a process for each of its threads. Dask brings it to
    each worker once, also to those that join later."""

    def __init__(self, parcel: Parcel) -> None:
        self._parcel = parcel

    def setup(self, worker: Any) -> None:
        self._all = [Host(self._parcel) for _ in range(worker.state.nthreads)]
        self._idle = list(self._all)

    def teardown(self, worker: Any) -> None:
        while self._all:
            self._all.pop().kill()

    def answer(self, jobs: list[Job]) -> Answer:
        host = self._idle.pop() if self._idle else self._another()
        try:
            answer = host.answer(jobs)
        except (OSError, EOFError):
            host.kill()
            raise HostLost("what made documents for a worker ended") from None
        self._idle.append(host)
        return answer

    def _another(self) -> Host:
        host = Host(self._parcel)
        self._all.append(host)
        return host


def answered(name: str, jobs: bytes) -> Answer:
    """The task: what a worker says to some jobs."""
    hosts: Hosts = get_worker().plugins[name]
    return hosts.answer(_jobs.decode(jobs))


class Cluster:
    """The workers of the cluster whose scheduler is at ``address``, for one run."""

    def __init__(self, address: str, request: Request, plan: Plan, say: Callable[[Notice], None]) -> None:
        out = request.out.absolute() if isinstance(request.out, Path) else request.out
        self._address = address
        self._request = msgspec.structs.replace(request, out=out)
        self._plan = plan
        self._say = say
        self._name = f"exporter-{hashlib.sha256(str(out).encode()).hexdigest()[:16]}"
        """Of a run before, which may not be over on all workers, the next into one folder takes the place."""
        self._flying: dict[str, tuple[Future, list[Job]]] = {}
        self._threads, self._asked = 0, 0.0
        self._cleanup = contextlib.ExitStack()

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as opened:
            self._client = opened.enter_context(connected(self._address))
            mark, folder = secrets.token_hex(8), folder_at(self._request.out)
            folder.put({MARK: mark.encode()})
            opened.callback(folder.take_away, MARK)
            with _telling(self._address, SAME):
                self._client.register_plugin(Hosts(packed(self._request, self._plan, mark)), name=self._name)
            opened.callback(_at_most, _FAREWELL, self._take_leave)
            if not self._ask():
                self._say(Notice("cluster", "it has no workers yet", "add some", "info", self._address))
            self._cleanup = opened.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._cleanup.close()

    def answers(self, jobs: Iterator[Job], count: int) -> Iterator[list[Record]]:
        """As ``Workers`` says.

        The jobs of a task that took worker after worker with it are suspects: each is tried twice, by itself
        and one at a time, for with a worker Dask loses whatever else it had. What then still does so is set
        aside.
        """
        landed: queue.SimpleQueue[str] = queue.SimpleQueue()
        suspects: deque[Job] = deque()
        tried: set[int] = set()
        while True:
            while len(self._flying) < self._wanted() and (chunk := self._next(jobs, suspects)):
                self._send(chunk, landed)
            if not self._flying:
                return
            try:
                future, chunk = self._flying.pop(landed.get(timeout=1))
            except queue.Empty:
                continue
            try:
                yield self._heard(future)
            except _Fatal:
                lost = [job for job in chunk if job.number in tried]
                yield [set_aside(job, Notice("killed", "each worker that made it was lost")) for job in lost]
                suspects.extend(job for job in chunk if job.number not in tried)
                tried.update(job.number for job in chunk if len(chunk) == 1)

    def _next(self, jobs: Iterator[Job], suspects: deque[Job]) -> list[Job]:
        """What is sent next; nothing where there is nothing more, or only suspects that wait for one."""
        if suspects and not any(len(chunk) == 1 for _, chunk in self._flying.values()):
            return [suspects.popleft()]
        return list(itertools.islice(jobs, CHUNK))

    def _send(self, chunk: list[Job], landed: queue.SimpleQueue[str]) -> None:
        with self._telling():
            future = self._client.submit(
                answered, self._name, msgspec.msgpack.encode(chunk), pure=False, retries=_TRIES
            )
            self._flying[future.key] = future, chunk
            future.add_done_callback(lambda done: landed.put(done.key))

    def _heard(self, future: Future) -> list[Record]:
        """The answer for a task; raises ``_Fatal`` where Dask has given it up."""
        with self._telling():
            answer: Answer = future.result()
        if isinstance(answer, ExporterError):
            raise answer
        return answer

    def _wanted(self) -> int:
        """As many tasks as the cluster is given at once; it may grow and shrink."""
        return _AHEAD * max(1, self._threads if time.monotonic() - self._asked < 1 else self._ask())

    def _ask(self) -> int:
        with self._telling():
            self._threads = threads(self._client)
        self._asked = time.monotonic()
        return self._threads

    def _telling(self) -> contextlib.AbstractContextManager[None]:
        return _telling(self._address, "the same command goes on where it was")

    def _take_leave(self) -> None:
        """Has workers stop what they do for this run."""
        self._client.cancel([future for future, _ in self._flying.values()])
        self._client.unregister_worker_plugin(self._name)


class _Fatal(Exception):
    """A task that Dask gave up, as workers that had it were lost again and again."""


@contextlib.contextmanager
def connected(address: str) -> Iterator[Client]:
    """A client of the scheduler at ``address``; raises ``StorageError`` where there is none."""
    for name in [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]:
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what goes wrong is told by a notice
    with _telling(address, "start one: dask scheduler"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # versions that matter are compared by us
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    try:
        yield client
    finally:
        _at_most(_FAREWELL, client.close)


def threads(client: Client) -> int:
    """The threads of all workers."""
    return sum(client.nthreads().values())


def _at_most(seconds: float, call: Callable[[], object]) -> None:
    """Waits no longer for what takes leave of a cluster that may not answer."""

    def quietly() -> None:
        with contextlib.suppress(Exception):
            call()

    leaving = threading.Thread(target=quietly, daemon=True)
    leaving.start()
    leaving.join(seconds)


@contextlib.contextmanager
def _telling(address: str, fix: str) -> Iterator[None]:
    """Makes a ``StorageError`` of whatever Dask raises, but for what a document did."""
    try:
        yield
    except (KilledWorker, HostLost) as error:
        raise _Fatal from error
    except Exception as error:
        said = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise StorageError.because(
            "cluster", f"no answer from the cluster: {said}", fix, file=address
        ) from None
