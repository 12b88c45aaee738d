"""What a worker does with one job. It never raises: what goes wrong is a record like any other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from exporter.backends import backend
from exporter.batch.plan import Plan
from exporter.batch.record import File, Record
from exporter.batch.request import Job, Limits, Request, document_in, look
from exporter.errors import ExporterError, LimitReached, StorageError
from exporter.files.folder import folder_at
from exporter.notices import Notice
from exporter.pipeline import renderings
from exporter.render import Rendered


def rendered(request: Request, job: Job) -> dict[str, Rendered]:
    """The files of a job by their formats: the same bytes that ``export`` makes with ``--set``.

    Raises the errors of an export, and ``LimitReached`` where a file is larger than a document may be.
    """
    made = dict(
        renderings(
            document_in(request, job.language),
            to=request.to,
            theme=look(request.theme, job.editions),
            values=job.values,
            profile=request.profile,
            today=request.today,
        )
    )
    _refuse_too_large(made, request.limits)
    return made


def _refuse_too_large(made: dict[str, Rendered], limits: Limits) -> None:
    pages = pages_of(made)
    if pages > limits.pages:
        raise LimitReached.because("pages", f"it has {pages} pages, and a document can have {limits.pages}")
    size = sum(len(one.data) for one in made.values())
    if size > limits.megabytes * 1_000_000:
        raise LimitReached.because(
            "bytes", f"its files have {size} bytes, and a document can have {limits.megabytes} MB"
        )


def pages_of(made: dict[str, Rendered]) -> int:
    return max((one.page_map.count for one in made.values() if one.page_map), default=0)


def work(request: Request, plan: Plan, job: Job) -> Record | StorageError:
    """Makes the files of a job and puts them in their places together. Only what is wrong with the disk,
    and so with all documents, is no record."""
    return _answer(request, plan, job, folder_at(request.out).put)


def trial(request: Request, plan: Plan, job: Job) -> Record | StorageError:
    """The record that ``work`` would make; nothing is written."""
    return _answer(request, plan, job, lambda _: None)


def _answer(
    request: Request, plan: Plan, job: Job, put: Callable[[Mapping[str, bytes]], None]
) -> Record | StorageError:
    try:
        made = rendered(request, job)
        paths = {name: f"{plan.folder(job.number)}{job.name}.{backend(name).suffix}" for name in made}
        put({paths[name]: one.data for name, one in made.items()})
    except StorageError as error:
        return error
    except ExporterError as error:
        return set_aside(job, *error.notices)
    except MemoryError:
        return set_aside(job, too_much_memory(request.limits))
    except Exception as error:  # a mistake of ours, which must not take the other documents with it
        message = f"exporter failed on this document: {type(error).__name__}: {error}"
        return set_aside(job, Notice("internal", message[:300], "please report it"))
    files = tuple(
        File(name, paths[name], len(one.data), hashlib.sha256(one.data).hexdigest())
        for name, one in made.items()
    )
    notices = tuple(dict.fromkeys(notice for one in made.values() for notice in one.notices))
    return Record(job.number, job.name, job.digest, "done", files, pages_of(made), notices)


def set_aside(job: Job, *notices: Notice) -> Record:
    """The record of a job that has no files, and why."""
    return Record(job.number, job.name, job.digest, "set-aside", notices=notices, line=job.line)


def too_much_memory(limits: Limits) -> Notice:
    return Notice("memory", f"it needs more than {limits.memory} MB of memory", "--limit memory=MB")
