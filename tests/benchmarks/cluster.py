"""A cluster on this machine: what a second worker gains, and what a chunk and the client cost.

Each worker has a processor of its own; documents go to memory (``/dev/shm``), so that no disk is measured. One
worker and two take turns, the first turn does not count, and medians are said. The scheduler and the client
have no processor of their own where there are only two: what they take is part of the loss.

    python -m tests.benchmarks.cluster [ROWS [ROUNDS]]
"""

from __future__ import annotations

import itertools
import json
import statistics
import sys
import tempfile
import time
from array import array
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec

from exporter.batch.cluster import CHUNK, Cluster, answered
from exporter.batch.crew import cluster as crew_of
from exporter.batch.manifest import Manifest
from exporter.batch.plan import jobs, planned
from exporter.batch.record import File, Record
from exporter.batch.request import Job, Request
from exporter.batch.run import run
from exporter.files.folder import folder_at
from exporter.pipeline import load_base, load_profile
from exporter.readers import read
from tests.batch.servers import cluster
from tests.benchmarks.books import GUIDE
from tests.benchmarks.personal import FORMATS, FRONT

_EMPTY = 200
"""Chunks without jobs, for what Dask and we take for one."""


def main(rows: int = 4000, rounds: int = 3) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=_memory())))
        clusters = []
        for count in (1, 2):
            there = stack.enter_context(cluster(folder / f"cluster{count}", 0))
            for processor in range(count):
                there.add_worker(before=["taskset", "-c", str(processor)])
            clusters.append(there.address)
        data = folder / "rows.jsonl"
        data.write_text(
            "".join(json.dumps({"name": f"Ada Person {number}"}) + "\n" for number in range(rows))
        )
        times: dict[int, list[float]] = {1: [], 2: []}
        for turn in range(rounds + 1):
            for count, address in enumerate(clusters, 1):
                with tempfile.TemporaryDirectory(dir=folder) as out:
                    taken = _taken(_request(data, Path(out)), address)
                if turn:
                    times[count].append(taken)
                    print(f"turn {turn}, {count} at work: {rows / taken:.0f} documents a second", flush=True)
        one, two = (statistics.median(times[count]) for count in (1, 2))
        request = _request(data, folder / "client")
        for name, figure in (
            ("one worker, ms a document", one / rows * 1000),
            ("two workers, ms a document", two / rows * 1000),
            ("efficiency of two (gate 0.90)", one / two / 2),
            ("a chunk, ms beside its documents", _chunk(request, clusters[0]) * 1000),
            ("the plan, ms a document in the client", _plan(request) / rows * 1000),
            ("the record, ms a document in the client", _record(request) / rows * 1000),
        ):
            print(f"{name:>40} {figure:8.3f}")


def _memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def _request(data: Path, out: Path) -> Request:
    return Request(
        document=read((FRONT + GUIDE).encode(), "guide.md").document, stem="guide", to=FORMATS, name="{row}",
        theme=load_base("clinic"), editions=(), profile=load_profile("strict"), values={}, data=data, out=out,
    )  # fmt: skip


def _taken(request: Request, address: str) -> float:
    """Seconds from the first task to the last line of the manifest."""
    summary = run(request, planned(request), crew_of(address, print), int, id, id)
    assert summary.set_aside == 0, summary
    return summary.seconds


def _chunk(request: Request, address: str) -> float:
    """Seconds for a task without a job, where as many wait as in a run."""
    nothing = msgspec.msgpack.encode([])
    with Cluster(address, request, planned(request), print) as there:

        def ask() -> Any:
            return there._client.submit(answered, there._name, nothing, pure=False)

        ask().result()
        started = time.perf_counter()
        there._client.gather([ask() for _ in range(_EMPTY)])
        return (time.perf_counter() - started) / _EMPTY


def _plan(request: Request) -> float:
    """Seconds for reading, checking and naming all rows."""
    started = time.perf_counter()
    planned(request)
    return time.perf_counter() - started


def _record(request: Request) -> float:
    """Seconds for going through all rows once more and putting what became of them on record, in their order."""
    files = tuple(File(form, f"0000/00001.{form}", 60_000, "0" * 64) for form in FORMATS)
    records = (
        Record(job.number, job.name, job.digest, "done", files, 2)
        for job in jobs(request)
        if isinstance(job, Job)
    )
    folder = folder_at(request.out)
    started = time.perf_counter()
    with folder.held(), Manifest(folder, array("Q")) as manifest:
        while some := list(itertools.islice(records, CHUNK)):
            manifest.add(some)
        manifest.put_in_order()
        assert all(record.pages for record in manifest.records())
    return time.perf_counter() - started


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
