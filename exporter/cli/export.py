"""``exporter export``."""

from __future__ import annotations

import argparse
import functools
import hashlib
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from exporter.backends import backend
from exporter.checks import named_profile
from exporter.cli import exits
from exporter.cli.progress import Progress
from exporter.cli.report import Outcome, Output, print_outcome, report_json
from exporter.cli.source import document_of
from exporter.errors import ExporterError, UsageError
from exporter.files import write_atomically, write_together
from exporter.notices import Notice
from exporter.pipeline import load_theme, renderings
from exporter.render import Rendered
from exporter.theme import Theme


class _Job(NamedTuple):
    """One source, and the stem of the files it becomes."""

    source: str
    stem: Path


def run(arguments: argparse.Namespace) -> int:
    """Exports each source; one refusal stops only itself. Returns the highest exit code."""
    jobs = _plan(arguments)
    theme = load_theme(arguments.theme, [name for names in arguments.edition for name in names])
    outcomes = []
    with Progress(len(jobs) * len(arguments.to)) as progress:
        for job in jobs:
            outcome = _outcome(job, theme, arguments, progress.step)
            outcomes.append(outcome)
            progress.aside(functools.partial(print_outcome, outcome))
    _report(arguments.json, outcomes)
    return max(outcome.exit_code for outcome in outcomes)


def _plan(arguments: argparse.Namespace) -> list[_Job]:
    """The jobs; raises ``UsageError`` for a request that can never work, before anything is read."""
    _refuse_shared_suffix(arguments.to)
    named_profile(arguments.profile)
    if arguments.name and len(arguments.sources) > 1:
        raise UsageError.because("name", "--name takes one SOURCE")
    if arguments.name and (Path(arguments.name).name != arguments.name or arguments.name.startswith(".")):
        raise UsageError.because("name", f"--name is a plain file name, not {arguments.name!r}")
    jobs = [_Job(source, Path(arguments.out, _stem(source, arguments.name))) for source in arguments.sources]
    _refuse_collisions(jobs)
    return jobs


def _refuse_shared_suffix(names: Iterable[str]) -> None:
    """Two formats whose files would have one name, as a plug-in's can; also a format there is not."""
    taken: dict[str, str] = {}
    for name in names:
        suffix = backend(name).suffix
        if taken.setdefault(suffix, name) != name:
            raise UsageError.because(
                "output-twice", f"{taken[suffix]} and {name} would both become *.{suffix}"
            )


def _stem(source: str, name: str | None) -> str:
    if name:
        return name
    if source == "-":
        raise UsageError.because("name", "standard input has no name", "add --name STEM")
    stem = Path(source).stem
    if not stem.strip("."):
        raise UsageError.because("name", f"{source!r} has no name to give to the files", "add --name STEM")
    return stem


def _refuse_collisions(jobs: list[_Job]) -> None:
    """Two outputs of one name, also where only case or normal form tells them apart."""
    taken: dict[str, str] = {}
    for job in jobs:
        folded = unicodedata.normalize("NFC", str(job.stem)).casefold()
        if folded in taken:
            raise UsageError.because(
                "output-twice", f"{taken[folded]} and {job.source} would both become {job.stem}.*"
            )
        taken[folded] = job.source


def _outcome(job: _Job, theme: Theme, arguments: argparse.Namespace, step: Callable[[str], None]) -> Outcome:
    """What became of one source: all its files, or the reason there are none."""
    started = time.perf_counter()
    notices: list[Notice] = []
    outputs: list[Output] = []
    code = exits.OK
    try:
        outputs = _export(job, theme, arguments, notices, step)
    except ExporterError as error:
        notices += error.notices
        code = exits.code_for(error)
    except Exception as error:  # a mistake of ours, which must not take the other documents with it
        message = f"exporter failed on this document: {type(error).__name__}: {error}"
        notices.append(Notice("internal", message[:300], "please report it", file=job.source))
        code = exits.REFUSED
    return Outcome(
        job.source, code, time.perf_counter() - started, tuple(dict.fromkeys(notices)), tuple(outputs)
    )


def _export(
    job: _Job,
    theme: Theme,
    arguments: argparse.Namespace,
    notices: list[Notice],
    step: Callable[[str], None],
) -> list[Output]:
    """Renders every format before it writes the first: a refusal leaves no file behind."""
    document, read_notices = document_of(job.source, arguments)
    notices += read_notices
    finished: list[tuple[str, Rendered, float]] = []
    started = time.perf_counter()
    for name, rendered in renderings(
        document,
        to=arguments.to,
        theme=theme,
        values=dict(arguments.set),
        profile=named_profile(arguments.profile),
    ):
        notices += rendered.notices
        finished.append((name, rendered, time.perf_counter() - started))
        step(f"{job.stem.name}.{name}")
        started = time.perf_counter()
    write_together({_path(job.stem, name): rendered.data for name, rendered, _ in finished})
    return [_output(job.stem, name, rendered, seconds) for name, rendered, seconds in finished]


def _path(stem: Path, name: str) -> Path:
    return stem.with_name(f"{stem.name}.{backend(name).suffix}")


def _output(stem: Path, name: str, rendered: Rendered, seconds: float) -> Output:
    """What the report says of a file that has been written."""
    return Output(
        format=name,
        path=str(_path(stem, name)),
        bytes=len(rendered.data),
        sha256=hashlib.sha256(rendered.data).hexdigest(),
        pages=rendered.page_map.count if rendered.page_map else 0,
        seconds=seconds,
    )


def _report(destination: str | None, outcomes: list[Outcome]) -> None:
    if destination == "-":
        sys.stdout.write(report_json(outcomes).decode() + "\n")
    elif destination:
        write_atomically(Path(destination), report_json(outcomes) + b"\n")
