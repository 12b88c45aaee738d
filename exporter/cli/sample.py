"""A sample of a batch, made once more by ``export`` in a process that knows nothing of the batch."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from exporter.batch.record import Record
from exporter.batch.request import Job
from exporter.files import digest_of
from exporter.notices import Notice

_STEM = "alone"


def differences(arguments: argparse.Namespace, sample: Iterable[tuple[Job, Record]]) -> list[Notice]:
    """A line for each file whose bytes are not those that ``export --set`` gives for its row."""
    found: list[Notice] = []
    # A process of its own, spawned and not forked; the values go there by a pipe, where nobody can list them.
    with tempfile.TemporaryDirectory() as folder, multiprocessing.get_context("spawn").Pool(1) as alone:
        for job, record in sample:
            alone.apply(_export, (_command(arguments, job, folder),))
            for file in record.files:
                if digest_of(Path(folder, f"{_STEM}{Path(file.path).suffix}")) != file.sha256:
                    message = f"row {record.row}: {file.path} is not what export makes of its row"
                    found.append(Notice("sample", message, file=arguments.data))
    return found


def _export(command: list[str]) -> int:
    from exporter.cli import main

    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):  # what it would say has been said by the batch, and its files say the rest
        os.dup2(nowhere, stream)
    os.close(nowhere)
    return main(command)


def _command(arguments: argparse.Namespace, job: Job, folder: str) -> list[str]:
    """The export of one row, in words."""
    command = ["export", arguments.source, "--out", folder, "--name", _STEM, "--to", ",".join(arguments.to)]
    command += ["--theme", arguments.theme, "--profile", arguments.profile]
    command += ["--root", arguments.root] if arguments.root else []
    command += ["--repair"] if arguments.repair else []
    command += ["--edition", *job.editions] if job.editions else []
    meta = [f"{key}={value}" for key, value in arguments.meta]
    meta += [f"language={job.language}"] if job.language else []
    for option, pairs in (
        ("--meta", meta),
        ("--set", [f"{key}={value}" for key, value in job.values.items()]),
    ):
        command += [f"{option}={pair}" for pair in pairs]
    return command
