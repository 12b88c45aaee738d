"""The run: every document that is not there yet, by workers, each on record once its files are in place."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from functools import partial

import msgspec

from exporter.backends import backend
from exporter.batch.crew import Crew
from exporter.batch.manifest import Manifest
from exporter.batch.order import MARK
from exporter.batch.ordered import place_of
from exporter.batch.plan import Plan, SetAside, jobs, print_of
from exporter.batch.pool import CHUNK, Pool
from exporter.batch.record import Record
from exporter.batch.request import Job, Request
from exporter.batch.work import trial
from exporter.files.folder import Folder, folder_at

_TRIALS = 5


class Summary(msgspec.Struct, frozen=True):
    """What a run came to. ``kept`` of the ``done`` documents were there already; sizes are of all."""

    done: int
    kept: int
    set_aside: int
    files: int
    bytes: int
    pages: int
    seconds: float


def run(
    request: Request,
    plan: Plan,
    crew: Crew,
    begin: Callable[[int], None],
    tell: Callable[[Record], None],
    finish: Callable[[Manifest], None],
) -> Summary:
    """Makes what is to be made by ``crew``. ``begin`` is told how many documents are there, ``tell`` each new
    record; ``finish`` gets the manifest in the order of the rows, before the folder is let go.

    Raises ``OutputInUse`` and ``StorageError``.
    Killed at any moment, it leaves only whole files, and a manifest of which every line is true.
    """
    started = time.monotonic()
    _load_libraries(request)
    folder = folder_at(request.out)
    with folder.held() as held:
        _sweep(folder, plan)
        try:
            with Manifest(folder, plan.prints) as manifest:
                begin(len(manifest.done))
                _make(request, plan, crew, manifest, held, tell)
                manifest.put_in_order()
                summary = _summary(manifest, time.monotonic() - started)
                finish(manifest)
                return summary
        finally:
            _sweep(folder, plan)


def _make(
    request: Request,
    plan: Plan,
    crew: Crew,
    manifest: Manifest,
    held: tuple[int, ...],
    tell: Callable[[Record], None],
) -> None:
    def put(records: list[Record]) -> None:
        manifest.add(records)
        for record in records:
            tell(record)

    left = plan.good - len(manifest.done)
    with crew(request, plan, held) as workers:
        for records in workers.answers(_wanted(request, manifest, put), left):
            put(records)


def _wanted(request: Request, manifest: Manifest, put: Callable[[list[Record]], None]) -> Iterator[Job]:
    """The jobs whose documents are not there yet; rows that are no jobs are ``put`` on record."""
    aside: list[Record] = []
    for job in jobs(request):
        if isinstance(job, SetAside):
            aside.append(Record(job.number, "", "", "set-aside", notices=job.notices))
        elif place_of(print_of(job.digest), manifest.done) is None:
            yield job
        if len(aside) >= CHUNK:
            put(aside)
            aside = []
    put(aside)


def _summary(manifest: Manifest, seconds: float) -> Summary:
    done = aside = files = size = pages = 0
    for record in manifest.records():
        done += record.status == "done"
        aside += record.status == "set-aside"
        files += len(record.files)
        size += sum(file.bytes for file in record.files)
        pages += record.pages
    return Summary(done, len(manifest.done), aside, files, size, pages, seconds)


def _load_libraries(request: Request) -> None:
    """What workers share is loaded before they are forked."""
    for name in request.to:
        backend(name)


def _sweep(folder: Folder, plan: Plan) -> None:
    """Takes away what runs that were killed have left."""
    folder.sweep(("", *(plan.folder(1 + place * plan.in_folder) for place in range(plan.folders))))
    folder.take_away(MARK)


class Estimate(msgspec.Struct, frozen=True):
    """What one worker would take to make all documents, by those that were made to see."""

    seconds: float
    bytes: int
    pages: int


def estimate(request: Request, plan: Plan) -> Estimate | None:
    """Makes the first few documents in a worker and keeps none of them; ``None`` where they all fail.

    The first warms up, and counts for time only where it is alone.
    """
    few = (job for job in itertools.islice(_good(request), _TRIALS))
    made: list[tuple[float, Record]] = []
    with Pool(partial(trial, request, plan), 1, request.limits) as pool:
        before = time.monotonic()
        for records in pool.answers(few, 1):
            made += [(time.monotonic() - before, record) for record in records if record.status == "done"]
            before = time.monotonic()
    if not made:
        return None
    times = [seconds for seconds, _ in made[1:] or made]
    size = sum(file.bytes for _, record in made for file in record.files)
    pages = sum(record.pages for _, record in made)
    seconds = sum(times) / len(times) * plan.good
    return Estimate(seconds, size * plan.good // len(made), pages * plan.good // len(made))


def _good(request: Request) -> Iterator[Job]:
    return (job for job in jobs(request) if not isinstance(job, SetAside))


def sampled(request: Request, manifest: Manifest, count: int) -> list[tuple[Job, Record]]:
    """``count`` documents of those that are done, as far apart as they can be."""
    done = sum(record.status == "done" for record in manifest.records())
    places = {place * done // count for place in range(count)} if done > count else set(range(done))
    made = (record for record in manifest.records() if record.status == "done")
    chosen = {record.digest: record for place, record in enumerate(made) if place in places}
    return [(job, chosen[job.digest]) for job in _good(request) if job.digest in chosen]
