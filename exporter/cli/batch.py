"""``exporter batch``."""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterable

import msgspec

from exporter.batch.crew import cluster, processes, threads_of
from exporter.batch.manifest import NAME as MANIFEST
from exporter.batch.manifest import Manifest
from exporter.batch.plan import Plan, planned
from exporter.batch.record import Record
from exporter.batch.report import write_report
from exporter.batch.request import Limits, Request
from exporter.batch.rows import refuse_unknown_data
from exporter.batch.run import Summary, estimate, sampled
from exporter.batch.run import run as run_batch
from exporter.checks import Profile
from exporter.cli import exits
from exporter.cli.plan import refuse_folders_that_are_files, refuse_overwriting, refuse_shared_suffix
from exporter.cli.process import taking_back
from exporter.cli.progress import BatchProgress, Reading
from exporter.cli.report import duration, print_notices, say, size, table
from exporter.cli.sample import differences
from exporter.cli.source import document_of
from exporter.errors import InputRefused, UsageError
from exporter.files import place, source_date, today
from exporter.files.archive import ARCHIVES, write_archive
from exporter.files.folder import folder_at
from exporter.notices import Notice, visible
from exporter.pipeline import load_base, load_profile
from exporter.readers import Read

_MOST_SAID = 20
"""Of one kind of line, as many are said; the manifest has all."""


def run(arguments: argparse.Namespace) -> int:
    """Plans, makes and sums up. Returns ``exits.PARTLY`` where a row was set aside."""
    _refuse_what_cannot_work(arguments)
    profile = load_profile(arguments.profile)
    read = document_of(arguments.source, arguments, profile)
    request = _request(arguments, read, profile)
    print_notices(read.notices)
    with taking_back():
        with Reading(arguments.data) as reading:
            plan = planned(request, reading.row)
        print_notices(_few(plan.said, plan.bad, request))
        if not plan.good or (plan.bad and arguments.strict):
            reason = (
                "no row can be used" if not plan.good else f"{plan.bad} of {plan.rows} rows cannot be used"
            )
            raise InputRefused.because("rows", reason, file=str(request.data))
        planned_lines = _planned_lines(arguments, request, plan)
        width = max(len(about) for about, _ in (*planned_lines, ("set aside", "")))
        said = say(*table(planned_lines, width))
        if arguments.dry_run:
            estimated = _estimated_lines(arguments, request, plan)
            said = max(said, say(*table(estimated, width)))
            return max(said, exits.PARTLY if plan.bad else exits.OK)
        summary, found = _made(arguments, request, plan)
    summed = _summed_lines(arguments, request, summary)
    if arguments.verify_sample:
        compared = _count(min(arguments.verify_sample, summary.done), "document")
        words = f"{compared} compared with what export makes, {_count(len(found), 'difference')}"
        summed.append(("verified", words))
    said = max(said, say(*table(summed, width)))
    print_notices(found)
    return max(said, exits.PARTLY if summary.set_aside else exits.OK, exits.DIFFERENT if found else exits.OK)


def _refuse_what_cannot_work(arguments: argparse.Namespace) -> None:
    refuse_shared_suffix(arguments.to)
    data, out = place(arguments.data), place(arguments.out)
    refuse_unknown_data(data)
    for name in (arguments.out, arguments.archive, arguments.report):
        if name and name.startswith("memory:"):
            raise UsageError.because("address", f"{name} would be gone when the run ends")
    if arguments.source == "-":
        raise UsageError.because("source", "a batch reads its SOURCE from a file")
    more = [place(name) for name in (arguments.archive, arguments.report) if name]
    if arguments.archive and place(arguments.archive).suffix.lower() not in ARCHIVES:
        raise UsageError.because("archive", f"--archive ends in {' or '.join(ARCHIVES)}")
    named = [place(name) for name in (arguments.theme, arguments.profile) if name.endswith(".toml")]
    refuse_overwriting([place(arguments.source), data, *named], [], more)
    refuse_folders_that_are_files([out / "x", *more])


def _request(arguments: argparse.Namespace, read: Read, profile: Profile) -> Request:
    return Request(
        document=read.document,
        stem=place(arguments.source).stem,
        to=tuple(dict.fromkeys(arguments.to)),
        theme=load_base(arguments.theme),
        editions=tuple(name for names in arguments.edition for name in names),
        profile=profile,
        today=today(),
        values=dict(arguments.set),
        data=place(arguments.data),
        delimiter=arguments.delimiter,
        name=arguments.name,
        edition_from=arguments.edition_from,
        language_from=arguments.language_from,
        out=place(f"{arguments.archive}.parts" if arguments.archive else arguments.out),
        limits=_limits(dict(arguments.limit)),
    )


def _limits(given: dict[str, str]) -> Limits:
    try:
        limits = msgspec.convert(given, Limits, strict=False)
    except msgspec.ValidationError as error:
        known = ", ".join(Limits.__struct_fields__)
        raise UsageError.because("limit", f"--limit: {error}", f"there are {known}") from None
    for name in Limits.__struct_fields__:
        if getattr(limits, name) <= 0:
            raise UsageError.because("limit", f"--limit {name} is more than 0")
    return limits


