"""The plan: every row is read, typed and named before the first document is made.

What is kept of a row are numbers of eight bytes, so that a plan of a million rows is a small one.
"""

from __future__ import annotations

import difflib
import hashlib
import itertools
from array import array
from collections.abc import Callable, Iterator

import msgspec

from exporter.batch.names import folded, places, refuse_unknown_places
from exporter.batch.ordered import in_order
from exporter.batch.request import PLACES, Job, Request, job_of
from exporter.batch.rows import Row, read_rows
from exporter.errors import InputRefused, LimitReached, UsageError
from exporter.fields import refuse_unknown_fields
from exporter.notices import Notice

FILES_IN_FOLDER = 1000
"""One folder takes new files slower and slower; beyond this many they are spread over several."""
MOST_SAID = 20
"""Of one kind of mistake, as many are said."""


class SetAside(msgspec.Struct, frozen=True):
    """A row that cannot become a document, and why."""

    number: int
    notices: tuple[Notice, ...]


class Plan(msgspec.Struct, frozen=True):
    """``good`` rows of ``rows`` become documents, ``in_folder`` of them in one folder; 0 is all in one.

    ``said`` are the first notices of rows that are set aside. ``prints`` are the first eight bytes of the
    digests of all jobs, sorted.
    """

    rows: int
    good: int
    in_folder: int
    said: tuple[Notice, ...]
    prints: array[int]

    @property
    def bad(self) -> int:
        return self.rows - self.good

    @property
    def folders(self) -> int:
        return -(-self.rows // self.in_folder) if self.in_folder else 1

    def folder(self, number: int) -> str:
        """The folder of a row, below that of the batch, with the ``/`` behind it."""
        return f"{(number - 1) // self.in_folder:04}/" if self.in_folder else ""


def planned(request: Request, seen: Callable[[], None] = lambda: None) -> Plan:
    """The plan; ``seen`` is called for each row that was read.

    Raises ``UsageError`` for names that cannot be or come twice, ``InputRefused`` for unusable data, and
    ``LimitReached`` for a source with too many images."""
    refuse_unknown_fields(request.document.metadata.fields, request.values)
    _refuse_too_many_images(request)
    names, prints = array("Q"), array("Q")
    rows = good = 0
    said: list[Notice] = []
    for row in read_rows(request.data, request.delimiter):
        if not rows and not row.fault:
            _refuse_missing_columns(request, row)
        rows += 1
        seen()
        match as_asked(request, row):
            case SetAside(notices=notices):
                said += notices[: MOST_SAID - len(said)]
            case job:
                good += 1
                names.append(_number(folded(job.name)))
                prints.append(print_of(job.digest))
    if not rows:
        raise InputRefused.because("data-empty", "there is no row in it", file=str(request.data))
    _refuse_collisions(request, names)
    files = good * len(request.to)
    in_folder = FILES_IN_FOLDER // len(request.to) if files > FILES_IN_FOLDER else 0
    return Plan(rows, good, in_folder, tuple(said), in_order(prints))


def jobs(request: Request) -> Iterator[Job | SetAside]:
    """What each row asks for, one at a time, read anew."""
    for row in read_rows(request.data, request.delimiter):
        yield as_asked(request, row)


def as_asked(request: Request, row: Row) -> Job | SetAside:
    """The job of a row, or what is wrong with it."""
    try:
        return job_of(request, row)
    except InputRefused as refused:
        return SetAside(row.number, refused.notices)


def print_of(digest: str) -> int:
    """What the plan remembers of a digest."""
    return int(digest[:16] or "0", 16)


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def _refuse_too_many_images(request: Request) -> None:
    """Of the source, for no row has more of them than that."""
    count, most = len(request.document.assets), request.limits.images
    if count > most:
        message = f"it has {count} images, and a document can have {most}"
        raise LimitReached.because("images", message, "--limit images=N", file=request.document.source)


def _refuse_missing_columns(request: Request, row: Row) -> None:
    """A field that every row needs and none has, and options that name no column."""
    specs = request.document.metadata.fields
    needed = [name for name, spec in specs.items() if not spec.optional and name not in request.values]
    if request.data.suffix.lower() != ".jsonl":  # there each row names its own
        for name in needed:
            if name not in row.values:
                near = difflib.get_close_matches(name, row.values, 1, 0.6)
                fix = f"rename {near[0]!r}" if near else f"it has {', '.join(row.values)}"
                message = f"there is no column {name!r}, which the document needs"
                raise InputRefused.because("data-column", message, fix, file=str(request.data), line=row.line)
        for option, column in (("edition", request.edition_from), ("language", request.language_from)):
            if column and column not in row.values:
                near = difflib.get_close_matches(column, row.values, 1, 0.6)
                fix = f"write {near[0]!r}" if near else f"there are {', '.join(row.values)}"
                raise UsageError.because("column", f"--{option}-from: there is no column {column!r}", fix)
        refuse_unknown_places(request.name, (*row.values, *PLACES))


def _refuse_collisions(request: Request, names: array[int]) -> None:
    """Two documents of one name (hazard C3). Only then is the data read once more, to say which."""
    twice = {one for one, other in itertools.pairwise(in_order(names)) if one == other}
    if not twice:
        return
    first: dict[int, Job] = {}
    for job in jobs(request):
        if isinstance(job, SetAside) or (number := _number(folded(job.name))) not in twice:
            continue
        if number in first:
            other = first[number]
            fix = "add {row} to --name" if "row" not in places(request.name) else "choose another --name"
            raise UsageError.because(
                "output-twice",
                f"rows {other.number} and {job.number} would both become {job.name}.*",
                fix,
                file=str(request.data),
                line=job.line,
            )
        first[number] = job
