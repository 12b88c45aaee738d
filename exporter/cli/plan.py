"""What a command is going to read and write, and the requests that can never work.

All of it is judged before the first file is read.
"""

from __future__ import annotations

import argparse
import os
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from exporter.backends import BACKENDS, backend
from exporter.errors import StorageError, UsageError
from exporter.files import Place, place
from exporter.notices import visible

LONGEST_NAME = 255
"""Bytes in the name of a file or folder, on all file systems in use."""
_SHOWN = 40
_FINISHED = tuple(BACKENDS)
"""Our formats are named as their files end."""


class Job(NamedTuple):
    """One source, and the stem of the files it becomes."""

    source: str
    stem: Path


def planned(arguments: argparse.Namespace) -> list[Job]:
    """The jobs; raises ``UsageError`` or ``StorageError`` for a request that can never work."""
    refuse_shared_suffix(arguments.to)
    _refuse_finished_files(arguments.sources)
    _refuse_name(arguments.name, arguments.sources)
    out = _here(arguments.out)
    jobs = [Job(source, out / _stem(source, arguments.name)) for source in arguments.sources]
    _refuse_collisions(jobs)
    outputs = [output_path(job.stem, name) for job in jobs for name in arguments.to]
    report = _report(arguments)
    _refuse_long_names([*outputs, *report])
    refuse_overwriting(_inputs(arguments), outputs, report)
    refuse_folders_that_are_files([*outputs, *report])
    return jobs


def refuse_unjudgeable(arguments: argparse.Namespace) -> None:
    """Raises as ``planned`` does, for a command that writes nothing but a report."""
    if not arguments.sources:
        raise UsageError.because("usage", "there is no SOURCE", "name the documents to check, or add --list")
    _refuse_finished_files(arguments.sources)
    report = _report(arguments)
    _refuse_long_names(report)
    refuse_overwriting(_inputs(arguments), [], report)
    refuse_folders_that_are_files(report)


def _report(arguments: argparse.Namespace) -> list[Path]:
    """The file of the report, where one is asked for."""
    return [_here(arguments.json)] if arguments.json and arguments.json != "-" else []


def _here(name: str) -> Path:
    """A path of this system, and no address."""
    path = place(name)
    if not isinstance(path, Path):
        message = f"{name} is an address, and this command writes to files of this system"
        raise UsageError.because("address", message, "a batch writes to addresses, too")
    return path


def output_path(stem: Path, name: str) -> Path:
    """Where the file of one format goes."""
    return stem.with_name(f"{stem.name}.{backend(name).suffix}")


def _inputs(arguments: argparse.Namespace) -> list[Place]:
    named = [source for source in arguments.sources if source != "-"]
    return [
        place(name)
        for name in (*named, arguments.theme, arguments.profile)
        if name in named or name.endswith(".toml")
    ]


def refuse_shared_suffix(names: Iterable[str]) -> None:
    """Two formats whose files would have one name, as a plug-in's can; also a format there is not."""
    taken: dict[str, str] = {}
    for name in names:
        suffix = backend(name).suffix
        if taken.setdefault(suffix, name) != name:
            raise UsageError.because(
                "output-twice", f"{taken[suffix]} and {name} would both become *.{suffix}"
            )


def _refuse_finished_files(sources: list[str]) -> None:
    """A PDF or Word file as a SOURCE: what it was made from is wanted."""
    for source in sources:
        if Path(source).suffix.lower().lstrip(".") in _FINISHED:
            raise UsageError.because(
                "source-format",
                f"{source} is a finished file",
                "name the Markdown (.md) or .json it is made of",
            )


def _refuse_name(name: str | None, sources: list[str]) -> None:
    if not name:
        return
    if len(sources) > 1:
        raise UsageError.because("name", "--name takes one SOURCE")
    is_plain = Path(name).name == name and name.strip() and "\\" not in name and visible(name) == name
    if not is_plain or name.startswith("."):
        raise UsageError.because("name", f"--name is a plain file name, not {name[:_SHOWN]!r}")


def _stem(source: str, name: str | None) -> str:
    if name:
        return name
    if source == "-":
        raise UsageError.because("name", "standard input has no name", "add --name STEM")
    stem = Path(source).stem
    if not stem.strip("."):
        raise UsageError.because("name", f"{source!r} has no name to give to the files", "add --name STEM")
    return stem


def _refuse_collisions(jobs: list[Job]) -> None:
    """Two outputs of one name, also where only case or normal form tells them apart."""
    taken: dict[str, str] = {}
    for job in jobs:
        folded = _folded(str(job.stem))
        if folded in taken:
            raise UsageError.because(
                "output-twice",
                f"{taken[folded]} and {job.source} would both become {job.stem}.*",
                "export them into folders of their own: --out DIR",
            )
        taken[folded] = job.source


def _folded(path: str) -> str:
    """What file systems that fold case or normal form make of a path."""
    return unicodedata.normalize("NFC", path).casefold()


def _refuse_long_names(paths: list[Path]) -> None:
    for path in paths:
        for part in path.parts:
            if (length := len(os.fsencode(part))) > LONGEST_NAME:
                raise UsageError.because(
                    "name-too-long",
                    f"{part[:_SHOWN] + '…'!r} is {length} bytes long, and a name can have {LONGEST_NAME}",
                    "choose a shorter one with --name or --out",
                )


def refuse_overwriting(inputs: Sequence[Place], outputs: Sequence[Place], report: Sequence[Place]) -> None:
    """A file that is read, or another that is written, where something is going to be written."""
    read = set(map(_real, inputs))
    written = set(map(_real, outputs))
    for path in (*outputs, *report):
        if _real(path) in read:
            raise UsageError.because(
                "output-over-source", f"{path} is read, and would be written over", "choose another name"
            )
    for path in report:
        if isinstance(path, Path) and path.is_dir():
            raise UsageError.because("output-folder", f"{path} is a folder", "name a file")
        if _real(path) in written:
            raise UsageError.because("output-twice", f"{path} is also the name of a document")


def _real(path: Place) -> str:
    """One name for one file. An address is taken as it is written: stores tell names apart by case."""
    return _folded(os.path.realpath(path)) if isinstance(path, Path) else str(path)


def refuse_folders_that_are_files(paths: Iterable[Place]) -> None:
    for path in paths:
        for folder in path.parents if isinstance(path, Path) else ():
            if os.path.lexists(folder) and not folder.is_dir():
                raise StorageError.because(
                    "output-unwritable", "a file stands where a folder is wanted", file=str(folder)
                )