def _few(said: Iterable[Notice], bad: int, request: Request) -> list[Notice]:
    """The notices of rows that are set aside, and how many more rows there are."""
    shown = list(said)
    rows = len({notice.line for notice in shown})
    if bad > rows:
        more = f"{bad - rows} more rows are set aside, which the manifest lists"
        shown.append(Notice("data-row", more, file=str(request.data)))
    return shown


def _made(arguments: argparse.Namespace, request: Request, plan: Plan) -> tuple[Summary, list[Notice]]:
    """Runs the batch beside its progress, and finds how the sample differs.

    Of what is new about documents each line is said once.
    """
    said: set[str] = set()
    found: list[Notice] = []
    aside = plan.bad
    with BatchProgress(plan.rows, plan.bad) as progress:

        def tell(record: Record) -> None:
            nonlocal aside
            if record.status == "set-aside" and record.key:
                aside += 1
            progress.count(aside)
            if record.status == "set-aside" and not record.key:
                return  # said with the plan
            lines = [_about(record, request)] if record.status == "set-aside" else list(record.notices)
            new = [line for line in lines if str(line) not in said][: max(0, _MOST_SAID - len(said))]
            said.update(map(str, new))
            if new:
                progress.aside(lambda: print_notices(new))

        def finish(manifest: Manifest) -> None:
            if arguments.verify_sample:
                progress.now(f"making {_count(arguments.verify_sample, 'document')} once more")
                found.extend(differences(arguments, sampled(request, manifest, arguments.verify_sample)))
            if arguments.report:
                write_report(place(arguments.report), manifest.records())
            if arguments.archive:
                progress.now(f"packing {visible(arguments.archive)}")
                _archive(arguments.archive, request, manifest)

        def wait(notice: Notice) -> None:
            progress.aside(lambda: print_notices([notice]))

        crew = cluster(arguments.scheduler, wait) if arguments.scheduler else processes(arguments.workers)
        summary = run_batch(request, plan, crew, progress.begin, tell, finish)
    return summary, found


def _archive(archive: str, request: Request, manifest: Manifest) -> None:
    """Packs what is done, and takes the folder away unless there is something left to do."""
    folder = folder_at(request.out)
    is_complete = all(record.status == "done" for record in manifest.records())
    files = (file.path for record in manifest.records() for file in record.files)
    entries = ((name, folder.opened(name)) for name in itertools.chain(files, (MANIFEST,)))
    write_archive(place(archive), entries, source_date(request.document.metadata.date))
    if is_complete:
        folder.remove()


def _about(record: Record, request: Request) -> Notice:
    """Why a document is set aside, in one line about its row."""
    errors = [notice for notice in record.notices if notice.severity == "error"] or list(record.notices)
    where = f" at {errors[0].where.rstrip(':')}" if errors[0].line else ""
    message = f"row {record.row}: {record.key} is set aside: {errors[0].message}{where}"
    return Notice(errors[0].code, message, errors[0].fix, "error", str(request.data), record.line, 1)


def _planned_lines(arguments: argparse.Namespace, request: Request, plan: Plan) -> list[tuple[str, str]]:
    folders = f", in {plan.folders:,} folders" if plan.folders > 1 else ""
    aside = f", {plan.bad:,} set aside" if plan.bad else ""
    files = plan.good * len(request.to)
    where = visible(arguments.archive or str(request.out))
    return [
        (visible(str(request.data)), f"{_count(plan.rows, 'row')}{aside}"),
        (where, f"{_count(files, 'file')} ({', '.join(request.to)}){folders}"),
    ]


def _estimated_lines(arguments: argparse.Namespace, request: Request, plan: Plan) -> list[tuple[str, str]]:
    guess = estimate(request, plan)
    if guess is None:
        return [("", "the first documents that were tried are all refused; nothing was written")]
    workers = max(1, threads_of(arguments.scheduler)) if arguments.scheduler else arguments.workers
    pages = f", {_count(guess.pages, 'page')}" if guess.pages else ""
    took = f"about {duration(guess.seconds / workers)} with {_count(workers, 'worker')}"
    return [("estimate", f"{took}, {size(guess.bytes)}{pages}"), ("", "nothing was written")]


def _summed_lines(arguments: argparse.Namespace, request: Request, summary: Summary) -> list[tuple[str, str]]:
    new = summary.done - summary.kept
    rate = f", {new / summary.seconds:,.0f} a second" if new and summary.seconds else ""
    kept = f"; {summary.kept:,} were there already" if summary.kept else ""
    pages = f", {_count(summary.pages, 'page')}" if summary.pages else ""
    lines = [
        ("done", f"{_count(summary.done, 'document')} in {duration(summary.seconds)}{rate}{kept}"),
        ("", f"{_count(summary.files, 'file')}, {size(summary.bytes)}{pages}"),
    ]
    if summary.set_aside:
        where = visible(arguments.report or str(request.out / MANIFEST))
        them = "it" if summary.set_aside == 1 else "them"
        lines += [
            ("set aside", f"{_count(summary.set_aside, 'row')}; {where} says why"),
            ("", f"put {them} right and run the same command: it makes only what is missing"),
        ]
    return lines


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
