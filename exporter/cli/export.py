"""``exporter export``."""

from __future__ import annotations

import argparse
import functools
import hashlib
import time
from collections.abc import Callable
from pathlib import Path

from exporter.checks import Profile
from exporter.cli import exits
from exporter.cli.plan import Job, output_path, planned
from exporter.cli.process import taking_back
from exporter.cli.progress import Progress
from exporter.cli.report import Outcome, Output, mistake_of_ours, print_outcome, write_report
from exporter.cli.source import document_of
from exporter.errors import ExporterError, UsageError
from exporter.files import sweep, today, write_together
from exporter.notices import Notice
from exporter.pipeline import load_profile, load_theme, renderings
from exporter.render import Rendered
from exporter.theme import Theme


def run(arguments: argparse.Namespace) -> int:
    """Exports each source; one refusal stops only itself. Returns the highest exit code."""
    jobs = planned(arguments)
    _refuse_unproved_report(arguments, jobs)
    profile = load_profile(arguments.profile)
    theme = load_theme(arguments.theme, [name for names in arguments.edition for name in names])
    for folder in {job.stem.parent for job in jobs}:
        sweep(folder)
    outcomes = []
    said = exits.OK
    with Progress(len(jobs) * len(arguments.to)) as progress:
        for job in jobs:
            outcome = _outcome(job, theme, profile, arguments, progress.step)
            outcomes.append(outcome)
            said = max(said, progress.aside(functools.partial(print_outcome, outcome)))
    said = max(said, write_report(arguments.json, outcomes))
    return max(said, *(outcome.exit_code for outcome in outcomes))


def _refuse_unproved_report(arguments: argparse.Namespace, jobs: list[Job]) -> None:
    """A proof sheet is of one document, and only of what is compared."""
    if arguments.report and not arguments.verify:
        raise UsageError.because("report", "--report tells of a comparison", "add --verify")
    if arguments.report and len(jobs) > 1:
        raise UsageError.because(
            "report", "--report is the proof sheet of one SOURCE", "export one at a time"
        )
    if arguments.report:
        from exporter.cli.proof import refuse_report  # heavy: with all that compares and draws

        outputs = [output_path(job.stem, name) for job in jobs for name in arguments.to]
        refuse_report(arguments.report, arguments.sources, outputs)


def _outcome(
    job: Job, theme: Theme, profile: Profile, arguments: argparse.Namespace, step: Callable[[str], None]
) -> Outcome:
    """What became of one source: all its files, or the reason there are none."""
    started = time.perf_counter()
    notices: list[Notice] = []
    outputs: list[Output] = []
    code = exits.OK
    try:
        outputs = _export(job, theme, profile, arguments, notices, step)
    except ExporterError as error:
        notices += error.notices
        code = exits.code_for(error)
    except Unproved as error:
        notices += error.notices
        code = exits.DIFFERENT
    except Exception as error:  # a mistake of ours, which must not take the other documents with it
        notices.append(mistake_of_ours(error, job.source))
        code = exits.REFUSED
    return Outcome(
        job.source, code, time.perf_counter() - started, tuple(dict.fromkeys(notices)), tuple(outputs)
    )


def _export(
    job: Job,
    theme: Theme,
    profile: Profile,
    arguments: argparse.Namespace,
    notices: list[Notice],
    step: Callable[[str], None],
) -> list[Output]:
    """Renders every format before it writes the first: a refusal leaves no file behind."""
    document, read_notices = document_of(job.source, arguments, profile)
    notices += read_notices
    finished: list[tuple[str, Rendered, float]] = []
    started = time.perf_counter()
    for name, rendered in renderings(
        document,
        to=arguments.to,
        theme=theme,
        values=dict(arguments.set),
        profile=profile,
        today=today(),
    ):
        notices += rendered.notices
        finished.append((name, rendered, time.perf_counter() - started))
        step(f"{job.stem.name}.{name}")
        started = time.perf_counter()
    if arguments.verify:
        from exporter.cli.proving import proved  # heavy: with all that reads files back

        files = {output_path(job.stem, name): rendered.data for name, rendered, _ in finished}
        if differences := proved(document, theme, arguments, files):
            raise Unproved(differences)
    with taking_back():
        write_together({output_path(job.stem, name): rendered.data for name, rendered, _ in finished})
    return [_output(job.stem, name, rendered, seconds) for name, rendered, seconds in finished]


class Unproved(Exception):
    """Files that do not say what their document says, and so are not written."""

    def __init__(self, notices: tuple[Notice, ...]) -> None:
        super().__init__()
        self.notices = notices


def _output(stem: Path, name: str, rendered: Rendered, seconds: float) -> Output:
    """What the report says of a file that has been written."""
    return Output(
        format=name,
        path=str(output_path(stem, name)),
        bytes=len(rendered.data),
        sha256=hashlib.sha256(rendered.data).hexdigest(),
        pages=rendered.page_map.count if rendered.page_map else 0,
        seconds=seconds,
    )
