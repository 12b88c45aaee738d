"""Commands from their start to their end: one handout (W1) and a book (W3), beside pandoc and typst.

All take turns, the first turn does not count, and medians are said. Before anything is timed, every file of
ours is read back and compared with its source, and where the outside judges are installed, those of the
handout are put before them: an invalid file ends the run.
"""

from __future__ import annotations

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import exporter
from tests.benchmarks import rivals
from tests.benchmarks.books import GUIDE, book
from tests.judges import Finding, epubcheck, ooxml, page_validation, problems

FORMATS = ("pdf", "docx", "epub")
_COPIES = 900
"""Guides in a book, so that it has some thousand pages."""


class Cost(NamedTuple):
    """Seconds by the clock and of CPU, and the most memory that one of the processes had, in MB."""

    wall: float
    cpu: float
    memory: int


class Workload(NamedTuple):
    """What is made, how often, what is compared, and the share of theirs that ours may be."""

    name: str
    text: str
    rounds: int
    measure: str
    gates: dict[str, float]


HANDOUT = Workload(
    "W1, one handout", f"---\ntitle: A guide\nlanguage: en\n---\n\n{GUIDE}", 25, "wall",
    {"pdf": 1.5, "docx": 1.5, "epub": 1.5, "all": 1.0},
)  # fmt: skip
BOOK = Workload("W3, a book", book(_COPIES), 5, "cpu", {"pdf": 0.40, "docx": 0.30, "epub": 0.10, "all": 0.13})
_MEMORY_GATE = 0.35


def main() -> None:
    """Prints a table of each workload: ours, theirs, ours as a share of theirs, and the gate."""
    _compile()
    for workload in (HANDOUT, BOOK):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "text.md")
            source.write_text(workload.text, "utf-8")
            _prove(source, judged=workload is HANDOUT)
            _print(workload, _measured(workload, source))


def _compile() -> None:
    """Our modules as bytecode, as pip installs them: where Python is told to write none of its own, a command
    would compile all of them each time."""
    compileall.compile_dir(Path(exporter.__file__).parent, quiet=1)


def _ours(source: Path, *to: str) -> rivals.Command:
    named = ["--to", ",".join(to), "--out", str(source.parent)]
    return [sys.executable, "-m", "exporter", "export", str(source), *named]


def _prove(source: Path, *, judged: bool) -> None:
    """Ends the run where a file of ours is not what its source says."""
    subprocess.run(_ours(source, *FORMATS), check=True, capture_output=True)
    files = [str(source.with_suffix(f".{form}")) for form in FORMATS]
    verify = [sys.executable, "-m", "exporter", "verify", str(source), *files]
    if subprocess.run(verify, capture_output=True).returncode:
        raise SystemExit(f"{source.name}: a file of ours is not its source")
    if judged:
        pdf, docx, epub = (Path(file) for file in files)
        found: list[Finding] = []
        if not page_validation.missing():
            found += page_validation.judge([pdf], page_validation.Profile.PDF_UA_1)[pdf]
        if not ooxml.missing():
            found += ooxml.judge([docx])[docx]
        if not epubcheck.missing():
            found += epubcheck.judge([epub])[epub]
        if wrong := problems(found):
            raise SystemExit(f"a file of ours is invalid: {wrong}")


def _measured(workload: Workload, source: Path) -> dict[str, Cost]:
    """The medians of each way, by who goes it and what it makes."""
    ways = {f"ours {form}": [_ours(source, form)] for form in FORMATS}
    ways["ours all"] = [_ours(source, *FORMATS)]
    ways |= {f"theirs {form}": rivals.commands(source, form) for form in FORMATS}
    costs: dict[str, list[Cost]] = {name: [] for name in ways}
    for turn in range(_rounds(workload) + 1):
        for name, commands in ways.items():
            cost = _cost(commands)
            if turn:
                costs[name].append(cost)
    return {name: _median(found) for name, found in costs.items()}


def _rounds(workload: Workload) -> int:
    """As many as are asked for; figures from fewer than the usual are for a first look."""
    return int(os.environ.get("EXPORTER_ROUNDS", workload.rounds))


def _median(costs: list[Cost]) -> Cost:
    wall, cpu, memory = zip(*costs, strict=True)
    return Cost(statistics.median(wall), statistics.median(cpu), round(statistics.median(memory)))


def _cost(commands: list[rivals.Command]) -> Cost:
    """What the commands take, one after the other."""
    started, cpu, memory = time.monotonic(), 0.0, 0
    for command in commands:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{command[:4]} ended with {process.returncode}")
        cpu += used.ru_utime + used.ru_stime
        memory = max(memory, used.ru_maxrss // (1 << 20 if sys.platform == "darwin" else 1 << 10))
    return Cost(time.monotonic() - started, cpu, memory)


def _print(workload: Workload, costs: dict[str, Cost]) -> None:
    head = (
        workload.name,
        f"ours {workload.measure}",
        "theirs",
        "ratio",
        "gate",
        "CPU",
        "theirs",
        "MB",
        "theirs",
    )
    print(("\n{:>20}" + "{:>11}" * (len(head) - 1)).format(*head))
    theirs = [costs[f"theirs {form}"] for form in FORMATS]
    whole = Cost(*map(sum, zip(*[cost[:2] for cost in theirs], strict=True)), max(c.memory for c in theirs))
    for form in (*FORMATS, "all"):
        _line(workload, form, costs[f"ours {form}"], whole if form == "all" else costs[f"theirs {form}"])


def _line(workload: Workload, form: str, ours: Cost, theirs: Cost) -> None:
    own, other = (getattr(cost, workload.measure) for cost in (ours, theirs))
    ratio = f"{own / other:.2f}" if other else ""
    gate = workload.gates[form]
    cpu = f"{ours.cpu:.2f} s", f"{theirs.cpu:.2f} s"
    cells = (f"{own:.2f} s", f"{other:.2f} s", ratio, f"{gate:.2f}", *cpu, ours.memory, theirs.memory)
    missed = "  missed" if other and own > gate * other else ""
    if workload is BOOK and form == "pdf" and theirs.memory and ours.memory > _MEMORY_GATE * theirs.memory:
        missed += f"  memory: more than {_MEMORY_GATE:.2f} of theirs"
    print(f"{form:>20}" + "".join(f"{cell:>11}" for cell in cells) + missed, flush=True)


if __name__ == "__main__":
    main()
