"""One more personalised handout (W2): the CPU that it takes, ours and that of pandoc and typst.

Ours is what a worker of a batch does for a row, warm: fields filled, checked, prepared, rendered; nothing
is written. Pandoc is a process for each document, as it has no other way; its PDF is its typst markup, set by typst as a
library, which leaves out the start of a process in its favour. ``warm typst`` sets a template of its own
that it has open, with another name. All take turns, the first turn does not count, and medians are said.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from exporter.batch.pool import tidy
from exporter.cli.process import collect_seldom
from exporter.pipeline import load_profile, load_theme, renderings
from exporter.readers import read
from tests.benchmarks import rivals
from tests.benchmarks.books import GUIDE

FRONT = "---\ntitle: For {{ name }}\nlanguage: en\nfields:\n  name: {type: text}\n---\n\nDear {{ name }},\n\n"
FORMATS = ("pdf", "docx", "epub")
ROUNDS = 9
_EACH = 20
"""Documents of ours in one turn: one takes a few milliseconds, and a clock is coarse."""
_GATES = {"all": 1 / 60, "pdf of warm typst": 1.0}


def main() -> None:
    """Prints the table: milliseconds of CPU for one document, and ours as a share of theirs."""
    collect_seldom()
    with tempfile.TemporaryDirectory() as folder:
        ways = {**_ours(), **_rivals(Path(folder))}
        times: dict[str, list[float]] = {name: [] for name in ways}
        for turn in range(ROUNDS + 1):
            for name, make in ways.items():
                taken = make(turn)
                if turn:
                    times[name].append(taken)
    medians = {name: statistics.median(found) * 1000 for name, found in times.items()}
    print(("{:>20}" + "{:>12}" * 4).format("one more handout", "ours ms", "theirs ms", "ratio", "gate"))
    theirs = {form: medians.get(f"pandoc {form}", 0) for form in FORMATS}
    theirs["all"] = sum(theirs.values()) if all(theirs.values()) else 0
    for form in (*FORMATS, "all"):
        _line(form, medians[f"ours {form}"], theirs[form])
    if "warm typst" in medians:
        _line("pdf of warm typst", medians["ours pdf"], medians["warm typst"])


def _line(name: str, ours: float, theirs: float) -> None:
    ratio = f"1/{theirs / ours:.1f}" if theirs else ""
    gate = f"1/{1 / _GATES[name]:.0f}" if name in _GATES else ""
    print(f"{name:>20}{ours:>12.2f}{theirs:>12.1f}{ratio:>12}{gate:>12}", flush=True)


def _ours() -> dict[str, Callable[[int], float]]:
    def timed(make: Callable[[int], None]) -> Callable[[int], float]:
        def taken(turn: int) -> float:
            started = time.process_time()
            for number in range(_EACH):
                make(turn * _EACH + number)
            return (time.process_time() - started) / _EACH

        return taken

    ways = {form: timed(maker((form,))) for form in FORMATS} | {"all": timed(maker(FORMATS))}
    return {f"ours {name}": way for name, way in ways.items()}


def maker(to: tuple[str, ...]) -> Callable[[int], None]:
    """Makes the document of a row by its number, as a worker does."""
    document = read((FRONT + GUIDE).encode(), "guide.md").document
    theme, profile = load_theme("clinic"), load_profile("strict")

    def make(number: int) -> None:
        tidy(number)
        values = {"name": f"Ada Person {number}"}
        list(renderings(document, to=to, theme=theme, values=values, profile=profile))

    return make


def _rivals(folder: Path) -> dict[str, Callable[[int], float]]:
    """What is installed of them."""
    ways: dict[str, Callable[[int], float]] = {}
    pandoc = rivals.pandoc()
    if not pandoc:
        return ways
    ways |= {f"pandoc {form}": _pandoc(pandoc, folder, form) for form in ("docx", "epub")}
    try:
        import typst
    except ImportError:
        return ways
    return ways | {
        "pandoc pdf": _pandoc(pandoc, folder, "typst", typst),
        "warm typst": _warm(pandoc, folder, typst),
    }


def _pandoc(pandoc: str, folder: Path, form: str, typst: Any = None) -> Callable[[int], float]:
    def make(turn: int) -> float:
        source, target = folder / "guide.md", folder / f"guide.{form}"
        source.write_text((FRONT + GUIDE).replace("{{ name }}", f"Ada Person {turn}"), "utf-8")
        started = _cpu()
        subprocess.run([pandoc, "--standalone", source, "--to", form, "--output", target], check=True)
        if typst is not None:
            typst.Compiler(str(target)).compile(format="pdf", pdf_standards="ua-1")
        return _cpu() - started

    return make


def _warm(pandoc: str, folder: Path, typst: Any) -> Callable[[int], float]:
    source = folder / "warm.md"
    source.write_text((FRONT + GUIDE).replace("{{ name }}", "NAME"), "utf-8")
    target = folder / "warm.typ"
    subprocess.run([pandoc, "--standalone", source, "--to", "typst", "--output", target], check=True)
    template = target.read_text("utf-8").replace("Dear NAME", "Dear #sys.inputs.name")
    target.write_text(template, "utf-8")
    compiler = typst.Compiler(str(target), sys_inputs={"name": "Ada"})

    def make(turn: int) -> float:
        started = _cpu()
        for number in range(_EACH):
            name = f"Ada Person {turn * _EACH + number}"
            compiler.compile(format="pdf", sys_inputs={"name": name}, pdf_standards="ua-1")
        return (_cpu() - started) / _EACH

    return make


def _cpu() -> float:
    """Seconds of CPU that this process and its children have taken."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
